"""Drawing: the stage of a room as HTML, drawn once for all who see the same.

When a phase changes, a whole class fetches the stage within half a second. The run of the program is drawn once a
language, and what stands around it once for all who voted alike.
"""

import gzip
from dataclasses import dataclass

from fastapi import Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from ...classroom.people import Seat
from ...classroom.room_rows import Room
from ...classroom.tally import Own
from ...i18n import Language
from ..play_page import SourceLimits
from ..rendering import Renderer, page_of, renderer_of
from ..services import Services
from .room_page import Destination, Mine, RoomPart, RoomRun, RoomStage
from .stage import StageView, stage_of

_LESSONS = "lessons/"
_LEVEL = 6
NOBODY = Own()


@dataclass(frozen=True)
class Scenery:
    """What all who read one language see alike."""

    stage: StageView
    run: Markup
    led: Destination | None
    lessons: tuple[Destination, ...]


@dataclass(frozen=True)
class Drawn:
    """The stage, and what is made of it."""

    stage: StageView
    html: Markup
    """Its parts, for the whole page."""
    document: bytes
    """Its parts alone."""
    packed: bytes
    """The same, compressed."""


class Drawing:
    """Draws the stage of one room for one request."""

    def __init__(self, request: Request, services: Services, room: Room, shown: Language) -> None:
        self._services = services
        self._room = room
        self._shown = shown
        self._page = page_of(request, shown, path=f"room/{room.code}")
        self._renderer: Renderer = renderer_of(request)

    async def drawn(self, seat: Seat | None) -> Drawn:
        """The stage as this student sees it. Raises RoomUnavailable, StoreUnavailable."""
        own = await self._services.rooms.learning.own(seat, self._room.state.poll) if seat else NOBODY
        scenery = await self._services.drawn.get(self._key, self._scenery)
        return await self._services.drawn.get(self._key_of(own), lambda: self._draw(scenery, own))

    @property
    def _key(self) -> tuple[object, ...]:
        """What the scenery depends on. A code may be given to another room later, but not at the same time."""
        room, place = self._room, self._room.state.place
        return room.code, room.opened, room.state.stage, place.path if place else None, self._shown.tag

    def _key_of(self, own: Own) -> tuple[object, ...]:
        shown = self._room.state.on_screen
        return *self._key, own.votes, bool(own.offer), shown is not None and shown.offer == own.offer

    async def _scenery(self) -> Scenery:
        stage = await stage_of(self._services, self._room, self._shown)
        run = await run_in_threadpool(self._html, RoomRun(self._page, stage)) if stage.run else Markup()
        state = self._room.state
        slugs = await self._services.rooms.learning.lessons(self._room.code) if state.ended else ()
        lessons = tuple(filter(None, (self._lesson(f"{_LESSONS}{slug}") for slug in slugs)))
        path = state.place.path if state.place else ""
        led = self._lesson(path) or Destination(path) if path else None
        return Scenery(stage, run, led, lessons)

    async def _draw(self, scenery: Scenery, own: Own) -> Drawn:
        limits = SourceLimits.of(self._services.settings)
        context = RoomStage(
            page=self._page,
            stage=scenery.stage,
            mine=Mine(scenery.stage, own),
            run=scenery.run,
            led=scenery.led,
            lessons=scenery.lessons,
            limits=limits,
        )
        return await run_in_threadpool(self._written, context)

    def _written(self, context: RoomStage) -> Drawn:
        html = self._html(context)
        document = self._renderer.html(RoomPart(self._page, html)).encode()
        return Drawn(context.stage, html, document, gzip.compress(document, _LEVEL))

    def _html(self, context: RoomRun | RoomStage) -> Markup:
        return Markup(self._renderer.html(context))  # noqa: S704 - a template of ours, which escapes

    def _lesson(self, path: str) -> Destination | None:
        """The lesson at a path; None where there is none, or it is no lesson's."""
        slug = path.removeprefix(_LESSONS)
        lesson = self._services.bookshelf.read().lesson(slug) if slug != path else None
        return Destination(path, lesson.number, lesson.words[self._shown.tag].title) if lesson else None
