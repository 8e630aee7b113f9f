"""Cookies: the keys of seats and desks. No script reads them; no page of another site sends them along with a POST.

seat-KQ7M   makes a browser a student of room KQ7M
desk-KQ7M   makes it the teacher
"""

import re
from collections.abc import Iterator

from fastapi import Request
from starlette.responses import Response

from ...classroom.codes import PATTERN

SEAT, DESK = "seat", "desk"
_NAMED = re.compile(f"(?P<kind>{SEAT}|{DESK})-(?P<code>{PATTERN})")
_HOUR = 3600
MOST = 6
"""Rooms that one browser is in; whoever sends more cookies has made them up."""


def key_of(request: Request, kind: str, code: str) -> str:
    """The key that a browser has for a room; empty where it has none."""
    return request.cookies.get(f"{kind}-{code}", "")


def rooms_of(request: Request, kind: str) -> Iterator[tuple[str, str]]:
    """The rooms that a browser has keys for, with the keys; the one that it came to last is the first."""
    named = ((_NAMED.fullmatch(name), key) for name, key in request.cookies.items())
    found = [(match["code"], key) for match, key in named if match and match["kind"] == kind]
    yield from reversed(found[-MOST:])  # browsers send the oldest cookie first


def give(response: Response, request: Request, kind: str, code: str, key: str, hours: int) -> None:
    """Have the browser keep a key for as long as the room lasts."""
    response.set_cookie(
        f"{kind}-{code}",
        key,
        max_age=hours * _HOUR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def take_back(response: Response, kind: str, code: str) -> None:
    """Have the browser forget a key."""
    response.delete_cookie(f"{kind}-{code}", httponly=True, samesite="lax")
