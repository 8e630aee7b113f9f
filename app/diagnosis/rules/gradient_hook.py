"""IL208: A hook or a backward of your own changed a gradient in place that others were still to use.

What happened
    The gradient that a hook or a custom backward receives may be the very tensor that another branch gets as well: an
    addition hands the same gradient to both of its operands. Changing it in place (`grad.mul_(0.1)`, `grad *= scale`)
    changes it for the other branch, too, if that one comes later. Which one comes later is not defined.

Why torch does not notice
    Gradients on their way are not saved tensors, and nobody checks them.

How to cure it
    Return a new tensor: `lambda grad: grad * 0.1`, `return grad * ctx.scale`.

What each cure costs
    One more gradient of that size for a moment.

Limits
    Silent where only the own branch uses the gradient.

Source
    docs.pytorch.org, torch.Tensor.register_hook: "The hook should not modify its argument"; Extending PyTorch: a
    backward must not modify its inputs in place.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step, Write
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL208"
TITLE = "A hook or a backward of your own changed a gradient in place that others were still to use"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write by the program inside a backward pass, to memory that a node of another branch read afterwards."""
    told: set[tuple[str, int | None]] = set()
    called: Step | None = None
    for step in evidence.steps:
        called = step if step.node is None else called
        where = (step.frames[-1].file if step.frames else "", step.line)
        if step.node is None or where in told or not _is_inside(step, called):
            continue
        for write in step.writes:
            reader = _other(evidence, step, write)
            if reader is not None:
                told.add(where)
                yield hazard(
                    CODE,
                    TITLE,
                    sentence(
                        "Line %(line)s changed a gradient in place while %(node)s was about to use it.",
                        line=step.line or "?",
                        node=step.op,
                    ),
                    sentence("Then %(node)s of another branch used the same memory.", node=reader.op),
                    overwritten=(wrote(step),),
                )
                break


def _is_inside(step: Step, called: Step | None) -> bool:
    """Whether a function of the program ran inside the backward pass: there are more frames than at the call."""
    return called is not None and len(step.frames) > len(called.frames) and called.phase == "backward"


def _other(evidence: Evidence, step: Step, write: Write) -> Step | None:
    """A later node that read the memory, and that gradients do not flow to from the node that was being run."""
    tensor = evidence.tensors[write.tensor]
    if tensor.born >= step.index:
        return None
    own = _behind(evidence, step.node)
    for later in evidence.steps[step.index :]:
        if later.node is None:
            return None
        if later.node not in own and any(evidence.tensors[id_].storage == tensor.storage for id_ in later.reads):
            return later
        if any(leaf not in own for leaf in _leaves(evidence, later, tensor.storage)):
            return later
    return None


def _leaves(evidence: Evidence, step: Step, storage: str | None) -> Iterator[str]:
    """The nodes of the leaves whose .grad has become this memory."""
    nodes = {node.leaf: node.id for node in evidence.trace.nodes if node.leaf is not None}
    for binding in step.bindings:
        if (
            binding.name.endswith(".grad")
            and (gradient := evidence.tensor(binding.tensor))
            and gradient.storage == storage
        ):
            for leaf, node in nodes.items():
                if (binding.frame, binding.name.removesuffix(".grad")) in evidence.names_ever(leaf):
                    yield node


def _behind(evidence: Evidence, node: str | None) -> set[str]:
    """A node and those that its gradients flow to."""
    nodes = {each.id: each for each in evidence.trace.nodes}
    found: set[str] = set()
    stack = [node]
    while stack:
        each = stack.pop()
        if each is not None and each not in found:
            found.add(each)
            stack += nodes[each].next
    return found
