"""Drawing: the words of a lesson and the runs of its programs become the parts of its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from ...errors import LabError
from ...i18n import Language, translations
from ...lessons.lesson import Lesson
from ...lessons.words import Part as Words
from ...lessons.words import Section
from ..code import coloured
from ..problems import problem_of
from .cells import CellView, Ran
from .claims import linked
from .lesson_page import SectionView
from .parts import Compare, Figure, Key, Notes, Part, Predict, Prose, Run
from .places import gates, ids_of
from .state import State
from .tasks import task_of

STEPS = 60
"""So many steps, all programs together, have their pictures in the page; those of later programs are fetched when a
reader comes near, for pages of many long programs would be heavy."""


@dataclass
class Drawing:
    """Draws the parts of one lesson."""

    lesson: Lesson
    shown: Language
    runs: Mapping[str, Ran | LabError]
    """What came of each program, or why it was not run; those that nobody may see yet are left out."""
    state: State
    presenting: bool = False
    bytes: int = 64 * 1024
    """Largest answer that is taken."""
    light: bool = False
    """Leave pictures out where there are too many."""
    _ids: dict[Words, tuple[str, ...]] = field(init=False)
    _gates: dict[str, str] = field(init=False)
    _steps: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._ids = ids_of(self.lesson, self.shown.tag)
        self._gates = gates(self.lesson, self.state)

    def sections(self) -> Iterator[SectionView]:
        """All sections that say something."""
        for section in self.lesson.words[self.shown.tag].sections:
            if parts := tuple(self._parts(section)):
                yield SectionView(section.slug, Markup(section.title), parts)  # noqa: S704 - rendered by words.py

    def part(self, words: Words) -> Part:
        """One part of the words."""
        match words.kind:
            case "run" | "compare":
                return self._figure(words)
            case "predict":
                return self._predict(words)
            case "exercise":
                tag = self.shown.tag
                return task_of(self.lesson, words, self.state.attempt, tag, self.bytes, self.html)
            case "key":
                return Key(self.html(words.html))
            case "notes":
                return Notes(self.html(words.html))
            case _:
                return Prose(self.html(words.html))

    def html(self, html: str) -> Markup:
        """Prose, with its claims linked."""
        shown = {each[0].removeprefix("cell-") for each in self._ids.values() if each}
        shown |= {each[1].removeprefix("cell-") for each in self._ids.values() if each[1:]}
        return linked(html, shown, translations(self.shown).gettext)

    def cell(self, name: str, *, other: str = "", pictured: bool = True) -> CellView:
        """A program, as far as it may be shown; lines that `other` lacks are marked."""
        lesson, ran = self.lesson, self.runs.get(name)
        cell, snippet = lesson.cells[name], lesson.snippet(name)
        if isinstance(ran, Ran):
            return CellView.of(name, snippet, cell.show, ran, step=cell.step, other=other, pictured=pictured)
        gate = self._gates.get(name, "")
        problem = problem_of(ran) if ran is not None else None
        return CellView(name, snippet, cell.show, coloured(snippet.source, other), problem=problem, gate=gate)

    def _parts(self, section: Section) -> Iterator[Part]:
        for words in section.parts:
            if words.kind != "notes" or self.presenting:
                yield self.part(words)

    def _figure(self, words: Words) -> Figure:
        """One program, or two beside each other. What is said of programs that nobody may see yet has to wait, too."""
        names, ids = words.names, self._ids[words]
        pictured = self._affords(names)
        others = [self.lesson.program(each) for each in reversed(names)] if len(names) > 1 else [""]
        cells = tuple(
            (id_, self.cell(name, other=other, pictured=pictured))
            for id_, name, other in zip(ids, names, others, strict=True)
        )
        waits = any(cell.gate for _, cell in cells)
        caption = Markup() if waits else self.html(words.html)
        return Compare(ids[0], cells, caption) if len(names) > 1 else Run(ids[0], cells[0][1], caption)

    def _affords(self, names: Iterable[str]) -> bool:
        """Whether the page is still light with the pictures of these programs."""
        if not self.light:
            return True
        runs = [ran for name in names if isinstance(ran := self.runs.get(name), Ran)]
        if any(ran.live for ran in runs):
            return True
        steps = sum(len(ran.report.trace.steps) for ran in runs if ran.report.trace)
        shown = all(self.lesson.cells[name].show == "memory" for name in names)
        if not shown or (self._steps and self._steps + steps > STEPS):
            return False
        self._steps += steps
        return True

    def _predict(self, words: Words) -> Predict:
        name = words.names[0]
        asked = self.lesson.predictions[name]
        choices = tuple((value, Markup(html)) for value, html in zip(asked.choices, words.choices, strict=False))  # noqa: S704
        html, place = self.html(words.html), self._ids[words][0]
        said = self.state.said.get(name)
        if said is None:
            snippet = self.lesson.snippet(asked.cell)
            bare = CellView(asked.cell, snippet, "memory", coloured(snippet.source))
            return Predict(name, place, html, choices, bare, missing=self.state.missing == name)
        by_value = dict(choices)
        return Predict(
            name=name,
            id=place,
            html=html,
            choices=choices,
            cell=self.cell(asked.cell),
            said=by_value[said],
            did=by_value[asked.answer],
            same=said == asked.answer,
            reveal=Markup().join(self.html(part.html) for part in words.inside("reveal")),
        )
