"""The sweep: /sweep, /en/sweep and /zh/sweep. One network in many sizes, measured while its reader watches.

Rows are sent one by one, as they are measured: to the page's own script from an address of their own, to readers
without scripts within the page. Whoever hangs up stops the sweep.
"""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from ...errors import BadRequest
from ...lab.measuring.comparison import Comparison
from ...lab.network.contrast import Contrast
from ...lab.network.spec import NetworkSpec
from ...lab.sweeping.axes import axes_in
from ...lab.sweeping.outcome import Outcome, outcomes
from ...lab.sweeping.sweep import Point, points_of
from ...sentence import sentence
from ..clients import client_of
from ..contexts import WarmingPage
from ..page import Page
from ..pages import Shown, remember
from ..presence import while_present
from ..rendering import page_of, renderer_of, wanted_language
from ..services import Given, Services
from .forms import read_form
from .sweep_csv import csv_line, header
from .sweep_page import RowView, SweepGist, SweepPage, SweepRow, SweepView, gists_of

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
_FRESH = {"Cache-Control": "no-store"}


@router.api_route("/sweep", methods=_READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the sweep in their language, with all that stands in the address."""
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/sweep{query}", headers=headers)


@router.api_route("/{lang}/sweep", methods=_READ)
async def sweep(request: Request, shown: Shown, services: Given, run: str = "") -> Response:
    """The network and the axes; with run=1 the rows, too."""
    page = page_of(request, shown, request.url.query, "sweep")
    if services.warming:
        return renderer_of(request).response(WarmingPage(page), headers=_FRESH)
    view = _view(request, services, running=run == "1" and request.method == "GET")
    context = SweepPage(page, view)
    if not view.running:
        return remember(request, shown, renderer_of(request).response(context, 200 if view.grid else 422))
    html = _whole(request, services, context)
    return remember(request, shown, StreamingResponse(html, headers=_FRESH, media_type="text/html"))


@router.get("/{lang}/sweep/rows")
async def rows(request: Request, shown: Shown, services: Given) -> Response:
    """The rows alone."""
    points = _points(_view(request, services, running=True))
    html = _rows(request, services, page_of(request, shown), points, [])
    return StreamingResponse(html, headers=_FRESH, media_type="text/html")


@router.get("/{lang}/sweep.csv")
async def file(request: Request, shown: Shown, services: Given) -> Response:
    """The same as a file."""
    points = _points(_view(request, services, running=True))
    headers = _FRESH | {"Content-Disposition": 'attachment; filename="inplace-sweep.csv"'}
    return StreamingResponse(_lines(request, services, points), headers=headers, media_type="text/csv")


def _view(request: Request, services: Services, *, running: bool) -> SweepView:
    form = read_form(request.query_params, services.devices)
    axes = axes_in(request.query_params, form.spec) if form.spec else None
    return SweepView(form, axes, running and axes is not None and axes.grid is not None)


def _points(view: SweepView) -> tuple[Point, ...]:
    """The networks of an address. Raises BadRequest."""
    if view.form.spec is None or view.axes is None:
        raise BadRequest(sentence("The network in this address cannot be run. Correct it in the Lab."))
    if view.grid is None:
        raise BadRequest(next(iter(view.axes.complaints.values())))
    return points_of(view.form.spec, view.grid)


def _measured(request: Request, services: Services, points: tuple[Point, ...]) -> AsyncIterator[Outcome]:
    """What the networks come to, one by one, in the client's own line, while somebody listens."""

    async def measure(spec: NetworkSpec) -> Comparison | None:
        return await while_present(request, services.lab.compare(spec, Contrast(), client=await client_of(request)))

    return outcomes(points, measure)


async def _rows(
    request: Request, services: Services, page: Page, points: tuple[Point, ...], seen: list[Outcome]
) -> AsyncIterator[str]:
    """A row for each outcome, which is put behind those that were seen."""
    renderer = renderer_of(request)
    async for outcome in _measured(request, services, points):
        seen.append(outcome)
        yield renderer.html(SweepRow(page, RowView(outcome, gists_of(seen))))


async def _whole(request: Request, services: Services, context: SweepPage) -> AsyncIterator[str]:
    """The page with its rows in it."""
    renderer, seen = renderer_of(request), list[Outcome]()
    before, _, rest = renderer.html(context).partition(SweepView.rows)
    between, _, after = rest.partition(SweepView.gist)
    yield before
    async for row in _rows(request, services, context.page, _points(context.sweep), seen):
        yield row
    yield between
    yield renderer.html(SweepGist(context.page, gists_of(seen)))
    yield after


async def _lines(request: Request, services: Services, points: tuple[Point, ...]) -> AsyncIterator[str]:
    yield header() + "\n"
    async for outcome in _measured(request, services, points):
        yield csv_line(outcome) + "\n"
