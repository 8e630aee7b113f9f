"""IL119: A leaf was expected, or a leaf has become the result of an operation.

What happened
    An optimizer was given a tensor that is the result of an operation (`torch.randn(3, requires_grad=True) * 0.1`, or
    `.to(device)` after requires_grad); or requires_grad of a result was to be switched; or a leaf was written in place
    while its requires_grad was off, and a graph made before still ends in it.

Why torch forbids it
    .grad is filled only where the graph ends. A result has no end there, so it would never be trained; and a graph
    cannot end in a tensor that has become the result of a later operation.

How to cure it
    Make the leaf last: `w = (torch.randn(3) * 0.1).to(device).requires_grad_()`.
    To cut a result off: `y = y.detach()`.
    Of a leaf that was written: run backward before the write, or write under `torch.no_grad()`.

What each cure costs
    Nothing.

Source
    torch/optim/optimizer.py, add_param_group; torch/csrc/autograd/utils/error_messages.h;
    torch/csrc/autograd/functions/accumulate_grad.cpp.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Node, Step, Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis, Place
from ..telling.places import lines, place
from ..telling.refused import makers, names_of, refused, state
from ..wording import words

CODE = "IL119"
TITLE = "A leaf was expected, or a leaf has become the result of an operation"
MESSAGES = (words.NON_LEAF_PARAMETER, words.FLAG_OF_NON_LEAF, words.MOVED_LEAF)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so."""
    said = evidence.message
    if words.MOVED_LEAF.search(said) is not None:
        yield from _moved(evidence)
    elif words.NON_LEAF_PARAMETER.search(said) is not None:
        reason = sentence("The optimizer was given a tensor that is the result of an operation; it has no .grad.")
        yield from refused(evidence, CODE, TITLE, reason, writes=(), made=_results(evidence))
    elif words.FLAG_OF_NON_LEAF.search(said) is not None:
        reason = sentence("The tensor is the result of an operation; whether it requires a gradient follows from that.")
        yield from refused(evidence, CODE, TITLE, reason, writes=(), made=_results(evidence))


def _moved(evidence: Evidence) -> Iterator[Diagnosis]:
    """The write that made a result of a leaf in which an older graph ends."""
    for node in reversed(evidence.trace.nodes):
        if node.leaf is not None and (step := _write_of(evidence, node)) is not None:
            leaf = evidence.tensors[node.leaf]
            names = names_of(evidence, leaf)
            reason = sentence(
                "Line %(lines)s wrote into %(name)s, in which the graph ends, and made it the result of an operation.",
                lines=lines((place(step),)) or "?",
                name=names[0] if names else "?",
            )
            made = makers(evidence, (leaf,))
            yield from refused(evidence, CODE, TITLE, reason, writes=(place(step),), made=made, about=leaf)
            return


def _write_of(evidence: Evidence, node: Node) -> Step | None:
    for step in evidence.steps[node.step + 1 :]:
        if any(s.tensor == node.leaf and s.grad_fn is not None for s in step.states) and step.writes:
            return step
    return None


def _results(evidence: Evidence) -> tuple[Place, ...]:
    """Where the tensor was made; only where a single one comes into question."""
    named = [tensor for tensor in evidence.trace.tensors if evidence.moment.names_of(tensor.id)]
    results = [tensor for tensor in named if _is_result(evidence, tensor)]
    return makers(evidence, results) if len(results) == 1 else ()


def _is_result(evidence: Evidence, tensor: Tensor) -> bool:
    last = state(evidence, tensor)
    return last is not None and last.requires_grad and not last.is_leaf
