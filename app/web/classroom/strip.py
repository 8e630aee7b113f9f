"""Strip: the room that a reader is in, at the head of every page outside of it. Cookies alone say which room that is.

Whether the room is still there, the strip's script finds out: a page costs the database nothing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from ...classroom.state import PATH
from ..lessons.bookshelf import Bookshelf
from .cookies import DESK, SEAT, rooms_of

Role = Literal["student", "desk"]
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

    @property
    def teaches(self) -> bool:
        """The reader is the teacher."""
        return self.role == "desk"

    def leads(self, path: str) -> bool:
        """Whether a class can be led to a page; from the playground it is led to the link of what is run there."""
        return path == _PLAYGROUND or bool(path and PATH.fullmatch(path))


def strip_of(request: Request, bookshelf: Bookshelf) -> Strip | None:
    """The room that a browser teaches, or else sits in; None where there is none, and on the room's own pages."""
    if _OWN.fullmatch(request.url.path):
        return None
    for role, kind in _ROLES:
        for code, _ in rooms_of(request, kind):
            return Strip(code, role, bookshelf.numbers)
    return None
