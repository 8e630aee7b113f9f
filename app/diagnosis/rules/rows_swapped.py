"""IL217: Two rows were swapped through views, and one of them is lost.

What happened
    `a[0], a[1] = a[1], a[0]` takes two views of the same memory first, and copies then: the first copy overwrites what
    the second one is about to read. Both rows end up with the same elements. The same happens with
    `tmp = a[0]; a[0] = a[1]; a[1] = tmp`, since tmp is a view, too.

Why torch does not notice
    Python's swap keeps two objects, and they are two objects: only their memory is the same. Copying from one view to
    another is what torch was asked for, and each copy is correct.

How to cure it
    Index with a list, which reads a copy before anything is written: `a[[0, 1]] = a[[1, 0]]`.
    Or keep a copy of one row: `a[0], a[1] = a[1].clone(), a[0].clone()`.

What each cure costs
    One copy of the rows that are swapped.

Limits
    Rows that hold the same elements anyway are not reported.

Source
    docs.pytorch.org, Tensor Views: basic indexing returns a view, indexing with a list or a tensor returns a copy.
"""

from collections.abc import Iterator

from ...replay.cells import overlap
from ...sentence import sentence
from ...trace import Step, Tensor
from ..facts.aliases import aliases_of
from ..facts.elements import elements_of, same_shape
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, lines, wrote

CODE = "IL217"
TITLE = "Two rows were swapped through views, and one of them is lost"

_Copy = tuple[Step, Tensor, Tensor]
"""A step, what it copied into, and the view of the same storage that it copied from."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A copy whose source was overwritten, since the view was made, by a copy from where it goes."""
    copies = list(_copies(evidence))
    for number, (step, there, source) in enumerate(copies):
        first = next((each for each in copies[:number][::-1] if _undoes(evidence, each, there, source)), None)
        if first is not None and not _written_between(evidence, first[0], step, source):
            names = [name.name for name in aliases_of(evidence).names_at(there.storage, step.index) if name.plain]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(lines)s copies one part of %(name)s over another, and then that part back: it was a view, "
                    "and holds the new elements already.",
                    lines=lines((first[0], step)),
                    name=names[0] if names else there.storage or "?",
                ),
                sentence("Both parts are the same now; what the first one held is lost."),
                overwritten=(wrote(first[0], *names), wrote(step, *names)),
                name=names[0] if names else "",
                certain=True,
            )


def _copies(evidence: Evidence) -> Iterator[_Copy]:
    for step in evidence.steps:
        for write in step.writes:
            there = evidence.tensors[write.tensor]
            if write.kernel == "aten::copy_" and step.node is None and there.storage is not None:
                for source in same_shape(evidence, step, there):
                    if not overlap(source, there):
                        yield step, there, source


def _undoes(evidence: Evidence, first: _Copy, there: Tensor, source: Tensor) -> bool:
    """Whether a copy took what lies where the next one goes, and put it where that one's source had been made of."""
    step, onto, taken = first
    exchange = (
        onto.storage == there.storage and _same(taken, there) and _same(onto, source) and source.born < step.index
    )
    return exchange and _differed(evidence, first)


def _same(one: Tensor, other: Tensor) -> bool:
    return (one.offset, one.shape, one.stride) == (other.offset, other.shape, other.stride)


def _differed(evidence: Evidence, first: _Copy) -> bool:
    step, onto, taken = first
    before, other = (elements_of(evidence).before(each.id, step) for each in (onto, taken))
    return before is None or other is None or not (before == other).all()


def _written_between(evidence: Evidence, first: Step, last: Step, source: Tensor) -> bool:
    between = evidence.steps[first.index + 1 : last.index]
    return any(overlap(evidence.tensors[write.tensor], source) for step in between for write in step.writes)
