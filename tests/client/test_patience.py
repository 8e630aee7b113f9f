"""What is sent again, when, and what is not; how problems reach whoever asked."""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import httpx
import pytest

from inplace_lab.client import AsyncLab, Lab, LabProblem
from inplace_lab.client.events import Events
from inplace_lab.client.patience import Patience

from .described import Described

PROBLEM = {"type": "urn:x", "title": "No", "status": 422, "detail": "Not so.", "code": "no", "hint": "Do."}
X = "x = 1\n"


class Server:
    """Answers as it is told to, then as the description says; counts, and keeps what was sent."""

    def __init__(self, *first: httpx.Response | Exception) -> None:
        self._first = list(first)
        self.sent: list[httpx.Request] = []
        self._then = Described()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if not self._first:
            return self._then(request)
        if isinstance(first := self._first.pop(0), Exception):
            raise first
        return first


def busy(status: int = 429, seconds: str = "7") -> httpx.Response:
    """A server that has no time."""
    return httpx.Response(status, json=PROBLEM | {"status": status}, headers={"Retry-After": seconds})


def asked(server: Server, ask: Callable[[Lab], Any]) -> tuple[Any, list[float]]:
    """What a Lab comes to, and how long it waited in between."""
    waited: list[float] = []
    with patch.object(time, "sleep", waited.append), Lab(transport=httpx.MockTransport(server)) as lab:
        return ask(lab), waited


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int) -> None:
    server = Server(busy(status), busy(status, "2"))
    told, waited = asked(server, lambda lab: lab.run(X))
    assert (told.status, waited, len(server.sent)) == ("ok", [7, 2], 3)


def test_whoever_awaits_is_as_patient() -> None:
    server = Server(busy(), httpx.ConnectError("no"))
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def ask() -> Any:
        async with AsyncLab(transport=httpx.MockTransport(server)) as lab:
            with patch.object(asyncio, "sleep", sleep):
                return await lab.run(X)

    assert asyncio.run(ask()).status == "ok"
    assert waited == [7, 1.0]


@pytest.mark.parametrize(
    "outcome",
    [busy(seconds="3600"), httpx.Response(503, json=PROBLEM | {"status": 503}), httpx.Response(422, json=PROBLEM)],
)
def test_what_does_not_get_better_soon_is_told_at_once(outcome: httpx.Response) -> None:
    server = Server(outcome)
    with pytest.raises(LabProblem) as caught:
        asked(server, lambda lab: lab.run(X))
    assert (caught.value.status, len(server.sent)) == (outcome.status_code, 1)


def test_patience_ends() -> None:
    server = Server(*(busy() for _ in range(9)))
    with pytest.raises(LabProblem) as caught:
        asked(server, lambda lab: lab.health())
    assert (caught.value.status, caught.value.retry_after, len(server.sent)) == (429, 7, Patience().times)


@pytest.mark.parametrize(
    "ask",
    [
        lambda lab: lab.run(X, idempotency_key="k"),
        lambda lab: lab.run_async(X),
        lambda lab: lab.batch_async([X]),
        lambda lab: lab.cancel("1"),
        lambda lab: lab.health(),
    ],
)
def test_what_is_lost_is_sent_again_where_that_does_nothing_twice(ask: Callable[[Lab], Any]) -> None:
    server = Server(httpx.ReadError("lost"))
    asked(server, ask)
    first, second = server.sent
    assert first.headers.get("idempotency-key") == second.headers.get("idempotency-key")
    assert first.method != "POST" or first.headers["idempotency-key"]


def test_what_may_have_been_done_already_is_not_sent_again() -> None:
    server = Server(httpx.ReadError("lost"))
    with pytest.raises(httpx.ReadError):
        asked(server, lambda lab: lab.run(X))
    assert len(server.sent) == 1


def test_what_never_went_out_is_sent_again() -> None:
    assert asked(Server(httpx.ConnectError("no")), lambda lab: lab.run(X))[0].status == "ok"


def test_a_problem_has_the_fields_of_its_document() -> None:
    with pytest.raises(LabProblem) as caught:
        asked(Server(httpx.Response(422, json=PROBLEM)), lambda lab: lab.run(X))
    assert {name: getattr(caught.value, name) for name in PROBLEM} == PROBLEM
    assert str(caught.value) == "422: Not so. Do."


def test_a_proxy_that_answers_with_a_page_is_told_by_its_beginning() -> None:
    with pytest.raises(LabProblem, match="502: <html>"):
        asked(Server(httpx.Response(502, text="<html>" + "x" * 999)), lambda lab: lab.run(X))


def test_a_stream_that_is_refused_is_a_problem() -> None:
    with pytest.raises(LabProblem, match="Not so"):
        asked(Server(httpx.Response(404, json=PROBLEM)), lambda lab: list(lab.events("1")))


def test_a_key_goes_with_each_request() -> None:
    server = Server()
    with Lab("http://127.0.0.1:9/", "il_1", transport=httpx.MockTransport(server)) as lab:
        lab.health()
    assert server.sent[0].headers["authorization"] == "Bearer il_1"
    assert str(server.sent[0].url) == "http://127.0.0.1:9/api/v1/health"


def test_an_event_may_have_several_lines() -> None:
    events = Events()
    assert [events.take(line) for line in (": ping", "", "event: x", "data: a", "data:b", "")] == [*[None] * 5, b"a\nb"]


@pytest.mark.parametrize("status", [502, 504])
def test_a_proxy_that_lost_its_server_is_asked_again_for_what_has_a_key(status: int) -> None:
    server = Server(httpx.Response(status, text="Bad Gateway"))
    told, waited = asked(server, lambda lab: lab.run(X, idempotency_key="a key of mine"))
    assert (told.status, len(waited), len(server.sent)) == ("ok", 1, 2)
    assert server.sent[0].headers["Idempotency-Key"] == server.sent[1].headers["Idempotency-Key"]


@pytest.mark.parametrize("status", [502, 504])
def test_what_may_have_been_done_already_is_not_asked_twice(status: int) -> None:
    server = Server(httpx.Response(status, text="Bad Gateway"))
    with pytest.raises(LabProblem):
        asked(server, lambda lab: lab.run(X))
    assert len(server.sent) == 1
