"""Hooked: what hooks on saved tensors kept as it was, and the writes that reached it before backward did."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...replay.cells import overlap
from ...trace import Save, Step, Tensor
from .aliases import Rewrite, aliases_of
from .evidence import Evidence


@dataclass(frozen=True)
class Hooked:
    """Something that a hook kept, and what was written there until backward used it."""

    step: Step
    save: Save
    tensor: Tensor
    writes: tuple[Rewrite, ...]


def hooked(evidence: Evidence) -> Iterator[Hooked]:
    """What hooks kept, of which backward made use."""
    runs = {step.node: step.index for step in reversed(evidence.steps) if step.node is not None}
    for step, save in evidence.trace.saves():
        tensor = evidence.tensor(save.packed)
        if tensor is not None and (used := runs.get(save.node)) is not None:
            yield Hooked(step, save, tensor, _writes(evidence, step, tensor, used))


def _writes(evidence: Evidence, step: Step, tensor: Tensor, used: int) -> tuple[Rewrite, ...]:
    return tuple(
        each
        for each in aliases_of(evidence).rewrites
        if each.write.storage == tensor.storage
        and step.index < each.step.index < used
        and overlap(evidence.tensors[each.write.tensor], tensor)
    )
