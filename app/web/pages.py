"""The pages that a person reads: /, /en/ and /zh/."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..errors import LabError, NotFound
from ..i18n import Language, language
from ..lab.measuring.comparison import LabResult, Latency
from ..lab.network.contrast import Contrast
from ..lab.network.spec import NetworkSpec
from ..runs.client import Client
from .clients import client_of
from .contexts import WarmingPage
from .lab.forms import LabForm, read_form
from .lab.lab_page import LabPage, LabView, TimePage, TimeView
from .presence import while_present
from .problems import headers_of, problem_of
from .rendering import LANGUAGE_COOKIE, page_of, renderer_of, wanted_language
from .services import Given, Services

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
NOBODY_LISTENS = 499
_YEAR = 365 * 24 * 3600


async def _language(lang: str) -> Language:
    if (found := language(lang)) is None:
        raise NotFound
    return found


Shown = Annotated[Language, Depends(_language)]


@router.api_route("/", methods=_READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the page in their language, with all that stands in the address."""
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/{query}", headers=headers)


@router.api_route("/{lang}", methods=_READ)
async def without_slash(request: Request, shown: Shown) -> Response:
    """An address typed without its last slash."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{shown.tag}/{query}")


@router.api_route("/{lang}/", methods=_READ)
async def lab(request: Request, shown: Shown, services: Given) -> Response:
    """The Lab: the network of the form, run beside the one that it is compared with."""
    page = page_of(request, shown, request.url.query)
    if services.warming:
        return renderer_of(request).response(WarmingPage(page), headers={"Cache-Control": "no-store"})
    form = read_form(request.query_params, services.devices)
    if form.valid and form.moved:
        return RedirectResponse(f"/{shown.tag}/?{form.canonical}", status_code=303)
    view, error = await _measure(form, services, request)
    if view is None and error is None and form.valid:
        return Response(status_code=NOBODY_LISTENS)
    problem = problem_of(error) if error else None
    status = problem.status if problem else 200 if form.valid else 422
    context = LabPage(page, form, view, problem)
    headers = headers_of(error) if error else None
    response = await run_in_threadpool(renderer_of(request).response, context, status, headers)
    return remember(request, shown, response)


@router.api_route("/{lang}/time", methods=_READ)
async def time(request: Request, shown: Shown, services: Given) -> Response:
    """How long both networks take, by turns. Takes most of a second, so the Lab asks for it once all else is shown."""
    form = read_form(request.query_params, services.devices)
    if form.spec is None or not form.valid:
        raise NotFound
    timing = _timed(form.spec, form.contrast, services, await client_of(request))
    if (timed := await while_present(request, timing)) is None:
        return Response(status_code=NOBODY_LISTENS)
    latency, result = timed
    page = page_of(request, shown, request.url.query, "time")
    context = TimePage(page, form, TimeView.of(latency), result.shown.sides)
    return remember(request, shown, renderer_of(request).response(context))


def remember(request: Request, shown: Language, response: Response) -> Response:
    """The answer, which has the browser remember the language that its reader chose."""
    if request.cookies.get(LANGUAGE_COOKIE) != shown.tag:
        response.set_cookie(LANGUAGE_COOKIE, shown.tag, max_age=_YEAR, samesite="lax", httponly=True)
    return response


async def _timed(
    spec: NetworkSpec, contrast: Contrast, services: Services, client: Client
) -> tuple[Latency | None, LabResult]:
    """The times of both sides, where both reach their end."""
    result = await services.lab.measure(spec, contrast, client=client)
    latency = await services.lab.time(spec, contrast, client=client) if result.shown.whole else None
    return latency, result


async def _measure(form: LabForm, services: Services, request: Request) -> tuple[LabView | None, LabError | None]:
    """The view of the form's network, or why there is none; the form itself is shown either way. Neither where the
    reader has gone."""
    if form.spec is None or not form.valid:
        return None, None
    try:
        work = services.lab.measure(form.spec, form.contrast, client=await client_of(request))
        if (result := await while_present(request, work)) is None:
            return None, None
        return LabView.of(result, services.lab.known_time(form.spec, form.contrast)), None
    except LabError as error:
        return None, error
