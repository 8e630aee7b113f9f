"""IL106: A tensor of inference mode was used where gradients are recorded.

What happened
    A tensor or a view was made inside `torch.inference_mode()`. Outside of it the program wrote into it, handed it to
    an operation that has to keep it for backward, or asked it to require a gradient.

Why torch forbids it
    Inference tensors have no version counter; that is what makes the mode cheap. So autograd could not notice when one
    that it keeps is overwritten, and it does not let any of them in.

How to cure it
    Copy it outside of the block: `x = x.clone()`. The copy is an ordinary tensor.
    Or use `torch.no_grad()` instead of `torch.inference_mode()` where the results go on to be trained with.
    Or do the write inside the block.

What each cure costs
    A copy costs one more tensor of that size. `torch.no_grad()` costs a little time at each operator, and no memory.

Source
    Documentation of torch, notes/autograd, "Inference Mode"; torch/csrc/autograd/saved_variable.cpp;
    c10/core/TensorImpl.h.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.outside import outside
from ..telling.refused import given, makers, refused, state
from ..wording import words

CODE = "IL106"
TITLE = "A tensor of inference mode was used where gradients are recorded"
MESSAGES = (words.INFERENCE_WRITE, words.INFERENCE_SAVE, words.INFERENCE_VIEW, words.INFERENCE_FLAG)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that it is an inference tensor, or a view that was made in inference mode."""
    said = evidence.message
    if words.INFERENCE_VIEW.search(said) is not None:
        reason = sentence("The view was made in inference mode, and the write would have been recorded.")
        yield from outside(evidence, CODE, TITLE, reason)
    elif words.INFERENCE_WRITE.search(said) is not None:
        reason = sentence("It was made in inference mode and has no version counter.")
        yield from refused(evidence, CODE, TITLE, reason)
    elif words.INFERENCE_SAVE.search(said) is not None or words.INFERENCE_FLAG.search(said) is not None:
        yield from _kept(evidence)


def _kept(evidence: Evidence) -> Iterator[Diagnosis]:
    """Nothing was to be written; autograd would have kept what has no version counter."""
    known = [tensor for tensor in given(evidence) if _is_of_inference(evidence, tensor)]
    reason = sentence("A tensor that was made in inference mode has no version counter, so autograd cannot keep it.")
    about = known[0] if known else None
    yield from refused(evidence, CODE, TITLE, reason, writes=(), made=makers(evidence, known), about=about)


def _is_of_inference(evidence: Evidence, tensor: Tensor) -> bool:
    last = state(evidence, tensor)
    return last is not None and last.version is None
