"""Connection: what both clients send with each request, and how they take an answer."""

from typing import Any, TypeVar

import httpx

from .calls import Call
from .problem import LabProblem

T = TypeVar("T")
_CONNECT_SECONDS = 10.0


def options_of(url: str, key: str | None, timeout: float) -> dict[str, Any]:
    """The options of an httpx client for a server at an address."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return {
        "base_url": f"{url.rstrip('/')}/api/v1/",
        "headers": headers,
        "timeout": httpx.Timeout(timeout, connect=_CONNECT_SECONDS),
    }


def request_of(http: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
    """A call as a request."""
    # httpx puts its own question mark where there is nothing behind it.
    params = dict(call.params) or None
    return http.build_request(call.method, call.path, json=call.body, params=params, headers=dict(call.headers))


def answer_of(call: Call[T], outcome: httpx.Response | httpx.TransportError) -> T:
    """What was answered. Raises LabProblem, or what kept the server from answering."""
    if isinstance(outcome, httpx.TransportError):
        raise outcome
    if not outcome.is_success:
        raise LabProblem.of(outcome)
    return call.read(outcome.content)
