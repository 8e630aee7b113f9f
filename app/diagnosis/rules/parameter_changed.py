"""IL006: A parameter was changed between the forward pass that used it and backward.

What happened
    A layer keeps its weight to compute the gradient of its input. Before backward came back to that layer, the weight
    was written: mostly by optimizer.step() of another loss, else by load_state_dict, an initialisation, a clamp, a
    moving average, or a quick update by hand. The model itself need not hold a single in-place operation: the writer is
    the optimizer.

Why torch forbids it
    The gradient would be computed with the new weights for an output that came from the old ones.

How to cure it
    Run both backward passes before both steps. Keep the losses apart then, for a backward pass adds to the gradients of
    every parameter that it reaches: `loss_g.backward(inputs=list(generator.parameters()))`.
    Or compute the second loss again after the first step, which gives the gradient for the new weights.
    Or detach what must not flow: `critic(fake.detach())` where the generator takes no part.
    Moving the step alone makes the error disappear, and lets one loss leak into the other optimizer.

What each cure costs
    Another order keeps both graphs alive a little longer. Computing the loss again costs a second forward pass.

Source
    torch/optim: every step writes its parameters under no_grad, which moves their version counters.
"""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL006"
TITLE = "A parameter was changed between the forward pass that used it and backward"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of a parameter."""
    kept = evidence.met
    if kept is None or not evidence.of_parameter(kept.save.storage):
        return
    stepped = any(written.step.phase == "optimizer" for written in kept.counted)
    parameter = any(tensor.parameter for tensor in evidence.on(kept.save.storage))
    yield from stale(evidence, CODE, TITLE, _reason(parameter=parameter, stepped=stepped))


def _reason(*, parameter: bool, stepped: bool) -> Sentence:
    if parameter and stepped:
        return sentence("It is a parameter, and an optimizer's step wrote it: no line of the model is at fault.")
    if parameter:
        return sentence("It is a parameter, and was changed after the forward pass had used it.")
    if stepped:
        return sentence("It is a leaf, and an optimizer's step wrote it: no line of the forward pass is at fault.")
    return sentence("It is a leaf that requires a gradient, and was changed after the forward pass had used it.")
