"""Target: what somebody wants explained, as it was named on the command line."""

import io
import os
import sys
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..tracer.stdin import STDIN

_MOST_FILES = 500
_MOST_BYTES = 2**24


@dataclass(frozen=True)
class Target:
    """A script, and what it is to be started with."""

    name: str
    """As it was named; - for standard input."""
    arguments: tuple[str, ...]
    folder: str
    text: str | None = None
    """The program, where it came by standard input."""

    @classmethod
    def of(cls, name: str, arguments: tuple[str, ...]) -> "Target":
        """The target of a name; standard input is read to its end.

        Raises ValueError where what it holds is no text that Python could read.
        """
        text = _decoded(sys.stdin.buffer.read()) if name == "-" else None
        return cls(name, arguments, os.getcwd(), text)

    @property
    def path(self) -> str:
        """The path of the script, as Python has it in tracebacks."""
        return STDIN if self.text is not None else os.path.abspath(self.name)

    @property
    def texts(self) -> dict[str, str]:
        """What no file holds."""
        return {STDIN: self.text} if self.text is not None else {}

    def refusal(self) -> tuple[str, str] | None:
        """The exception that Python would have for the file: its type and its message."""
        try:
            if self.text is None:
                with open(self.path, "rb"):
                    pass
        except OSError as error:
            return type(error).__name__, f"{error.strerror}: {self.name}"
        return None

    def sources(self, files: Mapping[str, str]) -> dict[str, str]:
        """The texts of the script's own files, by what the trace calls them. What is not to be read is left out."""
        found, room = {}, _MOST_BYTES
        for label, path in list(files.items())[:_MOST_FILES]:
            text = self.texts.get(path)
            if text is None:
                text = _read(path)
            if text is not None and (room := room - len(text)) >= 0:
                found[label] = text
        return found


def _read(path: str) -> str | None:
    try:
        return _decoded(Path(path).read_bytes())
    except (OSError, ValueError):
        return None


def _decoded(data: bytes) -> str:
    """A program's text in the encoding that it declares."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise ValueError(str(error)) from error
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
