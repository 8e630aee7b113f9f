"""Passages: the part of a text that fits a query best, with the words that were looked for marked."""

from collections.abc import Iterator
from typing import NamedTuple

from .words import signs, words

_LENGTH = 170
"""Characters of a passage."""
_MOST = 64
"""Words after one that are looked at, to find where most of them stand together."""


class Piece(NamedTuple):
    """A piece of a passage."""

    text: str
    hit: bool
    """It is what was looked for."""


def _hits(text: str, matched: set[str]) -> list[tuple[int, int, str]]:
    """Where words that were looked for stand in a text."""
    found = []
    for word in words(text):
        term = next((term for term in (*word.terms, *signs(word)) if term in matched), None)
        if term is not None:
            found.append((word.start, word.end, term))
    return found


def passage(text: str, matched: set[str]) -> Iterator[Piece]:
    """The part of a text with most of the words, in which they are marked."""
    hits = _hits(text, matched)
    begin, most = 0, 0
    for at, (start, _, _) in enumerate(hits):
        inside = len({term for _, end, term in hits[at : at + _MOST] if end <= start + _LENGTH})
        if inside > most:
            begin, most = start, inside
    begin = _beginning(text, begin)
    end = min(len(text), begin + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin + _LENGTH // 2, end), begin + _LENGTH // 2) if " " in text[begin:end] else end
    if begin:
        yield Piece("… ", False)
    yield from marked(text, begin, end, matched)
    if end < len(text):
        yield Piece(" …", False)


def _beginning(text: str, at: int) -> int:
    """The begin of the sentence that a place stands in, where that is near; else of a word a little before it."""
    if at <= _LENGTH // 2:
        return 0
    near = max(text.rfind(end, at - _LENGTH // 3, at) + len(end) for end in (". ", "。", "：", ": "))
    if near > at - _LENGTH // 3:
        return near
    blank = text.find(" ", at - _LENGTH // 5, at)
    return blank + 1 if blank >= 0 else at - _LENGTH // 8


def marked(text: str, begin: int, end: int, matched: set[str]) -> Iterator[Piece]:
    """A part of a text, in pieces; neighbours that were both looked for are one."""
    spans: list[list[int]] = []
    for start, stop, _ in _hits(text[begin:end], matched):
        if spans and not text[spans[-1][1] : start + begin].strip(" "):
            spans[-1][1] = stop + begin
        else:
            spans.append([start + begin, stop + begin])
    for start, stop in spans:
        if start > begin:
            yield Piece(text[begin:start], False)
        yield Piece(text[start:stop], True)
        begin = stop
    if begin < end:
        yield Piece(text[begin:end], False)
