"""Activations: who keeps its input, who its result, and whom `inplace` makes copy what it is about to overwrite."""

from enum import StrEnum

from . import kernels
from .causes import Cause, Stopped
from .geometry import of_copy, of_result
from .graph import Gradients, Law, Node, Role, Saved, Tensor
from .nodes import node_for, same_back
from .views import write


class Family(StrEnum):
    """What an activation's backward is computed from."""

    RESULT = "result"
    """From its result, always. In place it spares the input, and costs nothing."""
    SWITCH = "switch"
    """From its input; in place from its result, since each tells the other."""
    INPUT = "input"
    """From its input; in place a copy of that is made first, so that nothing is spared."""


FAMILIES = {
    "relu": Family.RESULT,
    "sigmoid": Family.RESULT,
    "tanh": Family.RESULT,
    "leaky_relu": Family.SWITCH,
    "rrelu": Family.SWITCH,
    "elu": Family.SWITCH,
    "celu": Family.SWITCH,
    "selu": Family.SWITCH,
    "relu6": Family.INPUT,
    "hardtanh": Family.INPUT,
    "hardswish": Family.INPUT,
    "hardsigmoid": Family.INPUT,
    "silu": Family.INPUT,
    "mish": Family.INPUT,
    "threshold": Family.INPUT,
    "gelu": Family.INPUT,
}


FALLING = frozenset({"leaky_relu", "elu", "celu"})
"""Those whose first number is a slope, or makes one."""


def activation(given: Tensor, name: str, *, inplace: bool, falls: bool = False) -> Tensor:
    """Any activation that is no dropout. `falls`: its slope is negative left of 0."""
    noise = kernels.blank(given.machine, given.shape) if name == "rrelu" else None
    node = node_for(given.machine, _LAWS.get(name, _from_one), (given,), inplace and falls and name in FALLING)
    family = FAMILIES[name]
    kernels.show(given)
    if node is not None and noise is not None:
        node.keep(noise, Role.MASK)
    if inplace:
        return _written(given, node, family)
    if node is not None and family is not Family.RESULT:
        node.keep(given, Role.INPUT)
    # RReLU makes its result in reading order.
    lies = of_result(given.shape, [given.strides]) if noise is None else None
    result = kernels.blank(given.machine, given.shape, lies, seen=False)
    result.node = node
    if node is not None and family is Family.RESULT:
        node.keep(result, Role.RESULT)
    kernels.show(result)
    return result


def _written(given: Tensor, node: Node | None, family: Family) -> Tensor:
    if node is not None and family is Family.INPUT:
        node.keep(_copy(given), Role.COPY)
        machine = given.machine
        machine.hidden_again |= given.base is not None and machine.again
    write(given, node, result=family is not Family.INPUT)
    if node is not None and given.base is None:
        kernels.show(*(kept for kept in node.kept if isinstance(kept, Saved)))
    return given


def _copy(given: Tensor) -> Tensor:
    """A copy that nobody sees before it is kept: no operator returns it. It is a step of the graph by itself."""
    copy = kernels.blank(given.machine, given.shape, of_copy(given.shape, given.strides), seen=False)
    copy.node = node_for(given.machine, same_back, (given,))
    return copy


def _refuse_falling(node: Node) -> None:
    """With a negative slope the result does not tell the input."""
    if node.facts:
        raise Stopped(Cause.NEGATIVE_SLOPE)


def _from_one(node: Node, gradient: Tensor) -> Gradients:
    """Backward of one kernel that makes the gradient from what was kept."""
    kept = node.unpack()
    _refuse_falling(node)
    kernels.show(*kept)
    return (kernels.elementwise(node.machine, gradient, kept[-1]),)


def _kept_first_back(node: Node, gradient: Tensor) -> Gradients:
    """What was kept comes first, so that the gradient lies as that does."""
    (kept,) = node.unpack()
    _refuse_falling(node)
    return (kernels.elementwise(node.machine, kept, gradient),)


def _rrelu_back(node: Node, gradient: Tensor) -> Gradients:
    noise, _ = kept = node.unpack()
    kernels.show(*kept)
    return (kernels.elementwise(node.machine, noise, gradient),)


_LAWS: dict[str, Law] = {
    **dict.fromkeys(("relu", "leaky_relu", "threshold"), _kept_first_back),
    "rrelu": _rrelu_back,
}
