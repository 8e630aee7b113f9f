"""IL116: A tensor was written in a function that vmap, grad or jvp transforms.

What happened
    Inside a function that `torch.func` transforms, a tensor was to be written which the transform does not know: one
    that was made without the batch (`out = torch.zeros(3); out[0] = x[0]` under vmap), one from outside of the function
    (under grad, vjp, jvp, hessian), or the running statistics of a BatchNorm.

Why torch forbids it
    Under vmap the tensor would need room for every example of the batch. Under grad a value from outside would be
    changed by a function that is supposed to have no effect but its result.

How to cure it
    Under vmap: make the tensor from one that has the batch, `x.new_zeros(3)` or `torch.zeros_like(x)`; or build the
    result with stack, cat or torch.where.
    Under grad: pass the tensor in as an argument and return the new value.
    Of BatchNorm: eval mode, or track_running_stats=False, as `torch.func.replace_all_batch_norm_modules_` sets it.

What each cure costs
    `new_zeros` has one row for each example, as the result has anyway. The others cost nothing.

Source
    Documentation of torch, "torch.func", UX limitations; aten/src/ATen/functorch/BatchRulesHelper.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.refused import refused, wanted
from ..wording import words

CODE = "IL116"
TITLE = "A tensor was written in a function that vmap, grad or jvp transforms"
MESSAGES = (words.VMAP, words.CAPTURED, words.BATCH_NORM, words.NO_BATCHING)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so; or the shape was refused in a function that vmap runs, where the batch is what does not fit."""
    said = evidence.message
    if words.CAPTURED.search(said) is not None:
        reason = sentence("It comes from outside of the function that is transformed.")
    elif words.BATCH_NORM.search(said) is not None:
        reason = sentence("BatchNorm would write its running statistics, and they are one for the whole batch of vmap.")
        yield from refused(evidence, CODE, TITLE, reason, made=())
        return
    elif words.NO_BATCHING.search(said) is not None:
        reason = sentence("The operator has no form that writes for a whole batch.")
    elif words.VMAP.search(said) is not None or (words.GROWN.search(said) is not None and _under_vmap(evidence)):
        reason = sentence("It was made without the batch of vmap, and what was to be written into it has the batch.")
    else:
        return
    yield from refused(evidence, CODE, TITLE, reason)


def _under_vmap(evidence: Evidence) -> bool:
    """Whether vmap runs the line that raised: torch says only that the result is larger than the tensor."""
    failure = evidence.trace.failure
    return failure is not None and bool(wanted(evidence)) and "_functorch/vmap.py" in failure.traceback
