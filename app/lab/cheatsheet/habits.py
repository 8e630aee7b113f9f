"""Habits: what each operation keeps, read off the trace of one run, and what backward said in the other."""

import json
from collections.abc import Iterator, Sequence
from math import prod

from pydantic import TypeAdapter

from ...errors import RunFailed
from ...runs.report import Report
from ...trace import Save, Step, Storage, Trace
from .model import Habit, Kept
from .operations import ELEMENTS, FIRST_LINE, OPERATIONS, Operation

_SAID = TypeAdapter(dict[str, tuple[str, str, str]])
_BOOL, _INT64 = 1, 8
_ORDER: tuple[Kept, ...] = ("input", "result", "operand", "between", "mask", "indices", "statistics")


def habits_of(keeping: Report, overwriting: Report) -> tuple[Habit, ...]:
    """The habits of all operations. Raises RunFailed where a program came to a bad end."""
    trace = keeping.trace
    if trace is None or trace.failure is not None or trace.cuts:
        raise RunFailed
    try:
        said = _SAID.validate_python(json.loads(overwriting.stdout))
        return tuple(_Reader(trace, operation).habit(said[operation.slug]) for operation in OPERATIONS)
    except (ValueError, KeyError, IndexError):
        raise RunFailed from None


class _Reader:
    """Reads one operation off the trace."""

    def __init__(self, trace: Trace, operation: Operation) -> None:
        self._operation = operation
        line = FIRST_LINE + OPERATIONS.index(operation)
        self._steps = [step for step in trace.steps if step.frames and step.frames[-1].line == line]
        self._before = trace.steps[: self._steps[0].index]
        self._storages = {storage.id: storage for storage in trace.storages}
        self._tensors = {tensor.id: tensor for tensor in trace.tensors}
        self._nodes = {node.id: node.name for node in trace.nodes}

    def habit(self, said: tuple[str, str, str]) -> Habit:
        """The habit. Raises ValueError where backward did not run although nothing was overwritten."""
        untouched, input_said, result_said = said
        if untouched:
            raise ValueError(untouched)
        saves = [(self._role(step, save), save) for step in self._steps for save in step.saves]
        kept = {role for role, _ in saves if role}
        return Habit(
            slug=self._operation.slug,
            label=self._operation.label,
            call=self._operation.call,
            nodes=tuple(dict.fromkeys(self._nodes[save.node] for role, save in saves if role)),
            keeps=tuple(role for role in _ORDER if role in kept),
            input_said=input_said,
            result_said=result_said,
        )

    def _role(self, step: Step, save: Save) -> Kept | None:
        """What a saved tensor is; None for a plain number."""
        storage = self._storages.get(save.storage or "")
        if storage is None or (save.shape == () and save.tensor is None):
            return None
        if storage.id == self._bound("x", self._before):
            return "input"
        if storage.id == self._bound("y", self._steps):
            return "result"
        return self._other(step, save, storage)

    def _other(self, step: Step, save: Save, storage: Storage) -> Kept:
        size = storage.nbytes // max(1, prod(save.shape))
        if size in (_BOOL, _INT64):
            return "mask" if size == _BOOL else "indices"
        if storage.born < self._steps[0].index:
            return "operand"
        if prod(save.shape) < ELEMENTS:
            return "statistics"
        tracked = {state.tensor for each in self._steps for state in each.states if state.grad_fn}
        return "between" if any(self._tensors[each].storage == storage.id for each in tracked) else "mask"

    def _bound(self, name: str, steps: Sequence[Step]) -> str | None:
        """The storage behind a name after some steps."""
        return next(self._storages_of(name, steps), None)

    def _storages_of(self, name: str, steps: Sequence[Step]) -> Iterator[str | None]:
        for step in reversed(steps):
            for binding in step.bindings:
                if binding.name == name and binding.tensor:
                    yield self._tensors[binding.tensor].storage
