"""Learning: what the holder of a seat may do."""

from sqlalchemy import Connection

from ..errors import BadRequest, WrongPhase
from ..rates import Rates
from ..sentence import sentence
from . import room_rows, seat_rows, state, vote_rows
from .ledger import Ledger, found
from .people import MOST_NAME, Seat
from .state import Poll, RoomState
from .tally import Offer, Own

_MOST_PLACE = 200


class Learning:
    """Takes down what students say. Raises TooOften, NoSuchRoom, RoomUnavailable, and WrongPhase in a closed room."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._votes = Rates(burst=20, per_second=1)
        self._words = Rates(burst=20, per_second=0.5)

    async def vote(self, seat: Seat, number: int, turn: int, value: str) -> None:
        """Vote, or vote otherwise, as long as the question is open. Raises WrongPhase once it is not.

        Whether it is open is looked up in the same transaction, so no vote comes in behind the lock.
        """
        self._votes.take(seat.id)

        def voted(connection: Connection) -> None:
            poll = found(connection, seat.room).state.poll
            if poll is None or not poll.open or (poll.number, poll.round) != (number, turn):
                raise WrongPhase(sentence("Votes on this question are closed."))
            if value not in poll.question.values:
                raise BadRequest(sentence("This question has no such choice."))
            vote_rows.put(connection, seat, poll, value)

        await self._ledger.write(voted)
        self._ledger.hub.tick(seat.room)

    async def own(self, seat: Seat, poll: Poll | None) -> Own:
        """What this student has said: the votes on a question, and whether a program is offered."""

        def looked(connection: Connection) -> Own:
            offer = seat_rows.offer_of(connection, seat)
            return Own(vote_rows.own(connection, seat, poll) if poll else (), offer.id if offer else "")

        return await self._ledger.read(looked)

    async def lessons(self, code: str) -> tuple[str, ...]:
        """The lessons that the class was asked about, in the order of the questions."""
        asked = await self._ledger.read(lambda connection: room_rows.questions(connection, code))
        return tuple(dict.fromkeys(question.lesson for _, question in asked if question.lesson))

    async def call(self, seat: Seat, name: str) -> None:
        """Take a nickname, or give it up. Letters that nobody sees, and whatever is too long, are left out."""
        shown = " ".join("".join(each for each in name if each.isprintable()).split())[:MOST_NAME].strip()
        await self._change(seat, name=shown)

    async def stuck(self, seat: Seat, place: str) -> None:
        """Say where one does not get on; nowhere takes it back."""
        await self._change(seat, stuck=place[:_MOST_PLACE])

    async def offer(self, seat: Seat, source: str) -> None:
        """Consent to a program being shown to all; without one that is taken back, and the program off the stage."""
        self._words.take(seat.id)

        def offered(connection: Connection, now: RoomState) -> None:
            seat_rows.put_offer(connection, seat, source)

        before = await self.own_offer(seat)
        gone = before.id if before else ""

        def off(now: RoomState) -> RoomState:
            shown = now.on_screen is not None and now.on_screen.offer == gone
            return state.show(now, None) if shown else _open(now)

        await self._ledger.change(seat.room, off, offered)

    async def own_offer(self, seat: Seat) -> Offer | None:
        """What this student offers to show."""
        return await self._ledger.read(lambda connection: seat_rows.offer_of(connection, seat))

    async def tried(self, seat: Seat, lesson: str, exercise: str, failing: str) -> None:
        """A student had an exercise checked: the first check that failed, empty where all passed."""
        await self._ledger.write(lambda connection: vote_rows.note_try(connection, seat, lesson, exercise, failing))
        self._ledger.hub.tick(seat.room)

    async def _change(self, seat: Seat, **values: str) -> None:
        self._words.take(seat.id)

        def changed(connection: Connection) -> None:
            _open(found(connection, seat.room).state)
            seat_rows.change(connection, seat, **values)

        await self._ledger.write(changed)
        self._ledger.hub.tick(seat.room)


def _open(now: RoomState) -> RoomState:
    if now.ended:
        raise WrongPhase(sentence("This room is closed."))
    return now
