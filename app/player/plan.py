"""Plan: which storages are drawn, and where, for all steps at once, so that nothing jumps from one step to the next.

Each storage keeps one place for its whole life. A place is given to another storage only after the first one has died,
and only where both are drawn with the same cells. Parameters, gradients and the like that nothing remarkable happens
to are not drawn but listed, unless there are few storages in all.
"""

from dataclasses import dataclass

from ..replay.geometry import Grid, grid_of
from ..replay.moment import Moment
from ..trace import Step, Storage, Tensor, Trace
from .names import letters

_FEW = 8
_MOST_PLACES = 48
"""Rows in one picture; what does not fit is listed."""
MOST_RAILS, MOST_PINS = 8, 4
"""Most rails and pins that are drawn on one storage; of more, the number is told."""
_BACKGROUND = ("parameters", "gradients", "optimizer", "temporaries")


@dataclass
class Place:
    """One place in the picture, and the most that is ever drawn in it."""

    grid: Grid
    free_from: int
    rails: int = 0
    pins: int = 0


@dataclass(frozen=True)
class Plan:
    """Where each storage is drawn. A storage without a place is listed."""

    letters: dict[str, str]
    grids: dict[str, Grid]
    first: dict[str, Tensor]
    """The first tensor of each storage: its dtype is what the cells are read as."""
    places: tuple[Place, ...]
    place_of: dict[str, int]


def plan_of(trace: Trace) -> Plan:
    """Look at the whole trace once."""
    first = {tensor.storage: tensor for tensor in reversed(trace.tensors) if tensor.storage is not None}
    names = letters(trace)
    grids = {s.id: grid_of(s.nbytes, first[s.id]) for s in trace.storages if s.id in names}
    crowd = _Crowd(trace)
    drawn = [s for s in trace.storages if s.id in names and (len(names) <= _FEW or crowd.is_remarkable(s))]
    places, place_of = _place(drawn, grids, crowd)
    return Plan(names, grids, {id_: first[id_] for id_ in names}, tuple(places), place_of)


def _place(drawn: list[Storage], grids: dict[str, Grid], crowd: "_Crowd") -> tuple[list[Place], dict[str, int]]:
    places: list[Place] = []
    place_of: dict[str, int] = {}
    for storage in drawn:
        number = _free_place(places, storage, grids[storage.id])
        if number == _MOST_PLACES:
            continue
        place = places[number]
        place.free_from = len(crowd.trace.steps) if storage.freed is None else storage.freed + 1
        place.rails = max(place.rails, min(MOST_RAILS, crowd.rails.get(storage.id, 0)))
        place.pins = max(place.pins, min(MOST_PINS, crowd.pins.get(storage.id, 0)))
        place_of[storage.id] = number
    return places, place_of


def _free_place(places: list[Place], storage: Storage, grid: Grid) -> int:
    """The first place that is free when the storage is born and has the same cells; else a new one, if there may be."""
    for number, place in enumerate(places):
        if place.free_from <= storage.born and _look_alike(place.grid, grid):
            return number
    if len(places) < _MOST_PLACES:
        places.append(Place(grid, 0))
        return len(places) - 1
    return _MOST_PLACES


def _look_alike(one: Grid, other: Grid) -> bool:
    return (one.columns, len(one.lines), one.in_blocks) == (other.columns, len(other.lines), other.in_blocks)


class _Crowd:
    """How many rails and pins each storage has at most, and what happens to it."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.rails: dict[str, int] = {}
        self.pins: dict[str, int] = {}
        self._remarkable: set[str | None] = set()
        moment = Moment(trace)
        for _ in trace.steps:
            self._look(moment, moment.advance())

    def is_remarkable(self, storage: Storage) -> bool:
        """Whether anything happens to it that a picture would show better than a line of a list."""
        return storage.category not in _BACKGROUND or storage.id in self._remarkable

    def _look(self, moment: Moment, step: Step) -> None:
        touched = [*step.reads, *step.creates, *(write.tensor for write in step.writes)]
        touched += [binding.tensor for binding in step.bindings if binding.tensor is not None]
        storages = dict.fromkeys(moment.tensors[tensor].storage for tensor in touched)
        for storage in (id_ for id_ in storages if id_ is not None):
            rails = {*moment.named_on(storage), *(t for t in touched if moment.tensors[t].storage == storage)}
            self.rails[storage] = max(self.rails.get(storage, 0), len(rails))
        for save in step.saves:
            if save.storage is not None:
                pins = sum(1 for _ in moment.pins_on(save.storage))
                self.pins[save.storage] = max(self.pins.get(save.storage, 0), pins)
        written = {write.storage for write in step.writes if write.storage is not None}
        if step.phase == "forward":
            self._remarkable.update(each for each in written if moment.storages[each].born < step.index)
        self._remarkable.update(each for each in written for pin in moment.pins_on(each) if pin.broken)
