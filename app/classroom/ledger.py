"""Ledger: the rooms in the database. Every change is one transaction there; what is in memory may be half a second old.

Nothing is told before it is written, so a server that is killed loses nothing that anybody was told. Other servers on
the same database change rooms, too: for as long as somebody watches a room, its version is asked for twice a second.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from ..errors import NoSuchRoom, RoomUnavailable, StoreUnavailable
from ..store.database import Database
from ..store.threads import Threads
from . import room_rows, seat_rows
from .hub import Hub
from .room_rows import Room
from .state import RoomState

T = TypeVar("T")
STALE_SECONDS = 0.5
SEE_SECONDS = 15.0
_MOST_KNOWN = 500


class Ledger:
    """Reads and writes rooms, and wakes those who watch one that has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = Threads("rooms")
        self._known: dict[str, tuple[Room, float]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.hub = Hub()

    async def start(self) -> None:
        """Begin to look what other servers change, and to note who is there."""
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._see())]

    async def stop(self) -> None:
        """Stop both."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._threads.stop()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Look something up. Raises RoomUnavailable."""

        def reading() -> T:
            with self._database.reading() as connection:
                return work(connection)

        return await self._run(reading)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Change something, or nothing where the work raises. Raises RoomUnavailable."""

        def writing() -> T:
            with self._database.writing() as connection:
                return work(connection)

        return await self._run(writing)

    async def room(self, code: str) -> Room:
        """The room with this code, as it was half a second ago at most. Raises NoSuchRoom, RoomUnavailable."""
        known = self._known.get(code)
        if known is not None and time.monotonic() - known[1] < STALE_SECONDS:
            return known[0]
        return self._know(await self.read(lambda connection: found(connection, code)))

    async def lately(self, code: str) -> Room:
        """The room as it was last looked at, where somebody watches it or nobody can look, else as `room` has it."""
        known = self._known.get(code)
        if known is not None and code in self.hub.rooms:
            return known[0]
        try:
            return await self.room(code)
        except RoomUnavailable:
            if known is None:
                raise
            return known[0]

    async def change(
        self,
        code: str,
        step: Callable[[RoomState], RoomState],
        beside: Callable[[Connection, RoomState], None] | None = None,
    ) -> Room:
        """Take a room one step further, and do what goes with it, in one transaction.

        Raises NoSuchRoom, RoomUnavailable, and what the step raises.
        """

        def stepping(connection: Connection) -> Room:
            before = found(connection, code)
            state = step(before.state)
            if state is not before.state:
                room_rows.keep(connection, code, state)
            if beside is not None:
                beside(connection, state)
            return Room(code, state, before.opened)

        room = self._know(await self.write(stepping))
        self.hub.ring(code)
        return room

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await self._threads.run(work)
        except RoomUnavailable:
            raise
        except StoreUnavailable as error:
            raise RoomUnavailable from error

    def _know(self, room: Room) -> Room:
        """Remember a room, unless what is remembered is later: two who read may be told in any order."""
        known = self._known.get(room.code)
        if known is not None and (known[0].opened, known[0].state.version) > (room.opened, room.state.version):
            return known[0]
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[room.code] = room, time.monotonic()
        return room

    async def _follow(self) -> None:
        """Wake those who watch a room that another server has changed."""
        while True:
            await asyncio.sleep(STALE_SECONDS)
            with suppress(RoomUnavailable):
                if watched := self.hub.rooms:
                    await self._renew(await self.read(partial(room_rows.versions, codes=watched)))

    async def _see(self) -> None:
        """Note who is there, and that their rooms are in use."""
        while True:
            await asyncio.sleep(SEE_SECONDS)
            with suppress(RoomUnavailable):
                if here := {code: self.hub.seats(code) for code in self.hub.rooms}:
                    await self.write(partial(_seen, here=here))

    async def _renew(self, versions: dict[str, int]) -> None:
        """Read the rooms that have changed elsewhere, once, before all who watch them are woken and ask for them."""
        for code, version in versions.items():
            known = self._known.get(code)
            if known is None or known[0].state.version != version:
                self._known.pop(code, None)
                with suppress(NoSuchRoom):
                    await self.room(code)
                self.hub.ring(code)


def found(connection: Connection, code: str) -> Room:
    """The room with this code. Raises NoSuchRoom."""
    if (room := room_rows.find(connection, code)) is None:
        raise NoSuchRoom
    return room


def _seen(connection: Connection, here: dict[str, tuple[str, ...]]) -> None:
    room_rows.use(connection, here)
    for code, seats in here.items():
        seat_rows.see(connection, code, seats)
