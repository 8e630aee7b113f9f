"""What an examination comes to: each finding with the fixes for it, and what came of them when they were run."""

from typing import Literal

from pydantic import Field

from ..diagnosis.model import Diagnosis
from ..sentence import Sentence
from ..trace import Failure, Record

Verdict = Literal["verified", "wrong", "fails"]
"""`verified`: it runs, and its numbers are what they should be. `wrong`: it runs, and one of them is not. `fails`: it
does not run to its end, or has the same error still."""


class Fix(Record):
    """A changed program, and what came of it when it was run."""

    kind: str = Field(description="What kind of change it is, such as clone or out_of_place.")
    title: Sentence
    cost: Sentence
    patch: str = Field(description="A unified diff of the files that change; `patch -p1` takes it.")
    sources: dict[str, str] = Field(description="The whole text of each file that changes; a snippet is file ''.")
    verdict: Verdict
    reason: Sentence = Field(description="What the verdict rests on, with the numbers.")
    tempting: bool = Field(False, description="A cure that people try, and that is wrong.")
    extra_peak_bytes: int | None = Field(
        None, description="Bytes more at the peak of forward than the program as it was, as far as that came."
    )
    extra_kept_bytes: int | None = Field(None, description="Bytes more that are kept for backward when it begins.")
    seconds: float | None = Field(None, description="Time that the changed program took, recorded as it was.")

    @property
    def changed_lines(self) -> int:
        """How many lines the patch adds and removes."""
        return sum(line[:1] in ("+", "-") and line[:3] not in ("+++", "---") for line in self.patch.split("\n"))


class Examined(Record):
    """A finding and the fixes for it, the best first."""

    diagnosis: Diagnosis
    fixes: tuple[Fix, ...] = ()


class Examination(Record):
    """Everything that was found in a program."""

    diagnoses: tuple[Examined, ...] = ()
    fine: tuple[Sentence, ...] = Field((), description="Why in-place operations that are right are right.")
    same: bool | None = Field(
        None,
        description="Where nothing was found: whether its gradients and losses are those of a run in which autograd "
        "kept copies of everything. Absent where that was not compared.",
    )
    cut: bool = Field(False, description="The recording ended before the program did; what came later was not seen.")
    failure: Failure | None = Field(None, description="The exception that ended the program, where one did.")
    ended: Sentence | None = Field(None, description="How the run ended where that was not the program's own doing.")
    left_out: int = Field(0, description="Fixes that there was no time to run.")
