"""RoomPage: a room as one student sees it. What all see alike is drawn apart, so that it can be drawn once."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from ...classroom.people import Seat
from ...classroom.tally import Own
from ..page import Page
from ..play_page import SourceLimits
from .stage import Choice, StageView


@dataclass(frozen=True)
class Destination:
    """A page that students may go to."""

    path: str
    """Behind the language."""
    number: int = 0
    """Of the lesson; 0 where it is none."""
    title: str = ""
    """Of the lesson."""


@dataclass(frozen=True)
class Mine:
    """What one student has to do with the stage."""

    stage: StageView
    own: Own

    @property
    def votes(self) -> tuple[str, ...]:
        """On the question, round by round; empty where there is none."""
        return self.own.votes

    @property
    def offers(self) -> bool:
        """This student offers a program to be shown."""
        return bool(self.own.offer)

    @property
    def shown(self) -> bool:
        """The program on the projector is this student's."""
        on_screen = self.stage.on_screen
        return on_screen is not None and on_screen.offer == self.own.offer

    @property
    def said(self) -> Choice | None:
        """The vote of this round."""
        return self._choice(self.votes[-1]) if self.votes else None

    @property
    def before(self) -> Choice | None:
        """The vote of the first round, from the second on."""
        return self._choice(self.votes[0]) if len(self.votes) > 1 else None

    @property
    def right(self) -> Choice | None:
        """The choice that is right, once that is known."""
        return next((each for each in self._choices if each.right), None)

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return self.stage.asked.choices if self.stage.asked else ()

    def _choice(self, value: str) -> Choice | None:
        return next((each for each in self._choices if each.value == value), None)


@dataclass(frozen=True)
class RoomRun:
    """What the program did: the heavy part of the stage, the same for everybody."""

    template: ClassVar[str] = "room_run.html"
    page: Page
    stage: StageView


@dataclass(frozen=True)
class RoomStage:
    """The parts of the page that change with the room, the same for all who voted alike."""

    template: ClassVar[str] = "room_stage.html"
    page: Page
    stage: StageView
    mine: Mine
    run: Markup
    """The drawn RoomRun; empty before the program ran."""
    led: Destination | None
    """Where the class is led; None while it is nowhere else."""
    lessons: tuple[Destination, ...]
    """What was discussed; told once the room is closed."""
    limits: SourceLimits


@dataclass(frozen=True)
class RoomPart:
    """The parts alone, for the script that puts them in their places."""

    template: ClassVar[str] = "room_part.html"
    page: Page
    parts: Markup
    """The drawn RoomStage."""


@dataclass(frozen=True)
class RoomPage:
    """The whole page."""

    template: ClassVar[str] = "room.html"
    page: Page
    code: str
    stage: StageView
    parts: Markup
    """The drawn RoomStage."""
    seat: Seat | None
    """None where the room is closed."""
    teaches: bool
    """This browser has the key of the desk."""
    still: bool
    """It is not loaded again by itself where there is no script: somebody wants to type."""
