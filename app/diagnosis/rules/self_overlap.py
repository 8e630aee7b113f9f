"""IL109: A tensor was written of which several elements are the same place in memory.

What happened
    `expand`, `expand_as` or `broadcast_to` made a tensor that looks larger than its memory: a dimension with stride 0
    shows the same numbers again and again. Then that tensor was to be written.

Why torch forbids it
    One place in memory would be written several times, and what it held in the end would depend on the order. An
    addition would be added several times to the same number, or only once.

How to cure it
    Give it memory of its own before it is written: `x.expand(2, 3).clone()`, or `repeat` for `expand`.
    Or write to what was expanded: `x += 1; y = x.expand(2, 3)`.
    Or write out of place: `y = x.expand(2, 3) + 1`.

What each cure costs
    Each but the second costs one tensor of the full size. Writing to what was expanded costs nothing.

Source
    aten/src/ATen/MemoryOverlap.cpp, assert_no_internal_overlap; documentation of torch.Tensor.expand.
    Measured: writes by a mask or by indices are not refused, torch only warns of them; nor are writes to an overlap
    without a stride of 0, as `unfold` and `as_strided` make it.
"""

from collections.abc import Iterator
from math import prod

from ...sentence import sentence
from ...trace import Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import makers, refused, wanted
from ..wording import words

CODE = "IL109"
TITLE = "A tensor was written of which several elements are the same place in memory"
MESSAGES = (words.SELF_OVERLAP,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that the tensor overlaps itself."""
    if words.SELF_OVERLAP.search(evidence.message) is None:
        return
    repeated = next((tensor for tensor in wanted(evidence) if _places(tensor) < prod(tensor.shape)), None)
    if repeated is None:
        reason = sentence("Several of its elements are the same place in memory.")
        yield from refused(evidence, CODE, TITLE, reason)
        return
    reason = sentence(
        "It shows %(elements)s elements, and there are %(places)s places in memory for them.",
        elements=prod(repeated.shape),
        places=_places(repeated),
    )
    yield from refused(evidence, CODE, TITLE, reason, made=makers(evidence, (_first(evidence, repeated),)))


def _first(evidence: Evidence, repeated: Tensor) -> Tensor:
    """What the repetition began with: `x[:]` is another view of what expand made."""
    before = (t for t in evidence.on(repeated.storage) if t.born <= repeated.born and _places(t) < prod(t.shape))
    return next(before, repeated)


def _places(tensor: Tensor) -> int:
    """How many places in memory the elements can be at most: a dimension of stride 0 adds none."""
    along = [(n, stride) for n, stride in zip(tensor.shape, tensor.stride, strict=True) if stride]
    span = 1 + sum((n - 1) * abs(stride) for n, stride in along)
    return min(prod(n for n, _ in along), span)
