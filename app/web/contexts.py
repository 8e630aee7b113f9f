"""What each page is given: one dataclass a template, so that nothing else can reach it."""

from dataclasses import dataclass
from typing import ClassVar

from ..i18n import LANGUAGES, Language
from ..lab.comparison import Comparison, LabResult, Side
from ..sandbox.level import Level
from ..sandbox.promise import PROMISES
from .charts import Chart, Interval, memory_chart, ratio_interval
from .code import CodeLine, coloured
from .forms import LabForm
from .problems import Problem
from .verdicts import Verdict, judge


@dataclass(frozen=True)
class Page:
    """What every page knows."""

    language: Language
    theme: str
    """light or dark where the reader chose one, else empty."""
    path: str
    """The address behind the language: empty for the Lab."""
    query: str
    version: str
    level: Level | None = None
    """What this machine's walls amount to; unknown until the sandbox has started."""

    @property
    def promise(self) -> str:
        """What the level means, in English; it is looked up in the catalogue like any sentence."""
        return PROMISES[self.level] if self.level else ""

    def url(self, language: Language) -> str:
        """The same page in another language, with the same state."""
        return f"/{language.tag}/{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def alternates(self) -> tuple[tuple[Language, str], ...]:
        """The page in every language."""
        return tuple((language, self.url(language)) for language in LANGUAGES)


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


Context = LabPage | WarmingPage | ErrorPage
