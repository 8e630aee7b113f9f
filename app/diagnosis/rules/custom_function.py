"""IL010: What a custom autograd.Function had saved was overwritten.

What happened
    A torch.autograd.Function saved one of its inputs or outputs by ctx.save_for_backward. Then the caller, or the
    function itself, wrote into that tensor. Backward asked for it and found another version.

Why torch forbids it
    What save_for_backward keeps is checked like anything that torch's own operations keep: the derivative that the
    function computes would be wrong. A tensor that is an attribute of ctx is not checked, and is wrong in silence.

How to cure it
    Let the caller write out of place.
    Or save a copy: `ctx.save_for_backward(x.clone())`.
    A function that writes its input on purpose says so by ctx.mark_dirty, and returns that input.

What each cure costs
    One more tensor of that size until backward has used it.

Source
    torch.autograd.function.FunctionCtx.save_for_backward and mark_dirty.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.callers import is_custom
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL010"
TITLE = "What a custom autograd.Function had saved was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of a node that torch did not make itself."""
    kept = evidence.met
    if kept is not None and is_custom(kept.node.name) and kept.save.slot.startswith("tensors"):
        reason = sentence("%(node)s is the node of a custom autograd.Function.", node=kept.node.name)
        yield from stale(evidence, CODE, TITLE, reason)
