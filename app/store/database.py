"""Database: an engine that opens itself when it is first needed, and says StoreUnavailable for all that goes wrong.

SQLite     one file, in WAL mode: readers do not wait for a writer, and writers wait for each other
PostgreSQL whatever `INPLACE_LAB_DATABASE_URL` names; times are short, for a page waits
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from ..errors import StoreUnavailable
from ..settings import Settings
from .migrate import is_current, migrate

FILE = "inplace-lab.db"
_PATIENCE = 5
"""Seconds to wait for another writer, or for a server that does not answer."""
_CONNECTING = {
    "connect_timeout": _PATIENCE,
    "tcp_user_timeout": _PATIENCE * 1000,
    "options": f"-c statement_timeout={_PATIENCE}s",
    "client_encoding": "utf8",
}
"""How PostgreSQL is connected to. Of a database without an encoding psycopg hands bytes on, unless it is told one."""
_MORE = 15
"""Connections beyond the usual five: as many as there are threads that work on it, so that none waits for another."""
_LOCK = 0x1A7B_1E0C
"""A number of our own, by which those who use one PostgreSQL know that somebody is writing."""
_PAUSE = 2.0
"""Seconds after a failed attempt in which nobody tries again: a page should not wait for what just failed."""
_log = logging.getLogger(__name__)


class Database:
    """The engine of one database. Its methods are for threads; several may come at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opening = threading.Lock()
        self._engine: Engine | None = None
        self._again = 0.0

    def open(self) -> None:
        """Make what is missing and bring it up to date. Raises StoreUnavailable."""
        with _translated():
            self._opened()

    def close(self) -> None:
        """Give back every connection; whoever comes later opens it again."""
        with self._opening:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    @property
    def is_open(self) -> bool:
        """It was reached once, and has not been closed since."""
        return self._engine is not None

    def ping(self) -> None:
        """Return if it answers. Raises StoreUnavailable."""
        with self.reading() as connection:
            connection.exec_driver_sql("SELECT 1")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look with. Raises StoreUnavailable, also for what its user does with it."""
        with _translated(), self._opened().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that lasts unless its user raises. Raises StoreUnavailable as `reading` does,
        and IntegrityError where there is such a row already.
        """
        with _translated(), _begun(self._opened()) as connection:
            yield connection

    @property
    def is_shared(self) -> bool:
        """Several servers may use it, on machines of their own."""
        url = self._settings.database_url
        return url is not None and not url.get_secret_value().startswith("sqlite")

    @contextmanager
    def counting(self) -> Iterator[Connection]:
        """A connection on which every statement is a transaction of its own and waits for no other writer.

        For databases that are shared, where many rows are written at once. Raises StoreUnavailable as `reading` does.
        """
        with _translated(), self._opened().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            yield connection

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                if time.monotonic() < self._again:
                    raise StoreUnavailable
                try:
                    self._engine = _open(self._settings)
                except BaseException:
                    self._again = time.monotonic() + _PAUSE
                    raise
            return self._engine


def _open(settings: Settings) -> Engine:
    """A new engine on a database that is up to date."""
    url = make_url(settings.database_url.get_secret_value()) if settings.database_url else _file(settings.state_dir)
    engine = _engine(url)
    try:
        if url.get_backend_name() == "sqlite":
            _use_wal(engine)
        with engine.connect() as connection:
            current = is_current(connection)
        if not current:
            with _begun(engine) as connection:
                migrate(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _file(folder: Path) -> URL:
    """The file in the data folder; the folder is made for its owner alone, as links may be secret."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(folder / FILE))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(
            url, pool_pre_ping=True, pool_timeout=_PATIENCE, max_overflow=_MORE, connect_args=_CONNECTING
        )
        event.listen(engine, "begin", _wait_for_others)
        return engine
    engine = create_engine(url, pool_timeout=_PATIENCE, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    # A link that is lost in a power cut can be made again; the file stays whole either way.
    connection.execute("PRAGMA synchronous=NORMAL").close()


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: one that had only read before would be turned away instead of waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _wait_for_others(connection: Connection) -> None:
    """One writer at a time here too: two that start together would both make the table, and two that make room would
    wait for each other.
    """
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _use_wal(engine: Engine) -> None:
    """The file remembers it. While two servers both start, SQLite turns one away without waiting."""
    for patience in range(_PATIENCE * 20, -1, -1):
        try:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL").close()
            finally:
                raw.close()
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            if "locked" not in str(error) or not patience:
                raise
            time.sleep(0.05)


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever a database has to say becomes one error of ours; the log has its words."""
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        _log.warning("The store of links: %s", str(error).partition("\n[SQL")[0])
        raise StoreUnavailable from error
