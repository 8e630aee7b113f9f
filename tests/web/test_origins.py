"""The origin check, against pages that would use their readers' browsers."""

import pytest

from inplace_lab.main import assemble
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

RUNS = "/api/v1/runs"
BODY = {"source": "print(1)"}

OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://proxied.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1"},
]
THEIRS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:9000"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "SAME-ORIGIN"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:9000"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
]


@pytest.mark.parametrize("headers", OURS)
def test_our_own_pages_and_programs_may_run(client: Client, headers: dict[str, str]) -> None:
    assert client.post(RUNS, json=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", THEIRS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_of_others_may_not(client: Client, runs: FakeRuns, method: str, headers: dict[str, str]) -> None:
    runs.error = AssertionError("it ran")
    response = client.request(method, RUNS, json=BODY, headers=headers)
    assert response.status_code == 403
    assert response.json()["code"] == "cross-site"
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("kind", ["image", "script", "empty", "iframe", "embed", "object"])
def test_no_page_of_others_loads_ours_as_a_part_of_itself(client: Client, lab: FakeLab, kind: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": kind}
    assert client.get("/en/?batch=64", headers=headers).status_code == 403
    assert not lab.asked


def test_a_link_from_elsewhere_is_followed(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/en/", headers=headers).status_code == 200


def test_a_site_that_is_trusted_may_run(lab: FakeLab, runs: FakeRuns) -> None:
    settings = Settings(trusted_hosts=("lab.example.org",))
    with Client(assemble(Services(settings, runs, lab))) as client:  # type: ignore[arg-type]
        answers = [
            client.post(RUNS, json=BODY, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"}).status_code
            for origin in ("https://lab.example.org", "https://lab.example.org:8443", "https://evil.lab.example.org")
        ]
    assert answers == [200, 403, 403]
