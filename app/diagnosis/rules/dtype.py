"""IL113: A write was refused because the result has another dtype.

What happened
    An in-place operation keeps the dtype of what it writes, and the result does not fit: `counts += 0.5` and
    `steps /= 2` on integers, `mask += 1` on booleans, `x[idx] = y` with y of another dtype (under autocast y is half).

Why torch forbids it
    A conversion that loses what the number says (a float to an integer, a complex to a real, a number to a boolean) is
    never done silently by an operator. Indexed and scattered writes do not convert at all.

How to cure it
    Make the tensor of the wider dtype in the first place: `torch.zeros(n)` for `torch.zeros(n, dtype=torch.long)`.
    Or write out of place: `counts = counts + 0.5` promotes.
    Or convert what is written: `x[idx] = y.to(x.dtype)`, `x //= 2`.

What each cure costs
    A wider dtype takes more bytes an element. Out of place costs one more tensor. A conversion costs one of the size of
    what is written, for a moment, and the digits that do not fit.

Source
    Documentation of torch, "Tensor Attributes", type promotion; aten/src/ATen/TensorIterator.cpp, compute_types;
    aten/src/ATen/native/TensorAdvancedIndexing.cpp.
"""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ...trace import Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import given, refused, written_to
from ..wording import words

CODE = "IL113"
TITLE = "A write was refused because the result has another dtype"
MESSAGES = (words.CAST, *words.DTYPES)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A refusal of a dtype where something was to be written; the same words about a read are none of ours."""
    if not any(said.search(evidence.message) for said in words.DTYPES):
        return
    target = written_to(evidence)
    if target is None:
        return
    yield from refused(evidence, CODE, TITLE, _reason(evidence, target), about=target)


def _reason(evidence: Evidence, target: Tensor) -> Sentence:
    if (cast := words.CAST.search(evidence.message)) is not None:
        return sentence(
            "It is %(dtype)s and stays so; the result would be %(have)s, and no write turns that into %(dtype)s.",
            dtype=target.dtype,
            have=cast["have"],
        )
    if words.OVERFLOW.search(evidence.message) is not None:
        return sentence("It is %(dtype)s, and the value does not fit into that.", dtype=target.dtype)
    others = sorted({tensor.dtype for tensor in given(evidence)} - {target.dtype, "bool", "int64"})
    if others:
        return sentence(
            "It is %(dtype)s and stays so; what was to be written into it is %(others)s.",
            dtype=target.dtype,
            others=", ".join(others),
        )
    return sentence("It is %(dtype)s, and for that dtype there is no such write.", dtype=target.dtype)
