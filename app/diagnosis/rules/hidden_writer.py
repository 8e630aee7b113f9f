"""IL009: Looking up an embedding with max_norm wrote into its weight.

What happened
    nn.Embedding(max_norm=…) renormalises the rows that it looks up, in place, each time that it is called. A line that
    used the same weight before, for a tied output layer or another look-up, had kept it for backward. No line of the
    program says that it writes.

Why torch forbids it
    The derivative of the earlier operation would be computed from the renormalised weight.

How to cure it
    Look up first, use the weight afterwards.
    Or use a copy before the look-up: `embedding.weight.clone()`, as the documentation of nn.Embedding says.

What each cure costs
    Another order costs nothing. A copy costs the whole table once more.

Source
    torch.nn.Embedding, note on max_norm; torch.embedding_renorm_.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL009"
TITLE = "Looking up an embedding with max_norm wrote into its weight"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save that embedding_renorm_ wrote."""
    kept = evidence.met
    if kept is not None and any(written.write.kernel == "aten::embedding_renorm_" for written in kept.counted):
        yield from stale(
            evidence, CODE, TITLE, sentence("The look-up renormalises rows in place, because max_norm is set.")
        )
