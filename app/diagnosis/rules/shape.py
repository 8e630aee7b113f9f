"""IL114: A write was refused because the result has another shape.

What happened
    An in-place operation cannot make its tensor larger, and the result does not fit: `bias += batch` would have to
    become a batch, `x[:2] = y` got three rows, `buffer.copy_(y)` got another size.

Why torch forbids it
    A write goes into the memory that there is. The right side is broadcast to the left one, never the other way round.

How to cure it
    Write out of place where the result is to be larger: `out = bias + batch`.
    Or exchange the sides: `batch += bias`.
    Or bring the right side to the shape of the left one: sum, mean, `view`, `unsqueeze`, another slice.

What each cure costs
    Out of place costs one tensor of the larger shape. The others cost nothing.

Source
    Documentation of torch, "Broadcasting semantics", in-place semantics; aten/src/ATen/TensorIterator.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import makers, refused, written_to
from ..wording import words

CODE = "IL114"
TITLE = "A write was refused because the result has another shape"
MESSAGES = (words.GROWN, *words.SHAPES)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A refusal of a shape where something was to be written; the same words about a read are none of ours."""
    if not any(said.search(evidence.message) for said in words.SHAPES):
        return
    target = written_to(evidence)
    if target is None:
        return
    if (grown := words.GROWN.search(evidence.message)) is not None:
        reason = sentence(
            "Its shape is [%(have)s], the result would have [%(want)s], and a write cannot make a tensor larger.",
            have=grown["have"],
            want=grown["want"],
        )
    else:
        reason = sentence("What was to be written does not fit its shape, %(shape)s.", shape=str(list(target.shape)))
    yield from refused(evidence, CODE, TITLE, reason, made=makers(evidence, (target,)), about=target)
