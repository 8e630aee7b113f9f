"""Losses: the sum of the output, and what captured features add to it."""

from . import joins, kernels
from .graph import Gradients, Node, Role, Tensor
from .nodes import node_for


def total(tensor: Tensor) -> Tensor:
    """tensor.sum(): one number. Keeps nothing; its gradient is one number that is looked at many times."""
    kernels.show(tensor)
    node = node_for(tensor.machine, _total_back, (tensor,), tensor.shape)
    result = kernels.blank(tensor.machine, ())
    result.node = node
    return result


def _total_back(node: Node, gradient: Tensor) -> Gradients:
    return (kernels.expanded(gradient, node.facts),)


def power(tensor: Tensor) -> Tensor:
    """tensor.pow(2): keeps its input."""
    node = node_for(tensor.machine, _power_back, (tensor,))
    if node is not None:
        node.keep(tensor, Role.INPUT)
    result = kernels.elementwise(tensor.machine, tensor)
    result.node = node
    return result


def _power_back(node: Node, gradient: Tensor) -> Gradients:
    (tensor,) = node.unpack()
    powered = kernels.elementwise(node.machine, tensor)
    scaled = kernels.elementwise(node.machine, powered)
    return (kernels.elementwise(node.machine, gradient, scaled),)


def mean(tensor: Tensor) -> Tensor:
    """tensor.mean(): one number."""
    kernels.show(tensor)
    node = node_for(tensor.machine, _mean_back, (tensor,), tensor.shape)
    result = kernels.blank(tensor.machine, ())
    result.node = node
    return result


def _mean_back(node: Node, gradient: Tensor) -> Gradients:
    return (kernels.elementwise(node.machine, kernels.expanded(gradient, node.facts)),)


def squared_error(one: Tensor, other: Tensor) -> Tensor:
    """mse_loss(one, other.detach()): keeps both. Its one number lies in a storage for all differences."""
    target = Tensor(other.machine, other.storage, other.shape, other.strides)
    if one.shape != target.shape:
        shape = kernels.common(one.shape, target.shape)
        one, target = joins.expand(one, shape), joins.expand(target, shape)
    node = node_for(one.machine, _error_back, (one,))
    if node is not None:
        node.keep(one, Role.INPUT)
        node.keep(target, Role.INPUT)
    result = kernels.elementwise(one.machine, one, target)
    result.shape = result.strides = ()
    result.node = node
    return result


def _error_back(node: Node, gradient: Tensor) -> Gradients:
    one, _ = node.unpack()
    return (kernels.like(one, node.machine),)
