"""Headers that every answer carries: the page may load nothing from elsewhere, run nothing inline, be framed by nobody.

Embeds are the exception: any page may frame them, slides that lie on a disk too, and no other header differs. The
page of a sweep may show images that its own script has made: a chart becomes a PNG by way of one.

Content-Security-Policy         what a page may load, and from where: from here, and no inline script or style
Cross-Origin-Opener-Policy      a page that opened ours, or that ours opened, has no handle on it
Cross-Origin-Resource-Policy    nothing of ours can be loaded into a page of another site, nor into its memory
Permissions-Policy              no camera, no place, no microphone …, whatever gets to run in a page
Referrer-Policy                 no other site hears which address a reader came from
X-Content-Type-Options          what we call text is never taken for a script
X-Frame-Options                 frame-ancestors for browsers that do not know it
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_EMBEDS = "/embed/"
_SWEEP = re.compile(r"/[a-z]+/sweep", re.ASCII)
_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {source}" for name, source in policy.items())


SECURITY = {
    "Content-Security-Policy": _written(_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

FRAMED = {
    **{name: value for name, value in SECURITY.items() if name != "X-Frame-Options"},
    "Content-Security-Policy": _written({**_POLICY, "frame-ancestors": "* file:"}),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Those of an embed."""

DRAWN = {**SECURITY, "Content-Security-Policy": _written({**_POLICY, "img-src": "'self' blob:"})}
"""Those of the page of a sweep."""


def may_be_framed(path: str) -> bool:
    """Whether pages of others may show what is at this address inside themselves."""
    return path.startswith(_EMBEDS)


def harden(headers: MutableHeaders, path: str = "") -> None:
    """Add the security headers that are not there yet."""
    usual = DRAWN if _SWEEP.fullmatch(path) else SECURITY
    for name, value in (FRAMED if may_be_framed(path) else usual).items():
        headers.setdefault(name, value)


class SecurityHeaders:
    """ASGI middleware that hardens every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                harden(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, hardened)
