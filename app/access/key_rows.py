"""Key rows: the keys that were given out. Each works in its caller's transaction."""

import time
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ..store.schema import api_keys
from .keys import Key, digest, prefix_of

_ALL = select(
    api_keys.c.name, api_keys.c.prefix, api_keys.c.per_minute, api_keys.c.created, api_keys.c.revoked
).order_by(api_keys.c.created, api_keys.c.prefix)
_GOOD = api_keys.c.revoked == 0


def add(connection: Connection, key: str, name: str, per_minute: int) -> None:
    """Give out a key."""
    row = {"digest": digest(key), "prefix": prefix_of(key), "name": name, "per_minute": per_minute}
    connection.execute(insert(api_keys).values(created=_now(), revoked=0, **row))


def good(connection: Connection, key: str) -> Key | None:
    """The key, if it was given out and not revoked."""
    row = connection.execute(_ALL.where(api_keys.c.digest == digest(key), _GOOD)).one_or_none()
    return _key(row) if row is not None else None


def every(connection: Connection) -> list[Key]:
    """All that were ever given out, the oldest first."""
    return [_key(row) for row in connection.execute(_ALL)]


def named(connection: Connection, name: str) -> list[Key]:
    """The good ones of that name, or that begin so."""
    its = (api_keys.c.name == name) | (api_keys.c.prefix == name)
    return [_key(row) for row in connection.execute(_ALL.where(its, _GOOD))]


def revoke(connection: Connection, key: Key) -> Key:
    """The key as it is from now on: good no more."""
    key = replace(key, revoked=_now())
    connection.execute(update(api_keys).where(api_keys.c.prefix == key.prefix).values(revoked=key.revoked))
    return key


def _key(row: Row[*tuple[Any, ...]]) -> Key:
    return Key(row.name, row.prefix, row.per_minute, row.created, row.revoked)


def _now() -> int:
    return int(time.time())
