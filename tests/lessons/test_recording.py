"""What programs came to is kept beside them, the same bytes each time, and is not given once it is stale."""

import asyncio
from pathlib import Path

import pytest

from inplace_lab.lessons.lesson import Lesson
from inplace_lab.lessons.recording import FILE, record, recorded, timeless

from .running import lesson_of, made, ran, run


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    """A lesson whose runs are written down."""
    read = lesson_of(made(tmp_path))
    asyncio.run(record(read, run))
    return read


def test_what_was_written_down_is_what_the_programs_came_to(lesson: Lesson) -> None:
    kept = recorded(lesson)
    assert list(kept) == ["first", "spoiled"]
    assert kept["spoiled"] == timeless(ran(lesson.snippet("spoiled")))


def test_the_same_programs_give_the_same_bytes(lesson: Lesson) -> None:
    before = (lesson.folder / FILE).read_bytes()
    asyncio.run(record(lesson, run))
    assert (lesson.folder / FILE).read_bytes() == before


def test_a_run_whose_program_has_changed_is_not_given(lesson: Lesson) -> None:
    path = lesson.folder / "first.py"
    path.write_text(path.read_text() + "\n")
    assert list(recorded(lesson_of(lesson.folder))) == ["spoiled"]


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00"])
def test_a_file_that_cannot_be_read_gives_nothing(lesson: Lesson, content: bytes) -> None:
    (lesson.folder / FILE).write_bytes(content)
    assert recorded(lesson) == {}


def test_a_lesson_without_the_file_has_nothing_written_down(lesson: Lesson) -> None:
    (lesson.folder / FILE).unlink()
    assert recorded(lesson) == {}
