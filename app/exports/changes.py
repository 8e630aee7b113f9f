"""Changes: the blocks of memory that each step of a trace takes and gives back, one after the other.

A trace tells in which order storages were born in a step and in which they died, what was alive when it had ended, and
how high its highest moment was; it does not tell how births and deaths followed each other. Here a step takes before it
gives back, except where that would rise above its highest moment: then the first to die go as early as needed. So the
blocks reach that moment, and never rise above it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..trace import Step, Storage, Trace

_NOWHERE = "meta"
"""The device whose tensors have a shape and no bytes."""


@dataclass(frozen=True, eq=False)
class Block:
    """The memory of a storage from one change of its size to the next; in bytes, never none."""

    storage: str
    nbytes: int


@dataclass(frozen=True)
class Change:
    """A block was taken or, once it was `freed`, given back, in a step or right after it."""

    step: Step
    block: Block
    freed: bool


@dataclass
class _Memory:
    """The blocks that are alive, and what happens to them in one step."""

    alive: dict[str, Block] = field(default_factory=dict)
    taken: list[Block] = field(default_factory=list)
    given: list[Block] = field(default_factory=list)

    def resize(self, storage: str, nbytes: int) -> None:
        """The storage has so many bytes now; none where it has died."""
        if (old := self.alive.pop(storage, None)) is not None:
            self.given.append(old)
        if nbytes > 0:
            self.alive[storage] = Block(storage, nbytes)
            self.taken.append(self.alive[storage])

    def settle(self) -> tuple[list[Block], list[Block]]:
        """What the step took and gave back."""
        happened = self.taken, self.given
        self.taken, self.given = [], []
        return happened


def changes(trace: Trace) -> Iterator[Change]:
    """Every block as it is taken and given back. After the changes of a step its `live` bytes are taken."""
    born: dict[int, list[Storage]] = {}
    for storage in trace.storages:
        born.setdefault(storage.born, []).append(storage)
    memory, live = _Memory(), 0
    for step in trace.steps:
        for storage in born.get(step.index, ()):
            memory.resize(storage.id, storage.nbytes if storage.device != _NOWHERE else 0)
        for resize in step.resizes:
            memory.resize(resize.storage, resize.nbytes)
        for id_ in step.frees:
            memory.resize(id_, 0)
        yield from _in_order(step, *memory.settle(), room=step.peak.total - live)
        live = step.live.total


def _in_order(step: Step, taken: Iterable[Block], given: Iterable[Block], room: int) -> Iterator[Change]:
    """The changes of one step; `room` is what may be taken before something has to be given back, in bytes."""
    waiting, coming = deque(given), set(taken)
    for block in taken:
        while waiting and block.nbytes > room and waiting[0] not in coming:
            room += waiting[0].nbytes
            yield Change(step, waiting.popleft(), freed=True)
        coming.discard(block)
        room -= block.nbytes
        yield Change(step, block, freed=False)
    yield from (Change(step, block, freed=True) for block in waiting)
