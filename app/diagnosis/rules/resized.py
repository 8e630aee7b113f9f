"""IL115: A tensor was to be resized that may not be.

What happened
    `resize_`, `resize_as_` or an out= that is too small was to give a tensor another size; but the tensor requires a
    gradient, or its memory belongs to somebody else, such as NumPy or a shared file.

Why torch forbids it
    The gradient of a tensor has its shape, and the graph knows only one. Memory that torch did not take it cannot make
    larger.

How to cure it
    Make a new tensor of the size that is wanted, and copy what is to stay: `y = x.new_zeros(5); y[:3] = x`.
    Or view it differently, `reshape`, `view`, `F.pad`, which are differentiable.
    Of memory of NumPy's: `torch.tensor(array)` copies it.

What each cure costs
    One tensor of the new size; a view costs nothing.

Source
    torch/csrc/autograd/VariableTypeManual.cpp, resize_; aten/src/ATen/native/Resize.cpp; c10/core/TensorImpl.h.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import refused
from ..wording import words

CODE = "IL115"
TITLE = "A tensor was to be resized that may not be"
MESSAGES = (words.RESIZED, words.FIXED_MEMORY, words.FIXED_SHAPE)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so."""
    said = evidence.message
    if words.RESIZED.search(said) is not None:
        reason = sentence("It requires a gradient, which has the shape that the tensor has now.")
    elif words.FIXED_MEMORY.search(said) is not None:
        reason = sentence("Its memory is not torch's own, so torch cannot make it larger.")
    elif words.FIXED_SHAPE.search(said) is not None:
        reason = sentence(
            "It comes from .data or detach(), and the tensor that shares its memory would not learn of it."
        )
    else:
        return
    yield from refused(evidence, CODE, TITLE, reason)
