"""The cheat sheet: /cheatsheet, /en/cheatsheet and /zh/cheatsheet."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from .cheatsheet_page import CheatSheetPage, SheetView
from .links import READ
from .pages import Shown, remember
from .rendering import page_of, renderer_of, wanted_language
from .services import Given

router = APIRouter(include_in_schema=False)


@router.api_route("/cheatsheet", methods=READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the sheet in their language."""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/cheatsheet", headers=headers)


@router.api_route("/{lang}/cheatsheet", methods=READ)
async def cheatsheet(request: Request, shown: Shown, services: Given) -> Response:
    """The sheet; while its programs run for the first time, a page that says so and asks again."""
    sheet = await services.cheatsheets.sheet()
    page = page_of(request, shown, path="cheatsheet")
    if sheet is None:
        headers = {"Cache-Control": "no-store"}
        return remember(request, shown, renderer_of(request).response(CheatSheetPage(page, None), headers=headers))
    response = await run_in_threadpool(lambda: renderer_of(request).response(CheatSheetPage(page, SheetView.of(sheet))))
    return remember(request, shown, response)
