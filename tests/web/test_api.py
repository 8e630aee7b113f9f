"""POST /api/v1/runs, /api/v1/health, /api/v1/openapi.json."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.errors import Busy, NoSuchDevice, RunsLocked, SandboxBroken, TooMany
from inplace_lab.runs.client import Client as RunClient
from inplace_lab.runs.queue import Queue
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.sandbox.walls import Walls
from inplace_lab.settings import Settings

from .client import Client
from .fakes import FakeRuns

RUNS, QUEUE = "/api/v1/runs", "/api/v1/queue"
JSON = {"Content-Type": "application/json"}


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for part in parts:
        yield part


def problem(response: Response) -> dict[str, Any]:
    """The problem of an answer, checked for its shape."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "code", "hint"}
    assert body["status"] == response.status_code
    assert all(body.values())
    return body


def test_a_run_returns_its_report(client: Client) -> None:
    response = client.post(RUNS, json={"source": "print(1)"})
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["stdout"] == "print(1)"
    assert response.json()["sentence"] == {"text": response.json()["message"], "values": {}}


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, '"source" is missing'),
        ({"source": 1}, '"source" is wrong'),
        ({"source": "", "device": "tpu"}, "'auto', 'cpu' or 'cuda'"),
        ({"source": "", "seed": -1}, '"seed"'),
        ({"source": "", "seed": 2**63}, '"seed"'),
        ({"source": "", "sead": 1}, 'no field "sead"'),
        ([], "JSON object"),
        ("text", "JSON object"),
        (None, "JSON object"),
    ],
)
def test_a_bad_field_is_named_in_plain_words(client: Client, body: object, word: str) -> None:
    response = client.post(RUNS, content=json.dumps(body), headers=JSON)
    assert response.status_code == 422
    assert word in problem(response)["detail"]


HOSTILE = [
    b"",
    b"{",
    b"not json",
    b"\xff\xfe",
    b'{"source": "\xc3\x28"}',
    b"[" * 3000,
    b'{"a":' * 600,
    b'{"source": "\\ud800"}',
    b'{"\\ud800": 1, "source": ""}',
    b'{"source": "", "seed": NaN}',
    b'{"source": "", "seed": Infinity}',
    b'{"source": "", "seed": 1e999}',
    b'{"source": "", "seed": ' + b"9" * 4000 + b"}",
    b'{"source": "", "seed": 0.5}',
    b'{"source": ["a"], "device": {}, "trace": []}',
]


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("headers", [JSON, {}, {"Content-Type": "text/plain"}])
def test_a_body_that_is_no_snippet_is_the_senders_fault(client: Client, body: bytes, headers: dict[str, str]) -> None:
    response = client.post(RUNS, content=body, headers=headers)
    assert response.status_code in (400, 422)
    assert problem(response)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(body=st.binary(max_size=200))
def test_no_bytes_make_the_server_fail(client: Client, body: bytes) -> None:
    assert client.post(RUNS, content=body, headers=JSON).status_code < 500


def test_a_body_beyond_the_limit_is_refused(client: Client) -> None:
    response = client.post(RUNS, content=b"x" * 5000, headers=JSON)
    assert response.status_code == 413
    assert problem(response)["code"] == "too-large"


def test_a_chunked_body_beyond_the_limit_is_refused(client: Client) -> None:
    response = client.post(RUNS, content=chunks(*[b"x" * 1000] * 10), headers=JSON)
    assert "content-length" not in response.request.headers
    assert response.status_code == 413


def test_a_chunked_body_within_the_limit_runs(client: Client) -> None:
    response = client.post(RUNS, content=chunks(b'{"source":', b' "1"}'), headers=JSON)
    assert response.status_code == 200


def test_no_free_place_says_when_to_come_back(client: Client, runs: FakeRuns) -> None:
    runs.error = Busy("64 runs are waiting already.", retry_after=3)
    response = client.post(RUNS, json={"source": ""})
    assert response.status_code == 503
    assert response.headers["retry-after"] == "3"
    assert problem(response)["code"] == "busy"


def test_more_than_a_share_says_when_to_come_back(client: Client, runs: FakeRuns) -> None:
    runs.error = TooMany("You have 1 running.", retry_after=4)
    response = client.post(RUNS, json={"source": ""})
    assert (response.status_code, response.headers["retry-after"]) == (429, "4")
    assert problem(response)["code"] == "too-many-runs"


def test_a_run_counts_for_its_address_and_is_fresh_where_that_is_asked(client: Client, runs: FakeRuns) -> None:
    client.post(RUNS, json={"source": ""})
    client.post(RUNS, json={"source": ""}, headers={"Cache-Control": "no-cache"})
    assert runs.asked == [(RunClient("127.0.0.1"), False), (RunClient("127.0.0.1"), True)]


@pytest.mark.parametrize("status", ["429", "503"])
def test_the_description_says_that_the_answer_tells_when_to_come_back(client: Client, status: str) -> None:
    responses = client.get("/api/v1/openapi.json").json()["paths"][RUNS]["post"]["responses"]
    assert responses[status]["headers"]["Retry-After"]["schema"] == {"type": "integer"}


@pytest.mark.parametrize(
    ("error", "status"), [(NoSuchDevice("No cuda here."), 422), (RunsLocked(), 423), (SandboxBroken(), 500)]
)
def test_each_error_of_ours_has_its_status(client: Client, runs: FakeRuns, error: Exception, status: int) -> None:
    runs.error = error
    assert problem(client.post(RUNS, json={"source": ""}))["status"] == status


def test_an_unforeseen_error_tells_nothing_about_itself(client: Client, runs: FakeRuns) -> None:
    runs.error = ZeroDivisionError("secret")
    response = client.post(RUNS, json={"source": ""})
    assert problem(response)["code"] == "internal-error"
    assert "secret" not in response.text
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize(("method", "path", "status"), [("GET", RUNS, 405), ("GET", "/api/v1/nothing", 404)])
def test_a_wrong_address_or_method_is_a_problem_too(client: Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path, headers={"Accept": "text/html"})
    assert problem(response)["status"] == status


def test_health_says_what_the_server_runs_on(client: Client) -> None:
    body = client.get("/api/v1/health").json()
    assert body == {
        "status": "ok",
        "version": body["version"],
        "torch": "2.13.0",
        "devices": ["cpu"],
        "level": None,
        "slots": 2,
        "running": 0,
        "waiting": 0,
    }


def test_whoever_waits_hears_at_which_place_and_for_how_long(client: Client, runs: FakeRuns) -> None:
    runs.queue = Queue(Settings(slots=1))
    runs.queue.pace.seconds = 3.0
    assert client.get(QUEUE).json() == {"running": 0, "waiting": 0, "place": None, "estimate": None}
    client.run(entered(runs.queue, "others", "others", "127.0.0.1"))
    response = client.get(QUEUE)
    assert response.json() == {"running": 1, "waiting": 2, "place": 2, "estimate": 6.0}
    assert response.headers["cache-control"] == "no-store"


def test_a_run_that_has_its_place_waits_no_more(client: Client, runs: FakeRuns) -> None:
    client.run(entered(runs.queue, "127.0.0.1"))
    assert client.get(QUEUE).json() == {"running": 1, "waiting": 0, "place": None, "estimate": None}


async def entered(queue: Queue, *clients: str) -> None:
    """So many runs in the queue."""
    for each in clients:
        queue.enter(RunClient(each))


@pytest.mark.parametrize(
    ("walls", "level"),
    [(Walls.ALL, "A"), (Walls.ALL & ~Walls.NAMESPACES, "B"), (Walls.SECCOMP | Walls.LIMITS, "C"), (Walls.LIMITS, "D")],
)
def test_the_level_is_told_to_programs_and_on_every_page(
    client: Client, runs: FakeRuns, walls: Walls, level: str
) -> None:
    runs.machine = Machine("2.13.0", False, 1, (), walls, 7)
    assert client.get("/api/v1/health").json()["level"] == level
    for path, words in (("/en/", f"level {level}"), ("/en/nothing", f"level {level}"), ("/zh/", f"{level} 级")):
        assert words in client.get(path, headers={"Accept": "text/html"}).text


def test_the_description_is_enough_to_generate_a_client(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert {operation["operationId"] for operation in operations} >= {"createRun", "getQueue", "getHealth"}
    assert all(operation["summary"] and operation["description"] for operation in operations)
    responses = schema["paths"][RUNS]["post"]["responses"]
    assert {"200", "202", "400", "403", "409", "413", "422", "423", "429", "500", "503"} <= set(responses)
    (whole, part) = responses["200"]["content"]["application/json"]["schema"]["anyOf"]
    assert (whole["$ref"].split("/")[-1], part["$ref"].split("/")[-1]) == ("RunReport", "ReportPart")
    assert responses["202"]["content"]["application/json"]["schema"]["$ref"].endswith("/RunState")


def test_every_reference_of_the_description_resolves(client: Client) -> None:
    text = client.get("/api/v1/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names == names & set(schemas)
    assert "HTTPValidationError" not in schemas


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_pages_that_load_from_elsewhere_are_off(client: Client, path: str) -> None:
    assert client.get(path).status_code in (307, 404)
    assert client.get(path, follow_redirects=True).status_code == 404
