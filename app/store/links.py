"""Links: the rows of the table, and which of them stay. Each function works within a transaction of its caller."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, delete, func, insert, select, update

from .schema import permalinks as table

DAY = 24 * 3600


@dataclass(frozen=True)
class Link:
    """A row, without the report: that may be large."""

    id: str
    snippet: str
    settled: int
    torch: str
    created: int
    opened: int


_COLUMNS = [table.c[name] for name in Link.__dataclass_fields__]


def now() -> int:
    """The time as the table has it, in seconds."""
    return int(time.time())


def by_digest(connection: Connection, digest: str) -> Link | None:
    """The link of a snippet."""
    return _one(connection, table.c.digest, digest)


def by_id(connection: Connection, id_: str) -> Link | None:
    """The link of that name."""
    return _one(connection, table.c.id, id_)


def report_of(connection: Connection, link: Link) -> bytes:
    """The report behind a link; empty where the link is gone by now."""
    found = connection.scalar(select(table.c.report).where(table.c.id == link.id))
    return bytes(found) if found is not None else b""


def free_id(connection: Connection, digest: str, shortest: int) -> str:
    """As many characters of the digest as no other link has."""
    lengths = range(shortest, len(digest))
    return next((digest[:n] for n in lengths if by_id(connection, digest[:n]) is None), digest)


def add(connection: Connection, row: dict[str, Any]) -> None:
    """A new link. Raises IntegrityError where there is one for the same snippet."""
    connection.execute(insert(table).values(row))


def replace(connection: Connection, id_: str, row: dict[str, Any]) -> bool:
    """Another run behind the same link; False where the link is gone."""
    return connection.execute(update(table).where(table.c.id == id_).values(row)).rowcount == 1


def touch(connection: Connection, id_: str) -> None:
    """Note that a link was opened."""
    connection.execute(update(table).where(table.c.id == id_).values(opened=now()))


def remove_unopened(connection: Connection, days: int) -> None:
    """Remove what nobody opened for so long."""
    connection.execute(delete(table).where(table.c.opened < now() - days * DAY))


def make_room(connection: Connection, nbytes: int) -> None:
    """Remove what nobody opened for longest, until all the rest takes up no more than `nbytes`."""
    excess = int(connection.scalar(select(func.coalesce(func.sum(table.c.nbytes), 0))) or 0) - nbytes
    order = (table.c.opened, table.c.created, table.c.id)
    while excess > 0:
        id_, size = connection.execute(select(table.c.id, table.c.nbytes).order_by(*order).limit(1)).one()
        connection.execute(delete(table).where(table.c.id == id_))
        excess -= size


def _one(connection: Connection, column: Column[Any], value: str) -> Link | None:
    row = connection.execute(select(*_COLUMNS).where(column == value)).one_or_none()
    return Link(*row) if row is not None else None
