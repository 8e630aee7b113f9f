"""Exercises: whether each exemplar passes its own checks, and each start fails the one that it is said to fail."""

from collections.abc import Awaitable, Callable, Iterator

from ..runs.report import Report
from ..trace import Snippet
from .grading.grade import grade, judge
from .grading.verdict import CheckVerdict, Grade
from .lesson import Lesson
from .manifest import FILE, line_of
from .trouble import Trouble

Run = Callable[[Snippet], Awaitable[Report]]


async def graded(lesson: Lesson, run: Run) -> list[Trouble]:
    """Everything that is wrong with the exercises of a lesson; those that lack a program are left out."""
    troubles: list[Trouble] = []
    for name, exercise in lesson.exercises.items():
        if not {exercise.start, exercise.exemplar} <= set(lesson.programs):
            continue
        start, exemplar = lesson.program(exercise.start), lesson.program(exercise.exemplar)
        wrong = list(_solved(lesson, name, await grade(exercise, start, exemplar, exemplar, run)))
        troubles += wrong or _unsolved(lesson, name, await judge(exercise, start, exemplar, start, run))
    return troubles


def _solved(lesson: Lesson, name: str, grade: Grade) -> Iterator[Trouble]:
    """What the exemplar fails."""
    if not grade.passed:
        yield _of(lesson, name, "exemplar", f"fails {_why(grade)}")


def _unsolved(lesson: Lesson, name: str, grade: Grade) -> Iterator[Trouble]:
    """The start passes, or fails something else first."""
    first, said = _failed(grade), lesson.exercises[name].fails
    if grade.passed:
        yield _of(lesson, name, "start", "passes all checks: there is nothing to do")
    elif first is None or first.kind != said:
        yield _of(lesson, name, "start", f"fails {_why(grade)}; it is said to fail {said}")


def _why(grade: Grade) -> str:
    if grade.refusal is not None:
        return f"before it is run: {grade.refusal}"
    first = _failed(grade)
    return f"{first.kind}: {first.sentence}" if first else "no check"


def _failed(grade: Grade) -> CheckVerdict | None:
    """The first check that is not passed."""
    return next((verdict for verdict in grade.verdicts if verdict.state == "failed"), None)


def _of(lesson: Lesson, name: str, key: str, what: str) -> Trouble:
    manifest, program = lesson.folder / FILE, getattr(lesson.exercises[name], key)
    return Trouble(manifest, line_of(manifest, ("exercises", name, key)), f"{name}: {program} {what}")
