"""IL223: A number was written that its dtype cannot hold.

What happened
    Writing in place never changes the dtype of a tensor. Into one of whole numbers `x[0] = 1.7` writes 1; a
    probability or a label that was smoothed becomes 0. Into one of bytes `image += 60` wraps around: 250 + 60 is 54,
    and bright spots turn black.

Why torch does not notice
    Assignment and `fill_` convert what they are given to the dtype that is there, and whole numbers wrap around as they
    do in C. Only operations that would have to turn a whole tensor from float into int are refused.

How to cure it
    Make the tensor of the dtype that its numbers need: `torch.tensor([1.0, 2.0])`, `torch.zeros(3)`, `x.float()`.
    Or calculate out of place, in a wider dtype: `(image.int() + 60).clamp(0, 255).byte()`.

What each cure costs
    Bytes take a quarter of the memory of floats; convert back when the calculation is done.

Limits
    Assigning a tensor of fractions into bytes, as in quantising, and explicit `copy_` are taken to be meant.

Source
    docs.pytorch.org, Tensor Attributes, type promotion: in-place operations keep the dtype of the tensor.
"""

from collections.abc import Iterator
from math import floor

import numpy

from ...sentence import Sentence, sentence
from ...trace import Step, Write
from ..facts.aliases import aliases_of
from ..facts.elements import LIMITS, WHOLE, Numbers, elements_of, shown
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL223"
TITLE = "A number was written that its dtype cannot hold"

_PUTS = {"aten::copy_", "aten::fill_", "aten::index_put_", "aten::masked_fill_", "aten::index_fill_", "aten::scatter_"}
_CALCULATES = {"aten::add_": 1, "aten::sub_": -1, "aten::mul_": 0}


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A fraction that was cut off, or a sum that wrapped around."""
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        for write in step.writes:
            said = None if where in named or step.node is not None else _said(evidence, step, write)
            if said is None:
                continue
            named.add(where)
            names = [name.name for name in aliases_of(evidence).names_at(write.storage, step.index)]
            yield hazard(
                CODE,
                TITLE,
                said,
                overwritten=(wrote(step, *names),),
                name=names[0] if names else "",
                certain=True,
            )


def _said(evidence: Evidence, step: Step, write: Write) -> Sentence | None:
    dtype = evidence.tensors[write.tensor].dtype
    if dtype not in WHOLE:
        return None
    if write.kernel in _PUTS:
        return _cut_off(evidence, step, write, dtype)
    return _wrapped(evidence, step, write, dtype) if write.kernel in _CALCULATES and dtype in LIMITS else None


def _cut_off(evidence: Evidence, step: Step, write: Write, dtype: str) -> Sentence | None:
    number = step.number
    if isinstance(number, float) and number != floor(number):
        return _fraction(step, number, dtype)
    given = _given(evidence, step, write)
    if given is None or number is not None:
        return None
    if step.op == "setitem" and dtype not in LIMITS and (given != numpy.floor(given)).any():
        return _fraction(step, float(given[given != numpy.floor(given)].flat[0]), dtype)
    low, high = LIMITS.get(dtype, (-(2.0**63), 2.0**64))
    beyond = given[(given < low) | (given > high)]
    return _does_not_fit(step, shown(float(beyond.flat[0])), dtype) if beyond.size else None


def _given(evidence: Evidence, step: Step, write: Write) -> Numbers | None:
    """The elements of the tensor that was assigned: the last one read that holds fractions."""
    if step.op not in ("setitem", "copy_"):
        return None
    floats = [id_ for id_ in step.reads if evidence.tensors[id_].dtype.startswith(("float", "bfloat"))]
    found = elements_of(evidence).before(floats[-1], step) if floats else None
    return found if found is None or numpy.isfinite(found).all() else None


def _wrapped(evidence: Evidence, step: Step, write: Write, dtype: str) -> Sentence | None:
    elements, (low, high) = elements_of(evidence), LIMITS[dtype]
    operand, before = _operand(evidence, step, write), elements.before(write.tensor, step)
    if operand is None:
        return None
    if before is not None:
        right = _worked_out(write.kernel, before, operand)
        beyond = numpy.argwhere((right < low) | (right > high))
        return _does_not_fit(step, shown(float(right[tuple(beyond[0])])), dtype) if len(beyond) else None
    blocks = elements.blocks(write.tensor, step)
    if blocks is None or numpy.ndim(operand):
        return None
    ends = [float(_worked_out(write.kernel, numpy.array(end), operand)) for end in blocks[0]]
    beyond_ends = [end for end in ends if not low <= end <= high]
    return _does_not_fit(step, shown(beyond_ends[0]), dtype) if beyond_ends else None


def _operand(evidence: Evidence, step: Step, write: Write) -> Numbers | None:
    """What is added, subtracted or multiplied: a plain number, or a tensor whose elements are known."""
    if step.number is not None and not isinstance(step.number, str):
        return numpy.array(float(step.number))
    shape = evidence.tensors[write.tensor].shape
    fitting = [id_ for id_ in step.reads if evidence.tensors[id_].shape in (shape, ())]
    return elements_of(evidence).before(fitting[-1], step) if fitting else None


def _worked_out(kernel: str, before: Numbers, operand: Numbers) -> Numbers:
    return numpy.asarray(before * operand if kernel == "aten::mul_" else before + _CALCULATES[kernel] * operand)


def _fraction(step: Step, number: float, dtype: str) -> Sentence:
    return sentence(
        "Line %(line)s (%(op)s) was given %(number)s for a tensor of %(dtype)s, and wrote %(whole)s.",
        line=step.line or "?",
        op=step.op,
        number=shown(number),
        dtype=dtype,
        whole=str(int(number)),
    )


def _does_not_fit(step: Step, number: str, dtype: str) -> Sentence:
    return sentence(
        "Line %(line)s (%(op)s): an element would be %(number)s, which %(dtype)s cannot hold; it wrapped around.",
        line=step.line or "?",
        op=step.op,
        number=number,
        dtype=dtype,
    )
