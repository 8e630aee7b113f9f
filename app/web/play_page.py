"""PlayPage: what the playground shows: a snippet, how its run ended, and what else there is to try.

A permalink shows the same page, with the run that was kept.
"""

from dataclasses import dataclass
from typing import ClassVar

from ..clinic.findings import reasons
from ..clinic.room import is_cut
from ..diagnosis.pages import RulePage
from ..runs.report import Report
from ..sentence import Sentence
from ..settings import Settings
from ..store.kept import Kept
from ..trace import Cut, Failure, Snippet
from .cure import CuredFinding
from .examples import Example, ExampleGroup
from .finding import Finding, findings_of, quoted
from .page import Page
from .player import PlayerView
from .problems import Problem

MOST_LINES = 200
"""Lines that the playground takes."""
HIDDEN = frozenset({"code"})
"""The editor stands beside the player, so the player need not show the program again."""


@dataclass(frozen=True)
class SourceLimits:
    """How long a program may be."""

    lines: int
    bytes: int

    @classmethod
    def of(cls, settings: Settings) -> "SourceLimits":
        """What this server takes."""
        return cls(MOST_LINES, settings.source_bytes)


@dataclass(frozen=True)
class RunView:
    """How one run ended, and the player of its steps. `player` is None where nothing was recorded."""

    report: Report
    player: PlayerView | None
    findings: tuple[Finding, ...]
    failed_line: str
    """The text of the line that raised; empty where none did."""
    fine: tuple[Sentence, ...] = ()
    """Why its in-place operations do no harm, where nothing was found."""

    @classmethod
    def of(
        cls,
        report: Report,
        source: str,
        *,
        at: int | None = None,
        more: str = "",
        hide: frozenset[str] = HIDDEN,
        deep: bool = False,
    ) -> "RunView":
        """The run of a program; `at`, `more`, `hide` and `deep` are the player's."""
        lines = source.split("\n")
        failure = report.trace.failure if report.trace else None
        return cls(
            report=report,
            player=PlayerView.of(report, source, at=at, more=more, hide=hide, deep=deep),
            findings=findings_of(report.diagnoses, source),
            failed_line=quoted(failure.line, lines) if failure else "",
            fine=_fine(report),
        )

    @property
    def cards(self) -> tuple[CuredFinding, ...]:
        """The findings, before any cure was tried."""
        return tuple(CuredFinding(each, ()) for each in self.findings)

    @property
    def wrong(self) -> bool:
        """Something is wrong for certain."""
        return any(each.certain for each in self.report.diagnoses)

    @property
    def whole(self) -> bool:
        """All that it did with tensors was recorded, and it did something."""
        trace = self.report.trace
        return trace is not None and bool(trace.steps) and not is_cut(trace)

    @property
    def learns(self) -> bool:
        """The program has run backward, so its gradients can be compared."""
        return self.report.trace is not None and any(step.phase == "backward" for step in self.report.trace.steps)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The limits that its recording met."""
        return self.report.trace.cuts if self.report.trace else ()

    @property
    def failure(self) -> Failure | None:
        """The exception that ended the program."""
        return self.report.trace.failure if self.report.trace else None


@dataclass(frozen=True)
class PlayPage:
    """The playground, and every permalink."""

    template: ClassVar[str] = "play.html"
    page: Page
    snippet: Snippet
    """What stands in the editor."""
    run: RunView | None
    """Its run, where it was run."""
    problem: Problem | None
    """Why it was not."""
    examples: tuple[ExampleGroup, ...]
    kept: Kept | None = None
    devices: tuple[str, ...] = ("cpu",)
    limits: SourceLimits = SourceLimits(MOST_LINES, Settings.model_fields["source_bytes"].default)
    example: Example | None = None
    """The example that was opened."""
    rule: RulePage | None = None
    """The class of failure whose example was opened."""
    mistyped: str = ""
    """What was typed as a seed and is none; the snippet has another one then."""


def _fine(report: Report) -> tuple[Sentence, ...]:
    """Why its in-place operations do no harm, where nothing is wrong."""
    trace = report.trace
    if trace is None or trace.failure is not None or report.diagnoses:
        return ()
    return reasons(trace)
