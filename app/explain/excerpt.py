"""Excerpt: the lines of a file round a place, as a reader of the explanation sees them."""

from dataclasses import dataclass

from .explanation import Explanation

AROUND = 2


@dataclass(frozen=True)
class Excerpt:
    """Some lines of a file that follow each other."""

    first: int
    """The number of the first of them."""
    marked: int
    """The number of the one that is meant."""
    lines: tuple[str, ...]


def excerpt(explanation: Explanation, file: str, line: int | None) -> Excerpt | None:
    """The lines round a place; None where the file is not to be read, or has no such line."""
    lines = explanation.sources.get(file, "").splitlines()
    if line is None or not 0 < line <= len(lines):
        return None
    first = max(1, line - AROUND)
    return Excerpt(first, line, tuple(lines[first - 1 : line + AROUND]))
