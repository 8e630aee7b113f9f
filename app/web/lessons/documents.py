"""Documents: lessons as the API tells of them: no answer before it is due, no exemplar at all, no speaker's notes."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from ...i18n import Language, translations
from ...lessons.grading.verdict import Grade, Kind, State
from ...lessons.lesson import Lesson
from ...lessons.manifest import Check
from ...lessons.words import Part, Section
from ...runs.report import Report
from ...sentence import Sentence
from ...trace import Record
from .places import gates
from .state import State as Said

Tag = Literal["en", "zh"]
Shown = Literal["prose", "key", "run", "compare", "predict", "exercise"]
_HTML = "As HTML without scripts; `data` elements are numbers that were read off the runs."


class LessonHead(Record):
    """A lesson in the list of a course."""

    slug: str = Field(description="Names it in addresses.")
    number: int = Field(description="Its place in the course, counted from 1.")
    title: str
    question: str = Field(description="The question that it answers.")
    summary: str
    minutes: int = Field(description="About how long it takes.")
    address: str = Field(description="Where it is to be read, from this server's root on.")


class Course(Record):
    """All lessons that this server shows, in their order."""

    lang: Tag = Field(description="The language of the words.")
    lessons: tuple[LessonHead, ...]


class LessonPart(Record):
    """Some prose, or what is run or asked at this place."""

    kind: Shown
    html: str = Field(description=f"{_HTML} What is said of a program waits for the prediction about it.")
    names: tuple[str, ...] = Field(description="The programs, the prediction or the exercise that stands here.")


class LessonSection(Record):
    """What stands under one heading; the first has none."""

    id: str
    title: str = Field(description=_HTML)
    parts: tuple[LessonPart, ...]


class LessonChoice(Record):
    """One of the answers to choose from."""

    value: str = Field(description="What is sent as `choice`.")
    html: str = Field(description=_HTML)


class LessonPrediction(Record):
    """A question that is answered before a program runs."""

    name: str
    program: str = Field(description="The program that gives the answer.")
    html: str = Field(description=_HTML)
    choices: tuple[LessonChoice, ...]


class LessonExercise(Record):
    """A program to repair or to complete."""

    name: str
    html: str = Field(description=_HTML)
    start: str = Field(description="The program to begin with.")
    checks: tuple[Check, ...] = Field(description="What an answer is checked for, in this order.")


class LessonDocument(LessonHead):
    """One lesson in one language."""

    lang: Tag = Field(description="The language of the words.")
    sections: tuple[LessonSection, ...]
    programs: dict[str, str] = Field(description="The source of each program that it shows, by its name.")
    predictions: tuple[LessonPrediction, ...]
    exercises: tuple[LessonExercise, ...]


class PredictionAnswer(Record):
    """What the program did, beside what was expected."""

    choice: str = Field(description="What was expected.")
    answer: str = Field(description="What happens.")
    same: bool = Field(description="Whether both are the same.")
    reveal: str = Field(description=f"Why it happens. {_HTML}")
    report: Report = Field(description="The run of the program.")


class CheckAnswer(Record):
    """What one check says."""

    kind: Kind
    state: State = Field(description="`not run` where the program did not come so far.")
    message: str = Field(description="What is so, and where it is not well what to do next.")


class GradeAnswer(Record):
    """What all checks say of an answer, in the order of the exercise."""

    passed: bool
    verdicts: tuple[CheckAnswer, ...]
    refusal: str | None = Field(description="Why nothing was run at all; null where it was.")
    report: Report | None = Field(description="The run of the answer; null where it was refused.")


def head_of(lesson: Lesson, shown: Language) -> LessonHead:
    """The head of a lesson."""
    return LessonHead(**_head(lesson, shown))


def document_of(lesson: Lesson, shown: Language) -> LessonDocument:
    """A lesson before anything was answered."""
    asked = {part.names[0]: part for part in lesson.words[shown.tag].parts() if part.kind in ("predict", "exercise")}
    return LessonDocument(
        **_head(lesson, shown),
        lang=shown.tag,
        sections=tuple(_section(lesson, each) for each in lesson.words[shown.tag].sections),
        programs={name: lesson.program(name) for name in lesson.cells},
        predictions=tuple(_prediction(lesson, name, asked[name]) for name in lesson.predictions if name in asked),
        exercises=tuple(_exercise(lesson, name, asked[name]) for name in lesson.exercises if name in asked),
    )


def revealed(lesson: Lesson, shown: Language, name: str, choice: str, report: Report) -> PredictionAnswer:
    """What is told once a prediction was made."""
    answer = lesson.predictions[name].answer
    words = next(part for part in lesson.words[shown.tag].parts() if part.kind == "predict" and name in part.names)
    reveal = "".join(part.html for part in words.inside("reveal"))
    return PredictionAnswer(choice=choice, answer=answer, same=choice == answer, reveal=reveal, report=report)


def told(grade: Grade, shown: Language) -> GradeAnswer:
    """A grade in the words of a language."""
    verdicts = (CheckAnswer(kind=e.kind, state=e.state, message=_said(e.sentence, shown)) for e in grade.verdicts)
    refusal = _said(grade.refusal, shown) if grade.refusal else None
    return GradeAnswer(passed=grade.passed, verdicts=tuple(verdicts), refusal=refusal, report=grade.report)


def _said(sentence: Sentence, shown: Language) -> str:
    return translations(shown).gettext(sentence.text) % sentence.values


def _head(lesson: Lesson, shown: Language) -> dict[str, object]:
    words = lesson.words[shown.tag]
    return {
        "slug": lesson.slug,
        "number": lesson.number,
        "title": words.title,
        "question": words.question,
        "summary": words.summary,
        "minutes": lesson.manifest.minutes,
        "address": f"/{shown.tag}/lessons/{lesson.slug}",
    }


def _section(lesson: Lesson, section: Section) -> LessonSection:
    return LessonSection(id=section.slug, title=section.title, parts=tuple(_parts(lesson, section)))


def _parts(lesson: Lesson, section: Section) -> Iterator[LessonPart]:
    closed = gates(lesson, Said())
    for part in section.parts:
        if part.kind != "notes":
            waits = any(name in closed for name in part.names if part.kind in ("run", "compare"))
            yield LessonPart(kind=part.kind, html="" if waits else part.html, names=part.names)


def _prediction(lesson: Lesson, name: str, words: Part) -> LessonPrediction:
    asked = lesson.predictions[name]
    pairs = zip(asked.choices, words.choices, strict=False)
    choices = tuple(LessonChoice(value=value, html=html) for value, html in pairs)
    return LessonPrediction(name=name, program=asked.cell, html=words.html, choices=choices)


def _exercise(lesson: Lesson, name: str, words: Part) -> LessonExercise:
    exercise = lesson.exercises[name]
    start = lesson.program(exercise.start)
    return LessonExercise(name=name, html=words.html, start=start, checks=exercise.checks)
