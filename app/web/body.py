"""Reads a request's body before anyone else does, and refuses it where it is too large, chunked or not."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import TooLarge
from ..sentence import sentence
from .failures import answer


class BodyLimit:
    """ASGI middleware: no more than `limit` bytes of a body are ever held."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        body = None if self._declared(scope) > self.limit else await self._read(receive)
        if body is None:
            error = TooLarge(sentence("The body is larger than %(most)s bytes.", most=self.limit))
            return await (await answer(Request(scope), error))(scope, receive, send)
        return await self.app(scope, _replay(body, receive), send)

    def _declared(self, scope: Scope) -> int:
        length = Headers(scope=scope).get("content-length", "")
        return int(length) if length.isdecimal() and len(length) < 20 else 0

    async def _read(self, receive: Receive) -> list[Message] | None:
        """All messages of the body, or none where it grows beyond the limit."""
        messages, total = [], 0
        while True:
            message = await receive()
            messages.append(message)
            total += len(message.get("body", b""))
            if total > self.limit:
                return None
            if not message.get("more_body", False):
                return messages


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replay
