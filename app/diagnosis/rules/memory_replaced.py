"""IL203: The memory of a saved tensor was written or replaced behind its back.

What happened
    Autograd kept a tensor. Then its storage was written directly (`untyped_storage().fill_()`, `set_()`), or the tensor
    was given other memory by `p.data = …`. A parameter is saved as itself: what backward finds in it are the elements
    of the new memory, and the gradients are wrong.

Why torch does not notice
    A version counter belongs to tensors, and neither a storage nor an assignment to .data moves it.

How to cure it
    Put the old memory back only after backward.
    Or calculate with another tensor: `F.conv1d(x, weight.sign())` instead of changing what the parameter is.
    To free memory early, use a checkpoint.

What each cure costs
    Another order costs nothing. A tensor of its own costs the memory of the parameter.

Source
    torch/csrc/autograd/saved_variable.cpp: a leaf is saved as it is (saved_original_).
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.wrong_gradients import gradients_of, places_of, told
from ..model import Diagnosis

CODE = "IL203"
TITLE = "The memory of a saved tensor was written or replaced behind its back"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved tensor that was spoilt by any other write, or that got other memory."""
    for spoilt in gradients_of(evidence).spoilt:
        if spoilt.moved is not None:
            reason = sentence("The parameter was given other memory, and no version counter tells of that.")
            yield told(evidence, CODE, TITLE, spoilt, places_of(spoilt), reason)
        elif spoilt.writes:
            reason = sentence("The write went to the storage by a tensor with a counter of its own.")
            yield told(evidence, CODE, TITLE, spoilt, places_of(spoilt), reason)
