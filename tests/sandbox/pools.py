"""A real pool, driven from plain functions, and what comes back from it."""

import asyncio
import dataclasses
import threading
from collections.abc import Coroutine
from typing import Any

from inplace_lab.sandbox.pool import Pool
from inplace_lab.sandbox.protocol import Ending, Limits, Outcome
from inplace_lab.trace import Snippet, Trace

MIB = 1024 * 1024
LIMITS = Limits(
    wall_seconds=20.0,  # a test that is about time sets its own
    cpu_seconds=10,
    memory_bytes=256 * MIB,
    output_bytes=4096,
    result_bytes=4 * MIB,
    file_bytes=1 * MIB,
    processes=16,
    max_steps=200,
    max_tensors=2000,
)


class Sandboxed:
    """A pool whose event loop runs in a thread of its own."""

    def __init__(self, **options: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()
        self.pool = self.wait(self._make(options))

    async def _make(self, options: dict[str, Any]) -> Pool:
        pool = Pool(**options)
        await pool.start()
        return pool

    def wait(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def start(self, source: str, **limits: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(self._run(source, limits), self.loop)

    def run(self, source: str, **limits: Any) -> Outcome:
        return self.start(source, **limits).result(60)

    async def _run(self, source: str, limits: dict[str, Any]) -> Outcome:
        snippet = Snippet(source=source, device="cpu", seed=limits.pop("seed", 0))
        return await self.pool.run(snippet, dataclasses.replace(LIMITS, **limits))

    def stop(self) -> None:
        self.wait(self.pool.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


def trace_of(outcome: Outcome) -> Trace:
    assert outcome.ending is Ending.RETURNED, outcome
    return Trace.model_validate_json(outcome.result)


def failure_in(outcome: Outcome) -> str:
    """The type of the exception that ended the program."""
    failure = trace_of(outcome).failure
    assert failure is not None
    return failure.type
