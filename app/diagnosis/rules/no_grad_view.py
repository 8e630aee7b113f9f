"""IL105: A view that was made under no_grad was written, or used after a write, with gradients on.

What happened
    A view was taken inside `torch.no_grad()`, and outside of it the view was to be written; or the memory below it was
    written there, and then the view was used.

Why torch forbids it
    The write would be a part of the graph and the view would not. Whether the gradient should flow through the view is
    not known, and either guess would be wrong for somebody.

How to cure it
    If the write is to be tracked: take the view outside of the block, too.
    If it is not: do the write inside the block, too.
    Or let the view have its own memory: `v = x[0].clone()` inside the block.

What each cure costs
    Moving a line costs nothing. A copy costs one more tensor of the size of the view.

Source
    torch/csrc/autograd/variable.h, CreationMeta::NO_GRAD_MODE; variable.cpp, handle_view_on_rebase.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.outside import outside
from ..wording import words

CODE = "IL105"
TITLE = "A view that was made under no_grad was written, or used after a write, with gradients on"
MESSAGES = (words.NO_GRAD_VIEW,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that the view was made in no_grad mode."""
    if words.NO_GRAD_VIEW.search(evidence.message) is not None:
        reason = sentence("The view was made under no_grad, and the write would have been recorded.")
        yield from outside(evidence, CODE, TITLE, reason)
