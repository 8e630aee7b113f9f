"""IL005: An index or a mask that an operation kept was overwritten.

What happened
    Operations that choose elements, such as gather, embedding, indexing, where, masked_fill, max-pooling and
    cross-entropy, keep the index or the mask: backward needs it to send each gradient to its place. The index has no
    gradient of its own, so it looks harmless to change, but it was written before backward had used it.

Why torch forbids it
    The gradients would be sent to other places than those that the values came from.

How to cure it
    Make a new index: `index = index + 1` for `index += 1`.
    Or give the operation a copy: `x[index.clone()]`.

What each cure costs
    One more tensor of the size of the index, which is small beside what it chooses from.

Source
    tools/autograd/derivatives.yaml: index, gather, embedding_dense_backward, nll_loss and others use their indices.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL005"
TITLE = "An index or a mask that an operation kept was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of integers or of truth values."""
    kept = evidence.met
    if kept is not None and evidence.dtype_of(kept) in ("int64", "int32", "int16", "int8", "uint8", "bool"):
        reason = sentence("%(op)s needs it in backward to send each gradient to its place.", op=kept.op)
        yield from stale(evidence, CODE, TITLE, reason)
