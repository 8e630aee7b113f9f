"""IL118: A write was refused because of the kind of tensor.

What happened
    A sparse, quantized, nested or MKL-DNN tensor, one without memory (meta, fake, not yet initialised) or a tensor of
    zeros that has none was to be written by an operation that its kind does not have.

Why torch forbids it
    Such a tensor does not lie in memory as one element after another, or not at all. A sparse one has no place for
    what was zero; a tensor of zeros made by autograd has no memory to write.

How to cure it
    Make an ordinary tensor of it: `x.to_dense()`, `x.dequantize()`, `x.clone()` of a tensor of zeros.
    Of sparse gradients (`nn.Embedding(sparse=True)`): write to their values, or leave sparse=True away.
    Of a tensor without memory: give it some first, `to_empty`, or run a Lazy module once.
    Or write out of place, which more kinds can do.

What each cure costs
    An ordinary tensor takes the full size in memory.

Source
    aten/src/ATen/native/native_functions.yaml, the dispatch of each operator; aten/src/ATen/ZeroTensorFallback.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import refused, written_to
from ..wording import words

CODE = "IL118"
TITLE = "A write was refused because of the kind of tensor"
MESSAGES = words.LAYOUTS


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Words about kinds of tensors where something was to be written."""
    said = next((found for words_ in words.LAYOUTS if (found := words_.search(evidence.message))), None)
    step = evidence.failed
    if said is None:
        return
    operator = said.groupdict().get("operator")
    writes = step is not None and (step.op == "setitem" or (step.op.endswith("_") and not step.op.endswith("__")))
    if written_to(evidence) is None and not writes and not (operator or "").endswith("_"):
        return
    if operator is not None:
        reason = sentence(
            "A tensor of the backend %(backend)s does not have %(operator)s.",
            backend=said["backend"],
            operator=operator,
        )
    else:
        reason = sentence("Its kind does not have this write.")
    yield from refused(evidence, CODE, TITLE, reason)
