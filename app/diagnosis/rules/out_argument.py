"""IL112: An operator with out= was to be differentiated.

What happened
    A result was to be written into a tensor given as out=, `torch.mul(w, 2, out=buffer)`, `torch.mm(x, w, out=y)`, and
    an input or that tensor requires a gradient.

Why torch forbids it
    No operator with out= has a derivative. Without the error the graph would end there, and the gradient would be
    missing in silence.

How to cure it
    Leave out= away: `y = torch.mm(x, w)`.
    Or write into the buffer afterwards: `buffer.copy_(y)` is differentiable.
    Where no gradient is wanted: do it under `torch.no_grad()`.

What each cure costs
    Without out= a new tensor of the size of the result is made. `torch.no_grad()` costs nothing.

Source
    torch/csrc/autograd/VariableTypeUtils.h, throw_error_out_requires_grad.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import given, names_of, refused, state, wanted
from ..wording import words

CODE = "IL112"
TITLE = "An operator with out= was to be differentiated"
MESSAGES = (words.OUT,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so."""
    if words.OUT.search(evidence.message) is None:
        return
    both = (*given(evidence), *wanted(evidence))
    traced = (tensor for tensor in both if (last := state(evidence, tensor)) is not None and last.requires_grad)
    names = [names[0] for tensor in traced if (names := names_of(evidence, tensor))]
    if names:
        reason = sentence("%(name)s requires a gradient, and no operator with out= has a derivative.", name=names[0])
    else:
        reason = sentence("An argument requires a gradient, and no operator with out= has a derivative.")
    yield from refused(evidence, CODE, TITLE, reason)
