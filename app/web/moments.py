"""Moments: a page that a class opens at the same moment is drawn once, and packed once.

The key says all that a page shows, so nobody is shown another reader's; a page is kept for some seconds only, so that
whatever no key can name, a template that is being edited, is seen soon.
"""

import gzip
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from .services import services_of

SECONDS = 10.0
_LEVEL = 6


@dataclass(frozen=True)
class _Page:
    """A drawn page, packed."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> "_Page":
        """What is to be kept of an answer; its length is another now."""
        headers = tuple(each for each in response.raw_headers if each[0] != b"content-length")
        return cls(response.status_code, headers, gzip.compress(response.body, _LEVEL, mtime=0))

    def response(self, request: Request) -> Response:
        """An answer of its own for one request, as its browser takes it."""
        packed = "gzip" in request.headers.get("accept-encoding", "")
        answer = Response(self.body if packed else gzip.decompress(self.body), self.status)
        answer.raw_headers += self.headers
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
            answer.headers.add_vary_header("Accept-Encoding")
        return answer


async def drawn_once(request: Request, key: Hashable, draw: Callable[[], Response]) -> Response:
    """What `draw` draws, in a thread, or has just drawn for the same key. Raises what it raises."""

    async def make() -> _Page:
        return await run_in_threadpool(lambda: _Page.of(draw()))

    moment = int(time.monotonic() / SECONDS)
    page = await services_of(request).moments.get((request.url.path, key, moment), make)
    return page.response(request)
