"""What each page is given: one dataclass a template, so that nothing else can reach it."""

from dataclasses import dataclass
from typing import ClassVar

from ..lab.comparison import Comparison, LabResult, Side
from ..trace import Trace
from .charts import Chart, Interval, memory_chart, ratio_interval
from .code import CodeLine, coloured
from .embed_page import EmbedPage
from .export_page import ExportPage
from .forms import LabForm
from .gallery_page import ClassPage, DiagnosisPage, GalleryPage
from .page import Page
from .play_page import PlayPage
from .player import Film
from .problems import Problem
from .verdicts import Verdict, judge


@dataclass(frozen=True)
class Panel:
    """One side: its storages, its memory over time, its code."""

    side: Side
    chart: Chart
    code: tuple[CodeLine, ...]
    spared: int
    """How many rows fewer than the other side it has."""


@dataclass(frozen=True)
class LabView:
    """One result, seen in one mode."""

    result: LabResult
    shown: Verdict
    train: Verdict
    infer: Verdict
    panels: tuple[Panel, Panel]
    interval: Interval | None
    latency_code: tuple[CodeLine, ...]

    @classmethod
    def of(cls, result: LabResult, form: LabForm) -> "LabView":
        """The result as the form wants to see it."""
        comparison = result.train if form.mode == "train" else result.infer
        train, infer = judge(result.train), judge(result.infer)
        latency = comparison.latency
        return cls(
            result=result,
            shown=train if form.mode == "train" else infer,
            train=train,
            infer=infer,
            panels=(
                _panel(comparison, comparison.off, comparison.on),
                _panel(comparison, comparison.on, comparison.off),
            ),
            interval=ratio_interval(latency) if latency else None,
            latency_code=coloured(latency.source) if latency else (),
        )


def _panel(comparison: Comparison, side: Side, other: Side) -> Panel:
    return Panel(
        side=side,
        chart=memory_chart(side, comparison.scale),
        code=coloured(side.source, other.source),
        spared=max(0, len(other.rows) - len(side.rows)),
    )


@dataclass(frozen=True)
class LabPage:
    """The Lab: a form, and below it a result, or what went wrong, or neither while the form is."""

    template: ClassVar[str] = "lab.html"
    page: Page
    form: LabForm
    view: LabView | None
    problem: Problem | None


@dataclass(frozen=True)
class WarmingPage:
    """Shown until the first result is there."""

    template: ClassVar[str] = "warming.html"
    page: Page


@dataclass(frozen=True)
class ErrorPage:
    """Shown in place of a page that cannot be."""

    template: ClassVar[str] = "error.html"
    page: Page
    problem: Problem


@dataclass(frozen=True)
class StepsPage:
    """Some steps of one run, as a film strip."""

    template: ClassVar[str] = "steps.html"
    page: Page
    film: Film


@dataclass(frozen=True)
class TimelinePage:
    """The memory of one run over its steps, on a page of its own."""

    template: ClassVar[str] = "timeline.html"
    page: Page
    trace: Trace
    code: tuple[CodeLine, ...]


Context = (
    LabPage
    | PlayPage
    | GalleryPage
    | ClassPage
    | DiagnosisPage
    | StepsPage
    | TimelinePage
    | EmbedPage
    | ExportPage
    | WarmingPage
    | ErrorPage
)
