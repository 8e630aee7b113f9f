"""Bookshelf: the course that this server shows, read when it is first asked for, and again when a file has changed."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...lessons.lesson import Lesson
from ...lessons.recording import recorded
from ...lessons.shelf import Shelf, course
from ...lessons.trouble import Trouble
from ...runs.report import Report

_Stamp = tuple[int, int]


@dataclass
class Bookshelf:
    """The lessons of our own course, or of somebody's own folder."""

    own: Path | None = None
    """A folder in the place of ours. Only whoever wrote it is told what is wrong with it."""
    _stamp: _Stamp | None = field(default=None, init=False)
    _shelf: Shelf = field(default=Shelf(()), init=False)
    _recorded: dict[str, dict[str, Report]] = field(default_factory=dict, init=False)
    _reading: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    """Reading takes a second, and a class that comes to a new server at once waits for one reader."""

    def read(self) -> Shelf:
        """The lessons as they lie there now."""
        folder = course(self.own)
        if (stamp := _stamp(folder)) != self._stamp:
            with self._reading:
                if stamp != self._stamp:
                    self._shelf, self._stamp, self._recorded = Shelf.of(folder), stamp, {}
        return self._shelf

    @property
    def stamp(self) -> _Stamp | None:
        """Another one for other lessons than those that were read last."""
        return self._stamp

    @property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """The slugs of the lessons with their numbers, as they were when somebody last read them."""
        return tuple((lesson.slug, lesson.number) for lesson in self._shelf.lessons)

    def recorded(self, lesson: Lesson) -> dict[str, Report]:
        """What the programs of a lesson came to when it was written, as far as they are still the same."""
        if (found := self._recorded.get(lesson.slug)) is not None:
            return found
        with self._reading:
            if lesson.slug not in self._recorded:
                self._recorded[lesson.slug] = recorded(lesson)
            return self._recorded[lesson.slug]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with an own folder; files are named from that folder on."""
        if self.own is None:
            return ()
        return tuple(Trouble(_from(each.file, self.own), each.line, each.what) for each in self.read().troubles)


def _stamp(folder: Path) -> _Stamp:
    """Changes when a file comes, goes, or is written."""
    changed = [folder.stat().st_mtime_ns, *_changes(folder)] if folder.is_dir() else []
    return len(changed), max(changed, default=0)


def _changes(folder: Path | str) -> Iterator[int]:
    """When each file below was written last. Each page asks for it, and a walk by paths takes twice as long."""
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.stat().st_mtime_ns
            if entry.is_dir():
                yield from _changes(entry.path)


def _from(file: Path, folder: Path) -> Path:
    file, folder = file.resolve(), folder.resolve()
    return file.relative_to(folder) if file.is_relative_to(folder) else file
