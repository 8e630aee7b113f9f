"""Cure: a fix as a reader sees it: what came of it, the lines that change, and the program that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..clinic.model import Examination, Fix
from ..sentence import Filling
from ..trace import Snippet
from .finding import Finding

Change = Literal["same", "added", "removed", "gap"]

_CHANGES: dict[str, Change] = {" ": "same", "+": "added", "-": "removed"}


@dataclass(frozen=True)
class DiffLine:
    """A line of the program before or after."""

    change: Change
    text: str


@dataclass(frozen=True)
class Cure:
    """A fix that was run, and the whole program with it."""

    fix: Fix
    snippet: Snippet
    diff: tuple[DiffLine, ...]

    @classmethod
    def of(cls, fix: Fix, snippet: Snippet) -> "Cure":
        """The fix of a snippet."""
        changed = snippet.model_copy(update={"source": fix.sources.get("", snippet.source)})
        return cls(fix, changed, tuple(_lines(fix.patch)))

    @property
    def numbers(self) -> tuple[Filling, Filling] | None:
        """A number that it gets wrong, and what it should be."""
        values = self.fix.reason.values
        if self.fix.verdict != "wrong" or "has" not in values or "should" not in values:
            return None
        return values["has"], values["should"]


@dataclass(frozen=True)
class CuredFinding:
    """A finding, and the fixes for it that were run."""

    finding: Finding
    cures: tuple[Cure, ...]


def cured(examination: Examination, snippet: Snippet) -> tuple[CuredFinding, ...]:
    """Everything that was found in a snippet."""
    lines = snippet.source.split("\n")
    return tuple(
        CuredFinding(Finding.of(each.diagnosis, lines), tuple(Cure.of(fix, snippet) for fix in each.fixes))
        for each in examination.diagnoses
    )


def _lines(patch: str) -> Iterator[DiffLine]:
    """The lines of a patch; a gap stands where it leaves some out."""
    begun = False
    for line in patch.removesuffix("\n").split("\n"):
        if line.startswith("@@"):
            if begun:
                yield DiffLine("gap", "")
            begun = True
        elif begun and not line.startswith("\\"):
            yield DiffLine(_CHANGES.get(line[:1], "same"), line[1:])
