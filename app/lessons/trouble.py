"""Trouble: what is wrong with a lesson, with the file and the line where whoever wrote it finds it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class Trouble(Exception):
    """One thing that is wrong."""

    file: Path
    line: int
    """Counted from 1; 0 where it is the whole file."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"
