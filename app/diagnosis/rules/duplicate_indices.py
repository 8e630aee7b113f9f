"""IL218: An index occurs more than once, and only the last of its additions counts.

What happened
    `x[idx] += v` reads the elements, adds, and writes them back. Where an index occurs twice, both additions start from
    the same old element, and the second one overwrites the first. Counts come out too small, messages to a node of a
    graph get lost, gradients of an embedding are those of one occurrence.

Why torch does not notice
    That is what indexed assignment means, in NumPy as well: the right side is worked out before anything is written.
    Which of several values wins is not even defined.

How to cure it
    Use an operation that adds up: `x.index_add_(0, idx, v)`, `x.scatter_add_(…)`, `torch.bincount(idx)`.
    Or say so: `x.index_put_((idx,), v, accumulate=True)`.

What each cure costs
    Nothing on the CPU. On a GPU additions to the same element come in no fixed order, so sums may differ in the last
    digits.

Limits
    Reported for += and -= and what amounts to them; assigning one value to repeated indices is harmless.

Source
    torch.Tensor.index_put_: "If accumulate is False, the behavior is undefined if indices contain duplicate elements."
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import aliases_of
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL218"
TITLE = "An index occurs more than once, and only the last of its additions counts"

_ADDS = {"aten::add", "aten::add_", "aten::sub", "aten::sub_"}


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """An indexed write with repeated indices of what was read by indices and added to in the same statement."""
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        if step.repeats and where not in named and _adds_up(evidence, step):
            named.add(where)
            storage = step.writes[-1].storage if step.writes else None
            names = [name.name for name in aliases_of(evidence).names_at(storage, step.index)]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s adds to elements of %(name)s by index; %(count)s of the indices occurred before.",
                    line=step.line or "?",
                    name=names[0] if names else "?",
                    count=step.repeats,
                ),
                sentence("Each element got one addition only; the others are lost."),
                overwritten=(wrote(step, *names),),
                name=names[0] if names else "",
                certain=True,
            )


def _adds_up(evidence: Evidence, step: Step) -> bool:
    """Whether what is written was read from the same storage, by indices, and added to, on the way to this line."""
    written = {write.storage for write in step.writes}
    taken: set[str | None] = set()
    added: set[str | None] = set()
    for earlier in evidence.steps[max(0, step.index - 40) : step.index]:
        if (earlier.line, earlier.visit, earlier.frames[:-1]) != (step.line, step.visit, step.frames[:-1]):
            continue
        read = {evidence.tensors[id_].storage for id_ in (*earlier.reads, *(w.tensor for w in earlier.writes))}
        made = {evidence.tensors[id_].storage for id_ in (*earlier.creates, *(w.tensor for w in earlier.writes))}
        if "aten::index" in earlier.kernels and read & written:
            taken |= made - written
        if _ADDS & set(earlier.kernels) and read & taken:
            added |= made
    return bool({evidence.tensors[id_].storage for id_ in step.reads} & added)
