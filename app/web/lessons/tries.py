"""Tries: a teacher is told how far the class is with an exercise: that it was tried, and which check failed first."""

import logging

from fastapi import Request

from ...errors import LabError
from ...lessons.grading.verdict import Grade
from ..clients import seat_of_reader
from ..services import services_of

_log = logging.getLogger(__name__)
GATE = "gate"
"""In the place of a check: the answer was refused before anything ran."""


async def note_try(request: Request, lesson: str, exercise: str, grade: Grade) -> None:
    """Take down what became of a student's answer. Where that cannot be done, the student has lost nothing."""
    try:
        if seat := await seat_of_reader(request):
            await services_of(request).rooms.learning.tried(seat, lesson, exercise, failing_of(grade))
    except LabError as error:
        _log.warning("A try at an exercise was not taken down: %s", error.detail)


def failing_of(grade: Grade) -> str:
    """The first check that failed; empty where all passed."""
    if grade.passed:
        return ""
    failed = (verdict.kind for verdict in grade.verdicts if verdict.state == "failed")
    return GATE if grade.refusal else next(failed, GATE)
