"""The projector of a room: /en/room/KQ7M/screen. It asks for no key: it shows what the whole class may see."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ...i18n import Language
from ..links import READ
from ..page import Page
from ..pages import Shown, remember
from ..rendering import page_of, renderer_of
from ..services import Given
from .given import TheRoom
from .join import Join
from .screen_page import ScreenNow, ScreenPage, ScreenStage
from .stage import stage_of

router = APIRouter(include_in_schema=False)


async def _now(request: Request, shown: Shown, services: Given, room: TheRoom, at: str = "") -> ScreenNow:
    return ScreenNow(
        base=f"/{shown.tag}/room/{room.code}/screen",
        join=await run_in_threadpool(Join.of, request, services, room.code, at),
        stage=await stage_of(services, room, shown),
        counts=await services.rooms.counts(room.code),
    )


Now = Annotated[ScreenNow, Depends(_now)]


@router.api_route("/{lang}/room/{code}/screen", methods=READ)
async def screen(request: Request, shown: Shown, now: Now) -> Response:
    """The projector's page."""
    return await _answer(request, shown, ScreenPage(_page(request, shown), now))


@router.api_route("/{lang}/room/{code}/screen/stage", methods=READ)
async def stage(request: Request, shown: Shown, now: Now) -> Response:
    """What changes on it."""
    return await _answer(request, shown, ScreenStage(_page(request, shown), now))


def _page(request: Request, shown: Language) -> Page:
    return page_of(request, shown, request.url.query, request.url.path.split("/", 2)[2])


async def _answer(request: Request, shown: Language, context: ScreenPage | ScreenStage) -> Response:
    response = await run_in_threadpool(renderer_of(request).response, context)
    return remember(request, shown, response)
