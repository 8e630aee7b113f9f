"""Heap: an address for each block of memory, such that no two that are alive overlap.

A block gets the place of the one of its size that was given back last, or a new place behind all others. So the same
changes always lead to the same addresses, places lie gapless side by side, and a loop that takes the same blocks again
and again gets the same places again, as from torch's own allocator.
"""

from dataclasses import dataclass, field

from .changes import Block


@dataclass
class Place:
    """So many bytes from an address on, and the block that lies there."""

    address: int
    nbytes: int
    block: Block | None = None


@dataclass
class Heap:
    """The places of one device, from `start` on."""

    start: int
    places: list[Place] = field(default_factory=list)
    """In the order of their addresses."""
    _of: dict[Block, Place] = field(default_factory=dict)
    _empty: dict[int, list[Place]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The address behind the last place."""
        return self.places[-1].address + self.places[-1].nbytes if self.places else self.start

    def take(self, block: Block) -> int:
        """The address that the block lies at from now on."""
        empty = self._empty.get(block.nbytes)
        place = empty.pop() if empty else self._new(block.nbytes)
        place.block = block
        self._of[block] = place
        return place.address

    def give(self, block: Block) -> int:
        """The address that the block lay at."""
        place = self._of.pop(block)
        place.block = None
        self._empty.setdefault(place.nbytes, []).append(place)
        return place.address

    def _new(self, nbytes: int) -> Place:
        self.places.append(Place(self.end, nbytes))
        return self.places[-1]
