"""IL102: A view of a leaf that requires a gradient was written in place.

What happened
    A part of a parameter, or of another tensor that requires a gradient and that the program made itself, was to be
    written while gradients were being recorded: `w[0] = 1`, `conv.bias.view(3, -1)[:, 4] += b`, `w.t().mul_(2)`.

Why torch forbids it
    A view shares the memory of its base, so the leaf itself would be written. A leaf is where backward ends; after a
    tracked write it would be the result of an operation, and no optimizer could train it.

How to cure it
    If it initialises or updates the leaf: do it under `torch.no_grad()`.
    If it is a part of the computation: write to a copy, `v = w.clone()`, then `v[0] = 1`; or use torch.where, cat.

What each cure costs
    `torch.no_grad()` costs nothing. A copy costs one more tensor of the size of the leaf.

Source
    torch/csrc/autograd/VariableTypeUtils.h, check_inplace.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import base_maker, makers, refused, wanted
from ..wording import words

CODE = "IL102"
TITLE = "A view of a leaf that requires a gradient was written in place"
MESSAGES = (words.VIEW_OF_LEAF,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that it is a view of a leaf. Where the view was made is told first, then the leaf."""
    if words.VIEW_OF_LEAF.search(evidence.message) is None:
        return
    views = wanted(evidence)
    leaves = (place for view in views for place in base_maker(evidence, view))
    made = tuple({place.step: place for place in (*makers(evidence, views), *leaves)}.values())
    reason = sentence("It is a view of a leaf that requires a gradient, so the leaf itself would be written.")
    yield from refused(evidence, CODE, TITLE, reason, made=made)
