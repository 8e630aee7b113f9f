"""Rooms: opens them, gives out seats and desks, and tells those who watch what is the case."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from ..errors import NoSuchRoom, NotTheTeacher, RoomFull, RoomUnavailable
from ..rates import Rates
from ..runs.service import RunService
from ..settings import Settings
from ..store.store import Store
from . import room_rows, seat_rows, vote_rows
from .codes import new_code
from .keyring import Keyring
from .keys import new_key
from .learning import Learning
from .ledger import Ledger, found
from .people import Desk, Seat
from .room_rows import Room
from .tally import Counts
from .teaching import Teaching

COUNT_SECONDS = 0.4
"""Counts are told no more often: three hundred votes in a second are one change to look at."""
LATEST_COUNT_SECONDS = 3.0
_FORGET_SECONDS = 3600.0
_FEW_TIMES = 8
_LISTENERS = 2
"""Connections a seat, at most: some have the room open twice."""


class Rooms:
    """All rooms of this server."""

    def __init__(self, settings: Settings, store: Store, runs: RunService) -> None:
        self._settings = settings
        self._ledger = Ledger(store.database)
        self._opens = Rates(burst=5, per_second=1 / 300)
        self._joins = Rates(burst=400, per_second=10)
        self._misses = Rates(burst=30, per_second=0.5)
        self._listens = Rates(burst=2000, per_second=50)
        self._listeners: Counter[str] = Counter()
        self._forgetting: asyncio.Task[None] | None = None
        self.teaching = Teaching(self._ledger, runs, store)
        self.learning = Learning(self._ledger)
        self.keyring = Keyring(self._ledger)

    async def start(self) -> None:
        """Begin to follow what other servers do, and to remove rooms that nobody uses."""
        await self._ledger.start()
        self._forgetting = asyncio.create_task(self._forget())

    async def stop(self) -> None:
        """Stop both."""
        if self._forgetting is not None:
            self._forgetting.cancel()
            await asyncio.wait([self._forgetting])
        await self._ledger.stop()

    def dismiss(self) -> None:
        """Let go of all who watch; who comes now is let go at once."""
        self._ledger.hub.close()

    @property
    def watched(self) -> int:
        """How many rooms somebody watches."""
        return len(self._ledger.hub.rooms)

    @property
    def listeners(self) -> int:
        """How many connections listen to a room."""
        return self._listeners.total()

    async def open(self, address: str) -> tuple[Room, str]:
        """A new room, and the key of its desk. Raises TooOften, RoomFull, RoomUnavailable."""
        self._opens.take(address)
        key = new_key()
        return await self._new(key, "desk", own=False), key

    async def open_own(self) -> tuple[Room, str]:
        """The server's own room, the one that it had before it was stopped, and a claim that is good for one desk."""
        claim = new_key()

        def opened(connection: Connection) -> Room | None:
            self._remove_unused(connection)
            room = room_rows.own(connection)
            if room is not None:
                room_rows.use(connection, [room.code])
                room_rows.drop_claims(connection, room.code)
                room_rows.add_key(connection, room.code, claim, "claim")
            return room

        return await self._ledger.write(opened) or await self._new(claim, "claim", own=True), claim

    async def claim(self, claim: str, address: str) -> tuple[str, str]:
        """The code of a room and a key of its desk, for a claim that nobody has used before. Raises NotTheTeacher."""
        self._misses.take(address)
        key = new_key()

        def claimed(connection: Connection) -> str | None:
            if code := room_rows.take_claim(connection, claim):
                room_rows.add_key(connection, code, key, "desk")
            return code

        if (code := await self._ledger.write(claimed)) is None:
            raise NotTheTeacher
        return code, key

    async def room(self, code: str, address: str) -> Room:
        """The room with this code. Raises NoSuchRoom, and TooOften for whoever tries many codes."""
        try:
            return await self._ledger.room(code)
        except NoSuchRoom:
            self._misses.take(address)
            raise

    async def desk(self, code: str, key: str) -> Desk | None:
        """The desk that a key belongs to."""
        its = bool(key) and await self._ledger.read(lambda c: room_rows.has_key(c, code, key))
        return Desk(code) if its else None

    async def seat(self, code: str, key: str) -> Seat | None:
        """The seat that a key belongs to."""
        return await self._ledger.read(lambda c: seat_rows.by_key(c, code, key)) if key else None

    async def sit(self, code: str, address: str) -> tuple[Seat, str]:
        """A new seat and its key. Raises NoSuchRoom, TooOften, RoomFull, RoomUnavailable."""
        self._joins.take(address)
        key, most = new_key(), self._settings.room_seats

        def seated(connection: Connection) -> Seat:
            state = found(connection, code).state
            seat = seat_rows.on_device(connection, code, address) if state.one_seat_a_device else None
            if seat is None:
                if seat_rows.count(connection, code) >= most:
                    raise RoomFull
                seat = seat_rows.add(connection, code, address)
            seat_rows.add_key(connection, seat, key)
            return seat

        seat = await self._ledger.write(seated)
        self._ledger.hub.tick(code)
        return seat, key

    def suspect(self, address: str) -> None:
        """Somebody claimed to be what they are not. Raises TooOften for whoever does so often."""
        self._misses.take(address)

    @contextmanager
    def listening(self, code: str, address: str) -> Iterator[None]:
        """One more connection that listens to a room. Raises TooOften, and RoomFull where there are too many."""
        self._listens.take(address)
        if self._listeners[code] >= _LISTENERS * self._settings.room_seats:
            raise RoomFull
        self._listeners[code] += 1
        try:
            yield
        finally:
            self._listeners[code] -= 1
            self._listeners += Counter()  # forgets the rooms that nobody listens to

    async def watch(self, code: str, seat: str = "") -> AsyncGenerator[Room]:
        """The room now, and whenever it has changed; the last time once it is closed. A seat is there meanwhile."""
        with self._ledger.hub.watching(code, seat) as bell:
            version = 0
            while True:
                bell.clear()
                room = await self._ledger.room(code)
                if room.state.version != version:
                    version = room.state.version
                    yield room
                if room.state.ended or self._ledger.hub.closed:
                    return
                await bell.wait()

    async def watch_counts(self, code: str) -> AsyncGenerator[Counts]:
        """The counts of a room now, and whenever they have changed, until it is closed."""
        with self._ledger.hub.counting(code) as bell:
            before = None
            while not (await self._ledger.room(code)).state.ended:
                bell.clear()
                if (counts := await self.counts(code)) != before:
                    yield (before := counts)
                await asyncio.sleep(COUNT_SECONDS)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LATEST_COUNT_SECONDS):
                        await bell.wait()

    async def counts(self, code: str) -> Counts:
        """The counts of a room."""
        state, here = (await self._ledger.room(code)).state, set(self._ledger.hub.seats(code))

        def counted(connection: Connection) -> Counts:
            return Counts(
                seats=seat_rows.count(connection, code),
                here=max(len(here), seat_rows.count_here(connection, code)),
                answered=vote_rows.answered(connection, code, state.poll) if state.poll else 0,
                offers=seat_rows.count_offers(connection, code),
                stuck=seat_rows.stuck(connection, code),
                tries=vote_rows.count_tries(connection, code),
            )

        return await self._ledger.read(counted)

    async def _forget(self) -> None:
        """Remove what nobody uses, once an hour; while the database is away, that can wait."""
        while True:
            with suppress(RoomUnavailable):
                await self._ledger.write(self._remove_unused)
            await asyncio.sleep(_FORGET_SECONDS)

    def _remove_unused(self, connection: Connection) -> None:
        """A room that is watched is in use, whatever the clock has been set to meanwhile."""
        room_rows.use(connection, self._ledger.hub.rooms)
        room_rows.remove_unused(connection, self._settings.room_hours)

    async def _new(self, key: str, kind: str, *, own: bool) -> Room:
        """A new room with one key. Codes are few, so one that is taken is drawn again."""

        def made(connection: Connection) -> Room:
            self._remove_unused(connection)
            if room_rows.count(connection) >= self._settings.rooms:
                raise RoomFull
            room = room_rows.add(connection, new_code(), own=own)
            room_rows.add_key(connection, room.code, key, kind)
            return room

        for _ in range(_FEW_TIMES):
            with suppress(IntegrityError):
                return await self._ledger.write(made)
        raise RoomFull
