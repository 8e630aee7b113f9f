"""Further steps of a run: /en/steps/{id}?from=20 and /zh/steps/{id}.

A page of its own, a film strip, for readers without JavaScript; the player takes the scenes out of it as a reader goes
on through a long run.
"""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ..errors import NotFound
from ..runs.report import Report
from ..trace import Snippet
from .code import coloured
from .contexts import StepsPage
from .moments import drawn_once
from .page import Page
from .pages import Shown, remember
from .player import PAGE, Film, page_of_step
from .recall import trace_of
from .rendering import Renderer, page_of, renderer_of
from .services import Given

router = APIRouter(include_in_schema=False)
First = Annotated[int, Query(alias="from", ge=0)]


@router.api_route("/{lang}/steps/{id_}", methods=["GET", "HEAD"])
async def steps(request: Request, shown: Shown, services: Given, id_: str, first: First = 0) -> Response:
    """One page of steps; it is drawn in a thread, so that nobody else waits for it."""
    snippet, report = await trace_of(services, id_)
    page = page_of(request, shown, request.url.query, path=f"steps/{id_}")
    draw = partial(_response, renderer_of(request), page, snippet, report, first)
    return remember(request, shown, await drawn_once(request, (page, report.id), draw))


def _response(renderer: Renderer, page: Page, snippet: Snippet, report: Report, first: int) -> Response:
    assert report.trace is not None  # noqa: S101
    if first >= len(report.trace.steps):
        raise NotFound
    film = Film.of(report.trace, coloured(snippet.source), page_of_step(first), PAGE)
    return renderer.response(StepsPage(page, film))
