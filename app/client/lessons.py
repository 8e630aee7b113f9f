"""Lessons: the records of the course. What their fields mean stands at /api/v1/openapi.json, and on /en/api."""

from typing import Any, Literal

from ..runs.report import Report
from .answers import Answer


class LessonHead(Answer):
    """A lesson in the list."""

    slug: str
    number: int
    title: str
    question: str
    summary: str
    minutes: int
    address: str


class Course(Answer):
    """All lessons in their order."""

    lang: str
    lessons: tuple[LessonHead, ...]


class LessonPart(Answer):
    """Some prose, or what is run or asked at a place."""

    kind: Literal["prose", "key", "run", "compare", "predict", "exercise"]
    html: str
    names: tuple[str, ...]


class LessonSection(Answer):
    """What stands under one heading."""

    id: str
    title: str
    parts: tuple[LessonPart, ...]


class LessonChoice(Answer):
    """One of the answers to choose from."""

    value: str
    html: str


class LessonPrediction(Answer):
    """A question that is answered before a program runs."""

    name: str
    program: str
    html: str
    choices: tuple[LessonChoice, ...]


class LessonExercise(Answer):
    """A program to repair or to complete; the fields of a check depend on its kind."""

    name: str
    html: str
    start: str
    checks: tuple[dict[str, Any], ...]


class LessonDocument(LessonHead):
    """One lesson."""

    lang: str
    sections: tuple[LessonSection, ...]
    programs: dict[str, str]
    predictions: tuple[LessonPrediction, ...]
    exercises: tuple[LessonExercise, ...]


class PredictionAnswer(Answer):
    """What a program did, beside what was expected."""

    choice: str
    answer: str
    same: bool
    reveal: str
    report: Report


class CheckAnswer(Answer):
    """What one check says."""

    kind: str
    state: Literal["ok", "failed", "not run"]
    message: str


class GradeAnswer(Answer):
    """What all checks say of an answer."""

    passed: bool
    verdicts: tuple[CheckAnswer, ...]
    refusal: str | None
    report: Report | None
