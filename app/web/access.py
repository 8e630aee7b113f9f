"""Access: reads the API key of a request, and tells whoever is counted what is left.

A key that is not good is refused, and never taken for no key: whoever sends one wants to be known by it. The headers
are those of draft-ietf-httpapi-ratelimit-headers, on every answer of a route where new runs are counted.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..access.addresses import is_loopback, place_of, quota_of
from ..access.keys import Key
from ..errors import LabError, UnknownKey
from ..runs.client import LOCAL, Client
from ..runs.quota import WINDOW_SECONDS, Quota
from .origins import API
from .problems import problem_response
from .services import Services

METRICS = "/metrics"
_BEARER = "bearer"
_KEY, _CLIENT = "key", "client"


class Access:
    """ASGI middleware: a request with a key that is not good ends here."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            await self._look(scope)
        except LabError as error:
            return await problem_response(error)(scope, receive, send)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and (quota := self._counted(scope)):
                self._tell(MutableHeaders(scope=message), quota)
            await send(message)

        return await self.app(scope, receive, told)

    async def _look(self, scope: Scope) -> None:
        """Note whose key it is. Raises UnknownKey, KeysUnavailable."""
        if not scope["path"].startswith((API, METRICS)):
            return
        if (text := _key_in(Headers(scope=scope))) is not None:
            if (key := await self.services.keychain.find(text)) is None:
                raise UnknownKey
            scope.setdefault("state", {})[_KEY] = key

    def _counted(self, scope: Scope) -> Quota | None:
        """The quota that this request counts for; None where it leads to no new run, or nothing is counted."""
        client = scope.get("state", {}).get(_CLIENT)
        if client is None and scope["method"] == "POST" and scope["path"].startswith(API):
            client = by_key_or_address(Request(scope), self.services)
        return client.quota if client is not None else None

    def _tell(self, headers: MutableHeaders, quota: Quota) -> None:
        standing = self.services.quotas.standing(quota)
        headers["RateLimit-Policy"] = f'"{quota.policy}";q={quota.per_minute};w={WINDOW_SECONDS}'
        headers["RateLimit"] = f'"{quota.policy}";r={standing.left};t={standing.resets}'


def key_of(request: Request) -> Key | None:
    """The key that a request came with; None where it came with none."""
    key = getattr(request.state, _KEY, None)
    assert key is None or isinstance(key, Key)  # noqa: S101
    return key


def note(request: Request, client: Client) -> Client:
    """Remember who sent a request, for its headers and for the log."""
    setattr(request.state, _CLIENT, client)
    return client


def kind_of(scope: Scope) -> str:
    """Who sent a request, for the log: the name of a key, seat or desk, anonymous."""
    state = scope.get("state", {})
    if (key := state.get(_KEY)) is not None:
        return f"key {key.name}"
    client = state.get(_CLIENT)
    return client.quota.policy if client is not None and client.quota is not None else "anonymous"


def by_key_or_address(request: Request, services: Services) -> Client:
    """Whoever sent a request, if it is nobody of a class."""
    if (key := key_of(request)) is not None:
        return Client(f"key {key.prefix}", quota=key.quota)
    if request.client is None:
        return LOCAL
    host, settings = request.client.host, services.settings
    is_open = is_loopback(host) and settings.loopback_is_open
    return Client(place_of(host), quota=None if is_open else quota_of(host, settings.anonymous_runs_per_minute))


def _key_in(headers: Headers) -> str | None:
    """The key of a request; None where it has none, or another scheme, which is a proxy's business.

    Of several keys, no one can say which is meant: none of them is good.
    """
    split = [value.partition(" ") for value in headers.getlist("authorization")]
    keys = [rest.strip() for scheme, _, rest in split if scheme.lower() == _BEARER]
    return None if not keys else keys[0] if len(keys) == 1 else ""
