"""IL226: A gradient was kept by reference, and zeroed or added to afterwards.

What happened
    `g = w.grad` gives the gradient a second name and makes no copy. `zero_grad(set_to_none=False)` or `w.grad.zero_()`
    then zeroes that very memory, and the next backward pass adds the new gradient into it: what was kept is the new
    gradient, or zero, and a comparison of two gradients compares one with itself.

Why torch does not notice
    Accumulating into .grad in place is what backward is meant to do; it does not know of other names for it.

How to cure it
    Keep a copy: `g = w.grad.clone()`.
    Or let zero_grad drop the gradients, as it does by default: set_to_none=True. Then backward makes new ones.
    Or ask for gradients that nobody accumulates: `torch.autograd.grad(loss, parameters)`.

What each cure costs
    One more tensor of the size of each parameter while both gradients are kept.

Limits
    A reference that is meant to follow the gradient, as a list of gradients to be clipped, is not reported.

Source
    docs.pytorch.org, torch.optim.Optimizer.zero_grad; torch/csrc/autograd/functions/accumulate_grad.h.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.aliases import Aliases, Reading, Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import Name, mentions
from ..model import Diagnosis, Place
from ..telling.hazards import bound, hazard, wrote
from ..telling.places import place

CODE = "IL226"
TITLE = "A gradient was kept by reference, and zeroed or added to afterwards"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Another name for what is somebody's .grad, read after the memory was zeroed."""
    aliases = aliases_of(evidence)
    for rewrite in aliases.rewrites:
        owners = [name for name in rewrite.names if name.name.endswith(".grad")]
        if rewrite.write.kernel not in ("aten::zero_", "aten::_foreach_zero_") or not owners:
            continue
        for name in rewrite.names:
            if name.name.endswith(".grad") or mentions(rewrite.step, name):
                continue
            reading = _reading(evidence, aliases, rewrite, name)
            if reading is not None or _is_kept_twice(aliases, name, rewrite):
                yield _diagnosis(evidence, rewrite, name, owners[0], reading)
                break


def _reading(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> Reading | None:
    """Where the kept gradient was read as zero, or beside the new one."""
    for reading in aliases.readings(name, rewrite.step.index):
        filled = _filled_again(evidence, rewrite, reading)
        if not filled or _beside_itself(aliases, reading, name):
            return reading
    return None


def _filled_again(evidence: Evidence, rewrite: Rewrite, reading: Reading) -> bool:
    """Whether a backward pass has written there between the zeroing and the reading."""
    between = evidence.steps[rewrite.step.index + 1 : reading.index + 1]
    return any(w.storage == rewrite.write.storage for step in between if step.node is not None for w in step.writes)


def _beside_itself(aliases: Aliases, reading: Reading, name: Name) -> bool:
    """Whether the expression mentions another name of the same memory: it compares the gradient with itself."""
    others = aliases.names_at(aliases.storage(name.tensor), reading.index)
    return any(other.frame == name.frame and other.head in set(reading.names) - {name.head} for other in others)


def _is_kept_twice(aliases: Aliases, name: Name, rewrite: Rewrite) -> bool:
    """Whether the same gradient was kept once more later on, in a list: the entries were meant to differ."""
    head = name.name.rpartition("[")[0]
    return bool(head) and any(
        other is not None and other.tensor == name.tensor and since >= rewrite.step.index
        for key, history in aliases.history.items()
        if key[0] == name.frame and key[1] != name.name and key[1].rpartition("[")[0] == head
        for since, other in history
    )


def _diagnosis(evidence: Evidence, rewrite: Rewrite, name: Name, owner: Name, reading: Reading | None) -> Diagnosis:
    said = [sentence("%(name)s is no copy of %(owner)s, but the same tensor.", name=name.name, owner=owner.name)]
    line, op = rewrite.step.line or "?", rewrite.step.op
    if reading is None:
        said.append(
            sentence("Line %(line)s (%(op)s) zeroed it, and the next gradient was kept beside it.", line=line, op=op)
        )
    else:
        said.append(
            sentence(
                "Line %(line)s (%(op)s) zeroed it, and %(name)s was read in line %(reads)s.",
                line=line,
                op=op,
                name=name.name,
                reads=(reading.step or evidence.steps[reading.index]).line or "?",
            )
        )
    return hazard(
        CODE,
        TITLE,
        *said,
        overwritten=(wrote(rewrite.step, name.name, owner.name),),
        saved=(_kept(evidence, name),),
        name=name.name,
    )


def _kept(evidence: Evidence, name: Name) -> Place:
    """Where the gradient was asked for."""
    step = evidence.steps[name.since]
    for returned in step.returned:
        if (returned.op, returned.tensor) == ("grad", name.tensor) and returned.line is not None:
            return place(step).model_copy(update={"line": returned.line, "alias": (name.name,)})
    return bound(evidence, name)
