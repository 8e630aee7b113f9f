"""The origin check: no page of another site makes its reader's browser run programs here.

Browsers say where a request comes from in two headers that no page can change. Sec-Fetch-Site is the better one, but is
left out where the address is neither https nor loopback; Origin comes with every POST. A program such as curl sends
neither, and no site can make it send anything. Another port is another site: who knows what is served there?

Reading is looked at too, since looking at the Lab's page runs programs: from elsewhere a reader may follow a link, but
no page may load an address of ours as an image, a script, a frame or data. Embeds may be framed: they run
nothing. Sites that a setting names may use the API, and nothing else: `cors.py` says to browsers that they may.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import CrossSite
from .headers import may_be_framed
from .problems import problem_response

_OWN = ("same-origin", "none")
API = "/api/v1/"
_READS = ("GET", "HEAD")
_TAB, _FRAME = "document", "iframe"
_NOBODY = "null"


class OriginCheck:
    """ASGI middleware: a request that a page of another site sent ends here."""

    def __init__(self, app: ASGIApp, trusted: Iterable[str], origins: Iterable[str] = ()) -> None:
        self.app = app
        self.trusted = frozenset(each.lower() for each in trusted)
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._allows(scope, Headers(scope=scope)):
            return await problem_response(CrossSite())(scope, receive, send)
        return await self.app(scope, receive, send)

    def _allows(self, scope: Scope, headers: Headers) -> bool:
        kind = headers.get("sec-fetch-dest", _TAB)
        if scope["method"] in _READS and (kind == _TAB or (kind == _FRAME and may_be_framed(scope["path"]))):
            return True
        if scope["path"].startswith(API) and origin_in(scope) in self.origins:
            return True
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is None and origin is None:
            return True
        sender = _netloc(origin or "")
        return site in _OWN or sender in self.trusted or (site is None and sender == _host(headers))


def origin_in(scope: Scope) -> str:
    """The origin that a request says it comes from; of several, no one can say which is meant."""
    origins = Headers(scope=scope).getlist("origin")
    return origins[0] if len(origins) == 1 else ""


def _netloc(origin: str) -> str:
    """Name and port of an origin; a nobody's for "null" and for what is no origin at all."""
    try:
        return urlsplit(origin).netloc.lower() or _NOBODY
    except ValueError:
        return _NOBODY


def _host(headers: Headers) -> str:
    """Name and port that the request was sent to."""
    return headers.get("host", "").lower()
