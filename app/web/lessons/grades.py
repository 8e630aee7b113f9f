"""Grades: an answer to an exercise is checked in the sandbox, in a line of its own beside its reader's."""

from ...lessons.grading.grade import grade
from ...lessons.grading.verdict import Grade
from ...lessons.lesson import Lesson
from ...lessons.manifest import Exercise
from ...runs.client import Client
from ...runs.report import Report
from ...trace import Snippet
from ..services import Services


async def grade_of(services: Services, lesson: Lesson, exercise: Exercise, answer: str, client: Client) -> Grade:
    """Check an answer. Raises what the run service raises."""

    async def run(snippet: Snippet) -> Report:
        return await services.runs.run(snippet, client=client.beside("graded"))

    return await grade(exercise, lesson.program(exercise.start), lesson.program(exercise.exemplar), answer, run)
