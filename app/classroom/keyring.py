"""Keyring: whose a key is, for those who only ask on whose account something runs. Each key is looked up once.

What was found stays true for as long as its room is there: keys never change hands, and no key that was made up will
ever be given out.
"""

from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import Connection

from ..errors import NoSuchRoom
from . import room_rows, seat_rows
from .keys import digest
from .ledger import Ledger
from .people import Desk, Seat
from .room_rows import Room

MOST = 5_000
"""Keys beyond which the one that was used least of late is forgotten."""
_Look = Callable[[Connection], str]


class Keyring:
    """Remembers whose the keys are. Each raises RoomUnavailable where something is to be looked up, and cannot be."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._holders: OrderedDict[tuple[str, str, int, str], str] = OrderedDict()
        self._own = ""

    async def desk(self, code: str, key: str) -> Desk | None:
        """The desk that a key belongs to; None where its room is closed, too."""

        def look(connection: Connection) -> str:
            return code if room_rows.has_key(connection, code, key) else ""

        return Desk(code) if await self._holder("desk", code, key, look) else None

    async def seat(self, code: str, key: str) -> Seat | None:
        """The seat that a key belongs to, without what its student has said; None where its room is closed, too."""

        def look(connection: Connection) -> str:
            seat = seat_rows.by_key(connection, code, key)
            return seat.id if seat else ""

        its = await self._holder("seat", code, key, look)
        return Seat(its, code) if its else None

    async def locked(self, code: str) -> bool:
        """Whether the teacher of a room has locked runs."""
        room = await self._open(code)
        return room is not None and room.state.runs_locked

    async def own_locked(self) -> bool:
        """Whether the teacher of the server's own room has locked runs."""
        if not self._own:
            room = await self._ledger.read(room_rows.own)
            self._own = room.code if room else ""
        return bool(self._own) and await self.locked(self._own)

    async def _holder(self, kind: str, code: str, key: str, look: _Look) -> str:
        """Whom a key of a room makes somebody; empty where that is nobody."""
        if (room := await self._open(code)) is None:
            return ""
        named = (kind, code, room.opened, digest(key))  # a code may be drawn again for another room
        if (holder := self._holders.get(named)) is None:
            holder = await self._ledger.read(look)
        self._holders[named] = holder
        self._holders.move_to_end(named)
        if len(self._holders) > MOST:
            self._holders.popitem(last=False)
        return holder

    async def _open(self, code: str) -> Room | None:
        """The room, unless it is closed or gone."""
        try:
            room = await self._ledger.lately(code)
        except NoSuchRoom:
            return None
        return None if room.state.ended else room
