"""Shelf: the lessons of a folder in their order, and what is wrong with those that could not be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..i18n import LANGUAGES
from ..resources import folder as resource
from .lesson import Lesson
from .manifest import FILE, read_manifest
from .structure import faults
from .trouble import Trouble
from .words import read_words

_FOLDER = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass(frozen=True)
class Shelf:
    """The lessons of one course."""

    lessons: tuple[Lesson, ...]
    """Those that can be read, in their order; a server shows these."""
    troubles: tuple[Trouble, ...] = ()
    """What is wrong with the way the folder and its lessons are put together."""

    @classmethod
    def of(cls, folder: Path) -> "Shelf":
        """Read every lesson of a folder; the folder of a single lesson is a shelf of one."""
        if not folder.is_dir():
            return cls((), (Trouble(folder, 0, "there is no such folder"),))
        single = (folder / FILE).exists() or _FOLDER.fullmatch(folder.resolve().name)
        folders = [folder if folder.name else folder.resolve()] if single else _folders(folder)
        lessons: list[Lesson] = []
        troubles = list(_misnamed(folders))
        for each in folders:
            lesson, wrong = _read(each)
            lessons += [lesson] if lesson else []
            troubles += [*wrong, *(faults(lesson) if lesson else ())]
        return cls(tuple(lessons), tuple(troubles))

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson of that name."""
        return next((each for each in self.lessons if each.slug == slug), None)


def course(own: Path | None) -> Path:
    """The folder of the lessons to show: one's own where there is one, else ours."""
    return own or resource("lessons") / "course"


def number_and_slug(folder: Path) -> tuple[int, str] | None:
    """What the name of a lesson's folder says: 5 and version-counter."""
    match = _FOLDER.fullmatch(folder.name)
    return (int(match[1]), match[2]) if match else None


def _folders(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_dir() and each.name[0] not in "._")


def _misnamed(folders: Sequence[Path]) -> Iterator[Trouble]:
    """Folders without a number, and numbers or names that two have."""
    seen: dict[int | str, Path] = {}
    for each in folders:
        named = number_and_slug(each)
        if named is None:
            yield Trouble(each, 0, "a lesson's folder is called like 05-version-counter")
        for part in named or ():
            if part in seen:
                yield Trouble(each, 0, f"{seen[part].name} has {part!r}, too")
            seen[part] = each


def _read(folder: Path) -> tuple[Lesson | None, list[Trouble]]:
    """A lesson, and all that kept it from being read."""
    troubles: list[Trouble] = []
    words, manifest = {}, None
    try:
        manifest = read_manifest(folder)
    except Trouble as trouble:
        troubles.append(trouble)
    for language in LANGUAGES:
        try:
            words[language.tag] = read_words(folder / f"{language.tag}.md")
        except Trouble as trouble:
            troubles.append(trouble)
    programs = {}
    for path in sorted(folder.glob("*.py")):
        try:
            programs[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            troubles.append(Trouble(path, 0, f"it is not UTF-8: {error}"))
    named = number_and_slug(folder)
    if manifest is None or named is None or troubles:
        return None, troubles
    return Lesson(*named, folder=folder, manifest=manifest, words=words, programs=programs), troubles
