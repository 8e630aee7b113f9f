"""The student's page of a room: /en/room/KQ7M. Who opens it has a seat; there is nothing to fill in.

Each form of the page is answered by sending its reader back to the page; with `?part=1`, as a script asks, by nothing.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...classroom.room_rows import Room
from ...errors import BadRequest, WrongPhase
from ...i18n import Language
from ...runs.check import refuse_unreadable
from ...sentence import sentence
from ..clients import address_of
from ..pages import Shown, remember
from ..rendering import page_of, renderer_of
from ..services import Given
from ..snippet_form import read_snippet
from .cookies import SEAT, give, take_back
from .drawing import Drawing, Drawn
from .given import MaybeDesk, MaybeSeat, TheRoom, TheSeat, Voter
from .room_page import RoomPage

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
_MOST_FIELDS = 20
_HERE = "here"
Alone = Annotated[str, Query(alias="part")]


@router.api_route("/{lang}/room/{code}", methods=_READ)
async def room_page(
    request: Request, shown: Shown, room: TheRoom, seat: MaybeSeat, desk: MaybeDesk, services: Given, still: str = ""
) -> Response:
    """The room, with a seat for whoever has none yet."""
    key = ""
    if seat is None and not room.state.ended and request.method == "GET":
        seat, key = await services.rooms.sit(room.code, address_of(request))
    drawn = await Drawing(request, services, room, shown).drawn(seat)
    page = page_of(request, shown, request.url.query, f"room/{room.code}")
    teaches = desk is not None
    context = RoomPage(page, room.code, drawn.stage, drawn.html, seat, teaches=teaches, still=bool(still))
    response = renderer_of(request).response(context)
    if key:
        give(response, request, SEAT, room.code, key, services.settings.room_hours)
    return _left(remember(request, shown, response), room)


@router.api_route("/{lang}/room/{code}/stage", methods=_READ)
async def stage(request: Request, shown: Shown, room: TheRoom, seat: MaybeSeat, services: Given) -> Response:
    """What changes with the room, alone."""
    drawn = await Drawing(request, services, room, shown).drawn(seat)
    return _left(_part(request, shown, drawn), room)


@router.post("/{lang}/room/{code}/vote")
async def vote(
    request: Request, shown: Shown, room: TheRoom, seat: Voter, services: Given, part: Alone = ""
) -> Response:
    """Vote, or vote otherwise. A page that was loaded as a whole says itself that it came too late."""
    typed = await _typed(request)
    try:
        poll, turn = _number(typed, "poll"), _number(typed, "round")
        await services.rooms.learning.vote(seat, poll, turn, _text(typed, "choice"))
    except WrongPhase:
        if part:
            raise
    return _back(shown, room, part)


@router.post("/{lang}/room/{code}/name")
async def name(
    request: Request, shown: Shown, room: TheRoom, seat: TheSeat, services: Given, part: Alone = ""
) -> Response:
    """Take a nickname, or give it up."""
    await services.rooms.learning.call(seat, _text(await _typed(request), "name"))
    return _back(shown, room, part)


@router.post("/{lang}/room/{code}/stuck")
async def stuck(
    request: Request, shown: Shown, room: TheRoom, seat: TheSeat, services: Given, part: Alone = ""
) -> Response:
    """Say where one does not get on; nowhere takes it back. `here` is wherever the class is."""
    place = _text(await _typed(request), "place")
    await services.rooms.learning.stuck(seat, _where_the_class_is(room) if place == _HERE else place)
    return _back(shown, room, part)


@router.post("/{lang}/room/{code}/offer")
async def offer(
    request: Request, shown: Shown, room: TheRoom, seat: TheSeat, services: Given, part: Alone = ""
) -> Response:
    """Consent to a program being shown to all; an empty one takes the consent back."""
    form = read_snippet(await _typed(request), services.devices)
    if form.error is not None:
        raise form.error
    refuse_unreadable(form.snippet, services.settings.source_bytes)
    await services.rooms.learning.offer(seat, form.snippet.source.strip("\n"))
    return _back(shown, room, part)


async def _typed(request: Request) -> FormData:
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        return typed


def _text(typed: FormData, name: str) -> str:
    value = typed.get(name, "")
    return value if isinstance(value, str) else ""


def _number(typed: FormData, name: str) -> int:
    text = _text(typed, name)
    if not (text.isdecimal() and len(text) < 10):
        raise BadRequest(sentence("The vote does not say which question it is for."))
    return int(text)


def _where_the_class_is(room: Room) -> str:
    """The place of the question, or where the class is led, as the strip of the other pages writes it."""
    state = room.state
    if state.poll is not None:
        question = state.poll.question
        return f"lessons/{question.lesson}#{question.prediction}" if question.lesson else f"#{state.poll.number}"
    path, cell = (state.place.path, state.place.cell) if state.place else ("", "")
    return f"{path}#{cell}" if cell else path or f"room/{room.code}"


def _back(shown: Language, room: Room, part: str) -> Response:
    return Response(status_code=204) if part else RedirectResponse(f"/{shown.tag}/room/{room.code}", status_code=303)


def _part(request: Request, shown: Language, drawn: Drawn) -> Response:
    """The parts alone. They were compressed when they were drawn, for three hundred ask for the same."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding, Cookie", "Content-Language": shown.html}
    headers |= {"Content-Encoding": "gzip"} if packed else {}
    return HTMLResponse(drawn.packed if packed else drawn.document, headers=headers)


def _left(response: Response, room: Room) -> Response:
    """The answer, which takes the key back where the room is closed."""
    if room.state.ended:
        take_back(response, SEAT, room.code)
    return response
