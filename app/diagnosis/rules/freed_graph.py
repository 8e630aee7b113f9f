"""IL120: Backward ran a second time through a graph that the first one had freed.

What happened
    A backward pass came to an operation that an earlier pass had run already. Passes free what autograd kept as they
    go. Mostly two losses share a part of the graph, or a state (a hidden state, a memory, a running loss) carries the
    graph of an earlier iteration into this one.

Why torch forbids it
    What the derivative is computed from is gone.

How to cure it
    Of a state that is carried over: `h = h.detach()` at the boundary of the iterations.
    Of two losses on one graph: add them up, `(a + b).backward()`; or call the first with `retain_graph=True`.
    Or compute the shared part again for the second loss.
    In a loop do not add `retain_graph=True` to make the error go away: memory then grows with every iteration, and the
    next `optimizer.step()` overwrites weights that the old graph needs.

What each cure costs
    `detach()` and one backward for both cost nothing; detach cuts the gradient at that point. `retain_graph=True` keeps
    all that autograd kept until the second backward. Computing again costs the time of that part.

Source
    torch/csrc/autograd/saved_variable.cpp, ERR_BACKWARD_TWICE; documentation of torch.Tensor.backward.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.evidence import Evidence
from ..facts.kept import Kept
from ..model import Diagnosis, Place
from ..telling.places import place, saved
from ..telling.refused import refused
from ..wording import words

CODE = "IL120"
TITLE = "Backward ran a second time through a graph that the first one had freed"
MESSAGES = (words.FREED,)
_CALLS = ("backward", "grad")


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so. The node that it met first is the latest one that this pass leads to and an earlier pass freed."""
    if words.FREED.search(evidence.message) is None:
        return
    begun = _begin(evidence)
    met = _met(evidence, begun)
    first = _freed(evidence, met.node.id, begun) if met is not None else _last_run(evidence, begun)
    made = (_pass(evidence, first),) if first is not None else ()
    failed = evidence.failed
    at = place(failed) if failed is not None and failed.phase == "backward" else None
    if met is None or first is None:
        reason = sentence("Autograd had already let go of what the gradient is computed from.")
        yield from refused(evidence, CODE, TITLE, reason, writes=(), made=made, at=at)
        return
    reason = sentence(
        "Line %(saved)s (%(op)s) made %(node)s; the backward of line %(first)s ran it and let go of what it kept, and "
        "this one came to it again.",
        saved=met.step.line or "?",
        op=met.step.op,
        node=met.node.name,
        first=_pass(evidence, first).line or "?",
    )
    yield from refused(evidence, CODE, TITLE, reason, writes=(), made=made, saved=(saved(met),), at=at)


def _begin(evidence: Evidence) -> int:
    """Index of the first step of the pass that raised; one that ran no node raised in its first step."""
    failed = evidence.failed
    if failed is None or failed.phase != "backward":
        return len(evidence.steps)
    begun = failed.index
    while begun > 0 and not failed.kernels and evidence.steps[begun - 1].node is not None:
        begun -= 1
    return begun - 1 if 0 < begun < failed.index and _starts(evidence.steps[begun - 1]) else begun


def _starts(step: Step) -> bool:
    """Whether a step is the beginning of a pass, where the gradient of the loss is made."""
    return step.phase == "backward" and step.node is None and not step.failed


def _met(evidence: Evidence, begun: int) -> Kept | None:
    ran = [step.node for step in evidence.steps[begun:] if step.node is not None]
    todo, seen = [*ran] or _roots(evidence, begun), set[str]()
    found: list[Kept] = []
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        if node not in ran and _freed(evidence, node, begun) is not None:
            found += [kept for kept in evidence.kept if kept.node.id == node][:1]
        else:
            todo += evidence.moment.nodes[node].next
    return max(found, key=lambda kept: (kept.step.index, int(kept.node.id[1:])), default=None)


def _roots(evidence: Evidence, begun: int) -> list[str]:
    """The grad_fn of what backward was called on; a pass that met a freed node at once has run none."""
    read = {id_ for step in evidence.steps[begun:] for id_ in step.reads}
    states = (state for step in evidence.steps[:begun] for state in step.states)
    latest = {state.tensor: state.grad_fn for state in states if state.tensor in read}
    return [node for node in latest.values() if node is not None]


def _freed(evidence: Evidence, node: str, begun: int) -> Step | None:
    """The step of an earlier pass in which a node let go of what it kept."""
    return next((step for step in reversed(evidence.steps[:begun]) if _lets_go(step, node)), None)


def _lets_go(step: Step, node: str) -> bool:
    return step.phase == "backward" and step.node == node and node in step.releases


def _last_run(evidence: Evidence, begun: int) -> Step | None:
    return next((step for step in reversed(evidence.steps[:begun]) if step.node is not None), None)


def _pass(evidence: Evidence, step: Step) -> Place:
    """The line that called the pass which a node ran in: no node of the pass stands further out."""
    outer = step
    for each in reversed(evidence.steps[: step.index]):
        if each.phase != "backward":
            break
        outer = min(outer, each, key=lambda step: len(step.frames))
        if each.node is None and each.op in _CALLS:
            break
    return place(outer).model_copy(update={"op": "backward"})
