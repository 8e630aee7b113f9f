"""Quotas: exactly so many new runs a minute, on however many servers, and whatever becomes of the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from inplace_lab.access import quotas
from inplace_lab.access.addresses import is_loopback, place_of, quota_of
from inplace_lab.access.quotas import Quotas
from inplace_lab.errors import StoreUnavailable, TooMany, TooOften
from inplace_lab.runs.client import Client
from inplace_lab.runs.quota import Meter, Quota, Windows
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.store.database import Database
from inplace_lab.store.schema import run_counts
from inplace_lab.trace import Snippet
from tests.runs.fakes import FakeSandbox
from tests.store.cluster import Cluster

SEVEN = Quota("somebody", "anonymous", 7)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is no database that is away."""
    monkeypatch.setattr(quotas, "PATIENCE", 60)


@asynccontextmanager
async def servers(settings: Settings, count: int) -> AsyncIterator[list[Quotas]]:
    """The counts of so many servers on one database."""
    databases = [Database(settings) for _ in range(count)]
    counts = [Quotas(each) for each in databases]
    yield counts
    for each in counts:
        await each.stop()
    for database in databases:
        database.close()


async def let_in(meter: Meter, quota: Quota, times: int = 1) -> int:
    """How many of so many that come together are let in."""

    async def one() -> bool:
        try:
            await meter.take(quota)
        except TooOften as error:
            return not 1 <= error.retry_after <= 60
        return True

    return sum(await asyncio.gather(*(one() for _ in range(times))))


def on_postgres(cluster: Cluster) -> Settings:
    """Settings with an empty database that servers share."""
    cluster.empty()
    return Settings(database_url=cluster.url)


def test_servers_together_let_in_exactly_as_many_as_there_may_be(cluster: Cluster) -> None:
    async def check() -> None:
        async with servers(on_postgres(cluster), 3) as (first, second, third):
            let_in_each = await asyncio.gather(*(let_in(each, SEVEN, 12) for each in (first, second, third)))
            assert sum(let_in_each) == 7
            assert await let_in(third, Quota("another", "anonymous", 7)) == 1
            assert first.standing(SEVEN).left == 0

    asyncio.run(check())


def test_a_window_that_is_over_begins_anew_and_is_forgotten_in_the_end(cluster: Cluster) -> None:
    async def check() -> None:
        chosen = on_postgres(cluster)
        database = Database(chosen)
        async with servers(chosen, 2) as (first, second):
            assert await let_in(first, SEVEN, 9) == 7
            with database.writing() as connection:
                connection.execute(text("UPDATE run_counts SET since = since - 60"))
            assert await let_in(second, SEVEN, 9) == 7
            with database.writing() as connection:
                connection.execute(text("UPDATE run_counts SET since = since - 60"))
            with patch.object(second, "_clean", 0.0):
                assert await let_in(second, Quota("another", "anonymous", 7)) == 1
            with database.reading() as connection:
                assert connection.scalar(select(func.count()).select_from(run_counts)) == 1
        database.close()

    asyncio.run(check())


def test_a_server_goes_on_counting_by_itself_while_the_database_is_away(cluster: Cluster) -> None:
    async def check() -> None:
        async with servers(on_postgres(cluster), 1) as (counts,):
            assert await let_in(counts, SEVEN, 3) == 3
            cluster.stop()
            try:
                assert await let_in(counts, SEVEN, 9) == 4
            finally:
                cluster.start()

    asyncio.run(check())


def test_one_server_counts_in_memory_and_writes_nothing(tmp_path: Path) -> None:
    async def check() -> None:
        chosen = Settings(state_dir=tmp_path)
        with patch.object(Database, "counting", side_effect=StoreUnavailable):
            async with servers(chosen, 1) as (counts,):
                assert await let_in(counts, SEVEN, 9) == 7
                assert not counts._again

    asyncio.run(check())


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 70))), st.integers(1, 4))
def test_in_no_minute_from_its_first_run_on_are_there_more_than_allowed(
    asked: list[tuple[str, float]], most: int
) -> None:
    now, had = 0.0, dict[str, list[float]](a=[], b=[])
    windows = Windows(clock=lambda: now)

    async def check() -> None:
        nonlocal now
        for name, pause in asked:
            now += pause
            quota, left = Quota(name, "anonymous", most), most - _in_window(had[name], now)
            assert windows.standing(quota).left == left
            assert await let_in(windows, quota) == (left > 0)
            had[name] += [now] * (left > 0)

    asyncio.run(check())


def test_nobody_is_told_to_wait_longer_than_a_window() -> None:
    now = 4.4  # 4.4 + 60 - 4.4 is more than 60
    windows = Windows(clock=lambda: now)
    asyncio.run(windows.take(SEVEN))
    assert windows.standing(SEVEN).resets == 60


@pytest.mark.parametrize(
    ("told", "used"),
    [
        (((3, 1), (2, 1)), 3),  # the answer to the second overtook that to the third
        (((2, 1), (3, 2)), 3),
        (((7, 59), (1, 0)), 1),  # another window
        (((1, 0), (7, 59)), 1),
    ],
)
def test_what_a_database_said_last_is_not_what_it_said_of_an_earlier_run(
    told: tuple[tuple[int, int], ...], used: int
) -> None:
    windows = Windows(clock=lambda: 1000.0)
    for each in told:
        windows.learn(SEVEN, *each)
    assert windows.standing(SEVEN).left == 7 - used


def _in_window(times: list[float], now: float) -> int:
    """How many of these belong to the window of now, each window beginning with the first run after the one before."""
    begun, count = -100.0, 0
    for each in times:
        if each - begun >= 60:
            begun, count = each, 0
        count += 1
    return count if now - begun < 60 else 0


def test_what_a_full_line_turns_away_and_what_is_known_costs_nothing() -> None:
    async def check() -> None:
        sandbox = FakeSandbox()
        service = RunService(sandbox, Settings(client_queue=0, slots=1))
        await service.start()
        client = Client("somebody", quota=SEVEN)
        ticket = service.queue.enter(client)
        for _ in range(9):
            with pytest.raises(TooMany):
                await service.run(Snippet(source="1"), client=client)
        service.queue.leave(ticket)
        for _ in range(9):
            await service.run(Snippet(source="1"), client=client)
        assert service.meter.standing(SEVEN).left == 7 - len(sandbox.ran)
        await service.stop()

    asyncio.run(check())


def test_a_question_counts_once_however_many_runs_it_takes_and_plain_runs_each() -> None:
    async def check() -> None:
        service = RunService(FakeSandbox(), Settings(client_slots=9, slots=9))
        await service.start()
        client = Client("somebody", quota=SEVEN, visit="one")
        programs = [Snippet(source=str(n)) for n in range(9)]
        await asyncio.gather(*(service.run(each, client=client.beside("lab")) for each in programs[:4]))
        assert service.meter.standing(SEVEN).left == 6
        for each in programs[4:6]:
            await service.run(each, client=client)
        assert service.meter.standing(SEVEN).left == 4
        await service.stop()

    asyncio.run(check())


def test_who_asks_for_the_same_as_somebody_who_had_enough_is_given_it() -> None:
    async def check() -> None:
        service = RunService(FakeSandbox(), Settings(slots=2))
        await service.start()
        spent, fresh = Client("spent", quota=Quota("spent", "key", 1)), Client("fresh", quota=Quota("fresh", "key", 1))
        await service.run(Snippet(source="1"), client=spent)
        same = Snippet(source="2")
        refused, given_it = await asyncio.gather(
            service.run(same, client=spent), service.run(same, client=fresh), return_exceptions=True
        )
        assert isinstance(refused, TooOften)
        assert not isinstance(given_it, BaseException)
        await service.stop()

    asyncio.run(check())


@pytest.mark.parametrize(
    ("host", "place", "ours"),
    [
        ("127.0.0.9", "127.0.0.9", True),
        ("::1", "::/64", True),
        ("::ffff:127.0.0.1", "127.0.0.1", True),
        ("::ffff:203.0.113.7", "203.0.113.7", False),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", False),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64", False),
        ("2001:db8:1:3::", "2001:db8:1:3::/64", False),
        ("fe80::1%eth0", "fe80::/64", False),
        ("unknown" * 20, ("unknown" * 20)[:48], False),
    ],
)
def test_an_address_counts_as_far_as_it_is_one_persons(host: str, place: str, ours: bool) -> None:
    assert (place_of(host), is_loopback(host)) == (place, ours)
    assert len(quota_of(host, 1).name) <= 64
