"""The memory timeline of one run: /en/timeline/{id} and /zh/timeline/{id}.

A page of its own for readers without JavaScript; the player takes its chart and its table out of it when a reader
opens the timeline of a long run.
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from .code import coloured
from .contexts import TimelinePage
from .pages import Shown, remember
from .recall import trace_of
from .rendering import page_of, renderer_of
from .services import Given

router = APIRouter(include_in_schema=False)


@router.api_route("/{lang}/timeline/{id_}", methods=["GET", "HEAD"])
async def timeline(request: Request, shown: Shown, services: Given, id_: str) -> Response:
    """The page; thousands of rows are rendered in a thread, so that nobody else waits for them."""
    snippet, report = await trace_of(services, id_)
    assert report.trace is not None  # noqa: S101
    page = page_of(request, shown, path=f"timeline/{id_}")
    context = TimelinePage(page, report.trace, coloured(snippet.source))
    return remember(request, shown, await run_in_threadpool(renderer_of(request).response, context))
