"""IL108: A custom Function wrote into an input, and what it marked as dirty does not fit.

What happened
    The forward of a custom torch.autograd.Function wrote into one of its inputs and said so by `ctx.mark_dirty`. But
    it did not return that input; or the input is a leaf that requires a gradient, or a view that may not be written.

Why torch forbids it
    A written input has to get a new node, that of the Function, and it gets one only as an output. A leaf must not get
    one at all: it would be no leaf any more. The same holds of views as if the write had been an ordinary one.

How to cure it
    Return what was marked: `x.add_(1); ctx.mark_dirty(x); return x`.
    Or do not write: `y = x + 1; return y`, without mark_dirty.
    Call a Function that writes on a result, not on a leaf: `f(x.clone())`.

What each cure costs
    To return the input costs nothing. Out of place and a copy cost one more tensor of that size.

Source
    torch/csrc/autograd/custom_function.cpp, _process_backward_mode_ad; documentation of torch, "Extending PyTorch".
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.places import lines, place
from ..telling.refused import makers, refused
from ..wording import words

CODE = "IL108"
TITLE = "A custom Function wrote into an input, and what it marked as dirty does not fit"
MESSAGES = (words.NOT_RETURNED, words.DIRTY_LEAF)
_AS_ANY_WRITE = (words.LEAF, words.VIEW_OF_LEAF, words.MULTI_VIEW)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so when forward has returned; of views it says the same as of any write, and no operator raised."""
    of_function = any(words_.search(evidence.message) for words_ in MESSAGES)
    as_any = evidence.failed is None and any(words_.search(evidence.message) for words_ in _AS_ANY_WRITE)
    steps = _inside(evidence)
    if not of_function and not (as_any and steps):
        return
    written = [evidence.tensors[write.tensor] for step in steps for write in step.writes]
    places = tuple(place(step) for step in steps)
    reason = sentence(
        "The forward of the custom Function wrote into an input, in line %(lines)s, and marked it as dirty.",
        lines=lines(places) or "?",
    )
    about = written[-1] if written else None
    yield from refused(evidence, CODE, TITLE, reason, writes=places, made=makers(evidence, written), about=about)


def _inside(evidence: Evidence) -> list[Step]:
    """The steps inside the call that raised which wrote into what had been there before."""
    failure, found, first = evidence.trace.failure, [], len(evidence.steps)
    for step in reversed(evidence.steps):
        if failure is None or not any((f.file, f.line) == (failure.file, failure.line) for f in step.frames[:-1]):
            break
        first = step.index
        found.append(step)
    return [s for s in reversed(found) if any(evidence.tensors[write.tensor].born < first for write in s.writes)]
