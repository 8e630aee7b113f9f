"""Families: what an activation's node keeps with inplace off and on, read off both runs.

RESULT     its result either way: ReLU. The input was kept by nobody, so to write over it spares nothing.
SWITCHES   its input with inplace off, its result with inplace on: LeakyReLU, ELU, CELU, SELU, RReLU.
CLONES     its input either way; with inplace on a copy of it, taken before the write: ReLU6, SiLU, Hardswish …
MASK       a mask either way: Dropout.
IGNORES    the flag changes nothing: with inplace on the input was not written either: AlphaDropout.
NOTHING    nothing is kept: no graph, or a layer that returned what it was given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..network.activations import ACTIVATIONS
from ..network.spec import Act, NetworkSpec
from .comparison import Comparison, Keep, LayerRow, Role


class Family(StrEnum):
    """How what is kept changes with inplace."""

    RESULT = "result"
    SWITCHES = "switches"
    CLONES = "clones"
    MASK = "mask"
    IGNORES = "ignores"
    HIDDEN = "hidden"
    NOTHING = "nothing"
    OTHER = "other"


@dataclass(frozen=True)
class Habit:
    """One activation, off and on."""

    label: str
    module: str
    node: str
    """torch's name of its node; empty where it has none."""
    family: Family
    off: tuple[Keep, ...]
    on: tuple[Keep, ...]
    nbytes: int
    """Bytes of what it wrote over, or would have."""


def habits_of(spec: NetworkSpec, comparison: Comparison) -> tuple[Habit, ...]:
    """The activations whose flag is off on the left and on on the right."""
    return tuple(_habits(spec, comparison)) if comparison.left.layers and comparison.right.layers else ()


def _habits(spec: NetworkSpec, comparison: Comparison) -> Iterator[Habit]:
    right = {row.block: row for row in comparison.right.layers}
    for off in comparison.left.layers:
        block, on = spec.blocks[off.block], right.get(off.block)
        if on is None or not isinstance(block, Act) or not block.flag or block.inplace != "switch":
            continue
        node = next((keep.node for keep in (*off.keeps, *on.keeps)), "")
        yield Habit(
            label=off.label,
            module=ACTIVATIONS[block.name].module,
            node=node,
            family=_family(off, on),
            off=off.keeps,
            on=on.keeps,
            nbytes=_arrived(off, on),
        )


def _family(off: LayerRow, on: LayerRow) -> Family:
    if on.hidden:
        return Family.HIDDEN
    before, after = _roles(off), _roles(on)
    if not before and not after:
        return Family.NOTHING if on.wrote or off.allocated == 0 else Family.IGNORES
    if not on.wrote:
        return Family.IGNORES
    if "input" in before and "result" in after:
        return Family.SWITCHES
    if "input" in before and "copy" in after:
        return Family.CLONES
    if before == after == {"result"}:
        return Family.RESULT
    return Family.MASK if "mask" in before and "mask" in after else Family.OTHER


def _roles(row: LayerRow) -> set[Role]:
    return {keep.role for keep in row.keeps}


def _arrived(off: LayerRow, on: LayerRow) -> int:
    """An activation's result is as large as what arrived; it is made only where it was not written over that."""
    kept = [keep.nbytes for keep in (*off.keeps, *on.keeps) if keep.role in ("input", "result", "copy")]
    return max(kept, default=off.allocated)
