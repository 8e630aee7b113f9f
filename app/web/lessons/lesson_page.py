"""LessonPage: one lesson as its reader sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from ...lessons.lesson import Lesson
from ...lessons.shelf import Shelf
from ..page import Page
from .cells import CellView
from .parts import Compare, Part, Run


@dataclass(frozen=True)
class Head:
    """A lesson in a list."""

    number: int
    slug: str
    title: str
    question: str
    summary: str
    minutes: int
    sections: int
    """How many there are to be seen."""
    predictions: tuple[str, ...]
    exercises: tuple[str, ...]

    @classmethod
    def of(cls, lesson: Lesson, tag: str) -> "Head":
        """The head of a lesson, in a language."""
        words = lesson.words[tag]
        return cls(
            number=lesson.number,
            slug=lesson.slug,
            title=words.title,
            question=words.question,
            summary=words.summary,
            minutes=lesson.manifest.minutes,
            sections=sum(bool(section.parts) for section in words.sections),
            predictions=tuple(lesson.predictions),
            exercises=tuple(lesson.exercises),
        )


def heads(shelf: Shelf, tag: str) -> tuple[Head, ...]:
    """The heads of a course."""
    return tuple(Head.of(lesson, tag) for lesson in shelf.lessons)


@dataclass(frozen=True)
class SectionView:
    """What stands under one heading; the first has none."""

    id: str
    title: Markup
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LessonPage:
    """A lesson."""

    template: ClassVar[str] = "lesson.html"
    page: Page
    base: str
    """Its address."""
    head: Head
    total: int
    """How many lessons there are."""
    sections: tuple[SectionView, ...]
    previous: Head | None
    following: Head | None
    presenting: bool
    said: Mapping[str, str]
    """The predictions that were made; the forms bring them along."""
    finds: bool = False
    """A diagnosis is on the page."""


@dataclass(frozen=True)
class PartPage:
    """One part of a lesson alone, for the script that puts it in its place."""

    template: ClassVar[str] = "lesson_part.html"
    page: Page
    base: str
    part: Part
    said: Mapping[str, str]


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a lesson, and where whoever wrote it finds it."""

    place: str
    what: str


@dataclass(frozen=True)
class LessonsPage:
    """The course."""

    template: ClassVar[str] = "lessons.html"
    page: Page
    lessons: tuple[Head, ...]
    flaws: tuple[Flaw, ...] = ()


def finds(sections: Iterable[SectionView]) -> bool:
    """Whether a diagnosis is among the parts of some sections."""
    return any(cell.findings for section in sections for part in section.parts for cell in _cells(part))


def _cells(part: Part) -> tuple[CellView, ...]:
    if isinstance(part, Compare):
        return tuple(cell for _, cell in part.cells)
    if isinstance(part, Run):
        return (part.cell,)
    cell = getattr(part, "cell", None)
    return (cell,) if isinstance(cell, CellView) else ()
