"""IL201: A saved tensor was written through .data, and backward used the new elements.

What happened
    An operation kept a tensor for backward. A later line wrote into the same memory through `.data`. Backward took what
    it found there, and the gradients are wrong. The same line without `.data` would have been an error.

Why torch does not notice
    The tensor that `.data` gives shares the memory, but has a version counter of its own. Writing through it moves that
    one; the counter that backward looks at stays where it was.

How to cure it
    Write after backward, or before the operation that keeps the tensor.
    Or write out of place: `attn = attn.masked_fill(mask, 0)`.
    Use `torch.no_grad()` and `.detach()` instead of `.data`: they share the counter, so a mistake becomes an error.

What each cure costs
    Another order costs nothing; out of place costs one more tensor of that size.

Source
    docs.pytorch.org, Autograd mechanics; torch/csrc/autograd/python_variable.cpp, THPVariable_get_data.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.kept import Written
from ..facts.wrong_gradients import gradients_of, places_of, told
from ..model import Diagnosis

CODE = "IL201"
TITLE = "A saved tensor was written through .data, and backward used the new elements"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved tensor that was spoilt by a write through what .data had returned."""
    for spoilt in gradients_of(evidence).spoilt:
        if any(_by_data(evidence, written) for written in spoilt.writes):
            reason = sentence(".data has a version counter of its own, so backward could not notice.")
            yield told(evidence, CODE, TITLE, spoilt, places_of(spoilt), reason)


def _by_data(evidence: Evidence, written: Written) -> bool:
    tensor = evidence.tensor(written.write.tensor)
    while tensor is not None:
        maker = evidence.made(tensor)
        if maker is not None and maker.op == "data":
            return True
        tensor = evidence.tensor(tensor.base)
    return False
