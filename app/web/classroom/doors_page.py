"""ClassroomPage: where a teacher opens a room, and a student joins one."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import Request

from ...classroom.rooms import Rooms
from ..clients import address_of
from ..page import Page
from ..problems import Problem
from .cookies import DESK, SEAT, rooms_of


@dataclass(frozen=True)
class OwnRoom:
    """A room that the browser has a key of."""

    code: str
    teaches: bool
    ended: bool


@dataclass(frozen=True)
class ClassroomPage:
    """The doors to all rooms."""

    template: ClassVar[str] = "classroom.html"
    page: Page
    anyone_opens: bool
    rooms: tuple[OwnRoom, ...] = ()
    typed: str = ""
    """What stood in the field for the code."""
    problem: Problem | None = None


async def own_rooms(request: Request, rooms: Rooms) -> tuple[OwnRoom, ...]:
    """The rooms that the browser teaches or sits in, as far as they are there. Raises RoomUnavailable."""
    teaches = [code for code, key in rooms_of(request, DESK) if await rooms.desk(code, key)]
    sits = [code for code, key in rooms_of(request, SEAT) if code not in teaches and await rooms.seat(code, key)]
    states = {code: (await rooms.room(code, address_of(request))).state for code in (*teaches, *sits)}
    return tuple(OwnRoom(code, code in teaches, state.ended) for code, state in states.items())
