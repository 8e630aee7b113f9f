"""IL002: An operand that an operation kept was overwritten.

What happened
    An operation such as a convolution, a linear layer, a product, a power or a norm needs one of its operands to
    compute the gradient of another, so autograd kept that operand. A later line wrote into the same memory. It does
    not matter whether the operand itself needs a gradient. Backward noticed by the version counter and stopped.

Why torch forbids it
    The derivative would be computed from the new values, and would be wrong without anybody noticing.

How to cure it
    Write out of place: `x = x + 1` for `x += 1`.
    Or give the operation a copy: `F.conv2d(x.clone(), w)`.
    Or write before the operation that keeps its operand, where the mathematics allows it.

What each cure costs
    Out of place and a copy cost one more tensor of that size until backward has used it. Another order costs nothing.

Source
    torch/csrc/autograd/saved_variable.cpp, SavedVariable::unpack; tools/autograd/derivatives.yaml says which operations
    use their operands.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL002"
TITLE = "An operand that an operation kept was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Any stale save that no other rule knows better."""
    kept = evidence.met
    if kept is not None:
        reason = sentence("%(op)s computes a gradient from this operand.", op=kept.op)
        yield from stale(evidence, CODE, TITLE, reason)
