"""Every lesson of the course says what its programs do, in both languages, as they did when they were recorded."""

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from inplace_lab.lessons.checking import check_lesson
from inplace_lab.lessons.lesson import Lesson
from inplace_lab.lessons.recording import recorded
from inplace_lab.lessons.shelf import Shelf, course
from inplace_lab.runs.report import Report
from inplace_lab.trace import Snippet, Trace

from .running import ran

SHELF = Shelf.of(course(None))
LESSONS = pytest.mark.parametrize("lesson", SHELF.lessons, ids=lambda lesson: lesson.slug)

once = cache(ran)
"""Each program runs once for all tests."""


async def run(snippet: Snippet) -> Report:
    """The same, as lessons are given it."""
    return once(snippet)


def test_the_course_fits_together() -> None:
    assert [str(trouble) for trouble in SHELF.troubles] == []


@LESSONS
def test_a_lesson_says_what_its_programs_do(lesson: Lesson) -> None:
    assert [str(trouble) for trouble in asyncio.run(check_lesson(lesson, run))] == []


@LESSONS
def test_its_programs_do_what_they_did(lesson: Lesson) -> None:
    kept = recorded(lesson)
    assert list(kept) == sorted(lesson.cells), "run `inplace-lab lessons record`"
    for name, report in kept.items():
        now = once(lesson.snippet(name))
        if (theirs := made_by(report)) != (ours := made_by(now)):
            pytest.skip(f"recorded by torch {theirs}, which may take other steps than torch {ours}")
        assert list(deeds(now.trace)) == list(deeds(report.trace)), name
        assert [each.code for each in now.diagnoses] == [each.code for each in report.diagnoses], name


def made_by(report: Report) -> str:
    """The release of torch, without its last number: torch 2.11 makes a tensor more at each checkpoint than 2.13."""
    assert report.trace is not None
    return ".".join(report.trace.torch.split(".")[:2])


def deeds(trace: Trace | None) -> Iterator[tuple[Any, ...]]:
    """What happened, without times and without the values of elements."""
    assert trace is not None
    for step in trace.steps:
        writes = [(write.storage, write.before, write.after) for write in step.writes]
        saves = [(save.node, save.slot, save.storage, save.version) for save in step.saves]
        yield step.line, step.phase, step.op, step.creates, writes, saves, step.frees, step.live.total, step.peak.total
    yield trace.failure and (trace.failure.type, trace.failure.line)
