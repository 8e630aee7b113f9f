"""Lesson: one folder of a course, read: its manifest, its words in each language, its programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..trace import Snippet
from .manifest import Cell, Exercise, Manifest, Prediction
from .words import Words


@dataclass(frozen=True)
class Lesson:
    """What a lesson consists of."""

    number: int
    """Its place in the course, counted from 1."""
    slug: str
    """What stands in its address."""
    folder: Path
    manifest: Manifest
    words: Mapping[str, Words]
    """By language tag."""
    programs: Mapping[str, str]
    """The source of each program by its file name."""

    @property
    def cells(self) -> Mapping[str, Cell]:
        """The programs that are shown with their picture."""
        return self.manifest.cells

    @property
    def predictions(self) -> Mapping[str, Prediction]:
        """The questions that are answered before a program runs."""
        return self.manifest.predictions

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """The programs to repair or to complete."""
        return self.manifest.exercises

    def program(self, name: str) -> str:
        """The source of a cell, or of a file: `counter` and `counter.py` are the same. Raises KeyError."""
        return self.programs[file_of(name)]

    def snippet(self, name: str) -> Snippet:
        """The program as it is run for the numbers in the prose: on the CPU, wherever the server stands."""
        return Snippet(source=self.program(name), device="cpu")


def file_of(name: str) -> str:
    """The file of a program: counter.py for `counter`."""
    return name if name.endswith(".py") else f"{name}.py"
