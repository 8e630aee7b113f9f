"""Lessons put together on the spot, and their programs run in this process."""

import asyncio
import contextlib
import gc
import io
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from inplace_lab.lessons.checking import check
from inplace_lab.lessons.lesson import Lesson
from inplace_lab.lessons.making import make
from inplace_lab.lessons.shelf import Shelf
from inplace_lab.runs.report import Report
from inplace_lab.trace import Snippet
from inplace_lab.tracer.run import run_snippet

from ..lab.running import report_of


def ran(snippet: Snippet) -> Report:
    """What the run service would make of a program."""
    with uncollected(), contextlib.redirect_stdout(io.StringIO()) as stdout, warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        trace = run_snippet(snippet, max_steps=2000, max_tensors=20000)
    return report_of(trace).model_copy(update={"stdout": stdout.getvalue()})


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No cycle is collected meanwhile: when that happens depends on what has run in this process before."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def run(snippet: Snippet) -> Report:
    """The same, as lessons are given it."""
    return ran(snippet)


def made(course: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> Path:
    """A new lesson with something replaced in some of its files, in every place where it stands."""
    folder = make("version-counter", course)
    for file, (old, new) in (changes or {}).items():
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def lesson_of(folder: Path) -> Lesson:
    """The lesson of a folder with which nothing is wrong."""
    shelf = Shelf.of(folder)
    assert shelf.troubles == ()
    return shelf.lessons[0]


def troubles(folder: Path) -> list[str]:
    """What is wrong, as `02-slug/en.md:3: what` without the folder."""
    found = asyncio.run(check(Shelf.of(folder), run))
    return [str(trouble).replace(f"{folder}/", "") for trouble in found]
