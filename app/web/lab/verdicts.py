"""Verdicts: what one Comparison says, as typed facts. Pure functions; the words stand in `templates/`.

Each fact carries a code that chooses its sentence and the numbers that fill it. A code claims a cause only where the
run itself shows it: a storage written over, a node that kept it, a gradient alive at the highest moment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Literal, get_args

from ...lab.measuring.comparison import Comparison, Latency, Side
from ...lab.measuring.families import Family, Habit, habits_of
from ...lab.network.spec import Mode, NetworkSpec
from ...trace import Bytes, Category, Phase

Figure = Literal["forward_peak", "kept", "step_peak"]
FIGURES: tuple[Figure, ...] = get_args(Figure)


class Why(StrEnum):
    """What a difference in bytes, or its absence, comes from."""

    ACTIVATIONS = "activations"
    """Lower by the bytes of what activations wrote over; `rest` bytes away from it at most."""
    NO_BACKWARD = "no_backward"
    """The same saving at the whole step's peak, since there is no backward pass."""
    NO_GRAPH = "no_graph"
    """Nothing is kept on either side: no graph is recorded."""
    FAMILIES = "families"
    """`families` tell what each kind of activation keeps, and that explains it."""
    BACKWARD = "backward"
    """Equal: the highest moment lies in the same place of backward on both sides."""
    SAME = "same"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True)
class FamilyFact:
    """The activations of one kind and what their nodes keep."""

    family: Family
    modules: tuple[str, ...]
    nodes: tuple[str, ...]
    labels: tuple[str, ...]
    nbytes: int
    """Bytes of what they wrote over, together."""


@dataclass(frozen=True)
class Part:
    """How many bytes of one category more or fewer are on the right."""

    category: Category
    change: int


@dataclass(frozen=True)
class Memory:
    """One figure in bytes, left and right."""

    figure: Figure
    left: int
    right: int
    why: Why
    count: int = 0
    """How many activations the saving is."""
    activation: int = 0
    """Bytes of one of them, where they are equal."""
    families: tuple[FamilyFact, ...] = ()
    left_at: str = ""
    right_at: str = ""
    op: str = ""
    """What ran at the highest moment, where it is the same on both sides."""
    top: Bytes = field(default_factory=Bytes)
    """The bytes of that moment, on the right."""
    parts: tuple[Part, ...] = ()
    """Where the difference lies."""

    @property
    def change(self) -> int:
        """What the right side has more, in bytes; below zero where it has less."""
        return self.right - self.left

    @property
    def gain(self) -> int:
        """The difference without its sign."""
        return abs(self.change)

    @property
    def rest(self) -> int:
        """How far the saving is from whole activations, in bytes: sum's four, for example."""
        return abs(self.gain - self.count * self.activation)


class Pace(StrEnum):
    """Whether the times differ by more than their spread."""

    FASTER = "faster"
    SLOWER = "slower"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Time:
    """Latency, left and right."""

    pace: Pace
    latency: Latency | None


@dataclass(frozen=True)
class Bits:
    """Input, output and gradients, compared bit for bit."""

    equal: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many values were compared."""
        return len(self.equal) + len(self.different)

    @property
    def input_written(self) -> bool:
        """The caller's own tensor was written over."""
        return "x" in self.different


@dataclass(frozen=True)
class Verdict:
    """All that one Comparison says."""

    mode: Mode
    comparison: Comparison
    memory: tuple[Memory, ...]
    """Empty where a side raised: there is nothing to compare."""
    bits: Bits
    habits: tuple[Habit, ...]
    raised: tuple[Side, ...]
    """The sides that an exception ended."""

    def __getitem__(self, figure: Figure) -> Memory:
        return next(each for each in self.memory if each.figure == figure)


def judge(spec: NetworkSpec, comparison: Comparison, *, flags: bool = True) -> Verdict:
    """All that the comparison says; `flags` where the sides differ in their in-place flags and nothing else."""
    habits = habits_of(spec, comparison) if flags else ()
    return Verdict(
        mode=comparison.mode,
        comparison=comparison,
        memory=tuple(_memory(comparison, habits)) if comparison.whole else (),
        bits=Bits(
            equal=tuple(each.name for each in comparison.equalities if each.equal),
            different=tuple(each.name for each in comparison.equalities if not each.equal),
        ),
        habits=habits,
        raised=tuple(side for side in comparison.sides if not side.whole),
    )


def pace_of(latency: Latency | None) -> Time:
    """Whether the times differ: only where the quartiles of their ratio exclude 1."""
    if latency is None:
        return Time(Pace.UNKNOWN, None)
    if latency.ratio.high < 1:
        return Time(Pace.FASTER, latency)
    return Time(Pace.SLOWER if latency.ratio.low > 1 else Pace.UNSURE, latency)


def _memory(comparison: Comparison, habits: tuple[Habit, ...]) -> Iterator[Memory]:
    left, right = comparison.sides
    yield _forward_peak(left, right)
    yield _kept(comparison, habits)
    yield _step_peak(left, right)


def _forward_peak(left: Side, right: Side) -> Memory:
    count, activation = _activations(right, left.forward_peak - right.forward_peak)
    return Memory(
        "forward_peak",
        left.forward_peak,
        right.forward_peak,
        Why.ACTIVATIONS if count else _direction(left.forward_peak, right.forward_peak),
        count,
        activation,
        left_at=left.forward_peak_at,
        right_at=right.forward_peak_at,
        top=right.forward_top,
        parts=_parts(left.forward_top, right.forward_top),
    )


def _kept(comparison: Comparison, habits: tuple[Habit, ...]) -> Memory:
    left, right = comparison.sides
    families = tuple(_families(habits))
    why = _direction(left.kept, right.kept)
    if comparison.mode in ("no_grad", "inference_mode") and left.kept == right.kept == 0:
        why = Why.NO_GRAPH
    elif families and _explains(families, left.kept - right.kept):
        why = Why.FAMILIES
    return Memory("kept", left.kept, right.kept, why, families=families)


def _explains(families: tuple[FamilyFact, ...], gain: int) -> bool:
    """Whether what the families do is all that happened: only those that switch may save. Of what is hidden nothing can
    be said but that."""
    kinds = {each.family for each in families}
    if kinds & {Family.OTHER, Family.NOTHING}:
        return False
    if Family.HIDDEN in kinds:
        return True
    switching = sum(each.nbytes for each in families if each.family is Family.SWITCHES)
    return 0 <= gain <= switching


def _families(habits: Iterable[Habit]) -> Iterator[FamilyFact]:
    order = list(Family)
    for family, group in groupby(sorted(habits, key=lambda h: order.index(h.family)), key=lambda h: h.family):
        members = list(group)
        yield FamilyFact(
            family=family,
            modules=tuple(dict.fromkeys(habit.module for habit in members)),
            nodes=tuple(dict.fromkeys(habit.node for habit in members if habit.node)),
            labels=tuple(habit.label for habit in members),
            nbytes=sum(habit.nbytes for habit in members),
        )


def _step_peak(left: Side, right: Side) -> Memory:
    why, count, activation = _direction(left.step_peak, right.step_peak), 0, 0
    backward: Phase = "backward"
    if right.step_peak_in != backward and left.step_peak_in != backward:
        count, activation = _activations(right, left.step_peak - right.step_peak)
        why = Why.NO_BACKWARD if count else why
    elif why is Why.SAME and left.step_peak_in == right.step_peak_in == backward:
        why = Why.BACKWARD
    return Memory(
        "step_peak",
        left.step_peak,
        right.step_peak,
        why,
        count,
        activation,
        left_at=left.step_peak_at,
        right_at=right.step_peak_at,
        op=right.step_peak_op if left.step_peak_op == right.step_peak_op else "",
        top=right.step_top,
        parts=_parts(left.step_top, right.step_top),
    )


def _direction(left: int, right: int) -> Why:
    return Why.SAME if left == right else Why.LESS if right < left else Why.MORE


def _activations(side: Side, saving: int) -> tuple[int, int]:
    """How many of the activations that were written over on this side a saving is, but for the few bytes of a scalar,
    and how large one of them is; 0 where it is none."""
    sizes = {row.nbytes for row in side.rows if len(row.held) > 1 and row.overwritten_by}
    for size in sorted(sizes, reverse=True):
        written = sum(row.nbytes == size for row in side.rows if row.overwritten_by)
        count = round(saving / size) if size else 0
        if 0 < count <= written and abs(saving - count * size) <= max(16, size // 100):
            return count, size
    return 0, 0


def _parts(left: Bytes, right: Bytes) -> tuple[Part, ...]:
    changes = (Part(name, getattr(right, name) - getattr(left, name)) for name in get_args(Category))
    return tuple(sorted((part for part in changes if part.change), key=lambda part: -abs(part.change)))
