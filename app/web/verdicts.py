"""Verdicts: what one Comparison says, as typed facts. Pure functions; the words stand in `templates/`.

Each fact carries a code that chooses its sentence and the numbers that fill it. A code claims a cause only where the
run itself shows it: a storage written over, a node that kept it, a gradient alive at the highest moment.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..lab.comparison import Bar, Comparison, Latency, Side, StorageRow

Figure = Literal["forward_peak", "kept", "step_peak"]


class Why(StrEnum):
    """What a difference in bytes, or its absence, comes from."""

    ONE_ACTIVATION = "one_activation"
    """Lower by the bytes of Conv's output, which ReLU wrote over; `rest` bytes away from it at most."""
    NO_BACKWARD = "no_backward"
    """The same saving at the whole step's peak, since there is no backward pass."""
    NO_GRAPH = "no_graph"
    """Nothing is kept, with or without inplace: no graph is recorded."""
    KEEPS_RESULT = "keeps_result"
    """Equal: the same node keeps ReLU's result in both runs, and nobody keeps Conv's output."""
    GRADIENT_BESIDE_RESULT = "gradient_beside_result"
    """Equal: the highest moment lies in backward, where gradients stand beside ReLU's one result."""
    SAME = "same"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True)
class Memory:
    """One figure in bytes, off and on."""

    figure: Figure
    off: int
    on: int
    why: Why
    activation: int
    """Bytes of Conv's output; 0 where the run did not show it."""
    at_off: str = ""
    at_on: str = ""
    keeper: str = ""
    """The node that keeps ReLU's result."""
    gradients: int = 0
    """Bytes of gradients at the highest moment."""
    freed_before: bool = False
    """Off had freed Conv's output before backward began."""

    @property
    def change(self) -> int:
        """What inplace adds, in bytes; below zero where it saves."""
        return self.on - self.off

    @property
    def gain(self) -> int:
        """What inplace saves, in bytes, or costs: without its sign."""
        return abs(self.change)

    @property
    def rest(self) -> int:
        """How far the saving is from one activation, in bytes: sum's four, for example."""
        return abs(self.gain - self.activation)


class Pace(StrEnum):
    """Whether the times differ by more than their spread."""

    FASTER = "faster"
    SLOWER = "slower"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Time:
    """Latency, off and on."""

    pace: Pace
    latency: Latency | None


@dataclass(frozen=True)
class Bits:
    """Output and gradients, compared bit for bit."""

    equal: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many values were compared."""
        return len(self.equal) + len(self.different)


@dataclass(frozen=True)
class Verdict:
    """All that one Comparison says."""

    mode: Literal["train", "infer"]
    memory: tuple[Memory, ...]
    time: Time
    bits: Bits

    def __getitem__(self, figure: Figure) -> Memory:
        return next(each for each in self.memory if each.figure == figure)


def judge(comparison: Comparison) -> Verdict:
    """All that the comparison says."""
    return Verdict(
        mode=comparison.mode,
        memory=(_forward_peak(comparison), _kept(comparison), _step_peak(comparison)),
        time=_time(comparison.latency),
        bits=Bits(
            equal=tuple(each.name for each in comparison.equalities if each.equal),
            different=tuple(each.name for each in comparison.equalities if not each.equal),
        ),
    )


def _forward_peak(comparison: Comparison) -> Memory:
    off, on, activation = comparison.off, comparison.on, _activation(comparison)
    one = _wrote_over(on) and _is_one(activation, off.forward_peak - on.forward_peak)
    why = Why.ONE_ACTIVATION if one else _direction(off.forward_peak, on.forward_peak)
    return Memory("forward_peak", off.forward_peak, on.forward_peak, why, activation)


def _kept(comparison: Comparison) -> Memory:
    off, on = comparison.off, comparison.on
    keeper = _keeper(off)
    why = _direction(off.kept, on.kept)
    if comparison.mode == "infer" and off.kept == on.kept == 0:
        why = Why.NO_GRAPH
    elif off.kept == on.kept and keeper and keeper == _keeper(on) and not _conv_is_kept(off):
        why = Why.KEEPS_RESULT
    return Memory("kept", off.kept, on.kept, why, _activation(comparison), keeper=keeper)


def _step_peak(comparison: Comparison) -> Memory:
    off, on, activation = comparison.off, comparison.on, _activation(comparison)
    top_off, top_on = _top(off), _top(on)
    why = _direction(off.step_peak, on.step_peak)
    if comparison.mode == "infer" and _is_one(activation, off.step_peak - on.step_peak):
        why = Why.NO_BACKWARD
    elif why is Why.SAME and _gradient_beside_result(off, top_off) and _gradient_beside_result(on, top_on):
        why = Why.GRADIENT_BESIDE_RESULT
    conv = _row(off, "conv")
    return Memory(
        "step_peak",
        off.step_peak,
        on.step_peak,
        why,
        activation,
        at_off=off.step_peak_at,
        at_on=on.step_peak_at,
        gradients=top_on.peak.gradients if top_on else 0,
        freed_before=conv is not None and conv.freed_after is not None,
    )


def _direction(off: int, on: int) -> Why:
    return Why.SAME if off == on else Why.LESS if on < off else Why.MORE


def _is_one(activation: int, saving: int) -> bool:
    """Whether a saving is one activation, but for the few bytes of a scalar."""
    return activation > 0 and abs(saving - activation) <= activation // 100


def _activation(comparison: Comparison) -> int:
    row = _row(comparison.off, "conv")
    return row.nbytes if row else 0


def _row(side: Side, name: str) -> StorageRow | None:
    return next((row for row in side.rows if name in row.held), None)


def _wrote_over(side: Side) -> bool:
    return any(row.overwritten_by and len(row.held) > 1 for row in side.rows)


def _keeper(side: Side) -> str:
    """The name of the node that keeps the storage of ReLU's result, where the trace shows one."""
    row, trace = _row(side, "relu"), side.report.trace
    if row is None or trace is None:
        return ""
    names = {node.id: node.name for node in trace.nodes}
    return next((names[save.node] for _, save in trace.saves() if save.storage == row.storage), "")


def _conv_is_kept(side: Side) -> bool:
    """Whether a node keeps what Conv wrote, in a storage of its own."""
    row, trace = _row(side, "conv"), side.report.trace
    return trace is None or row is None or any(save.storage == row.storage for _, save in trace.saves())


def _top(side: Side) -> Bar | None:
    """The bar in which the whole step's peak lies."""
    return next((bar for bar in side.bars if bar.label == side.step_peak_at and bar.peak.total == side.step_peak), None)


def _gradient_beside_result(side: Side, top: Bar | None) -> bool:
    """Whether the highest moment lies in backward, with gradients beside ReLU's result and no second activation."""
    row = _row(side, "relu")
    if row is None or top is None or top.phase != "backward":
        return False
    results = top.peak.activations + top.peak.saved
    return top.peak.gradients > 0 and row.nbytes <= results < 2 * row.nbytes


def _time(latency: Latency | None) -> Time:
    if latency is None:
        return Time(Pace.UNKNOWN, None)
    if latency.ratio.high < 1:
        return Time(Pace.FASTER, latency)
    return Time(Pace.SLOWER if latency.ratio.low > 1 else Pace.UNSURE, latency)
