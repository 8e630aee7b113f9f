"""A reader's own program or message: /en/errors takes what was pasted, /en/fixes the program of the playground."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..errors import LabError
from ..i18n import Language
from .clients import client_of
from .gallery_page import Diagnosed, DiagnosisPage
from .links import READ
from .pages import Shown, remember
from .pasted import is_traceback, read_message
from .play_page import SourceLimits
from .presence import while_present
from .problems import headers_of, problem_of
from .rendering import page_of, renderer_of
from .services import Given, Services
from .snippet_form import SnippetForm, read_snippet

router = APIRouter(include_in_schema=False)
_NOBODY_LISTENS = 499
_MOST_FIELDS = 20


@router.api_route("/{lang}/fixes", methods=READ)
async def without_program(shown: Shown) -> Response:
    """Where a reader comes to who loads the page again."""
    return RedirectResponse(f"/{shown.tag}/errors")


@router.post("/{lang}/errors")
async def pasted(request: Request, shown: Shown, services: Given) -> Response:
    """What was pasted: a program is run and diagnosed, a message is explained."""
    form = await _read(request, services)
    text = form.snippet.source
    explained = await run_in_threadpool(read_message, text)
    if explained is None and not is_traceback(text):
        return await _diagnosis(request, shown, services, form)
    context = DiagnosisPage(
        page=page_of(request, shown, path="errors"),
        text=text,
        diagnosed=None,
        problem=None,
        limits=SourceLimits.of(services.settings),
        explained=explained,
        is_message=True,
    )
    return remember(request, shown, await run_in_threadpool(renderer_of(request).response, context))


@router.post("/{lang}/fixes")
async def fixes(request: Request, shown: Shown, services: Given) -> Response:
    """The program of a form, diagnosed, with fixes that were run; the playground takes the findings out of the page."""
    return await _diagnosis(request, shown, services, await _read(request, services))


async def _read(request: Request, services: Services) -> SnippetForm:
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        return read_snippet(typed, services.devices)


async def _diagnosis(request: Request, shown: Language, services: Services, form: SnippetForm) -> Response:
    error, diagnosed = form.error, None
    if error is None:
        try:
            examination = services.clinic.examine(form.snippet, client=await client_of(request))
            if (examined := await while_present(request, examination)) is None:
                return Response(status_code=_NOBODY_LISTENS)
            diagnosed = await run_in_threadpool(Diagnosed.of, form.snippet, examined)
        except LabError as refusal:
            error = refusal
    context = DiagnosisPage(
        page=page_of(request, shown, path="errors"),
        text=form.snippet.source,
        diagnosed=diagnosed,
        problem=problem_of(error) if error else None,
        limits=SourceLimits.of(services.settings),
    )
    status, headers = (error.status, headers_of(error)) if error else (200, None)
    return remember(request, shown, await run_in_threadpool(renderer_of(request).response, context, status, headers))
