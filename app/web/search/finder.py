"""Finder: the index of each language, made when it is first asked for, and again when there is more to find."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from ...diagnosis.wording.message import explain_message
from ...i18n import Language
from ...lab.cheatsheet.model import Sheet
from ...lessons.shelf import Shelf
from ...search.index import Hit, Index
from .documents import documents

MOST_CHARACTERS = 4000
"""Of a query; a pasted traceback may be long, and its end says what happened."""
MOST_OF_A_KIND = 8
MOST_OF_A_LESSON = 3
_SHORTEST_MESSAGE = 24


@dataclass(frozen=True)
class Library:
    """What can be found now."""

    shelf: Shelf
    sheet: Sheet | None
    messages: Mapping[str, str]

    @property
    def state(self) -> Hashable:
        """Another one where there is something else to be found."""
        return id(self.shelf), self.sheet is not None, len(self.messages)


@dataclass(frozen=True)
class Found:
    """What fits a query."""

    query: str
    hits: tuple[Hit, ...]
    message: str = ""
    """The code of the class of error that a pasted message stands for; empty where none was pasted."""
    near: tuple[str, ...] = ()
    """Words that were perhaps meant."""


@dataclass
class Finder:
    """Searches."""

    _indices: dict[Language, tuple[Hashable, Library, Index]] = field(default_factory=dict, init=False)

    def find(self, query: str, shown: Language, library: Library) -> Found:
        """What fits. Takes some tenths of a second where the index has to be made, else a few milliseconds."""
        query = query.strip()[-MOST_CHARACTERS:]
        if not query:
            return Found("", ())
        index = self._index(shown, library)
        codes = _codes(query)
        hits = _limited(_put_first(index, index.search(query), [f"/{shown.tag}/errors/{code}" for code in codes]))
        return Found(query, hits, codes[0] if codes else "", () if hits else index.near(query))

    def _index(self, shown: Language, library: Library) -> Index:
        known = self._indices.get(shown)
        if known is None or known[0] != library.state:
            index = Index(tuple(documents(shown, library.shelf.lessons, library.sheet, library.messages)))
            known = self._indices[shown] = (library.state, library, index)
        return known[2]


def _codes(query: str) -> list[str]:
    """The classes of error that a message of torch stands for, the likeliest first."""
    said = explain_message(query) if len(query) >= _SHORTEST_MESSAGE else None
    return [said.code, *said.others] if said else []


def _put_first(index: Index, hits: tuple[Hit, ...], addresses: Sequence[str]) -> list[Hit]:
    """The hits, those of some addresses before all others, found or not."""
    found = {hit.document.address: hit for hit in hits}
    known = {each.address: each for each in index.documents} if addresses else {}
    first = [found.get(address) or index.shown(known[address]) for address in addresses]
    return [*first, *(hit for hit in hits if hit.document.address not in addresses)]


def _limited(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """So many of a kind at most, and so many of one lesson."""
    counted: Counter[str] = Counter()
    kept = []
    for hit in hits:
        kind, lesson = hit.document.kind, hit.document.address.partition("#")[0]
        if counted[kind] < MOST_OF_A_KIND and (kind != "lesson" or counted[lesson] < MOST_OF_A_LESSON):
            counted.update((kind, lesson))
            kept.append(hit)
    return tuple(kept)
