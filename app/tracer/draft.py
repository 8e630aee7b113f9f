"""Draft: a step while it is being written down. Ids and plain numbers only: a draft keeps no tensor alive."""

from dataclasses import dataclass, field

from ..trace import Binding, Phase, Resize, Save, Write
from .frames import Place

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
    failed: bool = False
