"""Strip: the room that a reader is in, at the head of every page outside of it.

Cookies say which room that is, or the address: a page with ?hall=KQ7M is what the projector of room KQ7M shows while
the class is led there. Whether the room still exists, the strip's script finds out: a page costs the database nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from ...classroom.codes import PATTERN
from ...classroom.state import PATH
from ..services import Services
from .cookies import DESK, SEAT, rooms_of
from .join import Join

Role = Literal["student", "desk", "hall"]
_CODE = re.compile(PATTERN)
_OWN = re.compile(r"/(?:[a-z]+/)?room/.*", re.ASCII)
"""The room's own pages have no strip: they show all of it."""
_PLAYGROUND = "play"
_ROLES: tuple[tuple[Role, str], ...] = (("desk", DESK), ("student", SEAT))


@dataclass(frozen=True)
class Strip:
    """The room that a reader is in."""

    code: str
    role: Role
    lessons: tuple[tuple[str, int], ...]
    """The numbers of all lessons by their slugs, so that a place can be told in words."""
    join: Join | None = None
    """The way in, for those who come late; on the projector alone."""

    @property
    def teaches(self) -> bool:
        """The reader is the teacher."""
        return self.role == "desk"

    def leads(self, path: str) -> bool:
        """Whether a class can be led to a page; from the playground it is led to the link of what is run there."""
        return path == _PLAYGROUND or bool(path and PATH.fullmatch(path))


def strip_of(request: Request, services: Services) -> Strip | None:
    """The room that a page is projected in, or a browser teaches or sits in; None without one, and on its own pages."""
    if _OWN.fullmatch(request.url.path):
        return None
    if _CODE.fullmatch(code := request.query_params.get("hall", "")):
        return Strip(code, "hall", (), Join.of(request, services, code, request.query_params.get("at", "")))
    for role, kind in _ROLES:
        for code, _ in rooms_of(request, kind):
            return Strip(code, role, services.bookshelf.numbers)
    return None
