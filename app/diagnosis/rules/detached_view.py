"""IL111: A view was to be detached in place.

What happened
    `detach_()` was called on a view: `x[0].detach_()`, a part that split or chunk made, a gradient that is a part of a
    larger buffer (as in DistributedDataParallel with gradient_as_bucket_view=True), by hand or by
    `zero_grad(set_to_none=False)`.

Why torch forbids it
    The history of a view is that of its base. Cut off from it in place, the view would have another history than the
    memory that it shows.

How to cure it
    Use what `detach()` returns: `h = h.detach()`.
    Or detach the base before the view is taken.
    Of gradients: `zero_grad(set_to_none=True)`, which is what it does unless told otherwise.

What each cure costs
    Nothing: `detach()` shares the memory.

Source
    torch/csrc/autograd/VariableTypeManual.cpp, detach_; torch/optim/optimizer.py, zero_grad.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import refused
from ..wording import words

CODE = "IL111"
TITLE = "A view was to be detached in place"
MESSAGES = (words.DETACHED_VIEW,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so."""
    if words.DETACHED_VIEW.search(evidence.message) is not None:
        reason = sentence("It is a view, and the history of a view is that of its base.")
        yield from refused(evidence, CODE, TITLE, reason)
