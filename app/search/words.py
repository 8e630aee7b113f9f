"""Words: what a text is looked up by. English by word, Chinese by pairs of characters, code by names and their parts.

relu_ is found by relu_ and by relu; LeakyReLU and leaky_relu by each other; SigmoidBackward0 by sigmoid; full-width
letters are letters. Every word knows where it stands, so that it can be marked there.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"[a-z0-9_]+|[\u3400-\u9fff\uf900-\ufaff]+", re.IGNORECASE | re.ASCII)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", re.ASCII)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "e")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LONGEST = 60
_SHORTEST = 3


class Word(NamedTuple):
    """One word of a text."""

    terms: tuple[str, ...]
    """What it is looked up by, the most exact first."""
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    text = text.translate(_FULL_WIDTH)
    for found in _WORD.finditer(text):
        if found[0][0].isascii():
            yield Word(tuple(dict.fromkeys(_terms(found[0][:_LONGEST]))), found.start(), found.end())
        else:
            yield from _pairs(found[0], found.start())


def _pairs(run: str, start: int) -> Iterator[Word]:
    """Each pair of neighbours in a run of Chinese; a character that stands alone is a word, too."""
    if len(run) == 1:
        yield Word((run,), start, start + 1)
    for at in range(len(run) - 1):
        yield Word((run[at : at + 2],), start + at, start + at + 2)


def _terms(word: str) -> Iterator[str]:
    low = word.lower()
    yield low
    core = low.strip("_")
    if core:
        yield core
        yield stem(core)
        yield core.replace("_", "")
    if word != low or "_" in core:
        yield from (stem(part) for part in _PART.findall(word) if len(part) >= _SHORTEST)


def stem(word: str) -> str:
    """A word without its ending, so far as that leaves one: copies and copied, saved and saving."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending) + ("y" if ending[:2] == "ie" else "")
    return word


def signs(word: Word) -> tuple[str, ...]:
    """The characters of a Chinese pair, so that a query of one character finds it."""
    return tuple(word.terms[0]) if not word.terms[0].isascii() else ()
