"""CellView: a program of a lesson as its page shows it: its lines, one picture of its run, the way to the others."""

from dataclasses import dataclass, replace

from ...lessons.manifest import Shown
from ...runs.report import Report
from ...trace import Failure, Snippet
from ..code import CodeLine, coloured
from ..finding import Finding, findings_of
from ..player import PlayerView
from ..problems import Problem

HIDDEN = frozenset({"memory"})
"""The timeline is left to the playground."""


@dataclass(frozen=True)
class Ran:
    """What is known of the run of a program."""

    report: Report
    live: bool
    """It ran because the reader asked for it; else it was run before, by us or for somebody else."""
    more: str
    """Address of its other steps."""


@dataclass(frozen=True)
class CellView:
    """A program, and where it may be shown, what came of it."""

    name: str
    snippet: Snippet
    show: Shown
    code: tuple[CodeLine, ...]
    ran: Ran | None = None
    player: PlayerView | None = None
    findings: tuple[Finding, ...] = ()
    problem: Problem | None = None
    """Why it was not run."""
    later: bool = False
    """Its picture is fetched when it is wanted."""
    gate: str = ""
    """The prediction that comes first."""

    @classmethod
    def of(
        cls,
        name: str,
        snippet: Snippet,
        show: Shown,
        ran: Ran,
        *,
        step: int | None = None,
        other: str = "",
        pictured: bool = True,
    ) -> "CellView":
        """The program with its picture, opened at `step`, counted from 1; lines that `other` lacks are marked."""
        source, report = snippet.source, ran.report
        code = coloured(source, other)
        at = step - 1 if step else _first_on(report, code) if other else None
        player = PlayerView.of(report, source, at=at, more=ran.more, hide=HIDDEN, brief=True) if pictured else None
        return cls(
            name=name,
            snippet=snippet,
            show=show,
            code=code,
            ran=ran,
            player=replace(player, code=code) if player else None,
            later=not pictured and bool(report.trace and report.trace.steps),
            findings=findings_of(report.diagnoses, source),
        )

    @property
    def shown(self) -> Shown:
        """What is seen first; a run that recorded nothing has no picture, and one that raised nothing no error."""
        if self.show == "memory" and self.player is None and not self.later:
            return "error" if self.failure else "output"
        return "output" if self.show == "error" and not (self.failure or self.findings) else self.show

    @property
    def failure(self) -> Failure | None:
        """The exception that ended the program."""
        return self.ran.report.trace.failure if self.ran and self.ran.report.trace else None

    @property
    def printed(self) -> str:
        """What it printed."""
        return self.ran.report.stdout + self.ran.report.stderr if self.ran else ""


def _first_on(report: Report, code: tuple[CodeLine, ...]) -> int | None:
    """The first step of a line that the other program lacks: two programs are compared where they part."""
    different = {line.number for line in code if line.differs}
    steps = report.trace.steps if report.trace else ()
    return next((step.index for step in steps if step.line in different), None)
