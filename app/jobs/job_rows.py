"""Rows of jobs. Each function works within a transaction of its caller; what it may change is said in its `where`."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from ..store.schema import jobs as table
from .answer import unpacked
from .job import OPEN, Job, Progress, Stage, now
from .task import Errand, Kind

NOBODY = ""
"""The runner of a job that its server has put down."""
_ABOUT = [table.c[name] for name in ("id", "kind", "errand", "created", "expires", *Progress.__dataclass_fields__)]
_IS_OPEN = table.c.state.in_(OPEN)


def add(connection: Connection, row: dict[str, Any]) -> None:
    """A new job."""
    connection.execute(insert(table).values(row))


def by_id(connection: Connection, kind: Kind, id_: str) -> Job | None:
    """The job with its answers, unless it has expired."""
    of_id = and_(table.c.id == id_, table.c.kind == kind, table.c.expires > now())
    row = connection.execute(select(*_ABOUT, table.c.result).where(of_id)).one_or_none()
    return _job(row, row.result) if row is not None else None


def by_key(connection: Connection, key: str) -> tuple[Job, str] | None:
    """The job that was asked for with a key, and the digest of what was asked for, unless it has expired."""
    of_key = and_(table.c.key == key, table.c.expires > now())
    row = connection.execute(select(*_ABOUT, table.c.digest).where(of_key)).one_or_none()
    return (_job(row), row.digest) if row is not None else None


def open_of(connection: Connection, owner: str) -> int:
    """How many jobs of a client are open."""
    return int(connection.scalar(select(func.count()).where(table.c.owner == owner, _IS_OPEN)) or 0)


def beat(connection: Connection, id_: str, runner: str, progress: Progress, expires: int) -> bool:
    """Say that a job goes on, and how far it is; False where it is not this runner's any more."""
    values = {**asdict(progress), "beat": table.c.beat + 1, "expires": expires}
    mine = and_(table.c.id == id_, table.c.runner == runner, _IS_OPEN)
    return _changed(connection, update(table).where(mine).values(values))


def end(connection: Connection, id_: str, row: dict[str, Any]) -> bool:
    """End a job that is open, whoever has it now: a result is a result. False where it was over already."""
    return _changed(
        connection, update(table).where(table.c.id == id_, _IS_OPEN).values(place=None, estimate=None, **row)
    )


def put_down(connection: Connection, ids: Iterable[str], runner: str) -> None:
    """Leave jobs to whoever comes first."""
    mine = and_(table.c.id.in_(list(ids)), table.c.runner == runner, _IS_OPEN)
    connection.execute(update(table).where(mine).values(runner=NOBODY, beat=table.c.beat + 1))


def goes_on(connection: Connection) -> dict[str, tuple[int, str]]:
    """The beats and the runners of all open jobs by their ids."""
    rows = connection.execute(select(table.c.id, table.c.beat, table.c.runner).where(_IS_OPEN))
    return {row.id: (row.beat, row.runner) for row in rows}


def adopt(connection: Connection, id_: str, beat: int, runner: str, most: int) -> Job | None:
    """Take over a job whose beat is still that one; None where somebody was faster, or it is lost from now on.

    One that was put down was taken over from nobody. One that was taken over `most` times from those who died over it
    is not given to a further one.
    """
    still = and_(table.c.id == id_, table.c.beat == beat, _IS_OPEN)
    row = connection.execute(select(*_ABOUT, table.c.runner, table.c.adoptions).where(still)).one_or_none()
    if row is None:
        return None
    died = row.runner != NOBODY
    if died and row.adoptions >= most:
        connection.execute(update(table).where(still).values(state=Stage.LOST, place=None, estimate=None))
        return None
    taken = {"runner": runner, "beat": beat + 1, "adoptions": row.adoptions + died}
    return _job(row) if _changed(connection, update(table).where(still).values(taken)) else None


def sweep(connection: Connection) -> None:
    """Remove what has expired."""
    connection.execute(delete(table).where(table.c.expires <= now()))


def make_room(connection: Connection, count: int, nbytes: int, besides: str) -> bool:
    """Remove the oldest results until so many jobs of so many bytes are left; never `besides` nor what is open.

    False where there is more than that in spite of it.
    """
    sizes = select(func.count(), func.coalesce(func.sum(table.c.nbytes), 0))
    over = ~_IS_OPEN & (table.c.id != besides)
    oldest = select(table.c.id).where(over).order_by(table.c.expires, table.c.id).limit(1)
    while True:
        there, taken = connection.execute(sizes).one()
        if there <= count and taken <= nbytes:
            return True
        if not _changed(connection, delete(table).where(table.c.id == connection.scalar(oldest))):
            return False


def _changed(connection: Connection, statement: Any) -> bool:
    return bool(connection.execute(statement).rowcount == 1)


def _job(row: Any, result: bytes | None = None) -> Job:
    progress = Progress(Stage(row.state), row.place, row.estimate, row.done)
    errand = Errand.model_validate_json(row.errand)
    answers = unpacked(result, len(errand.tasks)) if result is not None else ()
    return Job(row.id, row.kind, errand, row.created, row.expires, progress, answers)
