"""Views and writes: tensors that share a storage, and what a write to one of them does to the graph.

A write through a view makes a node of the base, CopySlices, which hides the node of the operation; the view itself gets
a new one, AsStridedBackward, the next time somebody asks.
"""

from typing import Any

from . import geometry, kernels
from .geometry import Ints
from .graph import Gradients, Law, Machine, Node, Role, Tensor
from .nodes import node_for, renew, same_back


def view(tensor: Tensor, shape: Ints, strides: Ints, law: Law, facts: Any = None) -> Tensor:
    """A view of a tensor."""
    kernels.show(tensor)
    result = Tensor(tensor.machine, tensor.storage, shape, strides)
    result.base = tensor if tensor.base is None else tensor.base
    result.known = tensor.storage.version
    result.node = node_for(tensor.machine, law, (tensor,), facts)
    return result


def _reshape_back(node: Node, gradient: Tensor) -> Gradients:
    return (kernels.reshaped(gradient, node.facts),)


def reshape(tensor: Tensor, shape: Ints) -> Tensor:
    """reshape, flatten: a view where strides allow it, else a copy."""
    strides = geometry.viewed(tensor.shape, tensor.strides, shape)
    if strides is not None:
        return view(tensor, shape, strides, _reshape_back, tensor.shape)
    copy = kernels.blank(tensor.machine, tensor.shape)
    kernels.show(tensor)
    copy.node = node_for(tensor.machine, same_back, (tensor,))
    return unsafe_view(copy, shape)


def unsafe_view(tensor: Tensor, shape: Ints) -> Tensor:
    """A view of which nobody has the base: for autograd it is none."""
    strides = geometry.viewed(tensor.shape, tensor.strides, shape)
    assert strides is not None  # noqa: S101
    result = Tensor(tensor.machine, tensor.storage, shape, strides)
    result.node = node_for(tensor.machine, _reshape_back, (tensor,), tensor.shape)
    return result


def slice_of(tensor: Tensor, dim: int, start: int, end: int) -> Tensor:
    """tensor[..., start:end, ...]"""
    shape = (*tensor.shape[:dim], end - start, *tensor.shape[dim + 1 :])
    return view(tensor, shape, tensor.strides, _slice_back, tensor.shape)


def _slice_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    return (kernels.blank(node.machine, node.facts),)


def transposed(tensor: Tensor) -> Tensor:
    """tensor.t()"""
    return view(tensor, tensor.shape[::-1], tensor.strides[::-1], _transpose_back)


def _transpose_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    return (kernels.part(gradient, gradient.shape[::-1], gradient.strides[::-1]),)


class _Slices(Node):
    """CopySlices: backward of a write through a view."""

    __slots__ = ("_inner",)

    def __init__(self, machine: Machine, inner: Node, base: Tensor, part: Ints) -> None:
        super().__init__(machine, _slices_back, (base.shape, base.strides, part))
        self._inner = inner
        self.edges = (base.node, *inner.edges[1:])

    def inner(self) -> Node:
        return self._inner

    def release(self) -> None:
        self._inner.release()


def _slices_back(node: Node, gradient: Tensor) -> Gradients:
    inner = node.inner()
    assert inner is not None  # noqa: S101
    shape, strides, part = node.facts
    kernels.show(gradient)
    result = kernels.blank(node.machine, shape, strides)
    gradients = inner.law(inner, kernels.blank(node.machine, part))
    if node.needs(0) and gradients[0] is not None:
        kernels.show(gradients[0])
    return (result, *gradients[1:])


def write(tensor: Tensor, node: Node | None, *, result: bool = False) -> Tensor:
    """An operation has written to a tensor: the version moves, and the tensor or its base gets the node.

    `result`: the node keeps what was written.
    """
    kernels.show(tensor)
    tensor.storage.version += 1
    if node is None:
        return tensor
    if tensor.base is None:
        tensor.node = node
    else:
        base = tensor.base
        base.node = _Slices(tensor.machine, node, base, tensor.shape)
        renew(tensor, base)
    if result:
        node.keep(tensor, Role.RESULT)
    return tensor
