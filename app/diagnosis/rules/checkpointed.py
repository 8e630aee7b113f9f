"""IL012: The input of a checkpointed function was overwritten.

What happened
    torch.utils.checkpoint keeps the input of a function instead of what is inside, and runs the function once more in
    backward. Between the two runs the input was written: mostly by the function itself, which begins with an in-place
    operation, or by the caller afterwards.

Why torch forbids it
    The second run would start from other values than the first, and all gradients behind it would be wrong.

How to cure it
    Make the first operation of the checkpointed function work out of place: `nn.ReLU()` for `nn.ReLU(inplace=True)`.
    Where the caller writes afterwards, give the function a copy: `checkpoint(block, x.clone(), use_reentrant=False)`.
    A copy does not help where the function itself writes: the checkpoint keeps the copy, and the function writes there.

What each cure costs
    One more tensor of the size of the input while the function runs; a copy stays until backward.

Source
    torch/utils/checkpoint.py; torch/csrc/autograd/saved_variable.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL012"
TITLE = "The input of a checkpointed function was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of a checkpoint."""
    kept = evidence.met
    if kept is not None and evidence.is_checkpointed(kept):
        yield from stale(
            evidence, CODE, TITLE, sentence("A checkpoint kept it, to run the function once more in backward.")
        )
