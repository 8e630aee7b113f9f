"""ScreenPage: what the projector of a room shows. It has no controls, and nothing that the class may not see."""

from dataclasses import dataclass
from typing import ClassVar

from ...classroom.tally import Counts
from ..page import Page
from .join import Join
from .stage import StageView


@dataclass(frozen=True)
class ScreenNow:
    """The stage, the way into the room, and who is there."""

    base: str
    """The address of the projector's page."""
    join: Join
    stage: StageView
    counts: Counts

    @property
    def most(self) -> int:
        """How many could have answered: who is there, and whoever has answered and gone."""
        return max(self.counts.here, self.counts.answered)

    @property
    def scene(self) -> str:
        """What the layout is for: closed, shown for a student's program, join, or the phase of the question."""
        if self.stage.room.state.ended:
            return "closed"
        if self.stage.on_screen:
            return "shown"
        return "join" if self.stage.phase == "idle" else self.stage.phase


@dataclass(frozen=True)
class ScreenPage:
    """The whole page."""

    template: ClassVar[str] = "screen.html"
    page: Page
    now: ScreenNow


@dataclass(frozen=True)
class ScreenStage:
    """What changes on it, alone."""

    template: ClassVar[str] = "_screen_now.html"
    page: Page
    now: ScreenNow
