"""What a lesson's page is made of, each kind with a template of its own."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from ...lessons.grading.verdict import Grade
from ..code import CodeLine
from ..player import PlayerView
from ..problems import Problem
from .cells import CellView

NOTHING = Markup()


@dataclass(frozen=True)
class Prose:
    """Paragraphs."""

    template: ClassVar[str] = "_lesson_prose.html"
    html: Markup


@dataclass(frozen=True)
class Key:
    """The sentence to remember."""

    template: ClassVar[str] = "_lesson_key.html"
    html: Markup


@dataclass(frozen=True)
class Notes:
    """Words for the speaker."""

    template: ClassVar[str] = "_lesson_notes.html"
    html: Markup


@dataclass(frozen=True)
class Run:
    """A program with its picture."""

    template: ClassVar[str] = "_lesson_run.html"
    id: str
    cell: CellView
    caption: Markup = NOTHING


@dataclass(frozen=True)
class Compare:
    """Two programs beside each other."""

    template: ClassVar[str] = "_lesson_compare.html"
    id: str
    cells: tuple[tuple[str, CellView], ...]
    """Each with its id."""
    caption: Markup


@dataclass(frozen=True)
class Predict:
    """A question. Until it was answered, nothing here knows what is right."""

    template: ClassVar[str] = "_lesson_predict.html"
    name: str
    id: str
    """That of the program."""
    html: Markup
    choices: tuple[tuple[str, Markup], ...]
    cell: CellView
    said: Markup | None = None
    """The choice that the reader made."""
    did: Markup | None = None
    """The choice that is right."""
    same: bool = False
    reveal: Markup = NOTHING
    missing: bool = False
    """It was sent without a choice."""


@dataclass(frozen=True)
class Solution:
    """One right answer."""

    html: Markup
    code: tuple[CodeLine, ...]
    source: str


@dataclass(frozen=True)
class Task:
    """An exercise as far as its reader has come."""

    template: ClassVar[str] = "_lesson_exercise.html"
    name: str
    html: Markup
    start: str
    source: str
    """What stands in the editor."""
    lines: int
    """Most lines that are taken."""
    bytes: int
    tries: int = 0
    hints: tuple[Markup, ...] = ()
    """Those that were asked for."""
    further: int = 0
    """How many more there are."""
    grade: Grade | None = None
    problem: Problem | None = None
    """Why it was not checked."""
    solution: Solution | None = None
    earned: bool = False
    """The solution may be asked for."""
    player: PlayerView | None = None
    """What the answer did."""


Figure = Run | Compare
Part = Prose | Key | Notes | Run | Compare | Predict | Task
