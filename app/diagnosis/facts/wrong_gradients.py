"""Wrong gradients: saved tensors that had changed when backward used them, and what that did to the gradients.

Nobody is told of these: the version counter did not move. The oracle has run the same program with a copy of all that
was saved; where its gradients are others, those of the program are wrong, by so much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from weakref import WeakKeyDictionary

from numpy import array_equal

from ...sentence import Sentence, sentence
from ...trace import Account, Sample, Spoiled, Step, Tensor
from ..model import Diagnosis, Place
from ..telling.hazards import hazard, wrote
from ..telling.places import lines, overwritten, saved
from .elements import elements_of, shown
from .evidence import Evidence
from .kept import Kept, Written

_CLOSE = 1e-4


@dataclass(frozen=True)
class Difference:
    """A gradient as it is, and as it should be."""

    name: str
    now: float
    right: float
    whole: bool
    """The numbers are sums of absolute values, and not elements."""


@dataclass(frozen=True)
class Spoilt:
    """A saved tensor that backward used although its elements had changed."""

    kept: Kept
    spoiled: Spoiled | None
    """What the oracle has seen of it."""
    writes: tuple[Written, ...]
    """The writes since that no counter has counted."""
    moved: Step | None = None
    """The parameter that was saved got other memory."""


class WrongGradients:
    """What a trace and its oracle tell of gradients that are wrong in silence."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.difference = _difference(evidence.account, evidence.truth)
        self.spoilt: list[Spoilt] = []
        if evidence.trace.failure is None:
            found = [spoilt for kept in evidence.kept if kept.runs and (spoilt := self._spoilt(kept)) is not None]
            self.spoilt = [each for each in found if self._is_meant(each, found)]

    @property
    def known(self) -> bool:
        """Whether there was an oracle."""
        return self.evidence.truth is not None

    def _spoilt(self, kept: Kept) -> Spoilt | None:
        used = kept.runs[0].index
        if (moved := self._moved(kept, used)) is not None:
            return Spoilt(kept, None, (), moved) if self.difference is not None else None
        writes = tuple(written for written in kept.writes if written.overlaps and written.step.index < used)
        spoiled = next((each for each in (self.evidence.truth or Account()).spoiled if _is_of(each, kept)), None)
        if spoiled is not None and self.difference is not None:
            return Spoilt(kept, spoiled, writes)
        if not self.known and not kept.stale and self._differs(kept, used):
            return Spoilt(kept, None, tuple(written for written in writes if not _noticed(written)))
        return None

    def _is_meant(self, spoilt: Spoilt, found: list[Spoilt]) -> bool:
        """Whether the oracle speaks of this one, where several saves of a line fit: something happened to it."""
        rivals = [each for each in found if each.spoiled is spoilt.spoiled and each.spoiled is not None]
        return len(rivals) < 2 or self._has_cause(spoilt) or not any(map(self._has_cause, rivals))

    def _has_cause(self, spoilt: Spoilt) -> bool:
        kept = spoilt.kept
        between = self.evidence.steps[kept.step.index : kept.runs[0].index]
        unheard = any(each.storage == kept.save.storage for step in between for each in step.unheard)
        return bool(spoilt.writes) or unheard or kept.changed

    def _differs(self, kept: Kept, used: int) -> bool:
        """Whether the elements are known to be others when backward came to use them."""
        elements = elements_of(self.evidence)
        between = self.evidence.steps[kept.step.index : used]
        if any(unheard.storage == kept.save.storage for step in between for unheard in step.unheard):
            return True
        if kept.save.tensor is None:
            return False
        then = elements.after(kept.save.tensor, kept.step)
        now = elements.before(kept.save.tensor, self.evidence.steps[used])
        return then is not None and now is not None and not array_equal(then, now, equal_nan=True)

    def _moved(self, kept: Kept, used: int) -> Step | None:
        """The step that gave the saved parameter other memory, between saving and use."""
        tensor = self.evidence.tensor(kept.save.tensor)
        if tensor is None:
            return None
        names = set(self.evidence.names_ever(tensor.id))
        return next((step for step in self._moves(kept.step.index, used) if self._takes(step, tensor, names)), None)

    def _moves(self, first: int, last: int) -> Iterator[Step]:
        return (step for step in self.evidence.moves if first < step.index < last)

    def _takes(self, step: Step, tensor: Tensor, names: set[tuple[str, str]]) -> bool:
        """Whether the same parameter, by its names, has become another tensor in a step."""
        new = (self.evidence.tensors[id_] for id_ in step.creates)
        return any(
            each.id != tensor.id and each.shape == tensor.shape and names & set(self.evidence.names_ever(each.id))
            for each in new
        )


def _noticed(written: Written) -> bool:
    """Whether the counter moved that backward looks at."""
    return written.counted and written.write.before != written.write.after


def _is_of(spoiled: Spoiled, kept: Kept) -> bool:
    """Whether the oracle speaks of the same saved tensor, and nobody noticed."""
    there, place = kept.frames[-1:], spoiled.frames[-1:]
    same = spoiled.node == kept.node.name and [(f.file, f.line) for f in there] == [(f.file, f.line) for f in place]
    return same and spoiled.found == spoiled.version and (not kept.save.shape or spoiled.shape == kept.save.shape)


def _difference(account: Account | None, truth: Account | None) -> Difference | None:
    """The first gradient that is not what the oracle found."""
    if account is None or truth is None:
        return None
    for update, right in zip(account.updates, truth.updates, strict=False):
        if (found := _first(update.gradients, right.gradients)) is not None:
            return found
    ours, theirs = ({s.name: s for s in each.ends if _is_gradient(s)} for each in (account, truth))
    return _first(tuple(ours.values()), tuple(theirs[name] for name in ours if name in theirs))


def _is_gradient(sample: Sample) -> bool:
    return sample.name.endswith(".grad") or sample.name.startswith("grad of ")


def _first(ours: tuple[Sample, ...], theirs: tuple[Sample, ...]) -> Difference | None:
    right = {sample.name: sample for sample in theirs}
    for sample in ours:
        other = right.get(sample.name)
        if other is not None and other.digest != sample.digest and (found := _differs(sample, other)) is not None:
            return found
    return None


def _differs(sample: Sample, other: Sample) -> Difference | None:
    scale = max([abs(each) for each in other.sums[1:2]], default=0.0) / max(1, _count(sample.shape))
    for now, right in zip_longest(sample.head, other.head):
        if (
            isinstance(now, (int, float))
            and isinstance(right, (int, float))
            and abs(now - right) > _CLOSE * max(scale, 1e-12)
        ):
            return Difference(_plain(sample.name), now, right, whole=False)
    for now, right in zip(sample.sums[1:2], other.sums[1:2], strict=True):
        if abs(now - right) > _CLOSE * max(abs(right), 1e-12):
            return Difference(_plain(sample.name), now, right, whole=True)
    return None


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _plain(name: str) -> str:
    return name.removesuffix(".grad").removeprefix("grad of ")


def told(
    evidence: Evidence, code: str, title: str, spoilt: Spoilt, where: tuple[Place, ...], *reasons: Sentence
) -> Diagnosis:
    """The diagnosis of a saved tensor that was spoilt; `reasons` say how it came that nobody noticed."""
    gradients, kept = gradients_of(evidence), spoilt.kept
    what = kept.names[0] if kept.names else kept.save.slot
    said = [
        sentence(
            "Line %(line)s (%(op)s) kept %(name)s for backward, and line %(lines)s changed it before backward used it.",
            line=saved(kept).line or "?",
            op=kept.step.op,
            name=what,
            lines=lines(where) or "?",
        ),
        *reasons,
    ]
    if spoilt.spoiled is not None and spoilt.spoiled.was and spoilt.spoiled.now:
        said.append(
            sentence(
                "An element of it was %(was)s and had become %(now)s.",
                was=spoilt.spoiled.was[0],
                now=spoilt.spoiled.now[0],
            )
        )
    if (difference := gradients.difference) is not None:
        said.append(_said(difference))
    diagnosis = hazard(code, title, *said, overwritten=where, saved=(saved(kept),), name=what, certain=gradients.known)
    return diagnosis.model_copy(update={"needed": kept.save.version, "found": kept.has})


def _said(difference: Difference) -> Sentence:
    name, now, right = difference.name, shown(difference.now), shown(difference.right)
    if difference.whole:
        return sentence(
            "The gradient of %(name)s has absolute values that sum to %(now)s; it should be %(right)s.",
            name=name,
            now=now,
            right=right,
        )
    return sentence(
        "An element of the gradient of %(name)s is %(now)s; it should be %(right)s.", name=name, now=now, right=right
    )


def places_of(spoilt: Spoilt) -> tuple[Place, ...]:
    """Where it was written."""
    return (wrote(spoilt.moved),) if spoilt.moved is not None else overwritten(spoilt.writes)


_known: "WeakKeyDictionary[Evidence, WrongGradients]" = WeakKeyDictionary()


def gradients_of(evidence: Evidence) -> WrongGradients:
    """The wrong gradients of a trace, worked out once."""
    if evidence not in _known:
        _known[evidence] = WrongGradients(evidence)
    return _known[evidence]
