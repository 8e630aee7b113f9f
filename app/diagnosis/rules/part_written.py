"""IL103: One of several views that were made together was written in place.

What happened
    split, chunk or unbind took a tensor apart, or a loop did (`for row in x` is unbind), and then one of the parts was
    to be written: `a, b = x.chunk(2); a += 1`, `for row in x: row *= 2`.

Why torch forbids it
    All parts are outputs of one node of the graph. After a write the node of the base would have to be replaced, and
    with it the nodes of all other parts; autograd only does that where a view has a node of its own.

How to cure it
    Write out of place: `a = a + 1`.
    Or take parts one by one: `x[:2] += 1`, `x[i] *= 2`, narrow, select. A view that was made alone may be written.
    Or copy the part first: `a = a.clone()`; then the write does not reach x.

What each cure costs
    Out of place and a copy cost one more tensor of the size of the part. Parts taken one by one cost nothing.

Source
    torch/csrc/autograd/variable.h, CreationMeta::MULTI_OUTPUT_NODE; variable.cpp, handle_view_on_rebase.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.parts import splitter
from ..model import Diagnosis
from ..telling.places import place
from ..telling.refused import refused, wanted
from ..wording import words

CODE = "IL103"
TITLE = "One of several views that were made together was written in place"
MESSAGES = (words.MULTI_VIEW,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that it is one of several views."""
    if words.MULTI_VIEW.search(evidence.message) is None:
        return
    steps = [step for part in wanted(evidence) if (step := splitter(evidence, part)) is not None]
    if not steps:
        reason = sentence("It is one of several views that were made together, which may not be written.")
        yield from refused(evidence, CODE, TITLE, reason)
        return
    reason = sentence(
        "Line %(made)s (%(by)s) made it together with other views; none of them may be written.",
        made=steps[0].line or "?",
        by=steps[0].op,
    )
    yield from refused(evidence, CODE, TITLE, reason, made=tuple(place(step) for step in steps))
