"""The supervision of one run: it feeds a cell, reads what comes, and decides how the run ended, alone."""

import asyncio
import signal
import time

from ..errors import SandboxBroken
from ..trace import Snippet
from .cell import Cell
from .frame import FrameBuffer
from .link import Exit
from .order import Order
from .pipes import Inlet, Output
from .protocol import Ending, Limits, Outcome
from .usage import Usage
from .watchdog import watch

LAST_WORDS_SECONDS = 5.0
# How far the kernel's count of processor time may lie below the limit when it sends its signal.
CPU_SLACK_SECONDS = 0.1
MEMORY_USED_UP = 0.9


class Supervision:
    """One run of one snippet in one cell."""

    def __init__(self, cell: Cell, limits: Limits) -> None:
        self._cell = cell
        self._limits = limits
        self._output = Output(limits.output_bytes)
        self._frame = FrameBuffer(limits.result_bytes)
        self._enough = asyncio.get_running_loop().create_future()
        self._inlets: list[Inlet] = []

    async def run(self, snippet: Snippet, *, gpu: bool) -> Outcome:
        """Run the snippet to its end or to a limit, whichever comes first. Stops the child, but does not bury it."""
        started = time.monotonic()
        before = self._cell.usage(enough_tasks=self._limits.processes)
        if before is None:
            raise SandboxBroken("The process that should run the program had ended before.")
        self._listen()
        row = Order.of(self._limits, gpu=gpu).pack()
        tending = asyncio.create_task(self._tend(row + snippet.model_dump_json().encode(), before))
        try:
            await asyncio.wait(
                {self._enough, tending, self._cell.end},
                timeout=self._limits.wall_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            return await self._conclude(tending, before, started)
        finally:
            self._cell.kill()
            for inlet in self._inlets:
                inlet.close()
            tending.cancel()
            await asyncio.wait({tending})

    def _listen(self) -> None:
        self._inlets = [
            Inlet(self._cell.stdout, lambda data: self._print(self._output.stdout, data)),
            Inlet(self._cell.stderr, lambda data: self._print(self._output.stderr, data)),
            Inlet(self._cell.result, self._hand_in),
        ]

    def _print(self, stream: bytearray, data: bytes) -> bool:
        self._output.keep(stream, data)
        return self._check(self._output.cut)

    def _hand_in(self, data: bytes) -> bool:
        self._frame.feed(data)
        return self._check(self._frame.full)

    def _check(self, enough: bool) -> bool:
        if enough and not self._enough.done():
            self._enough.set_result(None)
        return not enough

    async def _tend(self, data: bytes, before: Usage) -> Ending:
        await self._cell.feed(data)
        return await watch(self._cell, self._limits, before)

    async def _conclude(self, tending: asyncio.Task[Ending], before: Usage, started: float) -> Outcome:
        for inlet in self._inlets:
            inlet.drain()
        ending, code = self._ending(tending, before)
        wall = time.monotonic() - started
        now = self._cell.usage(enough_tasks=self._limits.processes)
        if ending is not Ending.RETURNED or now is None:
            self._cell.kill()
            await asyncio.wait([self._cell.end], timeout=LAST_WORDS_SECONDS)
        last = self._cell.end.result() if self._cell.end.done() else None
        cpu = last.cpu_seconds if last else now.cpu_seconds if now else 0.0
        rss = last.peak_rss_bytes if last else now.peak_rss_bytes if now else 0
        return Outcome(
            ending=ending,
            result=self._frame.data if ending is Ending.RETURNED else b"",
            stdout=self._output.stdout.decode(errors="replace"),
            stderr=self._output.stderr.decode(errors="replace"),
            output_cut=self._output.cut,
            code=code,
            wall_seconds=wall,
            cpu_seconds=max(0.0, cpu - before.cpu_seconds),
            peak_rss_bytes=rss,
        )

    def _ending(self, tending: asyncio.Task[Ending], before: Usage) -> tuple[Ending, int]:
        """How the run ended, judged before we stop anything ourselves; what it handed in counts before its exit."""
        if self._output.cut:
            return Ending.OUTPUT, 0
        if self._frame.too_large:
            return Ending.RESULT, 0
        if self._frame.whole:
            return Ending.RETURNED, 0
        if tending.done():
            return _watched(tending), 0
        if self._cell.end.done():
            return _left(self._cell.end.result(), before, self._limits)
        return Ending.WALL, 0


def _watched(tending: asyncio.Task[Ending]) -> Ending:
    if error := tending.exception():
        raise SandboxBroken("The program was stopped, as it could not be watched any more.") from error
    return tending.result()


def _left(last: Exit | None, before: Usage, limits: Limits) -> tuple[Ending, int]:
    if last is None:
        raise SandboxBroken
    out_of_time = last.cpu_seconds >= limits.cpu_seconds - CPU_SLACK_SECONDS
    if out_of_time and last.signal in (signal.SIGXCPU, signal.SIGKILL):
        return Ending.CPU, 0
    # A process that finds no memory dies in many ways: std::bad_alloc aborts, the kernel kills, our own code gives up.
    if last.status and last.peak_rss_bytes - before.peak_rss_bytes > MEMORY_USED_UP * limits.memory_bytes:
        return Ending.MEMORY, 0
    return (Ending.EXITED, last.code) if last.signal is None else (Ending.SIGNAL, last.signal)
