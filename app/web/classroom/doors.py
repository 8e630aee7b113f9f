"""The doors to a room: where one is opened, joined, claimed, and what phones scan.

/classroom /join?code=KQ7M    the page with both doors, and whoever typed a code on it
/j/KQ7M                       what stands on the wall, short enough to be typed
/room/KQ7M/qr.svg             the same for cameras: ?at= one of the addresses of this server
/classroom/claim/…            the link in the terminal; it makes one browser the teacher, once
"""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ...classroom.codes import code_in
from ...errors import LabError, NoSuchRoom, NotFound, NotTheTeacher, RoomUnavailable
from ...i18n import Language
from ...sentence import sentence
from ..clients import address_of
from ..links import READ
from ..pages import Shown, remember
from ..problems import headers_of, problem_of
from ..qr import qr_svg
from ..rendering import page_of, renderer_of, wanted_language
from ..services import Given, Services
from .addresses import join_addresses
from .cookies import DESK, give
from .doors_page import ClassroomPage, own_rooms
from .given import TheRoom

router = APIRouter(include_in_schema=False)
_MOST_TYPED = 40
_BY_READER = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
_FRESH = {"Cache-Control": "no-store"}


@router.api_route("/classroom", methods=READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the page in their language."""
    return RedirectResponse(f"/{wanted_language(request).tag}/classroom", headers=_BY_READER)


@router.api_route("/{lang}/classroom", methods=READ)
async def doors(request: Request, shown: Shown, services: Given, code: str = "") -> Response:
    """Both doors, and the rooms that the browser is in; a code that was typed before stands in its field."""
    return await _doors(request, shown, services, typed=code)


@router.post("/{lang}/classroom")
async def open_room(request: Request, shown: Shown, services: Given) -> Response:
    """Open a room, and send whoever did to its desk."""
    try:
        if not services.settings.anyone_opens_rooms:
            raise NotTheTeacher(
                sentence("This server has one room, and opened it itself."),
                hint=str(sentence("The teacher's link stands in the terminal where the server was started.")),
            )
        room, key = await services.rooms.open(address_of(request))
    except LabError as error:
        return await _doors(request, shown, services, error=error)
    response = RedirectResponse(f"/{shown.tag}/room/{room.code}/desk", status_code=303, headers=_FRESH)
    give(response, request, DESK, room.code, key, services.settings.room_hours)
    return response


@router.api_route("/join", methods=READ)
async def join(request: Request, services: Given, code: str = "") -> Response:
    """Whoever typed a code."""
    return await _enter(request, services, code)


@router.api_route("/j/{code}", methods=READ)
async def short(request: Request, code: str, services: Given) -> Response:
    """Whoever scanned or typed what stands on the wall."""
    return await _enter(request, services, code)


@router.api_route("/room/{code}", methods=READ)
async def room(request: Request, room: TheRoom) -> Response:
    """Send the reader to the room in their language."""
    return RedirectResponse(f"/{wanted_language(request).tag}/room/{room.code}", headers=_BY_READER)


@router.api_route("/room/{code}/screen", methods=READ)
async def screen(request: Request, room: TheRoom) -> Response:
    """Send whoever stands at the projector to its view in their language."""
    return RedirectResponse(f"/{wanted_language(request).tag}/room/{room.code}/screen", headers=_BY_READER)


@router.api_route("/room/{code}/qr.svg", methods=READ)
async def code_to_scan(request: Request, room: TheRoom, services: Given, at: str = "") -> Response:
    """The address of the door as a QR code; of several addresses, the one that is asked for."""
    addresses = join_addresses(request, services.settings, room.code)
    if at and at not in addresses:
        raise NotFound(sentence("Nobody reaches this server at that address."))
    return Response(qr_svg(at or addresses[0]), media_type="image/svg+xml", headers=_FRESH)


@router.get("/classroom/claim/{claim}")
async def claim(request: Request, claim: str, services: Given) -> Response:
    """Make the browser the teacher's. Once it is that, the same link leads it to its desk again."""
    shown, rooms = wanted_language(request), services.rooms
    try:
        code, key = await rooms.claim(claim, address_of(request))
    except NotTheTeacher:
        return _again(shown, next((each.code for each in await own_rooms(request, rooms) if each.teaches), ""))
    response = RedirectResponse(f"/{shown.tag}/room/{code}/desk", status_code=303, headers=_FRESH)
    give(response, request, DESK, code, key, services.settings.room_hours)
    return response


def _again(shown: Language, code: str) -> Response:
    if not code:
        raise NotTheTeacher(
            sentence("This link has been used, or is not whole: it makes one browser the teacher's, once."),
            hint=str(sentence("Start the server again: it takes up the same room, and prints a new link.")),
        )
    return RedirectResponse(f"/{shown.tag}/room/{code}/desk", status_code=303, headers=_FRESH)


async def _enter(request: Request, services: Services, typed: str) -> Response:
    """Into the room with the code that was typed; where there is none, back to the field, and what was typed in it."""
    shown, typed = wanted_language(request), typed.strip()[:_MOST_TYPED]
    try:
        code = await _known(request, services, typed)
    except LabError as error:
        return await _doors(request, shown, services, typed, error)
    return RedirectResponse(f"/{shown.tag}/room/{code}", status_code=303, headers=_BY_READER)


async def _known(request: Request, services: Services, typed: str) -> str:
    """The code of a room that is there. Raises NoSuchRoom, TooOften, RoomUnavailable."""
    if (code := code_in(typed)) is None:
        raise NoSuchRoom(
            sentence(
                "“%(typed)s” is no code of a room: a code has four letters or digits, "
                "and none of 0, O, 1, I, L, 2, Z, 5 and S.",
                typed=typed,
            )
        )
    try:
        return (await services.rooms.room(code, address_of(request))).code
    except NoSuchRoom:
        raise NoSuchRoom(sentence("There is no room with the code %(code)s.", code=code)) from None


async def _doors(
    request: Request, shown: Language, services: Services, typed: str = "", error: LabError | None = None
) -> Response:
    """The page with both doors, and what went wrong at one of them."""
    try:
        rooms = await own_rooms(request, services.rooms)
    except RoomUnavailable as away:
        rooms, error = (), error or away
    problem = problem_of(error) if error else None
    page = page_of(request, shown, urlencode({"code": typed}) if typed else "", "classroom")
    context = ClassroomPage(page, services.settings.anyone_opens_rooms, rooms, typed, problem)
    headers = headers_of(error) if error else None
    response = renderer_of(request).response(context, problem.status if problem else 200, headers)
    return remember(request, shown, response)
