"""The host check: answers only those who call this server by a name of its own.

A page of evil.example may let its own name point to 127.0.0.1 once it is loaded. The browser then takes this server
for evil.example, and lets the page read and send what it likes. Only the Host header tells: it still says evil.example.
An address in numbers cannot be bent like that, so a server that listens on all of its addresses answers to any of them.
"""

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import WrongHost
from .problems import problem_response

_LOOPBACK_NAME = "localhost"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class HostCheck:
    """ASGI middleware: a request for any other host ends here. `served` is the address that the server listens on."""

    def __init__(self, app: ASGIApp, served: str, trusted: Iterable[str]) -> None:
        self.app = app
        self.served = served.lower()
        self.trusted = frozenset(name_of(each) for each in trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.answers_to(name_of(_host(scope))):
            # Nothing of what was sent is repeated: a stranger chose it.
            return await problem_response(WrongHost())(scope, receive, send)
        return await self.app(scope, receive, send)

    def answers_to(self, name: str) -> bool:
        """Whether the name, without a port, is one of this server's."""
        if name in (_LOOPBACK_NAME, self.served) or name in self.trusted:
            return True
        address = address_of(name)
        return address is not None and (address.is_loopback or self._everywhere())

    def _everywhere(self) -> bool:
        address = address_of(self.served)
        return address is not None and address.is_unspecified


def name_of(host: str) -> str:
    """The name or address in a Host header, without its port: [::1]:8000 is ::1."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    name = host if host.count(":") > 1 else host.partition(":")[0]
    return name.lower().rstrip(".")


def address_of(name: str) -> Address | None:
    """The address in numbers that a name is, none where it is a name in words."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach the address."""
    address = address_of(host)
    return host == _LOOPBACK_NAME if address is None else address.is_loopback


def _host(scope: Scope) -> str:
    """The Host header; of several, no one can say which is meant."""
    hosts = Headers(scope=scope).getlist("host")
    return hosts[0] if len(hosts) == 1 else ""
