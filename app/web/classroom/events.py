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
from typing import Any, Self

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
    told = [_signals(rooms, code, seat.id if seat else "")]
    if "counts" in request.query_params:
        told.append(_counts(rooms, code, whole=desk is not None))
    with rooms.listening(code, address_of(request)), _Reading(told) as reading:
        while (event := await reading.next()) is not None:
            yield event


async def _signals(rooms: Rooms, code: str, seat: str) -> AsyncGenerator[ServerSentEvent]:
    async with aclosing(rooms.watch(code, seat)) as watched:
        async for room in watched:
            signal = Signal.of(room.state)
            raw = signal.model_dump_json()
            yield ServerSentEvent(raw_data=raw, event="signal", id=str(signal.version), retry=RETRY_MS)


async def _counts(rooms: Rooms, code: str, *, whole: bool) -> AsyncGenerator[ServerSentEvent]:
    async with aclosing(rooms.watch_counts(code)) as watched:
        async for counts in watched:
            yield ServerSentEvent(data=asdict(counts if whole else _public(counts)), event="counts")


def _public(counts: Counts) -> Counts:
    """What a whole class may see: who is there, and how many have answered."""
    return replace(counts, offers=0, stuck={}, tries=0)


class _Reading:
    """The events of several streams, until the first of them, which ends with the room, has ended.

    Each stream is read by a task of its own, which closes it. So whoever hangs up leaves no stream in the middle: one
    that only the garbage collector finds is closed beside those inside of it, and they are in each other's way.
    """

    def __init__(self, streams: list[AsyncGenerator[ServerSentEvent]]) -> None:
        self._queue: asyncio.Queue[ServerSentEvent | Exception | None] = asyncio.Queue(maxsize=4)
        self._streams = streams
        self._tasks: list[asyncio.Task[None]] = []

    def __enter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._read(stream)) for stream in self._streams]
        return self

    def __exit__(self, *_: Any) -> None:
        for task in self._tasks:
            task.cancel()

    async def next(self) -> ServerSentEvent | None:
        """The next event; None at the end. Raises what a stream raised."""
        event = await self._queue.get()
        if isinstance(event, Exception):
            raise event
        return event

    async def _read(self, stream: AsyncGenerator[ServerSentEvent]) -> None:
        try:
            async with aclosing(stream):
                async for event in stream:
                    await self._queue.put(event)
        except Exception as error:
            await self._queue.put(error)
        if stream is self._streams[0]:
            await self._queue.put(None)
