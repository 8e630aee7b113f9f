"""LabPage: what the Lab's page is given: the network that was built, and what both sides of it did."""

from dataclasses import dataclass
from typing import ClassVar

from ...lab.measuring.comparison import Comparison, LabResult, Latency, Side
from ...lab.network.contrast import sides_of
from ...lab.network.presets import PRESETS, Preset
from ..charts import Chart, Interval, memory_chart, pair_figure, ratio_interval
from ..code import CodeLine, coloured
from ..finding import Finding, findings_of
from ..page import Page
from ..problems import Problem
from .forms import LabForm
from .storage_map import StorageMap, storage_map
from .theory import Theory, theory_of
from .verdicts import Pace, Time, Verdict, judge, pace_of


@dataclass(frozen=True)
class Panel:
    """One side: its memory over time, its code, what was found in it."""

    name: str
    """left or right."""
    side: Side
    chart: Chart | None
    """None where it raised."""
    code: tuple[CodeLine, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class TimeView:
    """Times of both sides, and the program that took them."""

    time: Time
    interval: Interval | None
    code: tuple[CodeLine, ...]

    @classmethod
    def of(cls, latency: Latency | None) -> "TimeView":
        """The times, or that there are none."""
        return cls(
            time=pace_of(latency),
            interval=ratio_interval(latency) if latency else None,
            code=coloured(latency.source) if latency else (),
        )

    @property
    def pace(self) -> Pace:
        """Whether they differ."""
        return self.time.pace


@dataclass(frozen=True)
class LabView:
    """One result, seen in the mode that was asked for."""

    result: LabResult
    shown: Verdict
    train: Verdict
    infer: Verdict
    panels: tuple[Panel, Panel]
    map: StorageMap | None
    theory: Theory
    time: TimeView | None
    """None while it has not been measured."""

    @classmethod
    def of(cls, result: LabResult, latency: Latency | None) -> "LabView":
        """The result; with its times, where they were measured already."""
        shown = result.shown
        flags = result.contrast.kind == "inplace"
        train, infer, seen = (judge(result.spec, each, flags=flags) for each in (result.train, result.infer, shown))
        return cls(
            result=result,
            shown=seen,
            train=train,
            infer=infer,
            panels=(_panel("left", shown, shown.left, shown.right), _panel("right", shown, shown.right, shown.left)),
            map=storage_map(shown) if shown.whole else None,
            theory=theory_of(shown, sides_of(result.spec, result.contrast)),
            time=TimeView.of(latency) if latency else None,
        )

    @property
    def inplace(self) -> bool:
        """The sides differ in their in-place flags, and in nothing else."""
        return self.result.contrast.kind == "inplace"

    @property
    def figure(self) -> dict[str, object]:
        """What the chart of both sides is drawn from."""
        return pair_figure(self.result.shown)


def _panel(name: str, comparison: Comparison, side: Side, other: Side) -> Panel:
    return Panel(
        name=name,
        side=side,
        chart=memory_chart(side, comparison.scale) if side.bars else None,
        code=coloured(side.snippet.source, other.snippet.source),
        findings=findings_of(side.diagnoses, side.snippet.source),
    )


@dataclass(frozen=True)
class LabPage:
    """The Lab: the builder, and below it a result, or what went wrong, or neither while something is to be mended."""

    template: ClassVar[str] = "lab.html"
    page: Page
    form: LabForm
    view: LabView | None
    problem: Problem | None
    presets: tuple[Preset, ...] = PRESETS


@dataclass(frozen=True)
class TimePage:
    """The times of a network, on a page of their own; the Lab takes its card out of it."""

    template: ClassVar[str] = "time.html"
    page: Page
    form: LabForm
    view: TimeView
    sides: tuple[Side, Side]
