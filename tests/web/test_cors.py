"""CORS: pages of sites that are named use the API, without cookies; no other page does, and nothing else is theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from inplace_lab.main import assemble
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

SITE = "https://course.example.org"
RUNS = "/api/v1/runs"
BODY = {"source": "print(1)"}


def crossing(origin: str = SITE, **more: str) -> dict[str, str]:
    """The headers with which a browser sends what a page of a site asks for."""
    return {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty", **more}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Services that let one site in."""
    settings = Settings(cors_origins=(SITE,), state_dir=tmp_path)
    return Services(settings, FakeRuns(), FakeLab(None))  # type: ignore[arg-type]


@pytest.fixture
def client(services: Services) -> Iterator[Client]:
    """A client of them."""
    with Client(assemble(services)) as client:
        yield client


def test_a_site_that_is_named_may_run_and_reads_the_answer(client: Client) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    before = client.request("OPTIONS", RUNS, headers=crossing(**asking))
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == SITE
    answer = client.post(RUNS, json=BODY, headers=crossing())
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, SITE)
    assert "RateLimit" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    refused = client.post(RUNS, json={}, headers=crossing())
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (422, SITE)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://course.example.org", f"{SITE}:8443", f"{SITE}.evil.example", "null", ""]
)
def test_no_other_site_may(client: Client, origin: str) -> None:
    for method in ("POST", "OPTIONS", "GET"):
        answer = client.request(method, RUNS, headers=crossing(origin, **{"Access-Control-Request-Method": "POST"}))
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/en/play", "/metrics", "/", "/api/v10/runs"])
def test_nothing_but_the_api_is_theirs(client: Client, path: str) -> None:
    for method in ("GET", "POST"):
        answer = client.request(method, path, headers=crossing())
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_what_such_a_page_sends_counts_for_nobodys_seat(client: Client, services: Services) -> None:
    keys = []

    async def sit() -> None:
        room, _ = await services.rooms.open("teacher")
        _, key = await services.rooms.sit(room.code, "phone")
        keys.append(f"seat-{room.code}={key}")

    client.run(sit())
    client.post(RUNS, json=BODY, headers={"Cookie": keys[0]})
    client.post(RUNS, json=BODY, headers=crossing(Cookie=keys[0]))
    assert isinstance(services.runs, FakeRuns)
    (own, _), (theirs, _) = services.runs.asked
    assert own.quota
    assert (own.quota.policy, theirs.line, theirs.quota) == ("seat", "127.0.0.1", None)


@pytest.mark.parametrize("origin", ["*", "course.example.org", "https://Course.example.org", f"{SITE}/", "null"])
def test_what_is_no_origin_cannot_be_named(origin: str) -> None:
    with pytest.raises(ValidationError):
        Settings(cors_origins=(origin,))
