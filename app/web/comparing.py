"""Comparing: two runs beside each other in figures, values and one verdict. All of it is read off the runs."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from ..clinic.judge import unlike
from ..clinic.room import Room, backward_passes
from ..clinic.runner import Run
from ..diagnosis.model import Diagnosis
from ..lab.measuring.comparison import Comparison, Side
from ..runs.report import Report, Status
from ..trace import Account, Failure, Record, Sample

Part = Literal["input", "output", "gradient", "value"]
_OF_THE_LAB: dict[str, Part] = {"x": "input"}
_MOST_NAMES = 8


class ComparedSide(Record):
    """One of the two runs. Its figures are null where it did not come to its end."""

    label: str = Field(description="What it is called: left and right, or what the Lab calls it.")
    report: str = Field(description="Id of its report.")
    status: Status
    message: str = Field(description="How it ended, in a sentence.")
    raised: str = Field(description="Type and message of the exception that ended it; empty where none did.")
    peak_bytes: int | None = Field(description="Most live bytes at any moment.")
    forward_peak_bytes: int | None = Field(description="Most live bytes at any moment of forward.")
    kept_bytes: int | None = Field(description="Bytes that are kept for backward when forward ends.")
    diagnoses: tuple[Diagnosis, ...]

    @property
    def whole(self) -> bool:
        """It came to its end."""
        return self.peak_bytes is not None

    @classmethod
    def of_lab(cls, side: Side) -> "ComparedSide":
        """A side of the Lab."""
        return cls(
            label=str(side.label),
            report=side.report,
            status=side.status,
            message=str(side.sentence),
            raised=side.raised,
            peak_bytes=side.step_peak if side.whole else None,
            forward_peak_bytes=side.forward_peak if side.whole else None,
            kept_bytes=side.kept if side.whole else None,
            diagnoses=side.diagnoses,
        )

    @classmethod
    def of_report(cls, label: str, report: Report) -> "ComparedSide":
        """The run of a program."""
        trace = report.trace
        whole = trace if trace is not None and report.status is Status.OK else None
        room = Room.of(whole, max(1, backward_passes(whole))) if whole is not None else None
        return cls(
            label=label,
            report=report.id,
            status=report.status,
            message=report.message,
            raised=_raised(trace.failure) if trace is not None and trace.failure is not None else "",
            peak_bytes=whole.peak() if whole is not None else None,
            forward_peak_bytes=room.peak if room is not None else None,
            kept_bytes=room.kept if room is not None else None,
            diagnoses=report.diagnoses,
        )


class ComparedValue(Record):
    """A value that both runs have, compared bit for bit."""

    name: str
    part: Part
    equal: bool


class ComparisonAnswer(Record):
    """Two runs beside each other. There is nothing to compare where one of them did not come to its end."""

    left: ComparedSide
    right: ComparedSide
    outputs_equal: bool | None = Field(description="Whether all outputs have the same bits; null where there are none.")
    gradients_equal: bool | None = Field(description="The same of all gradients.")
    values: tuple[ComparedValue, ...] = Field(
        description="`output`: of the Lab y and the loss, of a program what its backward passes began with."
    )
    verdict: str = Field(description="What all of this comes to, in sentences.")

    @classmethod
    def of(
        cls, left: ComparedSide, right: ComparedSide, values: Iterable[ComparedValue], more: str = ""
    ) -> "ComparisonAnswer":
        """What two sides and their values come to."""
        compared = tuple(values) if left.whole and right.whole else ()
        return cls(
            left=left,
            right=right,
            outputs_equal=_all_equal(compared, "output"),
            gradients_equal=_all_equal(compared, "gradient"),
            values=compared,
            verdict=" ".join(filter(None, (*_sentences(left, right, compared), more))),
        )


def of_lab(comparison: Comparison) -> ComparisonAnswer:
    """What the Lab has measured."""
    values = (
        ComparedValue(name=each.name, part=_part_in_the_lab(each.name), equal=each.equal)
        for each in comparison.equalities
    )
    return ComparisonAnswer.of(ComparedSide.of_lab(comparison.left), ComparedSide.of_lab(comparison.right), values)


def of_programs(left: Report, right: Report) -> ComparisonAnswer:
    """What two programs came to that were run with their accounts."""
    sides = ComparedSide.of_report("left", left), ComparedSide.of_report("right", right)
    accounts = [report.trace.account if report.trace is not None else None for report in (left, right)]
    if None in accounts or not all(side.whole for side in sides):
        return ComparisonAnswer.of(*sides, ())
    apart = unlike(Run(right.trace), Run(left.trace))
    more = f"Measured by the left one: {apart}" if apart is not None else ""
    return ComparisonAnswer.of(*sides, _values(*accounts), more)


def _values(left: Account | None, right: Account | None) -> Iterator[ComparedValue]:
    """The losses by their order, gradients and all else by their names, where both have them."""
    if left is None or right is None:
        return
    theirs = dict(_told(right))
    for (part, name), samples in _told(left):
        if (others := theirs.get((part, name))) is not None:
            yield ComparedValue(name=name, part=part, equal=samples == others)


def _told(account: Account) -> Iterator[tuple[tuple[Part, str], list[tuple[object, ...]]]]:
    """The bits of all that an account tells of, in the order of their coming up."""
    told: dict[tuple[Part, str], list[tuple[object, ...]]] = {}
    for part, name, sample in _samples(account):
        told.setdefault((part, name), []).append((sample.shape, sample.dtype, sample.digest))
    yield from told.items()


def _samples(account: Account) -> Iterator[tuple[Part, str, Sample]]:
    for number, root in enumerate(account.roots, 1):
        yield "output", f"{root.name} of backward {number}", root
    for update in account.updates:
        for gradient in update.gradients:
            yield "gradient", f"{gradient.name}.grad at each step", gradient
    for end in account.ends:
        yield "gradient" if end.name.endswith(".grad") else "value", end.name, end


def _part_in_the_lab(name: str) -> Part:
    return "gradient" if name.endswith(".grad") else _OF_THE_LAB.get(name, "output")


def _all_equal(values: tuple[ComparedValue, ...], part: Part) -> bool | None:
    of_part = [each.equal for each in values if each.part == part]
    return all(of_part) if of_part else None


def _raised(failure: Failure) -> str:
    return f"{failure.type}: {failure.message}"


def _sentences(left: ComparedSide, right: ComparedSide, values: tuple[ComparedValue, ...]) -> Iterator[str]:
    ended = [side for side in (left, right) if not side.whole]
    if ended:
        yield from (f"{side.label} did not come to its end: {side.raised or side.message}" for side in ended)
        return
    yield _figure("The peak of forward", left.forward_peak_bytes, right.forward_peak_bytes)
    yield _figure("What is kept for backward", left.kept_bytes, right.kept_bytes)
    yield _figure("The peak of the whole run", left.peak_bytes, right.peak_bytes)
    yield _bits(values)


def _figure(what: str, left: int | None, right: int | None) -> str:
    change = (right or 0) - (left or 0)
    if not change:
        return f"{what} is the same on both sides, {left:,} bytes."
    return f"{what} is {abs(change):,} bytes {'more' if change > 0 else 'less'} on the right: {left:,}, then {right:,}."


def _bits(values: tuple[ComparedValue, ...]) -> str:
    compared = [each for each in values if each.part in ("output", "gradient")]
    different = [each.name for each in compared if not each.equal]
    if not compared:
        return "No output and no gradient could be compared."
    if not different:
        return f"All {len(compared)} outputs and gradients have the same bits."
    more = ", …" if len(different) > _MOST_NAMES else ""
    names = ", ".join(different[:_MOST_NAMES])
    return f"{len(different)} of {len(compared)} outputs and gradients differ: {names}{more}."
