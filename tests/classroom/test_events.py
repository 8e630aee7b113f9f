"""Streams of events: whoever hangs up in the middle leaves nothing behind, and nothing is complained about."""

import asyncio
import gc
from pathlib import Path
from typing import Any

from starlette.requests import Request

from inplace_lab.classroom.rooms import Rooms
from inplace_lab.settings import Settings
from inplace_lab.web.classroom.events import events
from inplace_lab.web.services import Services
from tests.web.fakes import FakeLab, FakeRuns

from .house import opened, with_rooms

PROJECTOR = Request({"type": "http", "path": "/", "headers": [], "query_string": b"counts", "client": ("192.0.2.7", 1)})


class Left:
    """A request that nobody waits for any more: it holds its stream, and itself."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.itself = stream, self


def test_a_stream_that_is_left_in_the_middle_is_gone_without_a_word(tmp_path: Path) -> None:
    settings, complaints = Settings(state_dir=tmp_path), []

    async def check(rooms: Rooms) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        desk, (seat, *_) = await opened(rooms, 1)
        room = await rooms.room(desk.room, "192.0.2.7")
        services = Services(settings, FakeRuns(), FakeLab(None))  # type: ignore[arg-type]
        services.rooms = rooms
        before = len(asyncio.all_tasks())
        for heard in (1, 2):
            left = Left(events(PROJECTOR, room, seat, None, services))
            for _ in range(heard):
                await anext(left.stream)
            assert rooms._ledger.hub.seats(desk.room) == (seat.id,)
            del left
            gc.collect()
            await asyncio.sleep(0.3)
        gc.collect()
        assert rooms._ledger.hub.rooms == ()
        assert len(asyncio.all_tasks()) == before

    with_rooms(settings, check)
    assert complaints == []
