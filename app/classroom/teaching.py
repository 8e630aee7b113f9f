"""Teaching: what the holder of a room's desk may do. Whether somebody is that is asked before."""

from collections.abc import Callable

from sqlalchemy import Connection

from ..errors import BadRequest, NotFound, WrongPhase
from ..runs.report import Report
from ..runs.service import RunService
from ..sentence import sentence
from ..store.store import Store
from ..trace import Snippet
from . import room_rows, seat_rows, state, vote_rows
from .counts_csv import counts_csv
from .ledger import Ledger, found
from .people import Desk
from .question import Question
from .room_rows import Room, keep_question, questions
from .state import OnScreen, Phase, Place, RoomState
from .tally import Offer, Progress, Tally


class Teaching:
    """Takes rooms from step to step. Raises NoSuchRoom, RoomUnavailable, and WrongPhase where it is not the time."""

    def __init__(self, ledger: Ledger, runs: RunService, store: Store) -> None:
        self._ledger = ledger
        self._runs = runs
        self._store = store

    async def ask(self, desk: Desk, question: Question) -> Room:
        """Put a question before the class."""
        since = room_rows.now()
        return await self._ledger.change(desk.room, lambda now: state.ask(now, question, since), _noting(desk))

    async def lock(self, desk: Desk) -> Room:
        """Take no more votes."""
        return await self._step(desk, state.lock)

    async def run(self, desk: Desk) -> Report:
        """Run the program of the question now, once for all; its run is kept under a link, and outlives the server.

        Raises what the run service and the store raise; the question is then as it was before.
        """
        poll = (await self._step(desk, state.begin_run)).state.poll
        assert poll is not None  # noqa: S101 - begin_run raises without one
        link = ""
        try:
            snippet = Snippet(source=poll.question.source, device="cpu" if poll.question.lesson else "auto")
            report = await self._runs.run(snippet, client=desk.client())
            link = (await self._store.keep(snippet, report)).id
        finally:
            await self._step(desk, lambda now: state.end_run(now, poll.number, link))
        return report

    async def reveal(self, desk: Desk) -> Room:
        """Show how the class voted."""
        return await self._step(desk, state.reveal)

    async def again(self, desk: Desk) -> Room:
        """Ask the same once more."""
        since = room_rows.now()
        return await self._step(desk, lambda now: state.again(now, since))

    async def mark(self, desk: Desk, value: str) -> Room:
        """Say which choice of a typed question was right."""
        return await self._ledger.change(desk.room, lambda now: state.mark(now, value), _noting(desk))

    async def clear(self, desk: Desk) -> Room:
        """Take what is on the stage off it."""
        return await self._step(desk, state.clear)

    async def lead(self, desk: Desk, place: Place | None) -> Room:
        """Lead the class to a place, or let go of it."""
        return await self._step(desk, lambda now: state.lead(now, place))

    async def send(self, desk: Desk, source: str) -> Room:
        """Send a program to all; an empty one takes it back."""
        return await self._step(desk, lambda now: state.send(now, source))

    async def switch(self, desk: Desk, name: str, *, on: bool) -> Room:
        """Turn one of the switches. Raises BadRequest for one that there is not."""
        if name not in state.SWITCHES:
            raise BadRequest(sentence("There is no such switch."))
        return await self._step(desk, lambda now: state.switch(now, name, on))

    async def show(self, desk: Desk, offer: str) -> Room:
        """Show a program that a student offers; without one, the stage is given back. Raises NotFound."""

        def shown(connection: Connection) -> OnScreen | None:
            offers = {each.id: each for each in seat_rows.offers_of(connection, desk.room)}
            if offer and offer not in offers:
                raise NotFound(
                    sentence("The student has taken this program back."), hint=sentence("Choose another one.")
                )
            return OnScreen(offer=offer, source=offers[offer].source, name=offers[offer].name) if offer else None

        on_screen = await self._ledger.read(shown)
        return await self._step(desk, lambda now: state.show(now, on_screen))

    async def end(self, desk: Desk) -> Room:
        """Close the room."""
        return await self._step(desk, state.end)

    async def offers(self, desk: Desk) -> list[Offer]:
        """What students offer to show."""
        return await self._ledger.read(lambda connection: seat_rows.offers_of(connection, desk.room))

    async def progress(self, desk: Desk) -> list[Progress]:
        """How far the class is with its exercises."""
        return await self._ledger.read(lambda connection: vote_rows.progress(connection, desk.room))

    async def tally(self, code: str) -> Tally:
        """How the class voted. Raises WrongPhase before that is revealed: nobody may know, teachers included."""

        def tallied(connection: Connection) -> Tally:
            poll = found(connection, code).state.poll
            if poll is None or poll.phase is not Phase.REVEALED:
                raise WrongPhase(sentence("The votes are not revealed yet."))
            return vote_rows.tally(connection, code, poll.number, poll.question, poll.round)

        return await self._ledger.read(tallied)

    async def counts_csv(self, desk: Desk) -> str:
        """The counts of the room as a file: questions that are not revealed yet are left out."""

        def written(connection: Connection) -> str:
            now = found(connection, desk.room).state
            polls = [
                (number, question, vote_rows.tally(connection, desk.room, number, question))
                for number, question in questions(connection, desk.room)
                if now.poll is None or now.poll.number != number or now.poll.phase is Phase.REVEALED
            ]
            seats = seat_rows.count(connection, desk.room)
            return counts_csv(polls, vote_rows.progress(connection, desk.room), seats)

        return await self._ledger.read(written)

    async def _step(self, desk: Desk, step: Callable[[RoomState], RoomState]) -> Room:
        return await self._ledger.change(desk.room, step)


def _noting(desk: Desk) -> Callable[[Connection, RoomState], None]:
    """Keeps the question that is before the class: the room's file tells of all of them."""

    def note(connection: Connection, now: RoomState) -> None:
        if now.poll is not None:
            keep_question(connection, desk.room, now.poll.number, now.poll.question)

    return note
