"""Metrics, logs and health: what is told of requests and runs, to whom, and what never is."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inplace_lab.errors import TooMany
from inplace_lab.main import assemble
from inplace_lab.runs.client import Client as Runner
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet
from inplace_lab.web.logs import JsonLines
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab

PROMISED = ("runs_running", "runs_waiting", "rooms", "listeners", "event_streams", "run_seconds_bucket")


def served(folder: Path, **settings: Any) -> Services:
    """Services with a real run service."""
    chosen = Settings(state_dir=folder, **settings)
    return Services(chosen, RunService(InlineSandbox(), chosen), FakeLab(None))  # type: ignore[arg-type]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Such services."""
    return served(tmp_path)


@pytest.fixture
def client(services: Services) -> Iterator[Client]:
    """A client of them, once the sandbox has started."""
    with Client(assemble(services)) as client:
        client.warm_up()
        yield client


def figures(client: Client) -> dict[str, float]:
    """What /metrics tells."""
    lines = [line for line in client.get("/metrics").text.splitlines() if not line.startswith("#")]
    return {name.removeprefix("inplace_lab_"): float(value) for name, _, value in (x.rpartition(" ") for x in lines)}


def test_runs_are_counted_by_how_they_ended_and_known_results_apart(client: Client, services: Services) -> None:
    async def run() -> None:
        for source in ("print(1)", "print(1)", "1 / 0"):
            await services.runs.run(Snippet(source=source))
        full = Runner("somebody")
        tickets = [services.runs.queue.enter(full) for _ in range(2)]
        with pytest.raises(TooMany):
            await services.runs.run(Snippet(source="print(2)"), client=full)
        for ticket in tickets:
            services.runs.queue.leave(ticket)

    client.run(run())
    told = figures(client)
    assert told['runs_total{status="ok"}'] == told['runs_total{status="failed"}'] == told["cache_hits_total"] == 1
    assert told['sandbox_endings_total{ending="returned"}'] == told["run_seconds_count"] == told["queue_seconds_count"]
    assert told['refusals_total{code="too-many-runs"}'] == 1
    assert {name for name in PROMISED if not any(each.startswith(name) for each in told)} == set()


def test_requests_are_counted_by_the_template_of_their_route(client: Client) -> None:
    for path in (
        "/s/0123456789",
        "/s/9876543210",
        "/static/css/tokens.css",
        "/nowhere/at/all",
        "/en/play?source=secret",
    ):
        client.get(path)
    told = {name: value for name, value in figures(client).items() if name.startswith("http_requests_total")}
    routes = {re.findall(r'route="([^"]*)"', name)[0] for name in told}
    assert {"/static/*", "?", "/{lang}/play", "/api/v1/health"} <= routes
    assert not [route for route in routes if "0123456789" in route or "secret" in route or "nowhere" in route]


@pytest.mark.parametrize(("settings", "status"), [({}, 200), ({"loopback_is_open": False}, 401)])
def test_figures_are_for_this_machine(tmp_path: Path, settings: dict[str, Any], status: int) -> None:
    with Client(assemble(served(tmp_path, **settings))) as client:
        assert client.get("/metrics").status_code == status


def test_figures_are_for_those_with_a_key_and_for_all_where_a_setting_says_so(tmp_path: Path) -> None:
    services = served(tmp_path, loopback_is_open=False)
    key = services.keychain.create("watcher", 1)
    with Client(assemble(services)) as client:
        assert client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    with Client(assemble(served(tmp_path, loopback_is_open=False, metrics_public=True))) as client:
        assert client.get("/metrics").status_code == 200


def test_a_request_keeps_its_id_where_that_can_stand_in_a_log_and_gets_one_else(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "abc-1.2_3"}).headers["x-request-id"] == "abc-1.2_3"
    for wrong in ("", "a b", "x" * 65, '{"a":1}', "a\tb"):
        given = client.get("/healthz", headers={"X-Request-Id": wrong}).headers["x-request-id"]
        assert re.fullmatch(r"[0-9a-f]{16}", given)


def test_a_line_tells_who_asked_for_what_and_never_what_was_sent(
    client: Client, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    key = services.keychain.create("course", 9)
    caplog.set_level(logging.INFO, "inplace_lab.requests")
    client.post(
        "/api/v1/runs?secret=1",
        json={"source": "print('secret')"},
        headers={"Authorization": f"Bearer {key}", "Cookie": "seat-ABCD=secret", "X-Request-Id": "mine"},
    )
    client.get("/en/play?source=secret")
    (line, other) = [JsonLines().format(each) for each in caplog.records if each.name == "inplace_lab.requests"]
    told = json.loads(line)
    assert isinstance(told.pop("ms"), int)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "inplace_lab.requests",
        "request_id": "mine",
        "method": "POST",
        "route": "/api/v1/runs",
        "status": 200,
        "client": "key course",
    }
    assert json.loads(other)["route"] == "/{lang}/play"
    for secret in ("secret", key, key[3:11]):
        assert secret not in line + other + caplog.text


def test_a_server_is_ready_once_its_sandbox_has_started_and_until_it_stops(client: Client, services: Services) -> None:
    assert client.get("/readyz").json() == {"ready": True, "reasons": []}
    services.draining = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["The server is shutting down."])
    assert client.get("/healthz").status_code == 200


def test_a_server_is_not_ready_without_a_database_that_it_shares(tmp_path: Path) -> None:
    away = served(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with Client(assemble(away)) as client:
        client.warm_up()
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["reasons"]) == (503, ["The database cannot be reached."])
        assert client.get("/api/v1/health").status_code == 200
