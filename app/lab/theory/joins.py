"""Joins: where two branches of a network meet."""

from collections.abc import Sequence

from . import geometry, kernels
from .graph import Gradients, Node, Tensor
from .nodes import node_for
from .views import view, write


def add(one: Tensor, other: Tensor, *, inplace: bool) -> Tensor:
    """one + other, or one += other. Keeps nothing."""
    node = node_for(one.machine, add_back, (one, other), (one.shape, other.shape))
    kernels.show(one, other)
    if inplace:
        return write(one, node)
    result = kernels.elementwise(one.machine, one, other)
    result.node = node
    return result


def add_back(node: Node, gradient: Tensor) -> Gradients:
    """The gradient itself, both ways; summed where a summand was broadcast."""
    gradients: list[Tensor | None] = []
    for place, shape in enumerate(node.facts):
        if not node.needs(place):
            gradients.append(None)
        elif shape == gradient.shape:
            gradients.append(gradient.alias())
        else:
            kernels.show(gradient)
            gradients.append(kernels.blank(node.machine, shape))
    return gradients


def concat(parts: Sequence[Tensor]) -> Tensor:
    """torch.cat along the channels. Keeps nothing; backward gives each its slice of the one gradient."""
    machine = parts[0].machine
    kernels.show(*parts)
    channels = [part.shape[1] for part in parts]
    node = node_for(machine, _concat_back, parts, channels)
    shape = (parts[0].shape[0], sum(channels), *parts[0].shape[2:])
    result = kernels.image(machine, shape, last=all(part.last for part in parts))
    result.node = node
    return result


def _concat_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    slices = []
    for place, channels in enumerate(node.facts):
        shape = (gradient.shape[0], channels, *gradient.shape[2:])
        slices.append(kernels.part(gradient, shape, gradient.strides) if node.needs(place) else None)
    return slices


def expand(tensor: Tensor, shape: geometry.Ints) -> Tensor:
    """tensor.expand(shape), as a part of an operation: a view."""
    return view(tensor, shape, geometry.broadcast(tensor.shape, tensor.strides, shape), _expand_back, tensor.shape)


def _expand_back(node: Node, gradient: Tensor) -> Gradients:
    shape = node.facts
    if gradient.shape == shape:
        return (gradient.alias(),)
    kernels.show(gradient)
    return (kernels.blank(node.machine, shape),)
