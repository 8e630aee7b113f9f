"""Graph: tensors, and the nodes that autograd makes of what is done to them.

A node keeps what its backward needs as `Saved`: the storage, and the version that backward will demand. It never keeps
a tensor of the program. What a node does in backward is its law: gradients in, gradients out, in the order of its
edges.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from .geometry import Ints, is_contiguous, suggests_channels_last
from .memory import Memory, Storage


class Stale(Exception):
    """The in-place error: a version moved after it was saved."""


class Role(StrEnum):
    """What a tensor that is kept for backward was to the operation that keeps it."""

    INPUT = "input"
    RESULT = "result"
    COPY = "copy"
    """Of the input, made because the operation was about to overwrite it."""
    MASK = "mask"
    """What a dropout or RReLU drew."""
    PADDED = "padded"
    """The input, with a margin: another tensor."""
    STATISTICS = "statistics"
    """Means and deviations that a norm worked out or looked up."""
    PLACES = "places"
    """Which element was the largest."""
    WEIGHT = "weight"


class Saved(NamedTuple):
    """What a node keeps of one tensor."""

    storage: Storage
    version: int
    shape: Ints
    strides: Ints
    role: Role


class Machine:
    """What a program runs on: memory, the grad mode, and the checkpoint that is recording or computing again."""

    def __init__(self, itemsize: int) -> None:
        self.memory = Memory()
        self.itemsize = itemsize
        """Bytes of one element; all numbers of a network are of one dtype."""
        self.records = True
        """Grad mode: operators make nodes."""
        self.pack: Callable[[Saved], object] | None = None
        """What is kept instead of a saved tensor, where hooks are at work."""
        self.sequence = 0
        """Nodes made so far."""
        self.again = False
        """A checkpoint computes again."""
        self.hidden_again = False
        """A write through a view has made a copy while a checkpoint computed again."""
        self.block = 0
        """Where in the network the program stands."""

    def storage(self, shape: Ints, *, seen: bool = True) -> Storage:
        """A new storage for so many elements."""
        count = 1
        for size in shape:
            count *= size
        return Storage(self.memory, count * self.itemsize, seen=seen)


class Tensor:
    """A view onto a storage, with what autograd knows of it."""

    __slots__ = ("base", "known", "machine", "node", "shape", "storage", "strides")

    def __init__(self, machine: Machine, storage: Storage, shape: Ints, strides: Ints) -> None:
        self.machine = machine
        self.storage = storage
        self.shape = shape
        self.strides = strides
        self.node: Node | None = None
        self.base: Tensor | None = None
        """The tensor that this one is a view of, as autograd sees it."""
        self.known = 0
        """Of a view: the version at which its node was made."""
        storage.handles += 1

    def __del__(self) -> None:
        self.storage.handles -= 1

    @property
    def requires_grad(self) -> bool:
        """A gradient flows to it."""
        return self.node is not None or (self.base is not None and self.base.requires_grad)

    @property
    def last(self) -> bool:
        """It lies in channels_last, as far as its strides tell."""
        return suggests_channels_last(self.shape, self.strides)

    @property
    def contiguous(self) -> bool:
        """It lies in reading order."""
        return is_contiguous(self.shape, self.strides)

    def kept(self, role: Role) -> Saved:
        """What a node would keep of it now."""
        return Saved(self.storage, self.storage.version, self.shape, self.strides, role)

    def alias(self) -> "Tensor":
        """The same once more: a gradient that goes two ways."""
        return Tensor(self.machine, self.storage, self.shape, self.strides)


Gradients = Sequence[Tensor | None]
Law = Callable[["Node", Tensor], Gradients]
_LAST = 2**62
"""The place of nodes that fill a .grad: the engine runs them as soon as it can."""


class Node:
    """What backward will do for one operation."""

    __slots__ = ("block", "edges", "facts", "kept", "law", "machine", "sequence")

    def __init__(self, machine: Machine, law: Law, facts: Any = None) -> None:
        self.machine = machine
        self.law = law
        self.block = machine.block
        self.facts = facts
        """What the law needs to know beside what is kept: shapes, numbers."""
        self.sequence = machine.sequence = machine.sequence + 1
        self.edges: tuple[Node | None, ...] = ()
        self.kept: tuple[object, ...] = ()

    def keep(self, tensor: Tensor, role: Role) -> None:
        """Save a tensor for backward."""
        saved = tensor.kept(role)
        self.kept += (saved if self.machine.pack is None else self.machine.pack(saved),)

    def unpack(self) -> tuple[Saved, ...]:
        """What was saved, when backward comes to use it. Raises Stale."""
        return tuple(unpacked(each) for each in self.kept)

    def release(self) -> None:
        """Backward has used what was saved."""
        self.kept = ()

    def needs(self, edge: int) -> bool:
        """Somebody wants the gradient of this input."""
        return self.edges[edge] is not None

    def inner(self) -> "Node | None":
        """The node that works inside this one, where nobody sees it."""
        return None


class Fill(Node):
    """The node that fills the .grad of a parameter."""

    __slots__ = ("gradient", "shape", "strides")

    def __init__(self, machine: Machine, shape: Ints, strides: Ints, law: Law) -> None:
        super().__init__(machine, law)
        self.sequence = _LAST
        self.shape = shape
        self.strides = strides
        self.gradient: Tensor | None = None


def unpacked(kept: object) -> Saved:
    """A saved tensor as backward gets it. Raises Stale."""
    if isinstance(kept, Saved):
        if kept.storage.version != kept.version:
            raise Stale
        return kept
    assert callable(kept)  # noqa: S101
    found = kept()
    assert isinstance(found, Saved)  # noqa: S101
    return found
