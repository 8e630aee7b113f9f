"""A client without a server: httpx speaks to the app itself, one request at a time."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

import httpx
from fastapi import FastAPI


class Client:
    """Runs the app's lifespan around its requests. What the app does not catch is answered, as a server would."""

    def __init__(self, app: FastAPI) -> None:
        self._runner = asyncio.Runner()
        self._lifespan = app.router.lifespan_context(app)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    def __enter__(self) -> Self:
        self._runner.run(self._lifespan.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._http.aclose())
        self._runner.run(self._lifespan.__aexit__(kind, error, trace))
        self._runner.close()

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        """One request, to its end."""
        return self._runner.run(self._http.request(method, url, **options))

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the loop of the app."""
        self._runner.run(work)

    def get(self, url: str, **options: Any) -> httpx.Response:
        """GET."""
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", url, **options)

    def forget(self) -> None:
        """Be another browser from now on: one without cookies."""
        self._http.cookies.clear()

    def warm_up(self) -> None:
        """Wait for the first result."""
        while self.get("/api/v1/health").json()["status"] != "ok":
            pass
