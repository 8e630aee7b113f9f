"""Acts: what a teacher may do next with the question, and why not yet the rest of it. The state itself says so."""

from collections.abc import Callable
from dataclasses import dataclass

from ...classroom import state
from ...classroom.state import Phase, Poll, RoomState
from ...errors import WrongPhase
from ...sentence import Sentence, sentence

_STEPS: dict[str, Callable[[RoomState], RoomState]] = {
    "lock": state.lock,
    "run": state.begin_run,
    "reveal": state.reveal,
    "again": state.again,
}


@dataclass(frozen=True)
class Act:
    """One button of the row."""

    name: str
    why_not: Sentence | None
    """Why it cannot be pressed; None where it can."""
    following: bool
    """It is the one that comes next."""


def acts_of(now: RoomState) -> tuple[Act, ...]:
    """The row of buttons behind Ask."""
    coming = coming_of(now.poll)
    return tuple(Act(name, _why_not(now, step), name == coming) for name, step in _STEPS.items())


def coming_of(poll: Poll | None) -> str:
    """The act that comes next; empty while the program runs."""
    match poll.phase if poll else None:
        case Phase.ASKING:
            return "lock"
        case Phase.LOCKED:
            assert poll is not None  # noqa: S101 - it has a phase
            return "run" if poll.question.source and not poll.run else "reveal"
        case Phase.RUNNING:
            return ""
        case Phase.RAN:
            return "reveal"
        case _:
            return "ask"


def _why_not(now: RoomState, step: Callable[[RoomState], RoomState]) -> Sentence | None:
    """Why a step cannot be taken now; None where it can."""
    try:
        step(now)
    except WrongPhase as error:
        return error.sentence or _usual(now.poll)
    return None


def _usual(poll: Poll | None) -> Sentence:
    match poll.phase if poll else None:
        case None:
            return sentence("Ask a question first.")
        case Phase.ASKING:
            return sentence("Lock the votes first.")
        case Phase.RUNNING:
            return sentence("Wait until the program has run.")
        case _:
            return sentence("That is done already.")
