"""EmbedPage: a run inside a page of somebody else's, which may ask its reader first."""

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from ..runs.report import Report
from ..store.kept import Kept
from ..trace import Trace
from .code import CodeLine, coloured
from .finding import Finding, findings_of
from .page import Page
from .player import PlayerView
from .wishes import Wishes

Ending = Literal["ends", "raises", "backward", "stopped"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)


def ending_of(report: Report) -> Ending:
    """What happened when the program ran, as a reader can guess it before."""
    if report.trace is None:
        return "stopped"
    if (failure := report.trace.failure) is None:
        return "ends"
    return "backward" if _phase(report.trace, failure.step) == "backward" else "raises"


def _phase(trace: Trace, step: int | None) -> str:
    """The phase of a step. Its number is the snippet's own word."""
    return trace.steps[step].phase if step is not None and 0 <= step < len(trace.steps) else ""


@dataclass(frozen=True)
class EmbedPage:
    """Either a question or what came of the run: while the first is asked, nothing here knows the second."""

    template: ClassVar[str] = "embed.html"
    page: Page
    id: str
    wishes: Wishes
    code: tuple[CodeLine, ...]
    asks: bool
    """The reader is to say what will happen."""
    said: Ending | None = None
    """What the reader said would happen."""
    ending: Ending | None = None
    """What happened; None while the reader is asked, and where this version cannot read the run."""
    player: PlayerView | None = None
    findings: tuple[Finding, ...] = ()
    endings: tuple[Ending, ...] = ENDINGS

    @classmethod
    def of(cls, page: Page, kept: Kept, wishes: Wishes, *, ask: bool, answer: str) -> "EmbedPage":
        """The page for what is kept, for a reader who has answered or not."""
        source, report = kept.snippet.source, kept.report
        said = next((each for each in ENDINGS if each == answer), None) if ask else None
        if report is None or (ask and said is None):
            return cls(page, kept.id, wishes, coloured(source), asks=report is not None)
        # The timeline's own page may not be framed.
        hide = frozenset({*wishes.hide, "memory"})
        more = f"/{page.language.tag}/steps/{kept.id}"
        player = PlayerView.of(report, source, at=wishes.at, more=more, hide=hide)
        found = findings_of(report.diagnoses, source)
        return cls(page, kept.id, wishes, coloured(source), False, said, ending_of(report), player, found)
