"""Checkpoints: a stage forgets what it would keep, but for its input, and computes it again when backward needs it.

It computes only up to the last thing that somebody kept, and gives each back once.
"""

from collections.abc import Callable
from weakref import ReferenceType, ref

from .graph import Machine, Role, Saved, Stale, Tensor

Stage = Callable[[Tensor], Tensor]


class _Enough(Exception):
    """All that was kept has been computed again."""


class Held:
    """What a node keeps instead of a tensor: the promise to compute it again. It lives as long as its node keeps it."""

    __slots__ = ("__weakref__", "again", "frame", "place")

    def __init__(self, frame: "Frame", place: int) -> None:
        self.frame = frame
        self.place = place
        self.again: Saved | None = None

    def __call__(self) -> Saved:
        """The tensor, computed again."""
        self.frame.compute()
        found, self.again = self.again, None
        assert found is not None  # noqa: S101
        return found


class Frame:
    """One stage that has run under a checkpoint, with what it was given."""

    def __init__(self, machine: Machine, stage: Stage, given: Tensor, block: int) -> None:
        self.block = block
        """The first block of the stage."""
        self.given = given.kept(Role.INPUT)
        self._node = given.node
        self._machine = machine
        self._stage = stage
        self._held: list[ReferenceType[Held]] = []
        self._computed: int | None = None

    def pack(self, saved: Saved) -> Held:
        """Keep a promise instead of a tensor."""
        held = Held(self, len(self._held))
        self._held.append(ref(held))
        return held

    def compute(self) -> None:
        """Compute again, once. Raises Stale where the input has been written to since."""
        if self._computed is not None:
            return
        if self.given.storage.version != self.given.version:
            raise Stale
        self._computed = 0
        machine, again = self._machine, Tensor(self._machine, self.given.storage, self.given.shape, self.given.strides)
        again.node = self._node
        machine.pack, machine.records, machine.again = self._repack, True, True
        try:
            self._stage(again)
        except _Enough:
            pass
        finally:
            machine.pack, machine.records, machine.again = None, False, False

    def _repack(self, saved: Saved) -> Saved:
        place, self._computed = self._computed or 0, (self._computed or 0) + 1
        held = self._held[place]()
        if held is not None:
            held.again = saved
        if self._computed == len(self._held):
            raise _Enough
        return saved


def checkpoint(machine: Machine, stage: Stage, given: Tensor, block: int) -> Tensor:
    """torch.utils.checkpoint.checkpoint(stage, given, use_reentrant=False), for a stage that begins at a block."""
    if not machine.records:
        return stage(given)
    machine.pack = Frame(machine, stage, given, block).pack
    try:
        return stage(given)
    finally:
        machine.pack = None
