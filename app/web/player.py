"""The player as a page sees it: the code, the scenes of some steps, and where to get the others."""

from dataclasses import dataclass

from ..runs.report import Report
from ..trace import Trace
from .code import CodeLine, coloured

PAGE = 20
"""Steps that are rendered at a time."""


@dataclass(frozen=True)
class PlayerView:
    """A trace that can be walked through. Rendered by `_player.html`, which wants it under the name `player`."""

    report: Report
    trace: Trace
    code: tuple[CodeLine, ...]
    first: int
    """The first step that is rendered; further ones come from `more`."""
    opening: int
    """The step that is shown first."""
    more: str
    """Address that gives the steps from `?from=` on as HTML; empty where all are rendered already."""

    @classmethod
    def of(
        cls, report: Report, source: str, *, at: int | None = None, more: str = "", whole: bool = False
    ) -> "PlayerView | None":
        """The view that opens at step `at`, by default at the most telling one. None where nothing was recorded."""
        if report.trace is None or not report.trace.steps:
            return None
        return cls(report, report.trace, coloured(source), 0, at or 0, more)
