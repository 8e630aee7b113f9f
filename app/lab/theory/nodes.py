"""Nodes: where they come from. An operation gets one where a gradient is wanted, and a view that was written to."""

from collections.abc import Sequence
from typing import Any

from . import kernels
from .graph import Gradients, Law, Machine, Node, Tensor


def node_for(machine: Machine, law: Law, inputs: Sequence[Tensor], facts: Any = None) -> Node | None:
    """A node for an operation on some tensors; None where no gradient is wanted.

    The node gets its number before its inputs are asked for theirs, as in torch.
    """
    if not machine.records or not any(tensor.requires_grad for tensor in inputs):
        return None
    node = Node(machine, law, facts)
    node.edges = tuple(edge_of(tensor) for tensor in inputs)
    return node


def edge_of(tensor: Tensor) -> Node | None:
    """The node that a gradient of the tensor flows to. That of a view is made anew after its base was written to."""
    if tensor.base is not None and tensor.known != tensor.storage.version and tensor.base.requires_grad:
        renew(tensor, tensor.base)
    return tensor.node


def renew(tensor: Tensor, base: Tensor) -> None:
    """Make the node of a view anew, AsStridedBackward, from its base as it is now."""
    facts = (base.shape, base.strides, tensor.storage.nbytes)
    tensor.node = node_for(tensor.machine, _strided_back, (base,), facts)
    tensor.known = tensor.storage.version


def _strided_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    shape, strides, nbytes = node.facts
    return (kernels.part(kernels.sized(node.machine, nbytes), shape, strides),)


def same_back(node: Node, gradient: Tensor) -> Gradients:
    """Backward of a copy: the gradient itself."""
    return (gradient.alias(),)
