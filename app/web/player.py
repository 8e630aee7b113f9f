"""The player as a page sees it: the code, the scenes of some steps, and where to get the others."""

from dataclasses import dataclass

from ..player.film import scenes
from ..player.marks import LineMark, StepMark, Tick, line_marks, step_marks, ticks
from ..player.opening import opening_step
from ..player.plan import plan_of
from ..player.scene import Scene
from ..runs.report import Report
from ..trace import Trace
from .code import CodeLine, coloured

PAGE = 20
"""Steps that are rendered at a time."""
MOST_WHOLE = 400
"""Steps that are rendered where none can be fetched later, as in a file."""


@dataclass(frozen=True)
class Film:
    """Some steps of a trace, rendered by `_film.html` under the name `film`."""

    scenes: tuple[Scene, ...]
    letters: dict[str, str]
    code: tuple[CodeLine, ...]
    total: int

    @classmethod
    def of(cls, trace: Trace, code: tuple[CodeLine, ...], first: int, count: int) -> "Film":
        """The scenes of `count` steps from `first` on."""
        plan = plan_of(trace)
        return cls(tuple(scenes(trace, plan, first, count)), plan.letters, code, len(trace.steps))

    @property
    def first(self) -> int:
        """Index of the first step."""
        return self.scenes[0].step.index if self.scenes else 0

    @property
    def following(self) -> int | None:
        """Index of the first step that comes after these."""
        end = self.first + len(self.scenes)
        return end if end < self.total else None

    def text_of(self, line: int | None) -> CodeLine | None:
        """The reader's own line, coloured."""
        return self.code[line - 1] if line is not None and 0 < line <= len(self.code) else None


@dataclass(frozen=True)
class PlayerView:
    """A trace that can be walked through. Rendered by `_player.html`, which wants it under the name `player`."""

    report: Report
    trace: Trace
    code: tuple[CodeLine, ...]
    film: Film
    opening: int
    """The step that is shown first."""
    more: str
    """Address that gives the steps from `?from=` on as a page; empty where all are rendered already."""
    steps: tuple[StepMark, ...]
    lines: tuple[LineMark, ...]
    hide: frozenset[str]
    """Parts that are not shown: code, graph, memory."""
    deep: bool
    """The address of the page stands for the run, so that it can name a step, too."""
    brief: bool = False
    """Only the step that is shown first is rendered."""

    @classmethod
    def of(
        cls,
        report: Report,
        source: str,
        *,
        at: int | None = None,
        more: str = "",
        whole: bool = False,
        hide: frozenset[str] = frozenset(),
        deep: bool = False,
        brief: bool = False,
    ) -> "PlayerView | None":
        """The view that opens at step `at`, by default at the most telling one. None where nothing was recorded."""
        trace = report.trace
        if trace is None or not trace.steps:
            return None
        opening = opening_step(trace) if at is None else min(max(at, 0), len(trace.steps) - 1)
        code = coloured(source)
        count = 1 if brief else MOST_WHOLE if whole else PAGE
        film = Film.of(trace, code, page_of_step(opening, count), count)
        return cls(report, trace, code, film, opening, more, step_marks(trace), line_marks(trace), hide, deep, brief)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The marks under the slider."""
        return ticks(self.steps)

    @property
    def manifest(self) -> tuple[tuple[int | None, str, str], ...]:
        """Each step in short: its line, its flags, and the ids of what it touches."""
        return tuple((mark.line, mark.flags, " ".join(mark.refs)) for mark in self.steps)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self.trace.steps)

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each storage."""
        return self.film.letters


def page_of_step(step: int, count: int = PAGE) -> int:
    """The first step of the page that a step lies on."""
    return step // count * count
