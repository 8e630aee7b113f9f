"""A sandbox that answers as it is told to, and the service in front of it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.protocol import Ending, Limits, Machine, Outcome
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet, Trace

EMPTY = Trace(torch="2.13.0", device="cpu", threads=1, seconds=0.25)


def outcome(ending: Ending = Ending.RETURNED, result: bytes | None = None, **facts: Any) -> Outcome:
    """What came back from a run: by default an empty trace."""
    given: dict[str, Any] = {
        "ending": ending,
        "result": EMPTY.model_dump_json().encode() if result is None else result,
        "stdout": "",
        "stderr": "",
        "output_cut": False,
        "code": 0,
        "wall_seconds": 0.5,
        "cpu_seconds": 0.5,
        "peak_rss_bytes": 0,
    }
    return Outcome(**{**given, **facts})


class FakeSandbox:
    """Starts when `cold` is over, answers when `gate` is open; first of all it raises its `troubles`."""

    def __init__(self) -> None:
        self.places = 0
        self.machine = Machine(torch="2.13.0", gpu=False, threads=1)
        self.ran: list[str] = []
        self.stopped: list[str] = []
        self.troubles: deque[BaseException] = deque()
        self.starts: deque[Exception] = deque()
        self.gate, self.cold_is_over = asyncio.Event(), asyncio.Event()
        self.gate.set()
        self.cold_is_over.set()
        self.answer: Callable[[Snippet], Outcome] = lambda _: outcome()

    async def start(self) -> None:
        """Takes as long as it is cold."""
        await self.cold_is_over.wait()
        if self.starts:
            raise self.starts.popleft()

    async def stop(self) -> None:
        """Nothing to stop."""

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """The answer, or the next trouble."""
        self.ran.append(snippet.source)
        if self.troubles:
            raise self.troubles.popleft()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.stopped.append(snippet.source)
            raise
        return self.answer(snippet)


def served(test: Callable[[RunService, FakeSandbox], Awaitable[None]], **settings: Any) -> None:
    """Run an async test with a service in front of a fake sandbox."""

    async def run() -> None:
        sandbox = FakeSandbox()
        service = RunService(sandbox, Settings(**settings))
        try:
            async with asyncio.timeout(20):
                await test(service, sandbox)
        finally:
            await service.stop()

    asyncio.run(run())


def asked(service: RunService, source: str, **options: Any) -> asyncio.Task[Any]:
    """A run that has been asked for."""
    return asyncio.create_task(service.run(Snippet(source=source), **options))


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)
