"""IL003: Another part of the tensor was written, and both parts share one version counter.

What happened
    Autograd kept a view, such as one column of a tensor. A later line wrote into another column. The values that were
    kept are untouched, but a view has no version counter of its own: it shares that of its base, and the counter moved.

Why torch forbids it
    The counter says that somebody wrote, not where. Torch does not compare the values, so it takes the worst case.

How to cure it
    Make the parts first and put them together once: `torch.stack` or `torch.cat`.
    Or keep a copy: `column.clone()` goes into the operation that keeps it.

What each cure costs
    Stacking costs nothing beyond the result. A copy costs that part once more until backward has used it.

Source
    torch/csrc/autograd/saved_variable.cpp, SavedVariable::unpack; c10/core/TensorImpl.h, "Version counters are shared".
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL003"
TITLE = "Another part of the tensor was written, and both parts share one version counter"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of which no element was touched."""
    kept = evidence.met
    if kept is not None and kept.untouched:
        reason = sentence("The elements that were kept are untouched: a view shares the version counter of its base.")
        yield from stale(evidence, CODE, TITLE, reason)
