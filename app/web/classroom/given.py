"""What the routes of a room are given: the room of the address, and who asks."""

from typing import Annotated

from fastapi import Depends, Request

from ...classroom.codes import code_in
from ...classroom.people import Desk, Seat
from ...classroom.room_rows import Room
from ...errors import NoSeat, NoSuchRoom, NotTheTeacher
from ..clients import address_of
from ..services import Given
from .cookies import DESK, SEAT, key_of


async def _room(code: str, request: Request, services: Given) -> Room:
    """The room of the address. Raises NoSuchRoom, TooOften."""
    if (known := code_in(code)) is None:
        raise NoSuchRoom
    return await services.rooms.room(known, address_of(request))


TheRoom = Annotated[Room, Depends(_room)]


async def desk_of(room: TheRoom, request: Request, services: Given) -> Desk | None:
    """The desk of the room, where the browser has its key."""
    return await services.rooms.desk(room.code, key_of(request, DESK, room.code))


async def seat_of(room: TheRoom, request: Request, services: Given) -> Seat | None:
    """The seat in the room that the browser has the key of."""
    return await services.rooms.seat(room.code, key_of(request, SEAT, room.code))


MaybeDesk = Annotated[Desk | None, Depends(desk_of)]
MaybeSeat = Annotated[Seat | None, Depends(seat_of)]


async def _desk(desk: MaybeDesk, request: Request, services: Given) -> Desk:
    if desk is None:
        services.rooms.suspect(address_of(request))
        raise NotTheTeacher
    return desk


async def _seat(seat: MaybeSeat) -> Seat:
    if seat is None:
        raise NoSeat
    return seat


async def _voter(room: TheRoom, request: Request, services: Given) -> Seat:
    known = await services.rooms.keyring.seat(room.code, key_of(request, SEAT, room.code))
    return known or await _seat(await seat_of(room, request, services))


TheDesk = Annotated[Desk, Depends(_desk)]
"""Raises NotTheTeacher, and TooOften for whoever tries many keys."""
TheSeat = Annotated[Seat, Depends(_seat)]
"""Raises NoSeat."""
Voter = Annotated[Seat, Depends(_voter)]
"""The same without what its student has said, mostly from memory: a whole class votes at once. Raises NoSeat."""
