"""Kept: something that autograd kept, and its story since then."""

from dataclasses import dataclass, field

from ...replay.cells import overlap
from ...trace import Frame, Node, Save, Step, Tensor, Write
from .callers import is_custom


@dataclass(frozen=True)
class Written:
    """A write to the storage of something that autograd keeps, since it was kept."""

    step: Step
    write: Write
    counted: bool
    """It moved the version counter that backward will look at."""
    saved: Tensor | None
    """What was kept, where a tensor of the program is like it."""
    tensor: Tensor
    """What was written."""
    alias: tuple[str, ...]
    """What the program calls the memory there: first what was written through, then the other names of the storage."""

    @property
    def overlaps(self) -> bool:
        """It touched elements that were kept; else it only moved the counter that they share with others."""
        return self.saved is None or overlap(self.saved, self.tensor)


@dataclass
class Kept:
    """Something that autograd kept, and its story since then."""

    step: Step
    save: Save
    node: Node
    names: tuple[str, ...]
    """What the program called the tensor once the step had ended."""
    frames: tuple[Frame, ...]
    """Where the program stood: of a custom Function and of a checkpoint, where it was called."""
    writes: list[Written] = field(default_factory=list)
    runs: list[Step] = field(default_factory=list)
    """The steps of backward passes that ran the node."""
    has: int | None = None
    """The version that backward would find now."""
    changed: bool = False
    """The elements are not what they were, whether or not the version tells; only known of small storages."""

    @property
    def op(self) -> str:
        """What kept it, as the program calls it: torch's call, a custom Function, a checkpoint."""
        if self.frames and self.frames[-1].checkpoint:
            return "checkpoint"
        return self.node.name.removesuffix("Backward") if is_custom(self.node.name) else self.step.op

    @property
    def line(self) -> int | None:
        """The line of the program that kept it."""
        return self.frames[-1].line if self.frames else self.step.line

    @property
    def counted(self) -> list[Written]:
        """The writes that backward can notice."""
        return [written for written in self.writes if written.counted]

    @property
    def untouched(self) -> bool:
        """Others were written that share its version counter, but none of its own elements."""
        return bool(self.counted) and not any(written.overlaps for written in self.counted)

    @property
    def stale(self) -> bool:
        """Backward would refuse it."""
        return self.save.version is not None and self.has is not None and self.has != self.save.version
