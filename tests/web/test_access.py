"""Access over HTTP: who is counted by what, what they are told of it, and that a bad key is never taken for none."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest

from inplace_lab.access.keychain import Keychain
from inplace_lab.access.keys import new_key
from inplace_lab.errors import KeysUnavailable
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services
from tests.runs.fakes import FakeSandbox

from .fakes import FakeLab

RUNS = "/api/v1/runs"
HERE, FAR, SAME_HOME, OTHER_HOME = "127.0.0.1", "203.0.113.7", "2001:db8:1:2::a", "2001:db8:1:3::a"


@dataclass
class Site:
    """An app with a run service of its own, and people at several addresses."""

    services: Services
    at: Callable[..., httpx.AsyncClient]

    async def run(self, source: str, address: str = FAR, **options: Any) -> httpx.Response:
        """Have something run."""
        return await self.at(address).post(RUNS, json={"source": source}, **options)


def on_site(folder: Path, test: Callable[[Site], Awaitable[None]], **settings: Any) -> None:
    """Run an async test there. Three new runs a minute are had without a key."""
    usual = {"anonymous_runs_per_minute": 3, "state_dir": folder, "slots": 9, "client_slots": 9}
    chosen = Settings(**(usual | settings))
    services = Services(chosen, RunService(FakeSandbox(), chosen), FakeLab(None))  # type: ignore[arg-type]
    app = assemble(services)

    def at(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def run() -> None:
        async with app.router.lifespan_context(app):
            await services.runs.start()
            await test(Site(services, at))

    asyncio.run(run())


def bearer(key: str) -> dict[str, str]:
    """The header of a key."""
    return {"Authorization": f"Bearer {key}"}


def told(answer: httpx.Response) -> tuple[int, str, str]:
    """The status, and what is said of the quota."""
    limit = answer.headers.get("ratelimit", "").partition(";t=")[0]
    return answer.status_code, answer.headers.get("ratelimit-policy", ""), limit


def test_new_runs_from_elsewhere_are_counted_and_each_answer_says_what_is_left(tmp_path: Path) -> None:
    async def check(site: Site) -> None:
        policy = '"anonymous";q=3;w=60'
        answers = [told(await site.run(str(n))) for n in range(3)]
        assert answers == [(200, policy, f'"anonymous";r={left}') for left in (2, 1, 0)]
        refused = await site.run("3")
        assert told(refused) == (429, policy, '"anonymous";r=0')
        assert refused.json()["code"] == "too-often"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert told(await site.at(FAR).post(RUNS, json={})) == (422, policy, '"anonymous";r=0')
        assert (await site.at(FAR).get("/api/v1/health")).headers.get("ratelimit") is None

    on_site(tmp_path, check)


def test_one_home_counts_as_one_and_this_machine_not_at_all(tmp_path: Path) -> None:
    async def check(site: Site) -> None:
        for n in range(3):
            assert (await site.run(str(n), SAME_HOME)).status_code == 200
        assert (await site.run("3", SAME_HOME[:-1] + "b")).status_code == 429
        assert (await site.run("3", OTHER_HOME)).status_code == 200
        for n in range(9):
            assert told(await site.run(f"here {n}", HERE)) == (200, "", "")

    on_site(tmp_path, check)


def test_a_key_has_a_quota_of_its_own_from_wherever_it_is_sent(tmp_path: Path) -> None:
    async def check(site: Site) -> None:
        key = site.services.keychain.create("course", 2)
        policy = '"key";q=2;w=60'
        assert told(await site.run("1", FAR, headers=bearer(key))) == (200, policy, '"key";r=1')
        assert told(await site.run("2", HERE, headers=bearer(key))) == (200, policy, '"key";r=0')
        assert told(await site.run("3", OTHER_HOME, headers=bearer(key))) == (429, policy, '"key";r=0')
        assert (await site.run("4", FAR)).status_code == 200

    on_site(tmp_path, check)


def test_a_key_that_is_not_good_is_refused_on_every_route_of_the_api(tmp_path: Path) -> None:
    async def check(site: Site) -> None:
        chain = site.services.keychain
        revoked = chain.create("course", 2)
        assert (await site.run("1", HERE, headers=bearer(revoked))).status_code == 200
        chain.revoke("course")
        headers = [bearer(each) for each in (revoked, new_key(), "", "il_", "x y", chain.create("good", 2) + "x")]
        good = bearer(chain.create("better", 2))["Authorization"]
        both = httpx.Headers([("Authorization", good), ("Authorization", good)])
        for each in (*headers, {"Authorization": "bearer " + revoked}, both):
            for answer in (
                await site.run("1", HERE, headers=each),
                await site.at(HERE).get("/api/v1/health", headers=each),
            ):
                assert (answer.status_code, answer.json()["code"]) == (401, "unknown-key")
                assert answer.headers["www-authenticate"] == "Bearer"
        other_scheme = {"Authorization": "Basic dXNlcjpzZWNyZXQ="}
        assert (await site.run("1", HERE, headers=other_scheme)).status_code == 200

    on_site(tmp_path, check)


def test_while_keys_cannot_be_looked_up_only_those_who_send_one_wait(tmp_path: Path) -> None:
    async def check(site: Site) -> None:
        with patch.object(Keychain, "_read", side_effect=KeysUnavailable):
            answer = await site.run("1", HERE, headers=bearer(new_key()))
            assert (answer.status_code, answer.json()["code"]) == (503, "keys-unavailable")
            assert (await site.run("1", FAR)).status_code == 200

    on_site(tmp_path, check)


@pytest.mark.parametrize("role", ["desk", "seat"])
def test_whoever_is_in_a_room_is_counted_by_their_place_in_it(tmp_path: Path, role: str) -> None:
    async def check(site: Site) -> None:
        room, desk = await site.services.rooms.open("teacher")
        _, seat = await site.services.rooms.sit(room.code, "phone")
        cookie = {"Cookie": f"{role}-{room.code}={desk if role == 'desk' else seat}"}
        for n in range(4):
            answer = await site.run(str(n), FAR, headers=cookie)
            assert (answer.status_code, answer.headers["ratelimit-policy"][:6]) == (200, f'"{role}"')
        assert told(await site.run("another", FAR))[2] == '"anonymous";r=2'

    on_site(tmp_path, check)
