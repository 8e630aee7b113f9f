"""IL204: A saved tensor was written while its version counter was held.

What happened
    `torch.autograd._unsafe_preserve_version_counter` sets the counter of a tensor back after the block. A tensor that
    autograd had kept was written inside. Backward found the version that it expected, and other elements.

Why torch does not notice
    That is what the function is for: its caller promises that nobody will miss the old elements.

How to cure it
    Write after backward.
    Or leave the block away; the error that comes then names the operation that needs the old elements.

What each cure costs
    Nothing.

Source
    torch/autograd/grad_mode.py, _unsafe_preserve_version_counter: "DO NOT USE THIS UNLESS YOU KNOW EXACTLY WHAT YOU'RE
    DOING".
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.kept import Kept
from ..facts.wrong_gradients import gradients_of, places_of, told
from ..model import Diagnosis

CODE = "IL204"
TITLE = "A saved tensor was written while its version counter was held"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved tensor that was spoilt by writes after which its own counter stood where it had stood."""
    for spoilt in gradients_of(evidence).spoilt:
        if spoilt.writes and all(_is_older(evidence, spoilt.kept, w.write.tensor) for w in spoilt.writes):
            reason = sentence("The version counter was set back afterwards, so backward could not notice.")
            yield told(evidence, CODE, TITLE, spoilt, places_of(spoilt), reason)


def _is_older(evidence: Evidence, kept: Kept, written: str) -> bool:
    """Whether what was written, or what it is a view of, was there when the save was made: no alias of its own."""
    tensor = evidence.tensor(written)
    base = evidence.tensor(tensor.base) if tensor is not None else None
    return any(each is not None and each.born < kept.step.index for each in (tensor, base))
