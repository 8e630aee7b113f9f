"""Room rows: the rooms of a database, their keys, and their questions, within a transaction of the caller."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from ..store import schema
from .keys import digest
from .question import Question
from .state import RoomState

_TABLES = (
    schema.keys,
    schema.seats,
    schema.seat_keys,
    schema.polls,
    schema.votes,
    schema.attempts,
    schema.offers,
)
_HOUR = 3600


@dataclass(frozen=True)
class Room:
    """A room as it was read."""

    code: str
    state: RoomState
    opened: int
    """Seconds since 1970."""


def now() -> int:
    """The time as the tables have it, in seconds."""
    return int(time.time())


def find(connection: Connection, code: str) -> Room | None:
    """The room with this code."""
    table = schema.rooms
    row = connection.execute(select(table.c.state, table.c.opened).where(table.c.code == code)).one_or_none()
    return Room(code, RoomState.model_validate_json(row.state), row.opened) if row is not None else None


def add(connection: Connection, code: str, *, own: bool) -> Room:
    """A new room. Raises IntegrityError where there is one with this code."""
    room = Room(code, RoomState(), now())
    written = room.state.model_dump_json()
    row = {"code": code, "state": written, "version": 1, "own": int(own), "opened": room.opened, "used": room.opened}
    connection.execute(insert(schema.rooms).values(row))
    return room


def keep(connection: Connection, code: str, state: RoomState) -> None:
    """The next state of a room."""
    table = schema.rooms
    values = {"state": state.model_dump_json(), "version": state.version, "used": now()}
    connection.execute(update(table).where(table.c.code == code).values(values))


def versions(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    """The versions of some rooms; those that are gone are left out."""
    table = schema.rooms
    rows = connection.execute(select(table.c.code, table.c.version).where(table.c.code.in_(codes)))
    return {row.code: row.version for row in rows}


def count(connection: Connection) -> int:
    """How many rooms there are."""
    return connection.scalar(select(func.count()).select_from(schema.rooms)) or 0


def own(connection: Connection) -> Room | None:
    """The room that the server opened itself, the latest that was not closed."""
    table = schema.rooms
    codes = connection.scalars(select(table.c.code).where(table.c.own == 1).order_by(table.c.opened.desc()))
    rooms = filter(None, (find(connection, code) for code in codes.all()))
    return next((room for room in rooms if not room.state.ended), None)


def use(connection: Connection, codes: Iterable[str]) -> None:
    """Note that rooms are in use."""
    table = schema.rooms
    connection.execute(update(table).where(table.c.code.in_(codes)).values(used=now()))


def remove_unused(connection: Connection, hours: int) -> None:
    """Remove the rooms that nobody used for so long, with all that is in them."""
    table = schema.rooms
    remove(connection, connection.scalars(select(table.c.code).where(table.c.used < now() - hours * _HOUR)).all())


def remove(connection: Connection, codes: Iterable[str]) -> None:
    """Remove rooms, with all that is in them."""
    gone = list(codes)
    for table in _TABLES:
        connection.execute(delete(table).where(table.c.room.in_(gone)))
    connection.execute(delete(schema.rooms).where(schema.rooms.c.code.in_(gone)))


def add_key(connection: Connection, code: str, key: str, kind: str) -> None:
    """A key of the room: desk or claim."""
    connection.execute(insert(schema.keys).values(digest=digest(key), room=code, kind=kind))


def has_key(connection: Connection, code: str, key: str) -> bool:
    """Whether a key is one of the desk of this room."""
    table = schema.keys
    found = select(table.c.digest).where(table.c.digest == digest(key), table.c.room == code, table.c.kind == "desk")
    return connection.scalar(found) is not None


def take_claim(connection: Connection, claim: str) -> str | None:
    """The room of a claim, which is worth nothing from then on."""
    table = schema.keys
    its = (table.c.digest == digest(claim)) & (table.c.kind == "claim")
    code = connection.scalar(select(table.c.room).where(its))
    connection.execute(delete(table).where(its))
    return code


def drop_claims(connection: Connection, code: str) -> None:
    """Claims that nobody has taken are worth nothing any more."""
    table = schema.keys
    connection.execute(delete(table).where(table.c.room == code, table.c.kind == "claim"))


def keep_question(connection: Connection, code: str, number: int, question: Question) -> None:
    """The question with this number; one that is there is replaced."""
    table = schema.polls
    its = (table.c.room == code) & (table.c.number == number)
    connection.execute(delete(table).where(its))
    connection.execute(insert(table).values(room=code, number=number, question=question.model_dump_json()))


def questions(connection: Connection, code: str) -> list[tuple[int, Question]]:
    """All questions of a room, in their order."""
    table = schema.polls
    rows = connection.execute(select(table).where(table.c.room == code).order_by(table.c.number))
    return [(row.number, Question.model_validate_json(row.question)) for row in rows]
