"""Name: what the program calls a tensor, in one of its frames, and whether an expression mentions it."""

from dataclasses import dataclass

from ...trace import Step


@dataclass(frozen=True)
class Name:
    """A name that pointed to a tensor, and since when."""

    frame: str
    name: str
    tensor: str
    since: int
    """Index of the step after which it did; the program bound it before the next one."""
    line: int | None = None
    """The line that bound it, where that is known."""
    item: bool = False
    """It was taken out of a list or the like."""
    returned: str = ""
    """The call that gave it a tensor which had another name already."""

    @property
    def depth(self) -> int:
        """How many frames of the program lie around the one that has the name."""
        return int(self.frame.partition(":")[0])

    @property
    def function(self) -> str:
        """The function that has the name."""
        return self.frame.partition(":")[2]

    @property
    def head(self) -> str:
        """What the program writes to get there: `feats` of `feats[0]`."""
        return self.name.partition(".")[0].partition("[")[0]

    @property
    def plain(self) -> bool:
        """It is a variable, and no part of something."""
        return self.head == self.name


def mentions(step: Step, name: Name) -> bool:
    """Whether the expression of a name's frame mentions it."""
    frame = step.frames[name.depth] if name.depth < len(step.frames) else None
    return frame is not None and frame.function == name.function and name.head in frame.names


def means(step: Step, name: Name) -> bool:
    """Whether the expression that a step belongs to mentions the very list, dict or attribute that a name lies in."""
    if not mentions(step, name):
        return False
    last = name.name.rpartition(".")[2].partition("[")[0]
    return "." not in name.name or f".{last}" in step.frames[name.depth].names


def runs(step: Step, name: Name) -> bool:
    """Whether the frame that has the name is running, as far as its function tells."""
    return name.depth < len(step.frames) and step.frames[name.depth].function == name.function
