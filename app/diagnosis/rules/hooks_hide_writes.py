"""IL205: Hooks on saved tensors switched the check off, and a saved tensor was overwritten.

What happened
    Under `torch.autograd.graph.saved_tensors_hooks`, and so under save_on_cpu on a machine without a GPU, a hook took
    each saved tensor and kept it as it was, without a copy. A later line wrote into the same memory. Backward got the
    new elements, and the gradients are wrong. Without the hooks that line would have been an error.

Why torch does not notice
    What a hook returns may be anything, a file name or a number, so there is no version to compare. The check is only
    made for tensors that autograd keeps itself.

How to cure it
    Write out of place: `g = g * mask` for `g *= mask`.
    Or let the hook keep a copy: `pack=lambda t: t.clone()`.
    Run once without the hooks: torch then names what is overwritten.

What each cure costs
    One more tensor of that size.

Limits
    Whether the hook that unpacks brings the old elements back is not known; hence a warning.

Source
    docs.pytorch.org, Hooks for autograd saved tensors: "performing an in-place operation on the input to any hook" is
    forbidden; torch/csrc/autograd/saved_variable.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.hooked import hooked
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL205"
TITLE = "Hooks on saved tensors switched the check off, and a saved tensor was overwritten"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A tensor that a hook kept itself, whose elements changed before the node ran that had saved it."""
    for kept in hooked(evidence):
        if kept.save.hook == "allow_mutation_on_saved_tensors" or not kept.writes:
            continue
        yield hazard(
            CODE,
            TITLE,
            sentence(
                "Line %(line)s (%(op)s) saved a tensor, and %(hook)s kept it without a copy.",
                line=kept.step.line or "?",
                op=kept.step.op,
                hook=kept.save.hook,
            ),
            sentence(
                "Line %(line)s (%(op)s) overwrote it before backward used it; nothing was there to notice.",
                line=kept.writes[0].step.line or "?",
                op=kept.writes[0].step.op,
            ),
            overwritten=tuple(wrote(each.step, *(name.name for name in each.names)) for each in kept.writes),
            saved=(place(kept.step),),
            name=kept.writes[0].names[0].name if kept.writes[0].names else "",
        )
