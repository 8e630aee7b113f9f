"""Bookshelf: the course that this server shows, read when it is first asked for, and again when a file has changed."""

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

    def read(self) -> Shelf:
        """The lessons as they lie there now."""
        folder = course(self.own)
        if (stamp := _stamp(folder)) != self._stamp:
            self._shelf, self._stamp, self._recorded = Shelf.of(folder), stamp, {}
        return self._shelf

    def recorded(self, lesson: Lesson) -> dict[str, Report]:
        """What the programs of a lesson came to when it was written, as far as they are still the same."""
        if (found := self._recorded.get(lesson.slug)) is None:
            found = self._recorded[lesson.slug] = recorded(lesson)
        return found

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with an own folder; files are named from that folder on."""
        if self.own is None:
            return ()
        return tuple(Trouble(_from(each.file, self.own), each.line, each.what) for each in self.read().troubles)


def _stamp(folder: Path) -> _Stamp:
    """Changes when a file comes, goes, or is written."""
    changed = [path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))] if folder.is_dir() else []
    return len(changed), max(changed, default=0)


def _from(file: Path, folder: Path) -> Path:
    file, folder = file.resolve(), folder.resolve()
    return file.relative_to(folder) if file.is_relative_to(folder) else file
