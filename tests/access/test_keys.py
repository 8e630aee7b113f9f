"""Keys: shown once, known by their digest, good until they are revoked, and then on no server any more."""

import asyncio
import os
import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from inplace_lab.access.keychain import CannotDo, Keychain
from inplace_lab.access.keys import Key, new_key
from inplace_lab.errors import KeysUnavailable
from inplace_lab.settings import Settings
from inplace_lab.store.database import Database


def found(database: Database, *keys: str) -> list[Key | None]:
    """Whose these are."""

    async def find() -> list[Key | None]:
        chain = Keychain(database)
        try:
            return [await chain.find(key) for key in keys]
        finally:
            await chain.stop()

    return asyncio.run(find())


def test_a_key_is_known_until_it_is_revoked_and_only_its_digest_is_kept(settings: Settings) -> None:
    here, there = Database(settings), Database(settings)
    key = Keychain(here).create("course", 90)
    (known,) = found(there, key)
    assert known
    assert (known.name, known.per_minute, known.quota.policy) == ("course", 90, "key")
    assert key.startswith(known.prefix)
    with here.reading() as connection:
        assert key[3:] not in str(connection.execute(text("SELECT * FROM api_keys")).all())
    Keychain(here).revoke(known.prefix)
    assert found(there, key) == [None]
    assert [each.revoked > 0 for each in Keychain(there).every()] == [True]
    here.close()
    there.close()


def test_what_nobody_was_given_is_no_key(settings: Settings) -> None:
    database = Database(settings)
    key = Keychain(database).create("course", 1)
    made_up = ["", "il_", key[:-1], key + "A", key.upper(), " " + key, key[3:], new_key(), "il_" + "é" * 43]
    assert found(database, *made_up) == [None] * len(made_up)
    database.close()


def test_names_tell_keys_apart_and_are_free_again_once_revoked(settings: Settings) -> None:
    database = Database(settings)
    chain = Keychain(database)
    chain.create("course", 1)
    for name in ("course", "", "il_abcdefgh", "x" * 65, "two\nlines"):
        with pytest.raises(CannotDo):
            chain.create(name, 1)
    with pytest.raises(CannotDo):
        chain.revoke("another")
    chain.revoke("course")
    with pytest.raises(CannotDo):
        chain.revoke("course")
    chain.create("course", 1)
    database.close()


def test_a_key_is_refused_and_not_ignored_while_the_database_is_away() -> None:
    database = Database(Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))
    with pytest.raises(KeysUnavailable):
        found(database, new_key())
    database.close()


def test_the_command_line_gives_out_lists_and_takes_back(settings: Settings) -> None:
    url = settings.database_url
    environment = {**os.environ, "INPLACE_LAB_STATE_DIR": str(settings.state_dir)}
    if url is not None:
        environment["INPLACE_LAB_DATABASE_URL"] = url.get_secret_value()

    def keys(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "inplace_lab", "keys", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    key = keys("create", "course", "--per-minute", "9").stdout.strip()
    assert re.fullmatch(r"il_[\w-]{43}", key)
    listed = keys("list").stdout
    assert key[:11] in listed
    assert key not in listed
    assert "9 a minute" in listed
    assert "revoked" in keys("revoke", key[:11]).stdout
    again = keys("revoke", "course")
    assert again.returncode == 2
    assert "No key that is good" in again.stderr
