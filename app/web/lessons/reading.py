"""A lesson: /en/lessons/version-counter, and what its reader sends from there.

Each form of the page is answered with the whole page, opened at that form; with `?part=1` by that part alone, which a
script then puts in its place.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from ...errors import LabError, NotFound
from ...lessons.lesson import Lesson
from ...runs.client import Client
from ..clients import client_of
from ..code import coloured
from ..contexts import StepsPage
from ..moments import drawn_once
from ..pages import NOBODY_LISTENS, Shown, remember
from ..player import PAGE, Film, page_of_step
from ..presence import while_present
from ..problems import problem_of
from ..rendering import page_of, renderer_of
from ..services import Given, Services
from .answer import Answer
from .grades import grade_of
from .running import report_of
from .state import Attempt, State, said_in
from .tries import note_try

router = APIRouter(include_in_schema=False)
_READ = ["GET", "HEAD"]
_MOST_FIELDS = 40
First = Annotated[int, Query(alias="from", ge=0)]
Alone = Annotated[str, Query(alias="part")]


def _lesson(slug: str, services: Given) -> Lesson:
    if (found := services.bookshelf.read().lesson(slug)) is None:
        raise NotFound
    return found


Asked = Annotated[Lesson, Depends(_lesson)]


@router.api_route("/{lang}/lessons/{slug}", methods=_READ)
async def lesson(request: Request, shown: Shown, services: Given, asked: Asked) -> Response:
    """The whole lesson."""
    return await Answer(request, shown, services, asked).page(State())


@router.post("/{lang}/lessons/{slug}/predict/{name}")
async def predict(
    request: Request, shown: Shown, services: Given, asked: Asked, name: str, part: Alone = ""
) -> Response:
    """What the reader expects is taken down; then the program is shown with what it did."""
    if name not in asked.predictions:
        raise NotFound
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        choice, said = typed.get("choice"), said_in(typed, asked)
    said.pop(name, None)
    known = isinstance(choice, str) and choice in asked.predictions[name].choices
    state = State(said={**said, name: str(choice)}) if known else State(said=said, missing=name)
    answer = Answer(request, shown, services, asked, status=200 if known else 422)
    return await (answer.part("predict", name, state) if part == "1" else answer.page(state))


@router.api_route("/{lang}/lessons/{slug}/figures/{id_}", methods=_READ)
async def figure(request: Request, shown: Shown, services: Given, asked: Asked, id_: str) -> Response:
    """What a figure of the page shows, with its pictures; predictions that were made are in the address."""
    return await Answer(request, shown, services, asked).figure(id_, State(said=said_in(request.query_params, asked)))


@router.post("/{lang}/lessons/{slug}/cells/{name}")
async def run(
    request: Request, shown: Shown, services: Given, asked: Asked, name: str, part: Alone = "", beside: str = ""
) -> Response:
    """Run a program now, because somebody asked; `beside` is the one that it stands beside."""
    if name not in asked.cells:
        raise NotFound
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        state = State(said=said_in(typed, asked), live=name)
    answer = Answer(request, shown, services, asked)
    if part == "1":
        return await answer.cell(name, state, beside if beside in asked.cells else "")
    return await answer.page(state)


@router.post("/{lang}/lessons/{slug}/exercise/{name}")
async def exercise(
    request: Request, shown: Shown, services: Given, asked: Asked, name: str, part: Alone = ""
) -> Response:
    """Check an answer, or give a hint, the solution, or the program to begin with again."""
    if name not in asked.exercises:
        raise NotFound
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as typed:
        attempt, said = Attempt.read(name, typed), said_in(typed, asked)
    if attempt.wish == "check":
        checked = await while_present(request, _checked(services, asked, attempt, await client_of(request)))
        if checked is None:
            return Response(status_code=NOBODY_LISTENS)
        attempt = checked
    status = attempt.problem.status if attempt.problem else 200
    answer, state = Answer(request, shown, services, asked, status=status), State(said=said, attempt=attempt)
    response = await (answer.part("exercise", name, state) if part == "1" else answer.page(state))
    if attempt.grade is not None:
        response.background = BackgroundTask(note_try, request, asked.slug, name, attempt.grade)
    return response


@router.api_route("/{lang}/lessons/{slug}/steps/{name}", methods=_READ)
async def steps(request: Request, shown: Shown, services: Given, asked: Asked, name: str, first: First = 0) -> Response:
    """Further steps of a program of the lesson, as a film strip; the player takes its scenes out of it."""
    if name not in asked.cells:
        raise NotFound
    report = await while_present(request, report_of(services, asked, name, await client_of(request)))
    if report is None:
        return Response(status_code=NOBODY_LISTENS)
    trace = report.trace
    if trace is None or first >= len(trace.steps):
        raise NotFound
    page = page_of(request, shown, request.url.query, f"lessons/{asked.slug}/steps/{name}")

    def drawn() -> Response:
        film = Film.of(trace, coloured(asked.program(name)), page_of_step(first), PAGE)
        return renderer_of(request).response(StepsPage(page, film))

    return remember(request, shown, await drawn_once(request, (page, report.id), drawn))


async def _checked(services: Services, lesson: Lesson, attempt: Attempt, client: Client) -> Attempt:
    """The attempt with its grade, or with why there is none; only what was graded counts as a try."""
    if attempt.form.error is not None:
        return replace(attempt, problem=problem_of(attempt.form.error))
    source = attempt.form.snippet.source
    try:
        grade = await grade_of(services, lesson, lesson.exercises[attempt.name], source, client)
    except LabError as error:
        return replace(attempt, problem=problem_of(error))
    return replace(attempt, grade=grade, tries=attempt.tries + 1)
