"""Answer: what one request about a lesson is answered with: the whole page, or one part of it."""

from collections.abc import Callable, Hashable, Iterable, Mapping

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ...errors import LabError, NotFound
from ...i18n import Language
from ...lessons.lesson import Lesson
from ..clients import client_of
from ..contexts import WarmingPage
from ..links import READ
from ..moments import drawn_once
from ..page import Page
from ..pages import NOBODY_LISTENS, remember
from ..presence import while_present
from ..rendering import page_of, renderer_of
from ..services import Services
from .cells import Ran
from .drawing import Drawing
from .lesson_page import Head, LessonPage, PartPage, finds, heads
from .parts import Run
from .places import gates, ids_of, wanted
from .running import first_runs, run_now
from .state import State

Draw = Callable[[Drawing], LessonPage | PartPage]


class Answer:
    """Answers one request about a lesson."""

    def __init__(
        self, request: Request, shown: Language, services: Services, lesson: Lesson, *, status: int = 200
    ) -> None:
        self._request = request
        self._shown = shown
        self._services = services
        self._lesson = lesson
        self._status = status
        self._base = f"/{shown.tag}/lessons/{lesson.slug}"

    async def page(self, state: State) -> Response:
        """The whole page. Its forms name the place to open it at, which no server is told."""
        if self._services.warming and self._services.runs.machine is None:
            return renderer_of(self._request).response(WarmingPage(self._page()), headers={"Cache-Control": "no-store"})
        presenting = "present" in self._request.query_params
        names = wanted(self._lesson, self._shown.tag, state)
        return await self._drawn(names, state, self._whole, presenting=presenting, light=True)

    async def part(self, kind: str, name: str, state: State) -> Response:
        """A prediction or an exercise alone."""
        words = next(
            (each for each in self._lesson.words[self._shown.tag].parts() if each.kind == kind and name in each.names),
            None,
        )
        if words is None:
            raise NotFound
        cells = (self._lesson.predictions[name].cell,) if name in state.said else ()

        def draw(drawing: Drawing) -> PartPage:
            return PartPage(self._page(), self._base, drawing.part(words), state.said)

        return await self._drawn(cells, state, draw)

    async def figure(self, id_: str, state: State) -> Response:
        """One program, or two beside each other, alone."""
        ids = ids_of(self._lesson, self._shown.tag)
        words = next((part for part, its in ids.items() if its[:1] == (id_,) and part.kind != "predict"), None)
        if words is None:
            raise NotFound
        closed = gates(self._lesson, state)

        def draw(drawing: Drawing) -> PartPage:
            return PartPage(self._page(), self._base, drawing.part(words), state.said)

        return await self._drawn([name for name in words.names if name not in closed], state, draw)

    async def cell(self, name: str, state: State, beside: str) -> Response:
        """A program alone; lines that the one beside it lacks are marked."""
        other = self._lesson.program(beside) if beside else ""

        def draw(drawing: Drawing) -> PartPage:
            return PartPage(self._page(), self._base, Run(f"cell-{name}", drawing.cell(name, other=other)), state.said)

        return await self._drawn((name,), state, draw)

    def _page(self) -> Page:
        return page_of(self._request, self._shown, self._request.url.query, f"lessons/{self._lesson.slug}")

    async def _drawn(
        self, names: Iterable[str], state: State, draw: Draw, *, presenting: bool = False, light: bool = False
    ) -> Response:
        """Run what is shown, then draw it in a thread: nobody else should wait for that.

        What is only looked at is drawn once for all who look at the same.
        """
        names = tuple(names)
        runs = await while_present(self._request, self._runs(names, state))
        if runs is None:
            return Response(status_code=NOBODY_LISTENS)
        most = self._services.settings.source_bytes
        drawing = Drawing(self._lesson, self._shown, runs, state, presenting=presenting, bytes=most, light=light)

        def answer() -> Response:
            return renderer_of(self._request).response(draw(drawing), self._status)

        key = self._key(runs) if self._request.method in READ and runs.keys() >= set(names) else None
        response = await (drawn_once(self._request, key, answer) if key else run_in_threadpool(answer))
        return remember(self._request, self._shown, response)

    def _key(self, runs: Mapping[str, Ran | LabError]) -> Hashable | None:
        """All that a page shows which nothing was sent to; None where a run is missing that may be there soon."""
        ids = tuple(ran.report.id for ran in runs.values() if isinstance(ran, Ran))
        return (self._page(), self._services.bookshelf.stamp, ids) if len(ids) == len(runs) else None

    async def _runs(self, names: tuple[str, ...], state: State) -> dict[str, Ran | LabError]:
        live = dict[str, Ran | LabError]()
        client = await client_of(self._request)
        if state.live:
            try:
                live[state.live] = await run_now(self._services, self._lesson, state.live, self._shown.tag, client)
            except LabError as error:
                live[state.live] = error
        others = [name for name in names if name not in live]
        return await first_runs(self._services, self._lesson, others, self._base, client) | live

    def _whole(self, drawing: Drawing) -> LessonPage:
        shelf = self._services.bookshelf.read()
        course = heads(shelf, self._shown.tag)
        sections = tuple(drawing.sections())
        at = next((i for i, each in enumerate(course) if each.slug == self._lesson.slug), 0)
        return LessonPage(
            page=self._page(),
            base=self._base,
            head=Head.of(self._lesson, self._shown.tag),
            total=len(course),
            sections=sections,
            previous=course[at - 1] if at else None,
            following=course[at + 1] if at + 1 < len(course) else None,
            presenting=drawing.presenting,
            finds=finds(sections),
            said=drawing.state.said,
        )
