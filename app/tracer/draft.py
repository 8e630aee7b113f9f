"""Draft: a step while it is being written down. It keeps no tensor alive."""

from dataclasses import dataclass, field

from ..trace import Binding, Element, Phase, Resize, Returned, Save, Shown, Unheard, Write
from .frames import Place
from .held import Held
from .tensors import SeenTensor

StateFacts = tuple[int | None, bool, str | None]
"""A tensor's version, whether it requires a gradient, and the id of its grad_fn."""


@dataclass(slots=True)
class Draft:
    """A step that is still open; `assemble` turns it into a Step."""

    index: int
    key: object
    """What the step stands for: a call, or a node of the backward pass. A kernel with the same key belongs to it."""
    op: str
    phase: Phase
    place: Place
    node: str | None
    lets_go: bool
    """The step runs a node that gives up what it saved when it has run."""
    kernels: list[str] = field(default_factory=list)
    reads: dict[str, None] = field(default_factory=dict)
    creates: dict[str, None] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    saves: list[Save] = field(default_factory=list)
    states: dict[str, StateFacts] = field(default_factory=dict)
    resizes: list[Resize] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    touched: dict[str, SeenTensor] = field(default_factory=dict)
    """For each storage that the step read, wrote or made, by id, a tensor on it."""
    contents: list[Held] = field(default_factory=list)
    blank: set[str] = field(default_factory=set)
    """Ids of storages that the step took without writing them: what lies there is no work of the program."""
    unwritten: tuple[str, ...] = ()
    """Ids of the tensors that an operator is about to write; what is left when it raises was refused."""
    unread: tuple[str, ...] = ()
    """Ids of the tensors that it is about to read."""
    number: Element | None = None
    returned: list[Returned] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)
    repeats: int = 0
    looked_into: bool = False
    """What the step touched has been looked into, since its call has ended."""
    failed: bool = False
    raised: str = ""
    """What the exception said, where it was torch's own."""

    def touch(self, seen: SeenTensor) -> None:
        """The step reads, writes or makes a tensor."""
        if seen.storage is not None:
            self.touched[seen.storage.id] = seen
