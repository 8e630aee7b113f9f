"""The pages that a person reads: /, /en/ and /zh/."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from ..errors import LabError, NotFound
from ..i18n import Language, language
from .contexts import LabPage, LabView, WarmingPage
from .forms import LabForm, read_form
from .problems import headers_of, problem_of
from .rendering import LANGUAGE_COOKIE, page_of, renderer_of, wanted_language
from .services import Given, Services

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
_YEAR = 365 * 24 * 3600


def _language(lang: str) -> Language:
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
    """The Lab: the layer of the form, measured with inplace off and on."""
    page = page_of(request, shown, request.url.query)
    if services.warming:
        response = renderer_of(request).response(WarmingPage(page), headers={"Cache-Control": "no-store"})
    else:
        form = read_form(request.query_params, services.devices)
        view, error = await _measure(form, services)
        problem = problem_of(error) if error else None
        status = problem.status if problem else 200 if form.valid else 422
        context = LabPage(page, form, view, problem)
        response = renderer_of(request).response(context, status, headers_of(error) if error else None)
    return remember(request, shown, response)


def remember(request: Request, shown: Language, response: Response) -> Response:
    """The answer, which has the browser remember the language that its reader chose."""
    if request.cookies.get(LANGUAGE_COOKIE) != shown.tag:
        response.set_cookie(LANGUAGE_COOKIE, shown.tag, max_age=_YEAR, samesite="lax", httponly=True)
    return response


async def _measure(form: LabForm, services: Services) -> tuple[LabView | None, LabError | None]:
    """The view of the form's layer, or why there is none; the form itself is shown either way."""
    if form.layer is None or not form.valid:
        return None, None
    try:
        return LabView.of(await services.lab.measure(form.layer, form.chosen_device), form), None
    except LabError as error:
        return None, error
