"""The pages of the gallery: all classes of failure, one class, and a program or a message that a reader pasted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from ..clinic.model import Examination
from ..diagnosis.pages import RulePage, rule_page, rule_pages
from ..diagnosis.wording.message import Explained
from ..runs.report import Report
from ..sentence import Sentence
from ..trace import Snippet
from .code import CodeLine, coloured
from .cure import CuredFinding, cured
from .finding import Finding, Role, findings_of, signs
from .page import Page
from .play_page import SourceLimits
from .problems import Problem
from .related import RELATED

Group = Literal["backward", "call", "silent"]
_GROUPS: dict[str, Group] = {"0": "backward", "1": "call", "2": "silent"}


@dataclass(frozen=True)
class GalleryPage:
    """Every class, in three groups, and a form for a program or a message of one's own."""

    template: ClassVar[str] = "errors.html"
    page: Page
    messages: Mapping[str, str]
    """What torch said when the example of a class ran on this machine, by code."""
    limits: SourceLimits
    groups: tuple[tuple[Group, tuple[RulePage, ...]], ...] = field(default_factory=lambda: tuple(_grouped()))


def _grouped() -> Iterator[tuple[Group, tuple[RulePage, ...]]]:
    """The rules by what happens."""
    for group in _GROUPS.values():
        yield group, tuple(each for each in rule_pages() if group_of(each) == group)


def group_of(rule: RulePage) -> Group:
    """What happens to a program of this class; codes are numbered by that."""
    return _GROUPS[rule.code[2]]


@dataclass(frozen=True)
class Listing:
    """A program with the signs of its findings beside its lines."""

    code: tuple[CodeLine, ...]
    signs: Mapping[int, tuple[str, Role]]

    @classmethod
    def of(cls, source: str, findings: tuple[Finding, ...]) -> "Listing":
        """The listing of a program."""
        return cls(coloured(source), signs(findings))


@dataclass(frozen=True)
class Diagnosed:
    """A program and everything that was found in it. `examined` tells whether its fixes were run, too."""

    snippet: Snippet
    findings: tuple[CuredFinding, ...]
    fine: tuple[Sentence, ...] = ()
    ended: Sentence | None = None
    """How the run ended where the program did not end it itself."""
    failure: tuple[str, str, int | None] | None = None
    """Type, message and line of the exception."""
    cut: bool = False
    """The recording ended before the program did."""
    left_out: int = 0
    examined: bool = False
    same: bool | None = None
    """Where nothing was found: whether its gradients are those of a run in which autograd kept copies of everything."""

    @classmethod
    def of_report(cls, snippet: Snippet, report: Report) -> "Diagnosed":
        """What one run shows."""
        failure = report.trace.failure if report.trace else None
        return cls(
            snippet=snippet,
            findings=tuple(CuredFinding(each, ()) for each in findings_of(report.diagnoses, snippet.source)),
            ended=report.sentence if report.trace is None else None,
            failure=(failure.type, failure.message, failure.line) if failure else None,
        )

    @classmethod
    def of(cls, snippet: Snippet, examination: Examination) -> "Diagnosed":
        """What all runs of an examination show."""
        failure = examination.failure
        return cls(
            snippet=snippet,
            findings=cured(examination, snippet),
            fine=examination.fine,
            same=examination.same,
            cut=examination.cut,
            ended=examination.ended,
            failure=(failure.type, failure.message, failure.line) if failure else None,
            left_out=examination.left_out,
            examined=True,
        )

    @cached_property
    def listing(self) -> Listing:
        """The program with its signs."""
        return Listing.of(self.snippet.source, tuple(each.finding for each in self.findings))


@dataclass(frozen=True)
class ClassPage:
    """One class of failure: what there is to read about it, and its example, which was run."""

    template: ClassVar[str] = "error_class.html"
    page: Page
    rule: RulePage
    diagnosed: Diagnosed | None
    """None where the example could not be run just now."""
    problem: Problem | None
    group: Group
    neighbours: tuple[RulePage | None, RulePage | None]
    """The class before and the class after."""
    related: tuple[RulePage, ...]
    """Classes that are easily taken for this one, or that a cure of it leads to."""

    @classmethod
    def of(cls, page: Page, rule: RulePage, diagnosed: Diagnosed | None, problem: Problem | None) -> "ClassPage":
        """The page of a rule, with what came of its example."""
        related = (rule_page(code) for code in RELATED.get(rule.code, ()))
        return cls(
            page=page,
            rule=rule,
            diagnosed=diagnosed,
            problem=problem,
            group=group_of(rule),
            neighbours=_neighbours(rule),
            related=tuple(each for each in related if each is not None),
        )


def _neighbours(rule: RulePage) -> tuple[RulePage | None, RulePage | None]:
    rules = rule_pages()
    at = next(number for number, each in enumerate(rules) if each.code == rule.code)
    return rules[at - 1] if at else None, rules[at + 1] if at + 1 < len(rules) else None


@dataclass(frozen=True)
class DiagnosisPage:
    """A program of the reader's own, run, diagnosed and cured; or a message, explained; or why neither."""

    template: ClassVar[str] = "diagnosis.html"
    page: Page
    text: str
    """What was pasted."""
    diagnosed: Diagnosed | None
    problem: Problem | None
    limits: SourceLimits
    explained: Explained | None = None
    """What the message means, where one was pasted and is known."""
    is_message: bool = False
    """A message was pasted, no program."""
