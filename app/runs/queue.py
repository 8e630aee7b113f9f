"""Queue: who runs next. Places are few; they are given by turns to all clients that ask, and nobody has many.

Each client has a line of its own, first come, first served. Lines take turns: whoever was called goes to the back, so
a client that asks a hundred times delays another client's first run by one run, not by a hundred.
"""

import asyncio
from collections import deque
from itertools import zip_longest

from ..errors import Busy, TooMany
from ..sentence import sentence
from ..settings import Settings
from .pace import Pace, whole_seconds

OURS = "our own"
"""The client that our own runs count for. It goes ahead of nobody, and has no share that it could exceed."""


class Ticket:
    """One run in the queue: it waits for its `turn`, and then has a place until it leaves."""

    def __init__(self, queue: "Queue", client: str) -> None:
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
    """So many places to run, and a bounded queue before them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lines: dict[str, deque[Ticket]] = {}
        self._running: set[Ticket] = set()
        self.pace = Pace(settings.slots)

    @property
    def running(self) -> int:
        """How many runs have a place."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        """How many runs wait for one."""
        return sum(map(len, self._lines.values()))

    def waiting_of(self, client: str) -> tuple[Ticket, ...]:
        """The runs of one client that wait, the next one first."""
        return tuple(self._lines.get(client, ()))

    def place_of(self, ticket: Ticket) -> int:
        """The how-manieth of those that wait a run is; 0 where it does not wait."""
        rounds = zip_longest(*self._lines.values())
        order = [each for one_of_each in rounds for each in one_of_each if each is not None]
        return order.index(ticket) + 1 if ticket in order else 0

    def enter(self, client: str) -> Ticket:
        """A ticket for a run of this client. Raises TooMany beyond its share, Busy where the queue is full."""
        if not (self._has_place() and self._may_run(client)):
            self._refuse_beyond_share(client)
            self._refuse_beyond_length()
        ticket = Ticket(self, client)
        self._lines.setdefault(client, deque()).append(ticket)
        self._call()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """The run is over, or nobody waits for it any more. To leave twice does no harm."""
        self._running.discard(ticket)
        line = self._lines.get(ticket.client, deque())
        if ticket in line:
            line.remove(ticket)
            if not line:
                del self._lines[ticket.client]
        self._call()

    def _call(self) -> None:
        """Give the free places to those whose turn it is."""
        while self._has_place() and (client := next(filter(self._may_run, self._lines), None)) is not None:
            line = self._lines.pop(client)
            ticket = line.popleft()
            if line:
                self._lines[client] = line  # at the end: the others come first now
            self._running.add(ticket)
            if not ticket.turn.done():  # it is, where the one who waited was cancelled just now
                ticket.turn.set_result(None)

    def _has_place(self) -> bool:
        return len(self._running) < self._settings.slots

    def _may_run(self, client: str) -> bool:
        return client == OURS or self._running_of(client) < self._settings.client_slots

    def _running_of(self, client: str) -> int:
        return sum(ticket.client == client for ticket in self._running)

    def _refuse_beyond_share(self, client: str) -> None:
        waiting = self.waiting_of(client)
        if client == OURS or len(waiting) < self._settings.client_queue:
            return
        raise self._waits_already(client, waiting) if waiting else self._runs_already(client)

    def _waits_already(self, client: str, waiting: tuple[Ticket, ...]) -> TooMany:
        about = whole_seconds(waiting[0].estimate)
        said = sentence(
            "You have %(running)s running and %(waiting)s waiting, which is all that one client may have. "
            "The next one is at place %(place)s and starts in about %(seconds)s s.",
            running=self._running_of(client),
            waiting=len(waiting),
            place=waiting[0].place,
            seconds=about,
        )
        return TooMany(said, retry_after=about)

    def _runs_already(self, client: str) -> TooMany:
        about = whole_seconds(self.pace.seconds)
        said = sentence(
            "You have %(running)s running and none waiting, which is all that one client may have. "
            "The first will have ended in about %(seconds)s s.",
            running=self._running_of(client),
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
