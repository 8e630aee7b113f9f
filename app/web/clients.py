"""Clients: on whose account something is run: a key's, a teacher's, a student's, else that of one address."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace

from fastapi import Request

from ..classroom.keyring import Keyring
from ..classroom.people import Seat
from ..errors import StoreUnavailable
from ..runs.client import Client
from .access import by_key_or_address, key_of, note
from .classroom.cookies import DESK, SEAT, rooms_of
from .services import Services, services_of

PATIENCE = 3.0
"""Seconds after which a run no longer waits for the database: it then counts for its address."""


async def client_of(request: Request) -> Client:
    """Whoever sent a request. A database that is away or slow keeps nobody from running."""
    services = services_of(request)
    client = by_key_or_address(request, services)
    with suppress(StoreUnavailable, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            seated = await _of_a_class(request, services) if key_of(request) is None else None
            client = seated or await _of_nobody(client, services)
    return note(request, replace(client, visit=secrets.token_hex(8)))


async def seat_of_reader(request: Request) -> Seat | None:
    """The seat of whoever sent a request, without what its student has said. Raises RoomUnavailable."""
    return await _seat(request, services_of(request).rooms.keyring)


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy that uvicorn trusts, where the proxy has it from."""
    return request.client.host if request.client else "local"


async def _of_a_class(request: Request, services: Services) -> Client | None:
    keyring = services.rooms.keyring
    for code, key in rooms_of(request, DESK):
        if desk := await keyring.desk(code, key):
            return desk.client()
    if seat := await _seat(request, keyring):
        return seat.client(locked=await keyring.locked(seat.room) or await _all_locked(services))
    return None


async def _of_nobody(stranger: Client, services: Services) -> Client:
    return replace(stranger, may_run=False) if await _all_locked(services) else stranger


async def _seat(request: Request, keyring: Keyring) -> Seat | None:
    for code, key in rooms_of(request, SEAT):
        if seat := await keyring.seat(code, key):
            return seat
    return None


async def _all_locked(services: Services) -> bool:
    """Whether nobody but the teacher may run anything: on a server for one class, a lock holds for all."""
    return not services.settings.anyone_opens_rooms and await services.rooms.keyring.own_locked()
