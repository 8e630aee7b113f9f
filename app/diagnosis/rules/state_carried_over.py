"""IL007: A graph of an earlier iteration was used after the optimizer's step.

What happened
    A hidden state, a memory, a running value or features were computed once and used in a later iteration with their
    graph. Backward of that iteration goes through it into layers that ran before, whose weights the optimizer has
    written since. Often it began with "Trying to backward through the graph a second time", and retain_graph=True was
    added, which turned that error into this one.

Why torch forbids it
    The earlier layers kept the old weights. With the new ones the gradient would be wrong.

How to cure it
    Cut the graph where one iteration ends: `state = state.detach()`, for an LSTM both h and c. The value goes on, the
    gradient does not; retain_graph=True is then needed no more.
    Or compute what is shared anew in each iteration.
    Or add up the losses of several iterations, and call backward and step once.

What each cure costs
    detach() costs no memory and frees the older graph; gradients no longer flow into earlier iterations (truncated
    backpropagation through time). One backward for several iterations keeps all their graphs.

Source
    The examples of PyTorch, word_language_model: repackage_hidden.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL007"
TITLE = "A graph of an earlier iteration was used after the optimizer's step"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale parameter of a layer that ran in an earlier iteration than the backward pass that failed."""
    kept = evidence.met
    if kept is not None and evidence.of_parameter(kept.save.storage) and evidence.is_of_earlier_iteration(kept):
        reason = sentence(
            "Backward has gone back into an earlier iteration: something that was computed there is still in the graph."
        )
        yield from stale(evidence, CODE, TITLE, reason)
