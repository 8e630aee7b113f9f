"""IL011: A gradient that a further backward pass needs was overwritten.

What happened
    With create_graph=True the gradients themselves belong to a graph: operations on them, such as the norm of a
    gradient penalty, keep them for the second backward pass. Then a gradient was written: zeroed, clipped or scaled in
    place, or added to by the next backward pass.

Why torch forbids it
    The second derivative would be computed from the new gradient.

How to cure it
    Set gradients to None instead of zeroing them: `w.grad = None`, or zero_grad() with its default set_to_none=True.
    Or clip and scale out of place: `g = g * 0.5`.
    Or take the gradients by torch.autograd.grad, which puts them into no .grad.

What each cure costs
    None costs no memory. Out of place costs one more tensor of the size of the gradient.

Source
    torch.autograd.backward, create_graph; torch.optim.Optimizer.zero_grad.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL011"
TITLE = "A gradient that a further backward pass needs was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of a gradient."""
    kept = evidence.met
    if kept is not None and evidence.is_gradient(kept):
        yield from stale(evidence, CODE, TITLE, sentence("It is a gradient, kept by a graph of gradients."))
