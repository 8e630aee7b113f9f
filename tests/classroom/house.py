"""A house with rooms in it: store, run service and rooms on one database, for the length of a test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from inplace_lab.classroom.people import Desk, Seat
from inplace_lab.classroom.question import typed_question
from inplace_lab.classroom.rooms import Rooms
from inplace_lab.settings import Settings
from inplace_lab.store.store import Store
from tests.web.fakes import FakeRuns

QUESTION = typed_question("What happens?", ("It works", "It raises", "Wrong gradients"), "print('fine')")
ASIDE = typed_question("Which do you like?", ("this", "that"), "")


@asynccontextmanager
async def house(settings: Settings, runs: Any = None) -> AsyncIterator[Rooms]:
    """Rooms that have been started; programs echo their source unless a run service is given."""
    store = Store(settings)
    rooms = Rooms(settings, store, runs or FakeRuns())
    await store.start()
    await rooms.start()
    try:
        yield rooms
    finally:
        await rooms.stop()
        await store.stop()


def with_rooms(settings: Settings, test: Callable[[Rooms], Awaitable[None]], runs: Any = None) -> None:
    """Run an async test with rooms."""

    async def run() -> None:
        async with house(settings, runs) as rooms:
            await test(rooms)

    asyncio.run(run())


async def opened(rooms: Rooms, students: int = 0) -> tuple[Desk, list[Seat]]:
    """A new room: its desk, and so many students."""
    room, key = await rooms.open("teacher")
    desk = await rooms.desk(room.code, key)
    assert desk is not None
    return desk, [(await rooms.sit(room.code, f"phone {n}"))[0] for n in range(students)]
