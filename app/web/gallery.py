"""The gallery of errors: /errors, /en/errors and /zh/errors, and a page for each class: /en/errors/IL001."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..diagnosis.pages import RulePage, rule_page
from ..errors import LabError, NotFound
from ..i18n import Language
from ..runs.client import Client
from ..trace import Snippet
from .clients import client_of
from .gallery_page import ClassPage, Diagnosed, GalleryPage
from .links import READ
from .pages import Shown, remember
from .play_page import SourceLimits
from .presence import while_present
from .problems import headers_of, problem_of
from .rendering import page_of, renderer_of, wanted_language
from .services import Given, Services

router = APIRouter(include_in_schema=False)
_NOBODY_LISTENS = 499


@router.api_route("/errors", methods=READ)
@router.api_route("/errors/{code}", methods=READ)
async def front_door(request: Request, code: str = "") -> Response:
    """Send the reader to the page in their language."""
    path = f"/{_rule(code).code}" if code else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/errors{path}", headers=headers)


@router.api_route("/{lang}/errors", methods=READ)
async def gallery(request: Request, shown: Shown, services: Given) -> Response:
    """All classes, each with what torch says, which is heard by running its example."""
    context = GalleryPage(
        page=page_of(request, shown, path="errors"),
        messages=await services.reproductions.messages(),
        limits=SourceLimits.of(services.settings),
    )
    return remember(request, shown, renderer_of(request).response(context))


@router.api_route("/{lang}/errors/{code}", methods=READ)
async def error_class(request: Request, shown: Shown, services: Given, code: str) -> Response:
    """One class, with its example as it runs here; its fixes are there where they have been run."""
    return await _answer(request, shown, services, _rule(code), fixes=False)


@router.post("/{lang}/errors/{code}")
async def error_class_with_fixes(request: Request, shown: Shown, services: Given, code: str) -> Response:
    """The same with its fixes, which are run now."""
    return await _answer(request, shown, services, _rule(code), fixes=True)


def _rule(code: str) -> RulePage:
    if (rule := rule_page(code)) is None:
        raise NotFound
    return rule


async def _answer(request: Request, shown: Language, services: Services, rule: RulePage, *, fixes: bool) -> Response:
    problem: LabError | None = None
    diagnosed: Diagnosed | None = None
    try:
        diagnosed = await while_present(request, _diagnosed(services, rule, await client_of(request), fixes=fixes))
    except LabError as error:
        problem = error
    if diagnosed is None and problem is None:
        return Response(status_code=_NOBODY_LISTENS)
    page = page_of(request, shown, path=f"errors/{rule.code}")
    context = ClassPage.of(page, rule, diagnosed, problem_of(problem) if problem else None)
    # What there is to read stands there even where the example could not be run just now.
    status = problem.status if problem and fixes else 200
    headers = headers_of(problem) if problem and fixes else None
    return remember(request, shown, await run_in_threadpool(renderer_of(request).response, context, status, headers))


async def _diagnosed(services: Services, rule: RulePage, client: Client, *, fixes: bool) -> Diagnosed:
    snippet = Snippet(source=rule.example)
    known = services.reproductions.examination(rule)
    if fixes and known is None:
        known = await services.reproductions.examine(rule, client)
    if known is not None:
        return Diagnosed.of(snippet, known)
    return Diagnosed.of_report(snippet, await services.runs.run(snippet, client=client))
