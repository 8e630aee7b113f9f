"""A server that knows only the description of the API: it answers each route with the example that stands there."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from inplace_lab.main import create_app
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings

_METHODS = ("get", "post", "delete")


@cache
def description() -> dict[str, Any]:
    """The description of the API."""
    return create_app(Settings(), InlineSandbox()).openapi()


def operations() -> dict[str, tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of each operation by its id."""
    paths = description()["paths"]
    found = ((path, method, route[method]) for path, route in paths.items() for method in _METHODS if method in route)
    return {told["operationId"]: (method.upper(), path, told) for path, method, told in found}


def operation_of(request: httpx.Request) -> str:
    """The operation that a request asks for."""
    for name, (method, path, _) in operations().items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
        if method == request.method and re.fullmatch(pattern, request.url.path):
            return name
    raise AssertionError(f"no route for {request.method} {request.url.path}")


class Described:
    """Answers requests, and remembers which operations were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = operation_of(request)
        self.asked.append(name)
        responses = operations()[name][2]["responses"]
        status = next(each for each in self._wanted(request) if each in responses)
        content = responses[status].get("content", {})
        if "text/event-stream" in content:
            return httpx.Response(200, text=f": ping\n\ndata: {json.dumps(_state(name))}\n\n")
        media, told = next(iter(content.items()), ("", {}))
        if media != "application/json" or "example" not in told:
            return httpx.Response(int(status), content=b"file")
        return httpx.Response(int(status), json=told["example"])

    def _wanted(self, request: httpx.Request) -> tuple[str, ...]:
        return ("202", "200", "204") if request.headers.get("prefer") else ("200", "204")


def _state(name: str) -> Any:
    """The state that a stream tells: that of the job it watches."""
    of_job = operations()[name.replace("watch", "get")][2]
    return of_job["responses"]["200"]["content"]["application/json"]["example"]
