"""Lab: measures two networks beside each other, and remembers what it measured."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, TypeVar

from ..errors import Busy, DoesNotFit, RunFailed, TooOften
from ..runs.client import OURS, Client
from ..runs.report import Report
from ..runs.service import RunService
from ..trace import Device, Snippet, Trace
from .gpu import Gpu
from .measuring.allocation import Allocations
from .measuring.comparison import Comparison, LabResult, Latency, Side
from .measuring.measure import compare, latency_of, side_of
from .network.contrast import Contrast, SideSpec, sides_of
from .network.shapes import Misfit
from .network.spec import Mode, NetworkSpec, Options
from .programs.program import program_of
from .programs.timing import timing_of

REMEMBERED = 64
"""Results that are kept; the one that was asked for longest ago goes first."""
AGAIN_SECONDS = 0.1
PATIENCE_SECONDS = 10.0
"""How long a reader's own runs may wait for each other before the reader is told."""

_Key = tuple[NetworkSpec, Contrast]
V = TypeVar("V")


class Lab:
    """Measures networks. Times are taken one network at a time, so that one's timing is not another's noise."""

    def __init__(self, runs: RunService) -> None:
        self._runs = runs
        self._results: OrderedDict[_Key, LabResult] = OrderedDict()
        self._latencies: OrderedDict[_Key, Latency | None] = OrderedDict()
        self._turn = asyncio.Lock()
        self._gpu = Gpu(self._run)

    async def warm(self) -> None:
        """Measure the network that the page opens with."""
        spec, contrast = NetworkSpec(), Contrast()
        await self.measure(spec, contrast, client=OURS)
        await self.time(spec, contrast, client=OURS)

    async def measure(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> LabResult:
        """The result for a network, measured now if it was not before.

        Raises DoesNotFit where a block cannot take what arrives, RunFailed where a program came to a bad end, and
        whatever RunService.run raises.
        """
        key = (self._placed(spec), contrast)
        if key not in self._results:
            _remember(self._results, key, await self._measure(*key, client))
        self._results.move_to_end(key)
        return self._results[key]

    async def compare(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> Comparison:
        """Both sides in the network's own mode and no other. Raises what `measure` raises."""
        comparison, _ = await self._compare(self._placed(spec), contrast, client)
        return comparison

    async def time(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> Latency | None:
        """How long both networks take, measured afresh if it was not before; None where they do not reach an end."""
        key = (self._placed(spec), contrast)
        async with self._turn:
            if key not in self._latencies:
                program = _fitting(lambda: timing_of(*sides_of(*key)))
                report = await self._run(program, client, fresh=True)
                _remember(self._latencies, key, latency_of(report, program.source))
            return self._latencies[key]

    def known_time(self, spec: NetworkSpec, contrast: Contrast) -> Latency | None:
        """The time of a network, where it has been measured already."""
        return self._latencies.get((self._placed(spec), contrast))

    async def allocations(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> Allocations | None:
        """What CUDA's allocator says of both sides; None where the network does not run on a GPU."""
        async with self._turn:
            return await self._gpu.allocations(self._placed(spec), contrast, client)

    async def snapshot(
        self, spec: NetworkSpec, contrast: Contrast, *, side: Literal["left", "right"], client: Client
    ) -> bytes | None:
        """The allocator's history of one step of a side, for the memory viewer; None where it gives none."""
        return await self._gpu.snapshot(self._placed(spec), contrast, side, client)

    def _placed(self, spec: NetworkSpec) -> NetworkSpec:
        """On the device that auto takes here, so that it is not measured twice."""
        return spec.with_options(device=self._named(spec.options.device))

    def _named(self, device: Device) -> Device:
        return "cuda" if device == "auto" and "cuda" in self._runs.devices else "cpu" if device == "auto" else device

    async def _measure(self, spec: NetworkSpec, contrast: Contrast, client: Client) -> LabResult:
        start = time.monotonic()
        runs: dict[Mode, Comparison] = {}
        for mode in dict.fromkeys((*Options.HEADLINES, spec.options.mode)):
            runs[mode], trace = await self._compare(spec.with_options(mode=mode), contrast, client)
        train, infer = (runs[mode] for mode in Options.HEADLINES)
        return LabResult(
            spec=spec,
            contrast=contrast,
            device=trace.device,
            torch=trace.torch,
            threads=trace.threads,
            train=train,
            infer=infer,
            shown=runs[spec.options.mode],
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=time.monotonic() - start,
        )

    async def _compare(self, spec: NetworkSpec, contrast: Contrast, client: Client) -> tuple[Comparison, Trace]:
        left, right = sides_of(spec, contrast)
        (a, first), (b, second) = await asyncio.gather(self._side(left, client), self._side(right, client, "right"))
        return compare(spec.options.mode, a, b, (first, second)), first

    async def _side(self, built: SideSpec, client: Client, lane: str = "left") -> tuple[Side, Trace]:
        program = _fitting(lambda: program_of(built.spec, inplace=built.inplace))
        report = await self._run(program.snippet, client, lane)
        side = side_of(built, program, report)
        if report.trace is None:
            raise RunFailed
        return side, report.trace

    async def _run(self, snippet: Snippet, client: Client, lane: str = "left", *, fresh: bool = False) -> Report:
        """Run in a line of the Lab's own beside the client's; a reader's next network waits for the one before.

        Each side has a line, so that both run at the same time where there is room.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        own = client if client == OURS else client.beside(f"lab {lane}")
        while True:
            try:
                return await self._runs.run(snippet, client=own, fresh=fresh)
            except TooOften:
                raise  # most of a minute is too long for a page
            except Busy:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)


def _fitting(write: Callable[[], V]) -> V:
    """What `write` makes. A network that was pinned may not fit to images that were changed since."""
    try:
        return write()
    except Misfit as misfit:
        raise DoesNotFit(misfit.why) from misfit


def _remember(memory: OrderedDict[_Key, V], key: _Key, value: V) -> None:
    memory[key] = value
    while len(memory) > REMEMBERED:
        memory.popitem(last=False)
