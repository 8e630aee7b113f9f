"""IL104: A tensor was written after it had been taken apart, and then one of the parts was used.

What happened
    split, chunk, unbind or a loop over a tensor made several views of it together. Then the tensor itself was written,
    or another view of it. That was allowed; but the next use of one of the parts was refused.

Why torch forbids it
    After the write each part has to get a new node, one that starts from what was written. For views that are outputs
    of one node together autograd cannot make it. It finds out only when a part is used.

How to cure it
    Write first and take the tensor apart afterwards, or take it apart again after the write.
    Or write out of place: `x = x + 1`. The parts then keep looking at the old values.
    Or take parts one by one, by `x[:, 0]` or narrow: such views follow a write to their base.

What each cure costs
    Another order and views one by one cost nothing. Out of place costs one more tensor of that size.

Source
    torch/csrc/autograd/variable.cpp, VariableHooks::grad_fn and handle_view_on_rebase.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Tensor
from ..facts.evidence import Evidence
from ..facts.parts import parts, splitter
from ..model import Diagnosis
from ..telling.places import lines, place
from ..telling.refused import given, refused, wanted, written_behind
from ..wording import words

CODE = "IL104"
TITLE = "A tensor was written after it had been taken apart, and then one of the parts was used"
MESSAGES = (words.MULTI_VIEW_BASE,)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says that the base of one of several views was modified; it says so where the view is used."""
    if words.MULTI_VIEW_BASE.search(evidence.message) is None:
        return
    part = _part(evidence)
    if part is None or (step := splitter(evidence, part)) is None:
        return
    writes = written_behind(evidence, part)
    story = sentence(
        "Line %(made)s (%(by)s) made several views together. Then line %(lines)s wrote into the memory below them, and "
        "the next use of one of them, in line %(line)s, was refused.",
        made=step.line or "?",
        by=step.op,
        lines=lines(writes) or "?",
        line=evidence.failed.line if evidence.failed and evidence.failed.line else "?",
    )
    yield from refused(evidence, CODE, TITLE, story=story, writes=writes, made=(place(step),), about=part)


def _part(evidence: Evidence) -> Tensor | None:
    """The part that was used; where the use had no operator the latest that somebody wrote behind."""
    used = (tensor for tensor in (*given(evidence), *wanted(evidence), *parts(evidence)))
    return next((t for t in used if splitter(evidence, t) is not None and written_behind(evidence, t)), None)
