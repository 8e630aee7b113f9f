"""Structure: whether the parts of a lesson fit together, as far as that shows without running a program."""

import ast
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from ..i18n import ENGLISH, LANGUAGES
from .lesson import Lesson, file_of
from .manifest import FILE, line_of
from .trouble import Trouble
from .words import Part, Words


def faults(lesson: Lesson) -> Iterator[Trouble]:
    """Everything about a lesson that does not fit together."""
    yield from _programs(lesson)
    for language in LANGUAGES:
        path, words = lesson.folder / f"{language.tag}.md", lesson.words[language.tag]
        yield from _names(lesson, path, words)
        yield from _insides(lesson, path, words)
        if language != ENGLISH:
            yield from _order(path, lesson.words[ENGLISH.tag], words)


def _programs(lesson: Lesson) -> Iterator[Trouble]:
    """Each program that is spoken of exists and is Python; each that exists is spoken of."""
    manifest = lesson.folder / FILE
    wanted: dict[str, tuple[str, ...]] = {file_of(cell): ("cells", cell) for cell in lesson.cells}
    for name, exercise in lesson.exercises.items():
        wanted[exercise.start] = ("exercises", name, "start")
        wanted[exercise.exemplar] = ("exercises", name, "exemplar")
    for file, place in wanted.items():
        if file not in lesson.programs:
            yield Trouble(manifest, line_of(manifest, place), f"there is no program {file}")
    for file, source in lesson.programs.items():
        if file not in wanted:
            yield Trouble(lesson.folder / file, 0, f"no cell and no exercise in {FILE} uses it")
        try:
            ast.parse(source)
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 0
            yield Trouble(lesson.folder / file, line, f"it is not Python: {getattr(error, 'msg', error)}")


def _names(lesson: Lesson, path: Path, words: Words) -> Iterator[Trouble]:
    """Each name in the words is in the manifest; each in the manifest is in the words."""
    known = {
        "run": (set(lesson.cells), "cell"),
        "compare": (set(lesson.cells), "cell"),
        "predict": (set(lesson.predictions), "prediction"),
        "exercise": (set(lesson.exercises), "exercise"),
    }
    used: dict[str, set[str]] = {"cell": set(), "prediction": set(), "exercise": set()}
    for part in words.parts():
        names, what = known.get(part.kind, (set(), ""))
        for name in part.names:
            if name not in names:
                yield Trouble(path, part.line, f"{FILE} has no {what} {name!r}")
            elif name in used[what] and what != "cell":
                yield Trouble(path, part.line, f"the {what} {name!r} stands here a second time")
            used[what].add(name)
    used["cell"] |= {lesson.predictions[name].cell for name in used["prediction"] if name in lesson.predictions}
    for names, what in known.values():
        for name in sorted(names - used[what]):
            yield Trouble(path, 0, f"the {what} {name!r} of {FILE} is not in it")
            used[what].add(name)


def _insides(lesson: Lesson, path: Path, words: Words) -> Iterator[Trouble]:
    """A prediction has its choices and what is told afterwards; an exercise its hints and its solution."""
    for part in words.parts():
        if part.kind == "predict":
            yield from _prediction(lesson, path, part)
        if part.kind == "exercise":
            if not part.inside("hint"):
                yield Trouble(path, part.line, "the exercise has no hint")
            if len(part.inside("solution")) != 1:
                yield Trouble(path, part.line, "the exercise needs one solution")


def _prediction(lesson: Lesson, path: Path, part: Part) -> Iterator[Trouble]:
    prediction = lesson.predictions.get(part.names[0])
    if prediction and len(part.choices) != len(prediction.choices):
        what = f"{len(part.choices)} items in the list, and {len(prediction.choices)} choices in {FILE}"
        yield Trouble(path, part.line, what)
    if len(part.inside("reveal")) != 1:
        yield Trouble(path, part.line, "the prediction needs one reveal")


def _order(path: Path, english: Words, words: Words) -> Iterator[Trouble]:
    """The first place where the directives of two languages part."""
    pairs: Iterator[tuple[_Place | None, _Place | None]] = zip_longest(_places(english), _places(words))
    for one, other in pairs:
        if one and other and one[:2] == other[:2]:
            continue
        here = _told(other) if other else "it ends"
        there = _told(one) if one else "it ends"
        line = other[2] if other else 0
        yield Trouble(path, line, f"{here} where {ENGLISH.tag}.md has {there} (line {one[2] if one else 'the last'})")
        return


_Place = tuple[str, Sequence[str], int]


def _places(words: Words) -> Iterator[_Place]:
    for section in words.sections:
        yield ("##", (), section.line)
        yield from ((part.kind, part.names, part.line) for part in section.inside())


def _told(place: _Place) -> str:
    return " ".join((place[0], *place[1]))
