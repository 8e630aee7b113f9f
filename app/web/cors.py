"""CORS: lets pages of the sites that a setting names use the API, and nothing else.

Such a page is a stranger that was let in: what it sends counts without cookies, for they belong to this site's pages.
"""

from collections.abc import Iterable

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from .origins import API, origin_in

_METHODS = ("GET", "POST", "DELETE")
_HEADERS = ("Authorization", "Cache-Control", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer")
_ALSO = ("X-Request-Id", "Last-Event-Id")
_EXPOSED = ("Cache-Status", "ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id")


class Cors:
    """ASGI middleware, behind the origin check, which has turned away all that are not named."""

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = frozenset(origins)
        self.api = CORSMiddleware(
            app,
            allow_origins=tuple(self.origins),
            allow_methods=_METHODS,
            allow_headers=(*_HEADERS, *_ALSO),
            expose_headers=_EXPOSED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            return await self.app(scope, receive, send)
        if origin_in(scope) in self.origins:
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        return await self.api(scope, receive, send)
