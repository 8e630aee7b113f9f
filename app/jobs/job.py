"""Job: something that was asked for, and how far it has come."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from .answer import Answer
from .task import Errand, Kind


class Stage(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    LOST = "lost"
    """The servers that ran it died over it, again and again."""


OPEN = (Stage.WAITING, Stage.RUNNING)


@dataclass(frozen=True)
class Progress:
    """How far a job that goes on has come."""

    state: Stage = Stage.WAITING
    place: int | None = None
    """The how-manieth of all runs that wait its next one is, where it waits."""
    estimate: float | None = None
    """About how many seconds it will still wait."""
    done: int = 0
    """How many of its tasks have been answered."""


@dataclass(frozen=True)
class Job:
    """A job as it is now."""

    id: str
    kind: Kind
    errand: Errand
    created: int
    """Seconds since 1970, as `expires`."""
    expires: int
    progress: Progress = field(default_factory=Progress)
    answers: tuple[Answer, ...] = ()
    """One for each task, once it is done; before, and where it never came so far, none."""

    @property
    def state(self) -> Stage:
        """How far it has come."""
        return self.progress.state

    @property
    def is_open(self) -> bool:
        """It waits or runs."""
        return self.state in OPEN


def now() -> int:
    """The time as jobs have it."""
    return int(time.time())


def moment(seconds: int) -> datetime:
    """The same as others have it."""
    return datetime.fromtimestamp(seconds, UTC)
