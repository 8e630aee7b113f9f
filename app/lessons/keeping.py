"""Keeping: what the node of a call keeps for backward: its input, its result, a copy, or neither."""

from functools import cached_property
from typing import Literal

from ..trace import Save, Step, Trace

Role = Literal["input", "result", "copy"]
ROLES: tuple[Role, ...] = ("input", "result", "copy")
_HIDING = "CopySlices"


def called(step: Step) -> str:
    """What a step calls, without its module and without the underscore of the in-place variant: relu."""
    return step.op.rsplit("::", 1)[-1].rsplit(".", 1)[-1].rstrip("_")


def kept_by(trace: Trace, op: str) -> list[tuple[Role, ...] | None]:
    """For each call of that name what its node keeps, in the order of the calls; parameters and masks do not count.

    None where that cannot be seen: a write into a view hides its node inside of another.
    """
    wanted = op.rsplit(".", 1)[-1].rstrip("_")
    return [_Call(trace, step).roles() for step in trace.steps if _is_part(step) and called(step) == wanted]


def _is_part(step: Step) -> bool:
    """Whether a call is a part of the network, rather than of its making, of backward or of an optimizer."""
    return step.phase == "forward" and step.node is None and not step.failed


class _Call:
    """One call, and what its storages are to it."""

    def __init__(self, trace: Trace, step: Step) -> None:
        self._trace, self._step = trace, step
        self._storage_of = {tensor.id: tensor.storage for tensor in trace.tensors}
        self._storages = {storage.id: storage for storage in trace.storages}
        self._inputs = {each for each in self._given() if each and self._storages[each].born < step.index}
        self._over = self._inputs & {write.storage for write in step.writes}

    def roles(self) -> tuple[Role, ...] | None:
        """What its nodes keep."""
        nodes = {node.id: node.name for node in self._trace.nodes if node.step == self._step.index}
        if _HIDING in nodes.values():
            return None
        found = {self._role(save) for save in self._step.saves if save.node in nodes}
        return tuple(role for role in ROLES if role in found)

    def _role(self, save: Save) -> Role | None:
        storage = self._storages.get(save.storage or "")
        if storage is None or storage.category == "parameters":
            return None
        if storage.id in self._results and (storage.id not in self._inputs or save.slot.startswith("result")):
            return "result"
        if storage.id in self._inputs:
            return "input"
        copied = bool(self._over) and storage.born == self._step.index and save.slot in ("self", "input")
        return "copy" if copied else None

    def _given(self) -> set[str | None]:
        read = {self._storage_of[tensor] for tensor in self._step.reads}
        return read | {write.storage for write in self._step.writes}

    @cached_property
    def _results(self) -> set[str | None]:
        """What the call returned: what it wrote over; else those of its new tensors that are used afterwards."""
        if self._over:
            return set(self._over)
        made = {tensor: self._storage_of[tensor] for tensor in self._step.creates}
        used = {binding.tensor for binding in self._step.bindings} & set(made)
        for step in self._trace.steps[self._step.index + 1 :]:
            if step.node is None:
                used |= set(made) & {*step.reads, *(write.tensor for write in step.writes)}
        return {made[tensor] for tensor in used or made if tensor}
