"""Comparison: the account of a changed program beside that of the program that does what was meant.

It goes by names and order, never by lines: a fix moves lines. The gradients of a parameter are compared in the order in
which its optimizer found them, so two optimizers may step in another order. Whatever a name holds in the end that no
gradient and no loss depends on is not compared: out of place, `h` keeps what in place it would have lost.
"""

from collections.abc import Iterator

from ..sentence import Sentence, sentence
from ..trace import Account, Sample
from .numbers import agree, is_zero, printed_apart, size_of, start, told

GRADIENT = ".grad"
MOST_PRINTED = 80
"""Characters of a printed line that a sentence repeats."""

_MOST_STRAY = 64
"""Losses that are looked for out of order."""


class Comparison:
    """What a changed program has, beside what it should have. `count` numbers were compared so far."""

    def __init__(self, has: Account, should: Account, *, whole: bool) -> None:
        self._has = has
        self._should = should
        self._whole = whole and not should.cut
        """The reference ran to its end, and all of it is written down."""
        self.count = 0

    def updates(self, most: int | None = None) -> Iterator[Sentence]:
        """Gradients that optimizers find wrong, up to so many steps of the reference."""
        found, seen = _by_parameter(self._has), dict[str, int]()
        for update in self._should.updates[:most]:
            beside = size_of(update.gradients)
            for should in update.gradients:
                place = seen[should.name] = seen.get(should.name, -1) + 1
                of_name = found.get(should.name, ())
                has = of_name[place] if place < len(of_name) else None
                yield from self._gradient(should.name, has, should, beside)
        if self._whole and most is None:
            for name, of_name in found.items():
                yield from (_too_many(name, extra) for extra in of_name[seen.get(name, -1) + 1 :] if not is_zero(extra))

    def later_updates(self, first: int) -> Iterator[Sentence]:
        """Parameters that get no gradient in a step after so many, where in the reference they do."""
        found, seen = _by_parameter(self._has), dict[str, int]()
        for number, update in enumerate(self._should.updates):
            for gradient in update.gradients:
                place = seen[gradient.name] = seen.get(gradient.name, -1) + 1
                missing = place >= len(found.get(gradient.name, ())) and not self._has.cut
                if number >= first and missing and not is_zero(gradient):
                    yield _none(gradient.name, gradient)

    def gradients(self) -> Iterator[Sentence]:
        """Gradients that names hold in the end, where no optimizer uses them up."""
        held, names = _by_name(self._has.ends), {each.name for each in self._has.ends}
        gradients = [e for e in self._should.ends if e.name.endswith(GRADIENT) or e.name.startswith("grad of ")]
        beside = size_of(gradients)
        for should in gradients:
            name = should.name.removesuffix(GRADIENT)
            if should.name in held or name in names:
                yield from self._gradient(name, held.get(should.name), should, beside)

    def gradients_there(self) -> Iterator[Sentence]:
        """Leaves that get no gradient at all, where in the reference they do."""
        names = {each.name for each in self._has.ends}
        for should in self._should.ends:
            name = should.name.removesuffix(GRADIENT)
            if name != should.name and name in names and should.name not in names and not is_zero(should):
                yield _none(name, should)

    def roots(self, most: int | None = None) -> Iterator[Sentence]:
        """Losses that are not what they should be. Where there are more or fewer of them, gradients alone tell."""
        ours, theirs = self._has.roots[:most], self._should.roots[:most]
        if most is None and self._whole and len(self._has.roots) != len(self._should.roots):
            return
        stray = [(a, b) for a, b in zip(ours, theirs, strict=False) if not agree(a, b)]
        self.count += min(len(ours), len(theirs))
        for has, should in stray[:_MOST_STRAY]:
            if not any(agree(other, should) for other, _ in stray[:_MOST_STRAY]):
                was, is_ = told(has, should)
                yield sentence(
                    "The loss %(name)s is %(has)s; it should be %(should)s.", name=should.name, has=was, should=is_
                )

    def members(self) -> Iterator[Sentence]:
        """Parameters and buffers of modules that end up different."""
        return self._named({each.name for each in self._should.ends if each.member})

    def named(self, *names: str) -> Iterator[Sentence]:
        """Names that hold other values in the end."""
        return self._named(set(names))

    def _named(self, names: set[str]) -> Iterator[Sentence]:
        held = _by_name(self._has.ends)
        for should in self._should.ends:
            has = held.get(should.name)
            if should.name in names and has is not None and not should.name.endswith(GRADIENT):
                self.count += 1
                if not agree(has, should):
                    was, is_ = told(has, should)
                    yield sentence(
                        "In the end %(name)s holds %(has)s; it should hold %(should)s.",
                        name=should.name,
                        has=was,
                        should=is_,
                    )

    def _gradient(self, name: str, has: Sample | None, should: Sample, beside: float) -> Iterator[Sentence]:
        self.count += 1
        if has is None:
            if not is_zero(should) and not self._has.cut:
                yield _none(name, should)
        elif not agree(has, should, beside):
            was, is_ = told(has, should, beside)
            yield sentence(
                "The gradient of %(name)s is %(has)s; it should be %(should)s.", name=name, has=was, should=is_
            )


def printed(has: str, should: str) -> Iterator[Sentence]:
    """A line that is printed and should not read so."""
    if lines := printed_apart(has, should):
        ours, theirs = (line.strip()[:MOST_PRINTED] for line in lines)
        yield sentence("It prints “%(has)s”; it should print “%(should)s”.", has=ours, should=theirs)


def _none(name: str, should: Sample) -> Sentence:
    return sentence("%(name)s gets no gradient; it should begin with %(should)s.", name=name, should=start(should))


def _too_many(name: str, has: Sample) -> Sentence:
    return sentence("%(name)s gets a gradient that begins with %(has)s; it should get none.", name=name, has=start(has))


def _by_parameter(account: Account) -> dict[str, list[Sample]]:
    """The gradients of each parameter, in the order in which its optimizer found them."""
    found: dict[str, list[Sample]] = {}
    for update in account.updates:
        for gradient in update.gradients:
            found.setdefault(gradient.name, []).append(gradient)
    return found


def _by_name(samples: tuple[Sample, ...]) -> dict[str, Sample]:
    return {sample.name: sample for sample in samples}
