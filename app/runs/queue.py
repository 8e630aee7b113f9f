"""Queue: who runs next. Places are few; they are given by turns to all clients that ask, and nobody has many."""

import asyncio
from collections.abc import Callable

from ..errors import Busy, TooMany
from ..sentence import sentence
from ..settings import Settings
from .client import OURS, Client
from .pace import Pace, whole_seconds
from .turns import Turns


class Ticket:
    """One run in the queue: it waits for its `turn`, and then has a place until it leaves."""

    def __init__(self, queue: "Queue", client: Client) -> None:
        self._queue = queue
        self.client = client
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def place(self) -> int:
        """The how-manieth of those that wait it is; 0 once it runs."""
        return self._queue.place_of(self)

    @property
    def estimate(self) -> float:
        """About how many seconds it will wait."""
        return self._queue.pace.wait(self.place)


class Queue:
    """So many places to run, and a bounded queue before them. `places` tells how many, where that may change."""

    def __init__(self, settings: Settings, places: Callable[[], int] | None = None) -> None:
        self._settings = settings
        self._places = places or (lambda: settings.slots)
        self._turns: Turns[Ticket] = Turns(self._places, settings.client_slots)
        self._forecast: list[Ticket] | None = None  # many ask for their place between two changes
        self.pace = Pace(self._places)

    @property
    def places(self) -> int:
        """How many runs may go on at the same time."""
        return self._places()

    @property
    def running(self) -> int:
        """How many runs have a place."""
        return len(self._turns.running)

    @property
    def waiting(self) -> int:
        """How many runs wait for one."""
        return len(self._turns.waiting)

    def waiting_of(self, client: Client) -> tuple[Ticket, ...]:
        """The runs of one client that wait, the next one first."""
        return tuple(each for each in self._turns.waiting if each.client.line == client.line)

    def place_of(self, ticket: Ticket) -> int:
        """The how-manieth of those that wait a run is, if nobody comes in between; 0 where it does not wait."""
        if self._forecast is None:
            self._forecast = self._turns.forecast()
        return self._forecast.index(ticket) + 1 if ticket in self._forecast else 0

    def enter(self, client: Client) -> Ticket:
        """A ticket for a run of this client. Raises TooMany beyond its share, Busy where the queue is full."""
        if not self._turns.has_place_for(client):
            self._refuse_beyond_share(client)
            self._refuse_beyond_length()
        ticket = Ticket(self, client)
        self._turns.join(ticket)
        self._call()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """The run is over, or nobody waits for it any more. To leave twice does no harm."""
        self._turns.leave(ticket)
        self._call()

    def _call(self) -> None:
        """Give the free places to those whose turn it is, after somebody has come or left."""
        self._forecast = None
        while (ticket := self._turns.call()) is not None:
            if not ticket.turn.done():  # it is, where the one who waited was cancelled just now
                ticket.turn.set_result(None)

    def _refuse_beyond_share(self, client: Client) -> None:
        waiting = self.waiting_of(client)
        if client == OURS or len(waiting) < self._settings.client_queue:
            return
        raise self._waits_already(client, waiting) if waiting else self._runs_already(client)

    def _waits_already(self, client: Client, waiting: tuple[Ticket, ...]) -> TooMany:
        about = whole_seconds(waiting[0].estimate)
        said = sentence(
            "You have %(running)s running and %(waiting)s waiting, which is all that one client may have. "
            "The next one is at place %(place)s and starts in about %(seconds)s s.",
            running=self._turns.running_of(client),
            waiting=len(waiting),
            place=waiting[0].place,
            seconds=about,
        )
        return TooMany(said, retry_after=about)

    def _runs_already(self, client: Client) -> TooMany:
        about = whole_seconds(self.pace.seconds)
        said = sentence(
            "You have %(running)s running and none waiting, which is all that one client may have. "
            "The first will have ended in about %(seconds)s s.",
            running=self._turns.running_of(client),
            seconds=about,
        )
        return TooMany(said, retry_after=about)

    def _refuse_beyond_length(self) -> None:
        if self.waiting >= self._settings.queue_length:
            about = whole_seconds(self.pace.wait(self.waiting + 1))
            said = sentence(
                "%(waiting)s runs are waiting already, and more are not let in. "
                "At place %(place)s yours would start in about %(seconds)s s.",
                waiting=self.waiting,
                place=self.waiting + 1,
                seconds=about,
            )
            raise Busy(said, retry_after=about)
