"""Gradients: what became of each gradient that a backward pass left in a .grad."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakKeyDictionary

from ...trace import Step, Write
from .evidence import Evidence

Fate = Literal["filled", "stepped", "zeroed", "written", "read", "dropped"]
"""A backward pass made it or added to it; an optimizer's step used it; the program zeroed it, wrote it, read it; or its
memory was let go of."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a gradient."""

    fate: Fate
    step: Step


@dataclass
class Gradient:
    """The memory of a gradient, and its story."""

    storage: str
    events: list[Event] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)
    asked: list[tuple[int, int | None]] = field(default_factory=list)
    """After which steps the program asked for it as a .grad, and in which lines: zero_grad does so, too."""

    def asked_until(self, end: Event, since: int) -> set[int | None]:
        """The lines that asked for it from a step on until its end, which is included where it is a step of its own."""
        if end.fate == "dropped":
            return {line for index, line in self.asked if since <= index <= end.step.index}
        return {end.step.line, *(line for index, line in self.asked if since <= index < end.step.index)}


class Gradients:
    """Every gradient of a trace, and its backward passes."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.passes = _passes(evidence.steps)
        """The first step of each backward pass. What follows at once belongs to the one before."""
        self._known: dict[str, Gradient] = {}
        for step in evidence.steps:
            self._get_to_know(step)
        for step in evidence.steps:
            for storage, fate in self._fates(step):
                self._known[storage].events.append(Event(fate, step))

    def __iter__(self) -> Iterator[Gradient]:
        return iter(self._known.values())

    def pass_of(self, index: int) -> int:
        """The number of the last backward pass that had begun at a step; -1 before the first."""
        return bisect_right(self.passes, index) - 1

    def until(self, number: int) -> int:
        """The first step of the pass after that one; behind the last step where there is none."""
        return self.passes[number + 1] if number + 1 < len(self.passes) else len(self.evidence.steps)

    def _get_to_know(self, step: Step) -> None:
        for binding in step.bindings:
            if binding.name.endswith(".grad") and (known := self._gradient(binding.tensor)) is not None:
                known.names[binding.name] = None
        for each in step.returned:
            if each.op == "grad" and (known := self._gradient(each.tensor)) is not None:
                known.asked.append((step.index, each.line))
        if step.op == "AccumulateGrad":
            for write in step.writes:
                self._gradient(write.tensor)

    def _gradient(self, tensor: str | None) -> Gradient | None:
        """What lies in a .grad, where a backward pass has made it."""
        found = self.evidence.tensor(tensor)
        if found is None or found.storage is None:
            return None
        born = self.evidence.storages[found.storage].born
        if born >= len(self.evidence.steps) or self.evidence.steps[born].node is None:
            return None
        return self._known.setdefault(found.storage, Gradient(found.storage))

    def _fates(self, step: Step) -> Iterator[tuple[str, Fate]]:
        """What a step did to the gradients that it met, each once, and then which of them died."""
        met: dict[str | None, list[Write]] = {}
        for id_ in (*step.reads, *step.creates, *(shown.tensor for shown in step.shown)):
            met.setdefault(self.evidence.tensors[id_].storage, [])
        for write in step.writes:
            met.setdefault(write.storage, []).append(write)
        for unheard in step.unheard:
            met.setdefault(unheard.storage, [])
        for storage, writes in met.items():
            if storage in self._known:
                yield storage, self._fate(step, storage, writes)
        yield from ((storage, "dropped") for storage in step.frees if storage in self._known)

    def _fate(self, step: Step, storage: str, writes: list[Write]) -> Fate:
        if step.node is not None:
            born = self.evidence.storages[storage].born
            return "filled" if writes or self.pass_of(born) == self.pass_of(step.index) else "read"
        if writes and all(_zeroes(write, step) for write in writes):
            return "zeroed"
        if step.phase == "optimizer":
            return "stepped"
        return "written" if writes else "read"


def _passes(steps: tuple[Step, ...]) -> list[int]:
    in_pass = [step.node is not None or step.phase == "backward" for step in steps]
    return [index for index, here in enumerate(in_pass) if here and not (index and in_pass[index - 1])]


def _zeroes(write: Write, step: Step) -> bool:
    zeroed = write.kernel in ("aten::zero_", "aten::_foreach_zero_")
    return zeroed or (write.kernel == "aten::fill_" and step.number == 0)


_known: "WeakKeyDictionary[Evidence, Gradients]" = WeakKeyDictionary()


def gradients_of(evidence: Evidence) -> Gradients:
    """The gradients of a trace, worked out once."""
    if evidence not in _known:
        _known[evidence] = Gradients(evidence)
    return _known[evidence]
