"""/api/v1/lessons: the course for programs: what it says and asks, and what comes of predictions and of answers.

GET  /lessons                                    all lessons
GET  /lessons/{slug}                             one of them, before anything is answered
POST /lessons/{slug}/predictions/{name}          what is expected, then what happens
POST /lessons/{slug}/exercises/{name}/grades     an answer is checked by running it

The words are those of `lang`, else of Accept-Language.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..errors import BadRequest, NotFound, WrongHost
from ..i18n import Language, language, negotiate
from ..lessons.lesson import Lesson
from ..runs.check import refuse_unreadable
from ..trace import Record, Snippet
from . import lessons_examples as examples
from .api import documented
from .clients import client_of
from .lessons.documents import (
    Course,
    GradeAnswer,
    LessonDocument,
    PredictionAnswer,
    Tag,
    document_of,
    head_of,
    revealed,
    told,
)
from .lessons.grades import grade_of
from .lessons.running import report_of
from .lessons.tries import note_try
from .presence import while_present
from .services import Given

router = APIRouter(prefix="/api/v1")
_NOBODY_LISTENS = 499
_OF_READING = documented(WrongHost, BadRequest)
_OF_ONE = documented(WrongHost, BadRequest, NotFound)
_OF_RUNNING = {**documented(), **documented(NotFound)}


class Expectation(Record):
    """What somebody expects of a program."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"choice": "raises"}]})

    choice: str = Field(description="The `value` of one of the choices.")


class ExerciseAnswer(Record):
    """A program that is to pass the checks of an exercise."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"source": examples.BOXES}]})

    source: str = Field(description="The program, as Python source.")


async def _shown(
    lang: Annotated[Tag | None, Query(description="The language of the words; else Accept-Language tells.")] = None,
    accept_language: Annotated[str, Header(description="The languages that the reader knows.")] = "",
) -> Language:
    return language(lang) or negotiate(None, accept_language)


async def _lesson(services: Given, slug: Annotated[str, Path(description="Names the lesson.")]) -> Lesson:
    if (found := (await run_in_threadpool(services.bookshelf.read)).lesson(slug)) is None:
        raise NotFound("There is no lesson of that name.", hint="GET /api/v1/lessons lists all of them.")
    return found


In = Annotated[Language, Depends(_shown)]
Asked = Annotated[Lesson, Depends(_lesson)]
Name = Annotated[str, Path(description="Names the prediction or the exercise.")]


@router.get(
    "/lessons",
    operation_id="listLessons",
    summary="List the lessons",
    response_model=Course,
    response_description="All lessons, in the order in which they build on each other.",
    responses={**_OF_READING, 200: examples.COURSE},
    tags=["lessons"],
)
async def list_lessons(services: Given, shown: In) -> Response:
    """List the lessons that this server shows: ours, or those of its owner's own folder."""
    shelf = await run_in_threadpool(services.bookshelf.read)
    heads = tuple(head_of(lesson, shown) for lesson in shelf.lessons)
    return _answer(Course(lang=shown.tag, lessons=heads), shown)


@router.get(
    "/lessons/{slug}",
    operation_id="getLesson",
    summary="Read a lesson",
    response_model=LessonDocument,
    response_description="The lesson, before anything is answered.",
    responses={**_OF_ONE, 200: examples.LESSON},
    tags=["lessons"],
)
async def get_lesson(asked: Asked, shown: In) -> Response:
    """Give a lesson: its words, its programs, what it asks. Answers, hints and solutions are not in it."""
    return _answer(await run_in_threadpool(document_of, asked, shown), shown)


@router.post(
    "/lessons/{slug}/predictions/{name}",
    operation_id="createPrediction",
    summary="Say what you expect, and see what happens",
    response_model=PredictionAnswer,
    response_description="What the program does, and why.",
    responses={**_OF_RUNNING, 200: examples.PREDICTION},
    tags=["lessons"],
)
async def create_prediction(
    body: Expectation, asked: Asked, name: Name, services: Given, shown: In, request: Request
) -> Response:
    """Take down what is expected of a program, and tell what it does, with its run."""
    if (prediction := asked.predictions.get(name)) is None:
        raise NotFound("The lesson asks nothing of that name.", hint="Its `predictions` are in the lesson.")
    if body.choice not in prediction.choices:
        raise BadRequest(f'The field "choice" is one of {", ".join(prediction.choices)}.')
    report = await while_present(request, report_of(services, asked, prediction.cell, await client_of(request)))
    if report is None:
        return Response(status_code=_NOBODY_LISTENS)
    return _answer(revealed(asked, shown, name, body.choice, report), shown)


@router.post(
    "/lessons/{slug}/exercises/{name}/grades",
    operation_id="createGrade",
    summary="Have an answer to an exercise checked",
    response_model=GradeAnswer,
    response_description="What each check says. An answer that does not pass is no error here: see `passed`.",
    responses={**_OF_RUNNING, 200: examples.GRADE},
    tags=["lessons"],
)
async def create_grade(
    body: ExerciseAnswer, asked: Asked, name: Name, services: Given, shown: In, request: Request
) -> Response:
    """Run an answer beside the one that the author wrote, five or six times with other numbers, and compare."""
    if (exercise := asked.exercises.get(name)) is None:
        raise NotFound("The lesson has no exercise of that name.", hint="Its `exercises` are in the lesson.")
    refuse_unreadable(Snippet(source=body.source, device="cpu"), services.settings.source_bytes)
    checking = grade_of(services, asked, exercise, body.source, await client_of(request))
    if (grade := await while_present(request, checking)) is None:
        return Response(status_code=_NOBODY_LISTENS)
    answer = _answer(told(grade, shown), shown)
    answer.background = BackgroundTask(note_try, request, asked.slug, name, grade)
    return answer


def _answer(document: BaseModel, shown: Language) -> Response:
    headers = {"Content-Language": shown.html, "Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return Response(document.model_dump_json(), headers=headers, media_type="application/json")
