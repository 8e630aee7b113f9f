"""The teacher's desk: /en/room/KQ7M/desk, and what is done from there.

Each act is a form. A browser is sent back to the desk when it is done, and shown the desk with what was wrong when it
is not; a script that wants no page gets 204, or the problem as a document.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from ...classroom.people import Desk
from ...classroom.state import Place
from ...classroom.teaching import Teaching
from ...errors import BadRequest, LabError, NotFound
from ...i18n import Language
from ...sentence import sentence
from ..clients import address_of
from ..links import READ
from ..page import Page
from ..pages import Shown, remember
from ..problems import headers_of, problem_of
from ..rendering import page_of, renderer_of
from ..services import Given, Services
from .asking import Typed, following, picked, picks_of
from .class_view import ClassView, class_of
from .cookies import DESK, give, key_of
from .desk_page import DeskClass, DeskNow, DeskPage, DeskStage
from .given import TheDesk, TheRoom
from .join import Join
from .stage import stage_of

router = APIRouter(include_in_schema=False)
_MOST_FIELDS = 20
_STEPS: dict[str, Callable[[Teaching, Desk], Awaitable[object]]] = {
    "lock": Teaching.lock,
    "run": Teaching.run,
    "reveal": Teaching.reveal,
    "again": Teaching.again,
    "clear": Teaching.clear,
    "end": Teaching.end,
}


@dataclass(frozen=True)
class _Visit:
    """A request to a desk, by its teacher."""

    request: Request
    shown: Language
    services: Services
    desk: Desk
    at: str
    """The address for students that the teacher chose."""

    @property
    def base(self) -> str:
        return f"/{self.shown.tag}/room/{self.desk.room}/desk"

    @property
    def teaching(self) -> Teaching:
        return self.services.rooms.teaching


async def _visit(request: Request, shown: Shown, services: Given, room: TheRoom, desk: TheDesk, at: str = "") -> _Visit:
    return _Visit(request, shown, services, desk, at)


async def _sent(request: Request, visit: Annotated[_Visit, Depends(_visit)]) -> FormData:
    """The fields of a form; whoever is not the teacher sends none."""
    return await request.form(max_files=0, max_fields=_MOST_FIELDS)


Visit = Annotated[_Visit, Depends(_visit)]
Sent = Annotated[FormData, Depends(_sent)]


@router.api_route("/{lang}/room/{code}/desk", methods=READ)
async def desk(visit: Visit) -> Response:
    """The desk. Whoever looks at it keeps its key for as long as the room lasts."""
    response, code = await _page(visit), visit.desk.room
    key = key_of(visit.request, DESK, code)
    give(response, visit.request, DESK, code, key, visit.services.settings.room_hours)
    return response


@router.api_route("/{lang}/room/{code}/desk/stage", methods=READ)
async def stage(visit: Visit) -> Response:
    """What changes with the question."""
    context = DeskStage(_page_of(visit), await _now(visit))
    return await run_in_threadpool(renderer_of(visit.request).response, context)


@router.api_route("/{lang}/room/{code}/desk/class", methods=READ)
async def class_(visit: Visit) -> Response:
    """How the class gets on."""
    now = await _now(visit)
    context = DeskClass(_page_of(visit), now, await _people(visit, now))
    return await run_in_threadpool(renderer_of(visit.request).response, context)


@router.post("/{lang}/room/{code}/desk/ask")
async def ask(visit: Visit, sent: Sent) -> Response:
    """Ask a prediction of a lesson, or what the teacher typed."""
    pick = _text(sent, "pick") or "/".join(filter(None, (_text(sent, "lesson"), _text(sent, "prediction"))))
    typed = Typed() if pick else Typed.of(sent)

    async def asked() -> None:
        slug, _, name = pick.partition("/")
        shelf, most = visit.services.bookshelf.read(), visit.services.settings.source_bytes
        await visit.teaching.ask(visit.desk, picked(shelf, slug, name) if pick else typed.question(most))

    return await _done(visit, asked(), typed=None if pick else typed)


@router.post("/{lang}/room/{code}/desk/mark")
async def mark(visit: Visit, sent: Sent) -> Response:
    """Say which choice was right."""
    return await _done(visit, visit.teaching.mark(visit.desk, _text(sent, "value")))


@router.post("/{lang}/room/{code}/desk/send")
async def send(visit: Visit, sent: Sent) -> Response:
    """Send a program to all; with `back` it is taken back."""
    source = "" if "back" in sent else Typed.of(sent).source
    return await _done(visit, visit.teaching.send(visit.desk, source))


@router.post("/{lang}/room/{code}/desk/show")
async def show(visit: Visit, sent: Sent) -> Response:
    """Show a program that a student offers, or none."""
    return await _done(visit, visit.teaching.show(visit.desk, _text(sent, "offer")))


@router.post("/{lang}/room/{code}/desk/switch")
async def switch(visit: Visit, sent: Sent) -> Response:
    """Turn a switch on or off."""
    return await _done(visit, visit.teaching.switch(visit.desk, _text(sent, "name"), on=_text(sent, "on") == "1"))


@router.post("/{lang}/room/{code}/desk/lead")
async def lead(visit: Visit, sent: Sent) -> Response:
    """Lead the class to a place; without a path, let go of it."""

    async def led() -> None:
        place = _place(sent) if "path" in sent else None
        await visit.teaching.lead(visit.desk, place)

    return await _done(visit, led())


@router.post("/{lang}/room/{code}/desk/{step}")
async def step(visit: Visit, step: str) -> Response:
    """One of the steps that say no more than their name."""
    if step not in _STEPS:
        raise NotFound

    async def stepped() -> None:
        await _STEPS[step](visit.teaching, visit.desk)

    return await _done(visit, stepped())


async def _done(visit: _Visit, work: Coroutine[Any, Any, object], typed: Typed | None = None) -> Response:
    """Do what was asked for, and answer as whoever asked can use it."""
    wants_page = "text/html" in visit.request.headers.get("accept", "")
    try:
        await work
    except LabError as error:
        if not wants_page:
            raise
        return await _page(visit, error, typed)
    if not wants_page:
        return Response(status_code=204)
    return RedirectResponse(visit.base + (await _join(visit)).query, status_code=303)


async def _page(visit: _Visit, error: LabError | None = None, typed: Typed | None = None) -> Response:
    """The desk, with what went wrong and what was typed."""
    now, shelf = await _now(visit), visit.services.bookshelf.read()
    groups = picks_of(shelf, visit.shown.tag)
    problem = problem_of(error) if error else None
    context = DeskPage(
        page=_page_of(visit),
        now=now,
        people=await _people(visit, now),
        groups=groups,
        chosen=following(groups, now.stage.poll),
        typed=typed or Typed(),
        problem=problem,
        misasked=typed is not None,
    )
    status, headers = problem.status if problem else 200, headers_of(error) if error else None
    response = await run_in_threadpool(renderer_of(visit.request).response, context, status, headers)
    return remember(visit.request, visit.shown, response)


def _page_of(visit: _Visit) -> Page:
    return page_of(visit.request, visit.shown, visit.request.url.query, f"room/{visit.desk.room}/desk")


async def _now(visit: _Visit) -> DeskNow:
    """The desk as it is now. Raises NoSuchRoom, StoreUnavailable."""
    rooms, code = visit.services.rooms, visit.desk.room
    room = await rooms.room(code, address_of(visit.request))
    stage = await stage_of(visit.services, room, visit.shown)
    return DeskNow.of(visit.base, await _join(visit), stage, await rooms.counts(code))


async def _join(visit: _Visit) -> Join:
    """Looked up in a thread: names of interfaces come from the system."""
    return await run_in_threadpool(Join.of, visit.request, visit.services, visit.desk.room, visit.at)


async def _people(visit: _Visit, now: DeskNow) -> ClassView:
    return await class_of(visit.services, visit.desk, now.stage.room, now.counts, visit.shown)


def _place(sent: FormData) -> Place:
    """Where the teacher is. Raises BadRequest."""
    step = _text(sent, "step")
    if step and not (step.isdecimal() and len(step) < 7):
        raise BadRequest(sentence("The step is a whole number, 0 or more."))
    return Place(
        path=_text(sent, "path"), cell=_text(sent, "cell"), step=int(step) if step else None, ref=_text(sent, "ref")
    )


def _text(sent: FormData, name: str) -> str:
    """A field; a file in its place counts as nothing."""
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""
