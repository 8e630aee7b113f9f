"""DeskPage: what the teacher of a room sees and may do; its parts that change can be had alone."""

from dataclasses import dataclass
from typing import ClassVar

from ...classroom.room_rows import now
from ...classroom.tally import Counts
from ..page import Page
from ..problems import Problem
from .acts import Act, acts_of, coming_of
from .asking import Picks, Typed
from .class_view import ClassView
from .join import Join
from .stage import StageView


@dataclass(frozen=True)
class DeskNow:
    """The question, and what may be done with it."""

    base: str
    """The address of the desk."""
    join: Join
    stage: StageView
    counts: Counts
    acts: tuple[Act, ...]
    coming: str
    """The act that comes next."""
    seconds: int
    """How long this vote has been open."""
    sendable: str
    """The program that is sent to all where the teacher says nothing else."""

    @classmethod
    def of(cls, base: str, join: Join, stage: StageView, counts: Counts) -> "DeskNow":
        """The desk of a room as it is now."""
        state = stage.room.state
        poll = state.poll
        return cls(
            base=base,
            join=join,
            stage=stage,
            counts=counts,
            acts=acts_of(state),
            coming=coming_of(poll),
            seconds=max(0, now() - poll.since) if poll else 0,
            sendable=state.sent.source if state.sent else poll.question.source if poll else "",
        )

    @property
    def most(self) -> int:
        """How many could have answered: who is there, and whoever has answered and gone."""
        return max(self.counts.here, self.counts.answered)


@dataclass(frozen=True)
class DeskPage:
    """The whole desk."""

    template: ClassVar[str] = "desk.html"
    page: Page
    now: DeskNow
    people: ClassView
    groups: tuple[Picks, ...]
    chosen: str
    """The prediction that is asked next where the teacher says nothing else."""
    typed: Typed
    problem: Problem | None = None
    """Why something was not done."""
    misasked: bool = False
    """It was the teacher's own question that was not asked."""


@dataclass(frozen=True)
class DeskStage:
    """What changes with the question, alone."""

    template: ClassVar[str] = "_desk_now.html"
    page: Page
    now: DeskNow


@dataclass(frozen=True)
class DeskClass:
    """How the class gets on, alone."""

    template: ClassVar[str] = "_desk_class.html"
    page: Page
    now: DeskNow
    people: ClassView
