"""Sharing: keeps a run under a link, and shows what is behind one: /p/0123456789, in the language of its reader."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from ..errors import LabError, OutdatedRun
from ..i18n import Language
from ..runs.check import refuse_half_characters
from ..runs.report import Report
from ..store.kept import Kept
from ..trace import Snippet
from .api import documented
from .clients import client_of
from .examples import example_groups
from .links import READ, Found
from .moments import drawn_once
from .page import Page
from .pages import Shown, remember
from .play_page import HIDDEN, PlayPage, RunView, SourceLimits
from .presence import while_present
from .problems import headers_of, problem_of
from .rendering import page_of, renderer_of, wanted_language
from .run_examples import PERMALINK, answer
from .services import Given, Services
from .snippet_form import SnippetForm, read_snippet
from .wishes import Wishes

api = APIRouter(prefix="/api/v1")
router = APIRouter(include_in_schema=False)
_NOBODY_LISTENS = 499
_MOST_FIELDS = 20


class Permalink(BaseModel):
    """A link to a run that is kept."""

    id: str = Field(description="Derived from source and options: the same code has the same link.")
    url: str = Field(description="The address of the page.")
    created: datetime = Field(description="When the run that is kept was kept.")
    torch: str = Field(description="The version of torch that ran it; empty where it was stopped before it could say.")


@api.post(
    "/permalinks",
    operation_id="createPermalink",
    summary="Keep a run under a link",
    response_model=Permalink,
    response_description="The link. If the snippet has one already, it is that one, with the run that is kept there.",
    responses={**documented(), 200: answer(PERMALINK)},
    tags=["runs"],
)
async def create_permalink(snippet: Snippet, services: Given, request: Request) -> Permalink | Response:
    """Run a snippet, or take the run that was just made of it, and keep it under a link that lasts."""
    refuse_half_characters(snippet.source)
    report = await _run(request, services, snippet)
    if report is None:
        return Response(status_code=_NOBODY_LISTENS)
    kept = await services.store.keep(snippet, report)
    return Permalink(id=kept.id, url=f"{request.base_url}p/{kept.id}", created=kept.created, torch=kept.torch)


@router.post("/{lang}/p")
async def share(request: Request, shown: Shown, services: Given) -> Response:
    """Keep what stands in the playground's form, and send the reader to its link."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        form = read_snippet(typed, services.devices)
    report: Report | None = None
    try:
        if form.error is not None:
            raise form.error
        report = await _run(request, services, form.snippet)
        if report is None:
            return Response(status_code=_NOBODY_LISTENS)
        kept = await services.store.keep(form.snippet, report)
    except LabError as error:
        return _refused(request, shown, services, form, report, error)
    return RedirectResponse(f"/{shown.tag}/p/{kept.id}#link", status_code=303)


@router.api_route("/{lang}/p", methods=READ)
async def without_link(shown: Shown) -> Response:
    """Where a reader comes to who loads the page of a refusal again."""
    return RedirectResponse(f"/{shown.tag}/play")


@router.api_route("/p/{id_}", methods=READ)
async def link(request: Request, id_: str) -> Response:
    """Send the reader to the page in their language, or in the one that the link asks for, with the rest of it."""
    shown = Wishes.of(request.query_params).language or wanted_language(request)
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{shown.tag}/p/{id_}{query}", headers=headers)


@router.api_route("/{lang}/p/{id_}", methods=READ)
async def permalink(request: Request, shown: Shown, services: Given, kept: Found) -> Response:
    """The playground with the program and the run that are kept."""
    page = page_of(request, shown, request.url.query, f"p/{kept.id}")
    key = page, kept.created, services.devices
    draw = partial(_drawn, request, page, services, kept)
    return remember(request, shown, await drawn_once(request, key, draw))


def _drawn(request: Request, page: Page, services: Services, kept: Kept) -> Response:
    """The page; a long trace takes a while to draw, so this is for a thread."""
    wishes = Wishes.of(request.query_params)
    context = PlayPage(
        page=replace(page, theme=wishes.theme or page.theme),
        snippet=kept.snippet,
        run=_view(kept, page.language, wishes),
        problem=None if kept.report else problem_of(OutdatedRun()),
        examples=example_groups(),
        kept=kept,
        devices=services.devices,
        limits=SourceLimits.of(services.settings),
    )
    return renderer_of(request).response(context)


def _view(kept: Kept, shown: Language, wishes: Wishes) -> RunView | None:
    """The run that is kept, if this version can read it; its steps are fetched by the link."""
    if kept.report is None:
        return None
    more, hide = f"/{shown.tag}/steps/{kept.id}", HIDDEN | set(wishes.hide)
    return RunView.of(kept.report, kept.snippet.source, at=wishes.at, more=more, hide=hide, deep=True)


async def _run(request: Request, services: Services, snippet: Snippet) -> Report | None:
    """The report; None where the reader has gone."""
    return await while_present(request, services.runs.run(snippet, client=await client_of(request)))


def _refused(
    request: Request, shown: Language, services: Services, form: SnippetForm, report: Report | None, error: LabError
) -> Response:
    """The playground with all that was typed, and why there is no link."""
    problem = problem_of(error)
    more = f"/{shown.tag}/steps/{report.id}" if report else ""
    context = PlayPage(
        page=page_of(request, shown, path="play"),
        snippet=form.snippet,
        run=RunView.of(report, form.snippet.source, more=more) if report else None,
        problem=problem,
        examples=example_groups(),
        devices=services.devices,
        limits=SourceLimits.of(services.settings),
        mistyped=form.mistyped,
    )
    return remember(request, shown, renderer_of(request).response(context, problem.status, headers_of(error)))
