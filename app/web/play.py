"""The playground: /play, /en/play and /zh/play."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..diagnosis.pages import RulePage, rule_page
from ..errors import LabError, NotFound
from ..i18n import Language
from ..runs.report import Report
from ..trace import Snippet
from .clients import client_of
from .contexts import WarmingPage
from .examples import DEFAULT, Example, example_groups, example_of
from .pages import Shown, remember
from .play_page import PlayPage, RunView, SourceLimits
from .presence import while_present
from .problems import headers_of, problem_of
from .rendering import page_of, renderer_of, wanted_language
from .services import Given, Services
from .snippet_form import SnippetForm, read_snippet

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
_NOBODY_LISTENS = 499
_MOST_FIELDS = 20


@router.api_route("/play", methods=_READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the playground in their language, with all that stands in the address."""
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/play{query}", headers=headers)


@router.api_route("/{lang}/play", methods=_READ)
async def play(
    request: Request, shown: Shown, services: Given, example: str = DEFAULT, error: str = "", step: str = ""
) -> Response:
    """The playground with an example that was run already, at the step that the address asks for.

    `error` opens the example of a class of failure.
    """
    chosen, rule = (None, rule_page(error)) if error else (example_of(example), None)
    if chosen is None and rule is None:
        raise NotFound
    if services.warming and services.runs.machine is None:
        page = page_of(request, shown, request.url.query, "play")
        return renderer_of(request).response(WarmingPage(page), headers={"Cache-Control": "no-store"})
    source = rule.example if rule else chosen.source if chosen else ""
    form = SnippetForm(Snippet(source=source), mistyped="", error=None)
    return await _answer(request, shown, services, form, example=chosen, rule=rule, at=_index(step))


@router.post("/{lang}/play")
async def run(request: Request, shown: Shown, services: Given) -> Response:
    """The playground with the program that the reader sent, and what came of it."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        form = read_snippet(typed, services.devices)
    return await _answer(request, shown, services, form)


async def _answer(
    request: Request,
    shown: Language,
    services: Services,
    form: SnippetForm,
    example: Example | None = None,
    rule: RulePage | None = None,
    at: int | None = None,
) -> Response:
    """Run what the form holds, and show it together with the result, or with what went wrong."""
    report, error = await _run(request, services, form)
    if report is None and error is None:
        return Response(status_code=_NOBODY_LISTENS)
    more = f"/{shown.tag}/steps/{report.id}" if report else ""

    def drawn() -> Response:
        context = PlayPage(
            page=page_of(request, shown, request.url.query, "play"),
            snippet=form.snippet,
            run=RunView.of(report, form.snippet.source, at=at, more=more, deep=bool(example or rule))
            if report
            else None,
            problem=problem_of(error) if error else None,
            examples=example_groups(),
            devices=services.devices,
            limits=SourceLimits.of(services.settings),
            example=example,
            rule=rule,
            mistyped=form.mistyped,
        )
        status = context.problem.status if context.problem else 200
        return renderer_of(request).response(context, status, headers_of(error) if error else None)

    # A long trace takes a while to draw; nobody else should wait for it.
    return remember(request, shown, await run_in_threadpool(drawn))


async def _run(request: Request, services: Services, form: SnippetForm) -> tuple[Report | None, LabError | None]:
    """The report, or why there is none; neither where the reader has gone."""
    if form.error is not None:
        return None, form.error
    try:
        return await while_present(request, services.runs.run(form.snippet, client=await client_of(request))), None
    except LabError as error:
        return None, error


def _index(step: str) -> int | None:
    """The index of a step that an address counts from 1; none where it says nothing that counts."""
    return int(step) - 1 if step.isdecimal() and 0 < len(step) < 7 and int(step) else None
