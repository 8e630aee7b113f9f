"""IL001: The result that an operation kept was overwritten.

What happened
    An operation such as relu, sigmoid, tanh, exp, softmax or sqrt computes its derivative from its own result, so
    autograd kept that result. A later line wrote into the same memory. Backward noticed by the version counter and
    stopped.

Why torch forbids it
    The derivative would be computed from the new values, and would be wrong without anybody noticing.

How to cure it
    Write out of place: `y = y + x` for `y += x`, `relu(y)` for `relu_(y)`, inplace=False.
    Or keep a copy: `y = torch.sigmoid(x).clone()`.
    Or write before the operation that keeps its result, where the mathematics allows it.

What each cure costs
    Out of place and a copy cost one more tensor of that size until backward has used it. Another order costs nothing.

Source
    torch/csrc/autograd/saved_variable.cpp, SavedVariable::unpack; tools/autograd/derivatives.yaml says which operations
    use their result.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL001"
TITLE = "The result that an operation kept was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save that is the result of the very step that saved it."""
    kept = evidence.met
    if kept is not None and evidence.is_result(kept):
        reason = sentence("%(op)s computes its gradient from its own result.", op=kept.op)
        yield from stale(evidence, CODE, TITLE, reason)
