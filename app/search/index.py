"""Index: texts ranked by how well they fit what was typed (BM25), with the passage that fits best.

A word of the query counts once in each text, by its most exact term that is there. A text that has all words goes
before one that has a rare one often, so what is pasted whole finds its own page.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from .passages import Piece, marked, passage
from .words import Word, signs, words

MOST_WORDS = 64
"""Words of a query that are looked at."""
_SATURATION, _LENGTH_PENALTY = 1.4, 0.5
_TITLE = 4
"""How many times a word in a title counts."""
_LESS_EXACT = 0.6
_LEAST_SHARE, _LEAST_COVER = 0.12, 0.3
_SHORTEST_BEGINNING, _MOST_ENDINGS = 3, 24


@dataclass(frozen=True)
class Document:
    """A text that can be found."""

    kind: str
    address: str
    title: str
    body: str


@dataclass(frozen=True)
class Hit:
    """A text that fits."""

    document: Document
    score: float
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


class Index:
    """Some texts, ready to be searched."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self._found: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._written: set[str] = set()
        self._lengths = []
        for number, document in enumerate(documents):
            counted: Counter[str] = Counter()
            for weight, text in ((_TITLE, document.title), (1, document.body)):
                for word in words(text):
                    self._written.add(word.terms[0])
                    counted.update(dict.fromkeys((*word.terms, *signs(word)), weight))
            self._lengths.append(math.sqrt(1 + counted.total()))
            for term, count in counted.items():
                self._found[term][number] = count
        self._usual = sum(self._lengths) / max(1, len(self._lengths))

    def search(self, query: str, most: int = 40) -> tuple[Hit, ...]:
        """The texts that fit, the best first."""
        wanted = list({word.terms: word for word in words(query)}.values())[:MOST_WORDS]
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        matched: set[str] = set()
        weight = 0.0
        for word in wanted:
            best, rarity, terms = self._scores(word)
            weight += rarity
            matched |= terms
            for number, score in best.items():
                scores[number] += score
                covered[number] += rarity
        least = _least_cover(wanted) * weight
        ranked = {n: scores[n] * (covered[n] / weight) ** 2 for n in scores if covered[n] >= least}
        bar = max(ranked.values(), default=0.0) * _LEAST_SHARE
        enough = sorted((n for n in ranked if ranked[n] >= bar), key=lambda n: (-ranked[n], n))[:most]
        return tuple(self._hit(number, ranked[number], matched) for number in enough)

    def shown(self, document: Document) -> Hit:
        """A text as a hit, although nobody looked for its words."""
        return Hit(document, 0.0, (Piece(document.title, False),), tuple(passage(document.body, set())))

    def near(self, query: str) -> tuple[str, ...]:
        """Words of the texts that are written almost like those of a query, which nothing was found by."""
        unknown = [word.terms[0] for word in words(query) if not self._known(word)][:4]
        vocabulary = sorted(term for term in self._written if term.isascii() and len(term) > _SHORTEST_BEGINNING)
        return tuple(dict.fromkeys(near for word in unknown for near in get_close_matches(word, vocabulary, 2, 0.75)))

    def _known(self, word: Word) -> dict[str, float]:
        """The terms by which a word is known here, each with how exact it is; else those that it begins."""
        known = {term: 1.0 if rank == 0 else _LESS_EXACT for rank, term in enumerate(word.terms) if term in self._found}
        first = word.terms[0]
        if known or len(first) < _SHORTEST_BEGINNING or not first.isascii():
            return known or {sign: 1.0 for sign in (first,) if len(first) == 1 and sign in self._found}
        begun = sorted((term for term in self._found if term.startswith(first)), key=len)[:_MOST_ENDINGS]
        return dict.fromkeys(begun, _LESS_EXACT)

    def _scores(self, word: Word) -> tuple[dict[int, float], float, set[str]]:
        """What a word adds to the score of each text that has it, how rare it is, and the terms that it has there."""
        known = self._known(word)
        if not known:
            return {}, math.log(1 + len(self.documents)), set()
        best: dict[int, float] = {}
        for term, exact in known.items():
            rarity = self._rarity(len(self._found[term]))
            for number, count in self._found[term].items():
                length = 1 - _LENGTH_PENALTY + _LENGTH_PENALTY * self._lengths[number] / self._usual
                score = exact * rarity * count * (_SATURATION + 1) / (count + _SATURATION * length)
                best[number] = max(best.get(number, 0.0), score)
        return best, self._rarity(len(best)), set(known)

    def _rarity(self, count: int) -> float:
        return math.log(1 + (len(self.documents) - count + 0.5) / (count + 0.5))

    def _hit(self, number: int, score: float, matched: set[str]) -> Hit:
        document = self.documents[number]
        title = tuple(marked(document.title, 0, len(document.title), matched))
        return Hit(document, score, title, tuple(passage(document.body, matched)))


def _least_cover(wanted: Sequence[Word]) -> float:
    """How much of a query a text must have, rare words counting more; of what was pasted half as much."""
    return _LEAST_COVER if len(wanted) < MOST_WORDS // 4 else _LEAST_COVER / 2
