"""Signal: what everybody in a room is told at once. It has no words, so each page finds them in its own language."""

from pydantic import Field

from ..trace import Record
from .state import Phase, Place, RoomState


class Signal(Record):
    """The state of a room without anything that is not to be known yet: no vote, no answer, no name."""

    version: int
    stage: int = Field(description="Where it has changed, the page of the room is to be fetched again.")
    poll: int | None = Field(description="The number of the question.")
    round: int | None
    phase: Phase | None = Field(description="None where nothing is asked.")
    place: Place | None = Field(description="Where the class is led.")
    in_hall: bool = Field(description="The projector shows that place, and not the stage.")
    ended: bool

    @classmethod
    def of(cls, state: RoomState) -> "Signal":
        """The signal of a state."""
        poll = state.poll
        return cls(
            version=state.version,
            stage=state.stage,
            poll=poll.number if poll else None,
            round=poll.round if poll else None,
            phase=poll.phase if poll else None,
            place=state.place,
            in_hall=state.in_hall,
            ended=state.ended,
        )
