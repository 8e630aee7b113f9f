"""Edits: replacements of a few characters. Whatever lies outside of them stays as the reader wrote it."""

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """The characters from start to end become the text; an insertion where both are the same."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str | None:
    """The text with all edits made; None where two of them want the same characters."""
    parts, position = [], 0
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            return None
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])
