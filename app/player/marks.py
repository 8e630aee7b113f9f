"""Marks: what a slider and a gutter show of a whole trace before anybody has gone through it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..trace import Step, Trace
from .names import letters

_TICKS = 200
"""Places on the slider at which a mark can stand."""


@dataclass(frozen=True)
class StepMark:
    """One step in short: its line, what it does (see `_flags`), and the ids of what it touches."""

    line: int | None
    flags: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class LineMark:
    """One line in short: the storages that it has autograd keep, those that it writes, and whether it raised."""

    line: int
    keeps: tuple[str, ...]
    writes: tuple[str, ...]
    fails: bool
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    """A mark under the slider, in per cent of its length."""

    x: float
    kind: str
    step: int


def step_marks(trace: Trace) -> tuple[StepMark, ...]:
    """Every step in short."""
    names = letters(trace)
    born = {storage.id: storage.born for storage in trace.storages}
    of_tensor = {tensor.id: tensor.storage for tensor in trace.tensors}
    return tuple(
        StepMark(step.line, _flags(step, trace, born, names), _refs(step, of_tensor, names)) for step in trace.steps
    )


def line_marks(trace: Trace) -> tuple[LineMark, ...]:
    """Every line that has anything to show."""
    names = letters(trace)
    born = {storage.id: storage.born for storage in trace.storages}
    of_tensor = {tensor.id: tensor.storage for tensor in trace.tensors}
    lines: dict[int, list[Step]] = {}
    for step in trace.steps:
        if step.line is not None:
            lines.setdefault(step.line, []).append(step)
    return tuple(
        LineMark(
            line=line,
            keeps=_unique(names.get(save.storage or "", "") for step in steps for save in step.saves),
            writes=_unique(names.get(id_, "") for step in steps for id_ in _overwritten(step, born)),
            fails=any(step.failed for step in steps),
            refs=_unique(ref for step in steps for ref in _refs(step, of_tensor, names)),
        )
        for line, steps in sorted(lines.items())
    )


def ticks(marks: tuple[StepMark, ...]) -> tuple[Tick, ...]:
    """The marks under the slider; where several fall on one place, one of each kind."""
    last = max(1, len(marks) - 1)
    found = {
        (round(index / last * _TICKS), kind): index
        for index, mark in reversed(list(enumerate(marks)))
        for kind in mark.flags
        if kind in "wsfx"
    }
    return tuple(Tick(100 * place / _TICKS, kind, step) for (place, kind), step in sorted(found.items()))


def _flags(step: Step, trace: Trace, born: dict[str, int], names: dict[str, str]) -> str:
    """w writes over a storage, s saves, f frees, x fails, m is the last step of one visit to one line."""
    following = trace.steps[step.index + 1] if step.index + 1 < len(trace.steps) else None
    flags = {
        "w": any(True for _ in _overwritten(step, born)),
        "s": any(save.storage in names for save in step.saves),
        "f": any(storage in names for storage in step.frees),
        "x": step.failed,
        "m": following is None or (following.line, following.visit) != (step.line, step.visit),
    }
    return "".join(flag for flag, holds in flags.items() if holds)


def _overwritten(step: Step, born: dict[str, int]) -> list[str]:
    return [w.storage for w in step.writes if w.storage is not None and born[w.storage] < step.index]


def _refs(step: Step, of_tensor: dict[str, str | None], names: dict[str, str]) -> tuple[str, ...]:
    tensors = (*step.creates, *step.reads, *(write.tensor for write in step.writes))
    storages = (*(of_tensor[tensor] for tensor in tensors), *step.frees, *(save.storage for save in step.saves))
    return _unique((*(s for s in storages if s in names and s is not None), *tensors))


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
