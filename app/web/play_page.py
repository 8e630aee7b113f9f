"""PlayPage: what the playground shows: a snippet, how its run ended, and what else there is to try.

A permalink shows the same page, with the run that was kept.
"""

from dataclasses import dataclass
from typing import ClassVar

from ..diagnosis.model import Diagnosis, Place
from ..runs.report import Report
from ..settings import Settings
from ..store.kept import Kept
from ..trace import Cut, Failure, Snippet
from .examples import Example, ExampleGroup
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
class QuotedPlace:
    """A step of a diagnosis, with the text of its line."""

    place: Place
    text: str


@dataclass(frozen=True)
class Finding:
    """A diagnosis, with the lines that it names quoted."""

    diagnosis: Diagnosis
    saved: tuple[QuotedPlace, ...]
    overwritten: tuple[QuotedPlace, ...]
    raised: QuotedPlace | None

    @classmethod
    def of(cls, diagnosis: Diagnosis, lines: list[str]) -> "Finding":
        """The diagnosis of a program of these lines."""
        raised = diagnosis.raised
        return cls(
            diagnosis=diagnosis,
            saved=tuple(_quoted(each, lines) for each in diagnosis.saved),
            overwritten=tuple(_quoted(each, lines) for each in diagnosis.overwritten),
            raised=_quoted(raised, lines) if raised else None,
        )


@dataclass(frozen=True)
class RunView:
    """How one run ended, and the player of its steps. `player` is None where nothing was recorded."""

    report: Report
    player: PlayerView | None
    findings: tuple[Finding, ...]
    failed_line: str
    """The text of the line that raised; empty where none did."""

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
            findings=tuple(Finding.of(each, lines) for each in report.diagnoses),
            failed_line=_text(failure.line, lines) if failure else "",
        )

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
    mistyped: str = ""
    """What was typed as a seed and is none; the snippet has another one then."""


def _quoted(place: Place, lines: list[str]) -> QuotedPlace:
    return QuotedPlace(place, _text(place.line, lines))


def _text(number: int | None, lines: list[str]) -> str:
    return lines[number - 1].strip() if number is not None and 0 < number <= len(lines) else ""
