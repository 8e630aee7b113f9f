"""Reports to keep, and a store that is open for the length of a test."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import Sentence
from inplace_lab.settings import Settings
from inplace_lab.store.store import Store
from inplace_lab.trace import Snippet, Trace

SNIPPET = Snippet(source="import torch\nx = torch.ones(2)\n")


def report(stdout: str = "", **facts: Any) -> Report:
    """A run that recorded next to nothing."""
    given: dict[str, Any] = {
        "id": "0123456789",
        "status": Status.OK,
        "message": "The program ran to its end.",
        "sentence": Sentence(text="The program ran to its end."),
        "trace": Trace(torch="2.13.0", device="cpu", threads=1, seconds=0.25),
        "timing": Timing(queued=0, wall=0.5, cpu=0.5, program=0.25),
        "stdout": stdout,
        "stderr": "",
        "output_cut": False,
    }
    return Report(**{**given, **facts})


def with_store(settings: Settings, test: Callable[[Store], Awaitable[None]]) -> None:
    """Run an async test with a store that has started."""

    async def run() -> None:
        store = Store(settings)
        await store.start()
        try:
            await test(store)
        finally:
            await store.stop()

    asyncio.run(run())
