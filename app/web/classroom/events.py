"""Events: /room/KQ7M/events, a stream of what is the case in a room.

event: signal   id: its version   data: a Signal    at once, and with every change
event: counts                     data: Counts      with ?counts, for the desk and the projector

The first event is the present state, so late joiners, reloads and phones that slept need nothing else. No event has
words, votes or names: each page fetches what it shows in its own language.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import asdict, replace
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from ...classroom.rooms import Rooms
from ...classroom.signal import Signal
from ...classroom.tally import Counts
from ..clients import address_of
from ..services import Given
from .given import MaybeDesk, MaybeSeat, TheRoom

router = APIRouter(include_in_schema=False)
RETRY_MS = 1500


async def _kept_by_nobody(response: Response) -> None:
    """FastAPI says no-cache, and X-Accel-Buffering: no, by itself."""
    response.headers["Cache-Control"] = "no-store"


@router.get("/room/{code}/events", response_class=EventSourceResponse, dependencies=[Depends(_kept_by_nobody)])
async def events(
    request: Request, room: TheRoom, seat: MaybeSeat, desk: MaybeDesk, services: Given
) -> AsyncIterable[ServerSentEvent]:
    """What is the case, for as long as somebody listens."""
    rooms, code = services.rooms, room.code
    with rooms.listening(code, address_of(request)):
        told = _signals(rooms, code, seat.id if seat else "")
        if "counts" in request.query_params:
            told = _merged([told, _counts(rooms, code, whole=desk is not None)])
        async with aclosing(told):
            async for event in told:
                yield event


async def _signals(rooms: Rooms, code: str, seat: str) -> AsyncGenerator[ServerSentEvent]:
    async for room in rooms.watch(code, seat):
        signal = Signal.of(room.state)
        raw = signal.model_dump_json()
        yield ServerSentEvent(raw_data=raw, event="signal", id=str(signal.version), retry=RETRY_MS)


async def _counts(rooms: Rooms, code: str, *, whole: bool) -> AsyncGenerator[ServerSentEvent]:
    async for counts in rooms.watch_counts(code):
        yield ServerSentEvent(data=asdict(counts if whole else _public(counts)), event="counts")


def _public(counts: Counts) -> Counts:
    """What a whole class may see: who is there, and how many have answered."""
    return replace(counts, offers=0, stuck={}, tries=0)


async def _merged(streams: list[AsyncGenerator[ServerSentEvent]]) -> AsyncGenerator[ServerSentEvent]:
    """The events of all streams, until the first of them, which ends with the room, has ended."""
    queue: asyncio.Queue[ServerSentEvent | None] = asyncio.Queue(maxsize=4)

    async def pump(stream: AsyncGenerator[Any], *, first: bool) -> None:
        async for event in stream:
            await queue.put(event)
        if first:
            await queue.put(None)

    tasks = [asyncio.create_task(pump(stream, first=not at)) for at, stream in enumerate(streams)]
    try:
        while (event := await _next(queue, tasks)) is not None:
            yield event
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _next(
    queue: asyncio.Queue[ServerSentEvent | None], tasks: list[asyncio.Task[None]]
) -> ServerSentEvent | None:
    """The next event; what goes wrong with a stream goes wrong here."""
    getting = asyncio.create_task(queue.get())
    try:
        await asyncio.wait({getting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
        return await getting
    finally:
        getting.cancel()
