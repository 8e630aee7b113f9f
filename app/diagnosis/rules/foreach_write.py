"""IL013: A torch._foreach operation wrote into what backward needs.

What happened
    torch._foreach_mul_, _foreach_add_ and their kind write a whole list of tensors in one call. One of the list was
    kept by an operation for backward. The line shows a list, so nothing points at the tensor that matters.

Why torch forbids it
    Each tensor of the list is written like by an in-place operation of its own, and its version counter moves.

How to cure it
    Use the form without the underscore, which returns a new list: `weights = torch._foreach_mul(weights, 0.9)`.
    Or call it after backward.

What each cure costs
    The new list takes as many bytes as the old one until that is let go.

Source
    aten/src/ATen/native/native_functions.yaml, _foreach_*_.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL013"
TITLE = "A torch._foreach operation wrote into what backward needs"

_KERNELS = ("aten::_foreach_", "aten::_fused_", "aten::_amp_foreach")


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save that the program wrote by a foreach operation of its own, not by an optimizer's."""
    kept = evidence.met
    if kept is None:
        return
    for written in kept.counted:
        if written.write.kernel.startswith(_KERNELS) and written.step.phase != "optimizer":
            reason = sentence("%(op)s writes every tensor of its list.", op=written.step.op)
            yield from stale(evidence, CODE, TITLE, reason)
            return
