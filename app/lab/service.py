"""Lab: measures a layer with inplace off and on, and remembers what it measured."""

import asyncio
import time
from collections import OrderedDict
from datetime import UTC, datetime

from ..errors import RunFailed
from ..runs.queue import OURS
from ..runs.report import Report
from ..runs.service import RunService
from ..trace import Device
from . import snippets
from .comparison import Comparison, LabResult, Layer, Mode, Side
from .measure import compare, latency_of, side_of

REMEMBERED = 64
"""Results that are kept; the one that was asked for longest ago goes first."""

_Key = tuple[Layer, Device]


class Lab:
    """Measures layers one at a time, so that one layer's timing is not another's noise."""

    def __init__(self, runs: RunService) -> None:
        self._runs = runs
        self._results: OrderedDict[_Key, LabResult] = OrderedDict()
        self._turn = asyncio.Lock()

    def peek(self, layer: Layer, device: Device) -> LabResult | None:
        """The result for a layer, where it has been measured already."""
        return self._results.get((layer, self._named(device)))

    async def warm(self) -> None:
        """Measure the layer that the page opens with."""
        await self.measure(Layer(), "auto")

    async def measure(self, layer: Layer, device: Device) -> LabResult:
        """The result for a layer, measured now if it was not before.

        Raises RunFailed where one of the programs did not reach its end, and whatever RunService.run raises.
        """
        device = self._named(device)
        async with self._turn:
            key = (layer, device)
            if key not in self._results:
                self._results[key] = await self._measure(layer, device)
            self._results.move_to_end(key)
            while len(self._results) > REMEMBERED:
                self._results.popitem(last=False)
            return self._results[key]

    def _named(self, device: Device) -> Device:
        """What auto takes here, so that it is not measured twice."""
        return "cuda" if device == "auto" and "cuda" in self._runs.devices else "cpu" if device == "auto" else device

    async def _measure(self, layer: Layer, device: Device) -> LabResult:
        start = time.monotonic()
        train, infer = await self._compare(layer, "train", device), await self._compare(layer, "infer", device)
        trace = train.off.report.trace
        if trace is None:
            raise RunFailed
        return LabResult(
            layer=layer,
            device=trace.device,
            torch=trace.torch,
            threads=trace.threads,
            train=train,
            infer=infer,
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=time.monotonic() - start,
        )

    async def _compare(self, layer: Layer, mode: Mode, device: Device) -> Comparison:
        off = await self._side(layer, mode, device, inplace=False)
        on = await self._side(layer, mode, device, inplace=True)
        program = snippets.timing(layer, mode, device=device)
        report = await self._runs.run(program, client=OURS, fresh=True)
        latency = latency_of(report, program.source)
        return compare(mode, off, on, latency)

    async def _side(self, layer: Layer, mode: Mode, device: Device, *, inplace: bool) -> Side:
        program = snippets.network(layer, mode, inplace=inplace, device=device)
        report: Report = await self._runs.run(program, client=OURS)
        return side_of(report, program.source, inplace=inplace)
