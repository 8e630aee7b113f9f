"""RoomState: what is the case in a room, and each step from there. Pure: a state goes in, the next one comes out.

      ask          lock          run            reveal
idle ─────► asking ────► locked ────► ran ────────────► revealed
               ▲            │  (nothing to run: reveal at once)  │
               └── again ───┴────────────────────────────────────┘      a second vote, once
"""

import re
from enum import StrEnum

from pydantic import Field

from ..errors import BadRequest, WrongPhase
from ..sentence import sentence
from ..trace import Record
from .question import Question

ROUNDS = 2
"""One vote before the class talks it over, one afterwards."""
PATH = re.compile(r"(?:lessons/[a-z0-9-]{1,80}|p/[0-9a-f]{10,64})?")
"""The pages that a class can be led to; the empty one is that of the room."""
_NAME = re.compile(r"[\w. \[\]-]{0,120}")


class Phase(StrEnum):
    """How far a question has come."""

    ASKING = "asking"
    LOCKED = "locked"
    RUNNING = "running"
    RAN = "ran"
    REVEALED = "revealed"


class Poll(Record):
    """A question that is before the class."""

    number: int = Field(description="The how-manieth of this room, from 1.")
    question: Question
    round: int = 1
    phase: Phase = Phase.ASKING
    run: str = Field("", description="The link of its run, once it ran.")
    since: int = Field(0, description="When this vote was opened, in seconds since 1970.")

    @property
    def open(self) -> bool:
        """Votes are taken."""
        return self.phase is Phase.ASKING


class Place(Record):
    """Where the teacher is: the same place in every language."""

    path: str = Field("", description="The page, behind its language; empty for the page of the room.")
    cell: str = ""
    step: int | None = Field(None, ge=0, lt=1_000_000)
    ref: str = Field("", description="What the teacher points at, by the ids of the trace.")


class Sent(Record):
    """A program that the teacher sent to all."""

    number: int = Field(description="Another one has another number.")
    source: str


class OnScreen(Record):
    """A student's program on the projector, with the student's consent."""

    offer: str
    source: str
    name: str


class RoomState(Record):
    """All that a room is, but for its people and their votes."""

    version: int = Field(1, description="Grows with every change.")
    stage: int = Field(1, description="Grows with every change of what stands on the students' page of the room.")
    poll: Poll | None = None
    polls: int = Field(0, description="How many questions there were.")
    place: Place | None = Field(None, description="Where the class is led; None while the teacher leads nobody.")
    in_hall: bool = Field(False, description="The projector shows that place: to lead there is what was done last.")
    sent: Sent | None = None
    on_screen: OnScreen | None = None
    runs_locked: bool = False
    names_muted: bool = False
    one_seat_a_device: bool = False
    ended: bool = False


def ask(state: RoomState, question: Question, since: int = 0) -> RoomState:
    """Put a question before the class; what was there before makes room for it."""
    _refuse_ended(state)
    number = state.polls + 1
    poll = Poll(number=number, question=question, since=since)
    return _before_all(state, poll=poll, polls=number, place=None, on_screen=None)


def lock(state: RoomState) -> RoomState:
    """Take no more votes. Raises WrongPhase, as do all that follow."""
    return _polled(state, _in(state, Phase.ASKING), phase=Phase.LOCKED)


def begin_run(state: RoomState) -> RoomState:
    """Say that the program runs. One that never came to its end, as the server went away, may be begun once more."""
    poll = _in(state, Phase.LOCKED, Phase.RUNNING)
    if not poll.question.source:
        raise WrongPhase(sentence("This question has no program to run: reveal the votes."))
    return _polled(state, poll, phase=Phase.RUNNING)


def end_run(state: RoomState, number: int, run: str) -> RoomState:
    """Take the run of a question; without one, the question is as it was before. Nothing changes where it has gone."""
    poll = state.poll
    if poll is None or poll.number != number or poll.phase is not Phase.RUNNING:
        return state
    return _polled(state, poll, phase=Phase.RAN if run else Phase.LOCKED, run=run)


def reveal(state: RoomState) -> RoomState:
    """Show how the class voted."""
    poll = _in(state, Phase.LOCKED, Phase.RAN)
    if poll.phase is Phase.LOCKED and poll.question.source and not poll.run:
        raise WrongPhase(sentence("Run the program first: the answer is what it does."))
    return _polled(state, poll, phase=Phase.REVEALED)


def again(state: RoomState, since: int = 0) -> RoomState:
    """Ask the same once more; the first vote stays beside the second."""
    poll = _in(state, Phase.LOCKED, Phase.RAN, Phase.REVEALED)
    if poll.round == ROUNDS:
        raise WrongPhase(sentence("The class has voted twice on this question: ask the next one."))
    return _polled(state, poll, phase=Phase.ASKING, round=poll.round + 1, since=since)


def mark(state: RoomState, value: str) -> RoomState:
    """Say which choice was right, for a question that was typed; nobody can say it before the program ran."""
    poll = _in(state, Phase.RAN, Phase.REVEALED)
    if poll.question.lesson or value not in (*poll.question.values, ""):
        raise WrongPhase(sentence("This question knows its answer, or has no such choice."))
    return _polled(state, poll, question=poll.question.model_copy(update={"answer": value}))


def clear(state: RoomState) -> RoomState:
    """Take the question, and a student's program, off the stage."""
    _refuse_ended(state)
    return _before_all(state, poll=None, on_screen=None)


def lead(state: RoomState, place: Place | None) -> RoomState:
    """Lead the class to a place, or let go of it. Raises BadRequest for a place that is none of this site's.

    Raises WrongPhase while a vote is open: nobody is led away from it, for a page that the teacher has left for the
    desk may still say where it was.
    """
    if place is not None and not _is_ours(place):
        raise BadRequest(sentence("The class cannot be led to that place."))
    _refuse_ended(state)
    if place is not None and place.path and state.poll is not None and state.poll.open:
        raise WrongPhase(sentence("A vote is open: nobody is led away from it."))
    return _next(state, place=place, in_hall=bool(place and place.path))


def send(state: RoomState, source: str) -> RoomState:
    """Send a program to all; an empty one takes it back."""
    _refuse_ended(state)
    return _staged(state, sent=Sent(number=state.version, source=source) if source.strip() else None)


def show(state: RoomState, on_screen: OnScreen | None) -> RoomState:
    """Show a student's program to all, or nobody's."""
    _refuse_ended(state)
    return _before_all(state, on_screen=on_screen)


def switch(state: RoomState, name: str, on: bool) -> RoomState:
    """Turn one of the switches: runs_locked, names_muted, one_seat_a_device."""
    _refuse_ended(state)
    return _staged(state, **{name: on})


def end(state: RoomState) -> RoomState:
    """Close the room for good."""
    return state if state.ended else _before_all(state, ended=True, poll=None, place=None, on_screen=None)


SWITCHES = ("runs_locked", "names_muted", "one_seat_a_device")


def _in(state: RoomState, *phases: Phase) -> Poll:
    _refuse_ended(state)
    if state.poll is None or state.poll.phase not in phases:
        raise WrongPhase
    return state.poll


def _refuse_ended(state: RoomState) -> None:
    if state.ended:
        raise WrongPhase(sentence("This room is closed."))


def _is_ours(place: Place) -> bool:
    return all((PATH.fullmatch(place.path), _NAME.fullmatch(place.cell), _NAME.fullmatch(place.ref)))


def _next(state: RoomState, *, stage: int = 0, **changes: object) -> RoomState:
    """The state with changes; the same one where they change nothing, so that nobody is woken for it."""
    after = state.model_copy(update=changes)
    counted = {"version": state.version + 1, "stage": state.stage + stage}
    return state if after == state else after.model_copy(update=counted)


def _staged(state: RoomState, **changes: object) -> RoomState:
    return _next(state, stage=1, **changes)


def _before_all(state: RoomState, **changes: object) -> RoomState:
    """What the teacher does on the stage, the projector shows, wherever the class was led before."""
    after = _staged(state, **changes)
    return after if after is state else after.model_copy(update={"in_hall": False})


def _polled(state: RoomState, poll: Poll, **changes: object) -> RoomState:
    return _before_all(state, poll=poll.model_copy(update=changes))
