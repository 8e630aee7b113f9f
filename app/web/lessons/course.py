"""The course: /lessons, /en/lessons and /zh/lessons."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..pages import Shown, remember
from ..rendering import page_of, renderer_of, wanted_language
from ..services import Given
from .lesson_page import Flaw, LessonsPage, heads

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]


@router.api_route("/lessons", methods=_READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the course in their language."""
    return _in_language(request, "lessons")


@router.api_route("/lessons/{slug}", methods=_READ)
async def lesson_door(request: Request, slug: str) -> Response:
    """Send the reader to a lesson in their language."""
    return _in_language(request, f"lessons/{slug}")


@router.api_route("/{lang}/lessons", methods=_READ)
async def course(request: Request, shown: Shown, services: Given) -> Response:
    """All lessons, and what is wrong with them where they are somebody's own."""
    lessons = heads(await run_in_threadpool(services.bookshelf.read), shown.tag)
    flaws = tuple(
        Flaw(f"{each.file}:{each.line}" if each.line else str(each.file), each.what)
        for each in services.bookshelf.troubles
    )
    page = page_of(request, shown, request.url.query, "lessons")
    return remember(request, shown, renderer_of(request).response(LessonsPage(page, lessons, flaws)))


def _in_language(request: Request, path: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/{path}{query}", headers=headers)
