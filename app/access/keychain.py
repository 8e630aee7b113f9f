"""Keychain: gives out keys, takes them back, and says whose one is. Nothing is remembered: a key that was revoked is
good for nothing at once, on every server that uses the database.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from ..errors import KeysUnavailable, StoreUnavailable
from ..store.database import Database
from ..store.threads import Threads
from . import key_rows
from .keys import MARK, Key, looks_like_a_key, new_key

T = TypeVar("T")
PATIENCE = 3.0
"""Seconds that a request waits for the database."""
MOST_NAME = 64


class CannotDo(Exception):
    """One sentence why."""


class Keychain:
    """The keys in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = Threads("keys")

    async def stop(self) -> None:
        """Let go of the threads."""
        await self._threads.stop()

    async def find(self, key: str) -> Key | None:
        """The key, if it is good. Raises KeysUnavailable."""
        if not looks_like_a_key(key):
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._threads.run(lambda: self._read(lambda connection: key_rows.good(connection, key)))
        except (StoreUnavailable, TimeoutError) as error:
            raise KeysUnavailable from error

    def create(self, name: str, per_minute: int) -> str:
        """A new key. Raises CannotDo, StoreUnavailable."""
        if not 0 < len(name) <= MOST_NAME or not name.isprintable() or name.startswith(MARK):
            raise CannotDo(f"A name has 1 to {MOST_NAME} characters, and does not begin with {MARK}.")
        key = new_key()
        with self._database.writing() as connection:
            if key_rows.named(connection, name):
                raise CannotDo(f"There is a key {name} already. Revoke it, or choose another name.")
            key_rows.add(connection, key, name, per_minute)
        return key

    def every(self) -> list[Key]:
        """All keys that were ever given out, the oldest first. Raises StoreUnavailable."""
        return self._read(key_rows.every)

    def revoke(self, name: str) -> Key:
        """Take back the key of that name, or that begins so. Raises CannotDo, StoreUnavailable."""
        with self._database.writing() as connection:
            found = key_rows.named(connection, name)
            if not found:
                raise CannotDo(f"No key that is good has the name or the beginning {name}.")
            return key_rows.revoke(connection, found[0])

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._database.reading() as connection:
            return work(connection)
