"""Tasks: an exercise as far as its reader has come."""

from collections.abc import Callable

from markupsafe import Markup

from ...lessons.lesson import Lesson
from ...lessons.words import Part as Words
from ..code import coloured
from ..play_page import MOST_LINES
from ..player import PlayerView
from .cells import HIDDEN
from .parts import Solution, Task
from .state import TRIES, Attempt


def task_of(
    lesson: Lesson, words: Words, attempt: Attempt | None, tag: str, most: int, html: Callable[[str], Markup]
) -> Task:
    """The exercise of some words; `attempt` is what was sent from it, `most` the bytes that are taken."""
    name = words.names[0]
    exercise = lesson.exercises[name]
    start = lesson.program(exercise.start)
    hints = tuple(html(part.html) for part in words.inside("hint"))
    if attempt is None or attempt.name != name:
        return Task(name, html(words.html), start, start, MOST_LINES, most, further=len(hints))
    given = min(attempt.hints, len(hints))
    earned = attempt.tries >= TRIES or bool(attempt.grade and attempt.grade.passed)
    asked = earned and attempt.wish == "solution"
    return Task(
        name=name,
        html=html(words.html),
        start=start,
        source=start if attempt.wish == "reset" else attempt.form.snippet.source,
        lines=MOST_LINES,
        bytes=most,
        tries=attempt.tries,
        hints=hints[:given],
        further=len(hints) - given,
        grade=attempt.grade,
        problem=attempt.problem,
        solution=_solution(words, lesson.program(exercise.exemplar), start, html) if asked else None,
        earned=earned,
        player=_player(attempt, tag),
    )


def _player(attempt: Attempt, tag: str) -> PlayerView | None:
    """What an answer did, where it could be watched."""
    report = attempt.grade.report if attempt.grade else None
    if report is None:
        return None
    source, more = attempt.form.snippet.source, f"/{tag}/steps/{report.id}"
    return PlayerView.of(report, source, more=more, hide=HIDDEN, brief=True)


def _solution(words: Words, source: str, start: str, html: Callable[[str], Markup]) -> Solution:
    told = Markup().join(html(part.html) for part in words.inside("solution"))
    return Solution(told, coloured(source, start), source)
