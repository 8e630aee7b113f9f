"""Logs: one line a request, in words or as JSON: what was asked for, how it was answered, how long that took.

The route is told by its template, for addresses have programs and secret links in them. Nothing that was sent is told.
"""

import json
import logging
import re
import secrets
import time
from datetime import UTC, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .access import kind_of
from .metrics import Metrics

HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger("inplace_lab.requests")
_STREAM = "text/event-stream"
_BROKEN_OFF = 499
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class RequestLog:
    """ASGI middleware, before all others: gives each request an id, counts it, and writes its line."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        seen = _Seen(scope)
        scope.setdefault("state", {})["request_id"] = seen.id

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[HEADER] = seen.id
                seen.begin(message["status"])
                if headers.get("content-type", "").startswith(_STREAM):
                    seen.streams = True
                    self.metrics.streams.inc()
            await send(message)

        try:
            await self.app(scope, receive, told)
        except Exception:
            seen.begin(500)
            raise
        finally:
            self._close(seen)

    def _close(self, seen: "_Seen") -> None:
        if seen.streams:
            self.metrics.streams.dec()
        line = seen.line()
        self.metrics.requests.labels(line["route"], line["method"], str(line["status"])).inc()
        _log.info("%(method)s %(route)s %(status)s %(ms)s ms %(client)s %(request_id)s", line)


class _Seen:
    """What is seen of a request."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.id = _given(Headers(scope=scope)) or secrets.token_hex(8)
        self.streams = False
        self._status = 0
        self._started = time.monotonic()

    def begin(self, status: int) -> None:
        """The answer begins; what fails later does not change that any more."""
        self._status = self._status or status

    def line(self) -> dict[str, str | int]:
        """What is told of it. An answer that never began was wanted by nobody any more."""
        return {
            "request_id": self.id,
            "method": self.scope["method"] if self.scope["method"] in _METHODS else "?",
            "route": route_of(self.scope),
            "status": self._status or _BROKEN_OFF,
            "ms": round((time.monotonic() - self._started) * 1000),
            "client": kind_of(self.scope),
        }


class JsonLines(logging.Formatter):
    """Every record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": when, "level": record.levelname.lower(), "logger": record.name}
        if record.name == _log.name and isinstance(record.args, dict):
            line |= record.args
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


def install(log_format: str) -> None:
    """Write the log to standard error: `quiet` tells only what goes wrong, `text` and `json` each request, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if log_format == "json" else logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _log.setLevel(logging.WARNING if log_format == "quiet" else logging.INFO)


def route_of(scope: Scope) -> str:
    """The template of the route that took a request; a question mark where none did."""
    if scope.get("app_root_path", scope.get("root_path", "")) != scope.get("root_path", ""):
        return f"{scope['root_path']}/*"  # what is mounted has no routes
    return str(getattr(scope.get("route"), "path", "")) or "?"


def _given(headers: Headers) -> str | None:
    """The id that a request came with, if it can stand in a log."""
    ids = headers.getlist(HEADER)
    return ids[0] if len(ids) == 1 and _ID.fullmatch(ids[0]) else None
