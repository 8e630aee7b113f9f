"""The store on SQLite and on PostgreSQL: links last, do not change, and stay within their limits."""

import asyncio
import json
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text, update

from inplace_lab.errors import StoreUnavailable, TooLarge
from inplace_lab.runs.report import Status
from inplace_lab.settings import Settings
from inplace_lab.store import content, links, schema, store
from inplace_lab.store.database import Database
from inplace_lab.store.migrations import HEAD
from inplace_lab.store.schema import permalinks
from inplace_lab.store.store import Store
from inplace_lab.trace import Snippet

from .cluster import Cluster
from .reports import SNIPPET, report, with_store


def change(settings: Settings, **values: object) -> None:
    """Set columns of every row, as nothing in the house does."""
    database = Database(settings)
    with database.writing() as connection:
        connection.execute(update(permalinks).values(values))
    database.close()


def ids(settings: Settings) -> set[str]:
    """What is in the table."""
    database = Database(settings)
    with database.reading() as connection:
        found = set(connection.scalars(select(permalinks.c.id)))
    database.close()
    return found


def test_a_link_outlives_its_server(settings: Settings) -> None:
    async def keep(store: Store) -> None:
        await store.keep(SNIPPET, report("hello \ud83d\ude00 \x00".encode("utf-16", "surrogatepass").decode("utf-16")))

    async def find(store: Store) -> None:
        kept = await store.find(content.digest_of(SNIPPET)[:10])
        assert kept
        assert kept.report
        assert (kept.snippet, kept.report.stdout, kept.torch) == (SNIPPET, "hello 😀 \x00", "2.13.0")

    with_store(settings, keep)
    with_store(settings, find)


def test_the_same_code_has_the_same_link_and_its_first_run_stays(settings: Settings) -> None:
    async def check(store: Store) -> None:
        first = await store.keep(SNIPPET, report("first"))
        again = await store.keep(Snippet(source=SNIPPET.source, device="auto"), report("second", cached=True))
        other = await store.keep(SNIPPET.model_copy(update={"seed": 1}), report("third"))
        assert again == first
        assert again.report == report("first")
        assert first.id != other.id

    with_store(settings, check)


def test_a_link_is_made_of_the_code_and_not_of_torch() -> None:
    assert content.digest_of(SNIPPET)[:10] == "bb4b91488f"


def test_two_codes_whose_digests_begin_alike_have_two_links(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = {"a": "0123456789" + "a" * 54, "b": "0123456789" + "b" * 54, "c": "0123456789" + "b" * 53 + "c"}
    monkeypatch.setattr(store, "digest_of", lambda snippet: digests[snippet.source])

    async def check(store: Store) -> None:
        kept = {source: await store.keep(Snippet(source=source), report(source)) for source in "abc"}
        assert [kept[source].id for source in "abc"] == ["0123456789", "0123456789b", "0123456789bb"]
        for source in "abc":
            found = await store.find(kept[source].id)
            assert found
            assert found.report
            assert (found.snippet.source, found.report.stdout) == (source, source)

    with_store(settings, check)


def test_a_run_that_was_stopped_gives_way_to_one_that_came_to_its_end(settings: Settings) -> None:
    async def check(store: Store) -> None:
        for status, shown in [
            (Status.TIMED_OUT, "timed_out"),
            (Status.KILLED, "timed_out"),
            (Status.FAILED, "failed"),
            (Status.OK, "failed"),
            (Status.TIMED_OUT, "failed"),
        ]:
            kept = await store.keep(SNIPPET, report(status, status=status, trace=None))
            found = await store.find(kept.id)
            assert found
            assert found.report
            assert kept.report
            assert found.report.stdout == kept.report.stdout == shown

    with_store(settings, check)


@pytest.mark.parametrize("kept", [b"no such thing", zlib.compress(b"{}"), zlib.compress(b'{"schema_version": 1}')])
def test_a_run_that_this_version_cannot_read_leaves_the_program(settings: Settings, kept: bytes) -> None:
    async def check(store: Store) -> None:
        id_ = (await store.keep(SNIPPET, report("old"))).id
        await asyncio.to_thread(change, settings, report=kept, snippet=json.dumps({"source": "old", "moon": 1}))
        found = await store.find(id_)
        assert found
        assert (found.snippet.source, found.report) == ("old", None)
        again = await store.keep(SNIPPET, report("new"))
        assert again.id == id_
        assert again.report == report("new")

    with_store(settings, check)


def test_links_that_nobody_opened_for_long_are_gone(settings: Settings) -> None:
    async def check(store: Store) -> None:
        old = await store.keep(SNIPPET, report("old"))
        day = links.now() - (settings.store_days + 1) * links.DAY
        await asyncio.to_thread(change, settings, opened=day)
        assert await store.find(old.id) is None
        await store.keep(Snippet(source="another"), report())
        assert old.id not in await asyncio.to_thread(ids, settings)

    with_store(settings, check)


def test_a_link_that_is_opened_stays(settings: Settings) -> None:
    async def check(store: Store) -> None:
        kept = await store.keep(SNIPPET, report())
        await asyncio.to_thread(change, settings, opened=links.now() - links.DAY)
        assert await store.find(kept.id)
        database = Database(settings)
        with database.reading() as connection:
            link = links.by_id(connection, kept.id)
        database.close()
        assert link
        assert links.now() - link.opened < 60

    with_store(settings, check)


def test_beyond_the_cap_those_that_nobody_opened_for_longest_go(settings: Settings) -> None:
    async def check(store: Store) -> None:
        kept = [await store.keep(Snippet(source=f"# {i}" * 500), report()) for i in range(3)]
        await asyncio.to_thread(change, settings, opened=links.now() - links.DAY)
        assert await store.find(kept[0].id)
        last = await store.keep(Snippet(source="# 4" * 500), report())
        assert await asyncio.to_thread(ids, settings) >= {kept[0].id, last.id}
        assert len(await asyncio.to_thread(ids, settings)) == 3

    with_store(settings.model_copy(update={"store_bytes": 6500}), check)


def test_a_run_that_is_too_large_is_refused_with_a_way_out(settings: Settings) -> None:
    async def check(store: Store) -> None:
        with pytest.raises(TooLarge, match=r"recorded is \d+ bytes long; a link keeps at most 1000") as refused:
            await store.keep(SNIPPET, report("x" * 1000))
        assert "the link that has the program in it" in refused.value.advice

    with_store(settings.model_copy(update={"link_bytes": 1000}), check)


def test_many_at_once_lose_nothing(settings: Settings) -> None:
    async def check(store: Store) -> None:
        other = Store(settings)
        keeping = [each.keep(Snippet(source=f"{i % 10}"), report()) for i in range(30) for each in (store, other)]
        kept = await asyncio.gather(*keeping)
        await other.stop()
        assert len({each.id for each in kept}) == 10

    with_store(settings, check)


def test_servers_that_start_at_once_make_one_table(settings: Settings) -> None:
    code = (
        "import asyncio\nfrom inplace_lab.settings import Settings\nfrom inplace_lab.store.store import Store\n"
        "Store(Settings()).database.open()"
    )
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    environment = {"INPLACE_LAB_STATE_DIR": str(settings.state_dir)} | (
        {"INPLACE_LAB_DATABASE_URL": url} if url else {}
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(each.communicate()[1], each.returncode) for each in started] == [("", 0)] * 4
    assert ids(settings) == set()


def test_a_database_of_a_newer_version_is_left_alone(settings: Settings) -> None:
    async def check(store: Store) -> None:
        with pytest.raises(StoreUnavailable):
            await store.keep(SNIPPET, report())

    database = Database(settings)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with_store(settings, check)


def test_the_migrations_lead_to_the_table_that_is_used(settings: Settings) -> None:
    database = Database(settings)
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == HEAD
    database.close()


@pytest.mark.parametrize("id_", ["", "0", "0123456789" * 7, "0123456789\n", "../../etc", "' OR 1=1 --", "ABCDEF0123"])
def test_what_is_no_link_is_not_looked_for(id_: str) -> None:
    assert asyncio.run(Store(Settings()).find(id_)) is None


def test_a_postgresql_that_is_away_is_used_when_it_is_back(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inplace_lab.store.database._PAUSE", 0.0)
    cluster.empty()
    settings = Settings(database_url=cluster.url)

    async def check(store: Store) -> None:
        with pytest.raises(StoreUnavailable):
            await store.find("0123456789")
        await asyncio.to_thread(cluster.start)
        kept = await store.keep(SNIPPET, report())
        await asyncio.to_thread(cluster.stop)
        with pytest.raises(StoreUnavailable):
            await store.find(kept.id)
        await asyncio.to_thread(cluster.start)
        assert await store.find(kept.id) == kept

    cluster.stop()
    with_store(settings, check)


def test_a_postgresql_without_an_encoding_gives_text_back(cluster: Cluster) -> None:
    """What initdb makes on a machine whose language is not set: then psycopg answers with bytes, unless it is told."""
    cluster.make("plain", "SQL_ASCII")
    database = Database(Settings(database_url=cluster.url_of("plain")))
    with database.reading() as connection:
        assert connection.scalar(text("SELECT '存储 😀'")) == "存储 😀"
    database.close()


def test_a_full_disk_refuses_a_link_and_still_opens_the_others(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)

    async def check(store: Store) -> None:
        kept = await store.keep(SNIPPET, report())
        await asyncio.to_thread(change, settings, opened=links.now() - links.DAY)
        _, most = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
        try:
            with pytest.raises(StoreUnavailable):
                await store.keep(Snippet(source="x"), report())
            assert await store.find(kept.id) == kept
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    with_store(settings, check)


def test_the_address_of_a_database_is_never_shown() -> None:
    settings = Settings(database_url="postgresql+psycopg://me:secret@db.example/links")
    assert "secret" not in f"{settings} {settings!r} {settings.database_url}"
