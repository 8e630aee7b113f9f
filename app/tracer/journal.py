"""Journal: what happened to the bytes, in order. `memory` replays it when the program has ended."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What happened."""

    BORN = auto()
    FREED = auto()
    RESIZED = auto()
    KEPT = auto()
    """An autograd node keeps a storage."""
    LET_GO = auto()
    """An autograd node no longer keeps what it kept: it ran, or it died."""
    SETTLED = auto()
    """The step is over."""


class Event(NamedTuple):
    """One thing that happened; `step` is the step in which, or right after which, it did."""

    kind: Kind
    step: int
    storage: str | None
    node: str | None
    nbytes: int


@dataclass(slots=True)
class Journal:
    """Events in order. `step` is the index under which they are booked now; a closed journal takes no more."""

    step: int = 0
    closed: bool = False
    events: list[Event] = field(default_factory=list)

    def note(self, kind: Kind, *, storage: str | None = None, node: str | None = None, nbytes: int = 0) -> None:
        """Write down that something happened now."""
        if not self.closed:
            self.events.append(Event(kind, self.step, storage, node, nbytes))
