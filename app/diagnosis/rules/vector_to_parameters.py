"""IL225: vector_to_parameters replaced the parameters between forward and backward.

What happened
    `torch.nn.utils.vector_to_parameters` gives each parameter a slice of the vector as its new memory. It was called
    after the forward pass and before backward. A parameter is saved as itself, so backward calculates with the new
    weights for outputs that came from the old ones.

Why torch does not notice
    It assigns to `param.data`, which moves no version counter.

How to cure it
    Call backward first, and put the old weights back afterwards.
    Or run the perturbed model without replacing anything: `torch.func.functional_call(model, weights, (x,))`.

What each cure costs
    Nothing; functional_call needs the perturbed weights beside the old ones.

Source
    torch/nn/utils/convert_parameters.py, vector_to_parameters.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.wrong_gradients import gradients_of, places_of, told
from ..model import Diagnosis

CODE = "IL225"
TITLE = "vector_to_parameters replaced the parameters between forward and backward"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved parameter that got other memory where the program mentions vector_to_parameters."""
    for spoilt in gradients_of(evidence).spoilt:
        moved = spoilt.moved
        if moved is not None and moved.frames and "vector_to_parameters" in moved.frames[-1].names:
            reason = sentence(
                "vector_to_parameters gives parameters other memory, and no version counter tells of that."
            )
            yield told(evidence, CODE, TITLE, spoilt, places_of(spoilt), reason)
            return
