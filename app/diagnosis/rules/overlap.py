"""IL110: An operator was to read memory that it writes at the same time.

What happened
    The tensor that was to be written and one that was to be read share memory, but not element for element: a shift,
    `x[1:] += x[:-1]`; a transpose, `x += x.T`; an out= that is a part of an input.

Why torch forbids it
    Elements would be read after they had been written. The result would depend on the order in which the operator goes
    through memory, and that depends on the device and on the number of threads.

How to cure it
    Copy one side: `x[1:] += x[:-1].clone()`, `x += x.T.clone()`.
    Or write out of place: `x = x + x.T`.
    Do not count on the error: an assignment such as `x[:, 1:] = x[:, :-1]` may overlap and be let through.

What each cure costs
    A copy costs one more tensor of the size of what is read, for a moment. Out of place costs one of the full size.

Source
    aten/src/ATen/MemoryOverlap.cpp, assert_no_partial_overlap and assert_no_overlap.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import given, makers, refused, wanted
from ..wording import words

CODE = "IL110"
TITLE = "An operator was to read memory that it writes at the same time"
MESSAGES = (words.OVERLAP,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that input and output overlap in part."""
    if words.OVERLAP.search(evidence.message) is None:
        return
    writes = wanted(evidence)
    pairs = [(w, r) for w in writes for r in given(evidence) if w.storage is not None and w.storage == r.storage]
    reasons = [
        sentence(
            "It would read a tensor of shape %(read)s, stride %(by)s from element %(start)s on, and write one of shape "
            "%(write)s, stride %(step)s from element %(at)s on, of the same storage.",
            read=_list(read.shape),
            by=_list(read.stride),
            start=read.offset,
            write=_list(write.shape),
            step=_list(write.stride),
            at=write.offset,
        )
        for write, read in pairs[:1]
    ]
    made = makers(evidence, tuple(dict.fromkeys(t for pair in pairs for t in pair)) or writes)
    yield from refused(evidence, CODE, TITLE, *reasons, made=made)


def _list(numbers: tuple[int, ...]) -> str:
    return str(list(numbers))
