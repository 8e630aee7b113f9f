"""The host check, against names that were bent to point here."""

import pytest

from inplace_lab.main import assemble
from inplace_lab.settings import Settings
from inplace_lab.web.hosts import HostCheck, is_loopback
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns


def check(served: str, *trusted: str) -> HostCheck:
    """A host check in front of nothing."""
    return HostCheck(None, served, trusted)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9", "LOCALHOST", "[::1]:8000", "127.1.2.3"])
@pytest.mark.parametrize("path", ["/en/", "/api/v1/health", "/static/css/base.css"])
def test_this_machines_own_names_are_answered(client: Client, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code == 200


BENT = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8000",
    "",
    "[",
    "[]",
    "a:b:c",
    "\xff",
    "10.0.0.7",
]


@pytest.mark.parametrize("host", BENT)
@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/health", "/static/css/base.css", "/nowhere"])
def test_any_other_name_is_refused_with_what_to_do(client: Client, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host.encode("latin-1")})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "wrong-host"
    assert "INPLACE_LAB_TRUSTED_HOSTS" in response.json()["hint"]
    assert "content-security-policy" in response.headers


def test_a_run_under_another_name_does_not_run(client: Client, runs: FakeRuns) -> None:
    runs.error = AssertionError("it ran")
    assert client.post("/api/v1/runs", json={"source": ""}, headers={"Host": "evil.example"}).status_code == 400


def test_two_hosts_are_none(client: Client) -> None:
    assert client.get("/en/", headers=[("Host", "127.0.0.1"), ("Host", "evil.example")]).status_code == 400


@pytest.mark.parametrize(
    ("served", "name", "answers"),
    [
        ("192.168.1.5", "192.168.1.5", True),
        ("192.168.1.5", "192.168.1.6", False),
        ("192.168.1.5", "localhost", True),
        ("0.0.0.0", "192.168.1.5", True),  # a name is what an attacker can bend, not an address
        ("::", "fe80::1", True),
        ("::", "evil.example", False),
        ("Lab.Example", "lab.example", True),
        ("127.0.0.1", "10.0.0.7", False),
    ],
)
def test_the_address_that_is_served_is_answered(served: str, name: str, answers: bool) -> None:
    assert check(served).answers_to(name) is answers


def test_trusted_names_are_answered_and_no_others(lab: FakeLab, runs: FakeRuns) -> None:
    settings = Settings(trusted_hosts="lab.example.org, Other.example:8443")  # type: ignore[arg-type]
    with Client(assemble(Services(settings, runs, lab))) as client:  # type: ignore[arg-type]
        answers = [
            client.get("/api/v1/health", headers={"Host": host}).status_code
            for host in ("lab.example.org", "LAB.example.org:8000", "other.example", "sub.lab.example.org")
        ]
    assert answers == [200, 200, 200, 400]


@pytest.mark.parametrize("path", ["/", "/en", "/en/?batch=2", "/static/css", "/nowhere", "/api/v1/openapi.json"])
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_no_answer_repeats_the_host(lab: FakeLab, runs: FakeRuns, path: str, accept: str) -> None:
    settings = Settings(trusted_hosts=("mirror-me.example",))
    with Client(assemble(Services(settings, runs, lab))) as client:  # type: ignore[arg-type]
        client.warm_up()
        response = client.get(path, headers={"Host": "mirror-me.example:8000", "Accept": accept})
    assert "mirror-me" not in response.text
    assert "mirror-me" not in str(response.headers)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_loopback_is_known(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
