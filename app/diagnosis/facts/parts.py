"""Parts: who took a tensor apart into several views at once, which autograd lets nobody write."""

from ...trace import Step, Tensor
from .evidence import Evidence

_TAKES_APART = ("aten::split", "aten::unbind", "aten::chunk")


def splitter(evidence: Evidence, tensor: Tensor) -> Step | None:
    """The step that took the tensor apart which a view, or the view that it is a part of, comes from."""
    for step in reversed(evidence.steps[: tensor.born + 1]):
        if _takes_apart(step) and any(evidence.tensors[part].storage == tensor.storage for part in step.creates):
            return step
    return None


def parts(evidence: Evidence) -> tuple[Tensor, ...]:
    """Everything that was made by taking a tensor apart, the latest first."""
    steps = (step for step in reversed(evidence.steps) if _takes_apart(step))
    return tuple(evidence.tensors[part] for step in steps for part in step.creates)


def _takes_apart(step: Step) -> bool:
    return any(kernel.startswith(_TAKES_APART) for kernel in step.kernels)
