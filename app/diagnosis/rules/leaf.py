"""IL101: A leaf that requires a gradient was written in place.

What happened
    A tensor that the program made itself and that requires a gradient (a parameter, a weight, an input with
    requires_grad=True) was to be written while gradients were being recorded: `w += 1`, `w.clamp_(0, 1)`, or an
    activation with inplace=True that got the leaf itself.

Why torch forbids it
    A leaf is where backward ends: its .grad is the gradient of the value that it has. After a tracked write it would be
    the result of an operation, not a leaf any more; no optimizer could train it, and no .grad would be filled.

How to cure it
    If the write is an update that is not to be differentiated: do it under `torch.no_grad()`.
    If it is a part of the computation: write out of place, `y = w + 1`, relu(x), inplace=False.
    If a running sum was started as a leaf: start it without requires_grad, or as a plain number.

What each cure costs
    `torch.no_grad()` costs nothing. Out of place costs one more tensor of that size. Writing to `w.data` also runs, but
    it hides the write from the version counter, and a gradient that needs the old value is then wrong in silence.

Source
    torch/csrc/autograd/VariableTypeUtils.h, check_inplace.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import refused, wanted
from ..wording import words

CODE = "IL101"
TITLE = "A leaf that requires a gradient was written in place"
MESSAGES = (words.LEAF,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that it is a leaf."""
    if words.LEAF.search(evidence.message) is None:
        return
    if any(tensor.parameter for tensor in wanted(evidence)):
        reason = sentence(
            "It is a parameter, a leaf of the graph: a tracked write would make it the result of this line."
        )
    else:
        reason = sentence("It is a leaf of the graph: a tracked write would make it the result of this line.")
    yield from refused(evidence, CODE, TITLE, reason)
