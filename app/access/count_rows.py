"""Count rows: how many new runs were had in a minute, on PostgreSQL, by the database's own clock.

One statement counts or refuses: servers that count at the same moment wait for each other's row, and for nothing else.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, case, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from ..runs.quota import WINDOW_SECONDS, Quota
from ..store.schema import run_counts

_NOW = cast(func.floor(func.extract("epoch", func.clock_timestamp())), BigInteger)
_OVER = run_counts.c.since <= _NOW - WINDOW_SECONDS


@dataclass(frozen=True)
class Count:
    """How many were had in a window that began so many seconds ago."""

    used: int
    age: int
    counted: bool
    """One more was had just now."""


def take(connection: Connection, quota: Quota) -> Count:
    """Count one more, unless there were as many as there may be."""
    fresh = insert(run_counts).values(name=quota.name, since=_NOW, used=1)
    taking = fresh.on_conflict_do_update(
        index_elements=[run_counts.c.name],
        set_={
            "since": case((_OVER, _NOW), else_=run_counts.c.since),
            "used": case((_OVER, 1), else_=run_counts.c.used + 1),
        },
        where=or_(_OVER, run_counts.c.used < quota.per_minute),
    ).returning(run_counts.c.used, (_NOW - run_counts.c.since).label("age"))
    if row := connection.execute(taking).one_or_none():
        return Count(row.used, row.age, counted=True)
    its = select((_NOW - run_counts.c.since).label("age")).where(run_counts.c.name == quota.name)
    return Count(quota.per_minute, connection.scalar(its) or 0, counted=False)


def remove_old(connection: Connection) -> None:
    """Forget the windows that are over."""
    connection.execute(delete(run_counts).where(_OVER))
