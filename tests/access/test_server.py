"""A real server under a burst: quotas hold exactly, proxies are believed where they are trusted, keys stop at once."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inplace_lab.access.keychain import Keychain
from inplace_lab.settings import Settings
from inplace_lab.store.database import Database
from tests.classroom.server import Server, serving

MOST, ADDRESSES = 5, [f"127.0.0.{n}" for n in range(11, 19)]
_NUMBERS = itertools.count()
ROOM = {"queue_length": 500, "client_queue": 500}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it keeps what lasts."""
    return tmp_path_factory.mktemp("burst")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server to which every address is a stranger's, and which believes 127.0.0.3 where a request comes from."""
    foreign = {"loopback_is_open": False, "anonymous_runs_per_minute": MOST, "trusted_proxies": "127.0.0.3"}
    with serving(folder, **foreign, **ROOM) as server:
        yield server


def burst(server: Server, addresses: list[str], **headers: str) -> Counter[tuple[str, int]]:
    """How so many new runs that come from each address at the same time are answered."""

    async def ask(client: httpx.AsyncClient) -> int:
        body = {"source": f"print({next(_NUMBERS)})", "trace": "none"}
        return (await client.post("/api/v1/runs", json=body, headers=headers)).status_code

    async def from_there(address: str) -> list[tuple[str, int]]:
        transport = httpx.AsyncHTTPTransport(local_address=address)
        async with httpx.AsyncClient(base_url=server.url, transport=transport, timeout=120) as client:
            statuses = await asyncio.gather(*(ask(client) for _ in range(2 * MOST)))
        return [(address, status) for status in statuses]

    async def all_of_them() -> Counter[tuple[str, int]]:
        found = await asyncio.gather(*(from_there(each) for each in addresses))
        return Counter(one for each in found for one in each)

    return asyncio.run(all_of_them())


def test_every_address_is_let_in_exactly_as_often_as_it_may_be(server: Server) -> None:
    exactly = {(address, status): MOST for address in ADDRESSES for status in (200, 429)}
    assert burst(server, ADDRESSES) == exactly


def test_only_a_trusted_proxy_says_where_a_request_comes_from(server: Server) -> None:
    forged = burst(server, ["127.0.0.4"], **{"X-Forwarded-For": "203.0.113.9"})
    assert forged == {("127.0.0.4", 200): MOST, ("127.0.0.4", 429): MOST}
    for client in ("203.0.113.9", "198.51.100.1, 203.0.113.10"):
        told = burst(server, ["127.0.0.3"], **{"X-Forwarded-For": client})
        assert told == {("127.0.0.3", 200): MOST, ("127.0.0.3", 429): MOST}
    again = burst(server, ["127.0.0.3"], **{"X-Forwarded-For": "198.51.100.2, 203.0.113.10"})
    assert again == {("127.0.0.3", 429): 2 * MOST}


def test_a_revoked_key_is_good_for_nothing_at_once(server: Server, folder: Path) -> None:
    database = Database(Settings(state_dir=folder / "state"))
    chain = Keychain(database)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {chain.create('course', 9)}"}) as http:
        assert http.get("/api/v1/health").status_code == 200
        assert http.get("/metrics").status_code == 200
        chain.revoke("course")
        assert http.get("/api/v1/health").status_code == 401
        assert http.get("/metrics").status_code == 401
    database.close()
