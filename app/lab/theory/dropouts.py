"""Dropouts: all keep the mask that they draw; only its size differs, and whether the flag is heeded."""

from . import kernels, views
from .graph import Gradients, Node, Role, Tensor
from .joins import add
from .nodes import node_for

FEATURES = ("dropout1d", "dropout2d", "dropout3d", "feature_alpha_dropout")
"""One draw for each channel, not for each element."""
ALPHA = ("alpha_dropout", "feature_alpha_dropout")


def dropout(given: Tensor, name: str, p: float, *, learns: bool, inplace: bool) -> Tensor:
    """Any dropout. Dropout1d and Dropout3d take images for a batch of one more dimension."""
    wraps = (name == "dropout3d" and len(given.shape) == 4) or (name == "dropout1d" and len(given.shape) == 2)
    if wraps:
        given = _first(given, inplace=inplace, drop=False)
    result = _dropped(given, name, p, learns=learns, inplace=inplace)
    return _first(result, inplace=inplace, drop=True) if wraps else result


def _dropped(given: Tensor, name: str, p: float, *, learns: bool, inplace: bool) -> Tensor:
    if p == 0 or not learns:
        return given
    machine = given.machine
    kernels.show(given)
    if p == 1:
        return _times(given, kernels.blank(machine, ()), inplace=inplace)
    if name in FEATURES:
        mask = kernels.blank(machine, (*given.shape[:2], *[1] * (len(given.shape) - 2)))
    else:
        mask = kernels.like(given, machine)
    shift = kernels.like(mask, machine) if name in ALPHA else None
    result = _times(given, mask, inplace=inplace)
    return result if shift is None else add(result, shift, inplace=True)


def _times(given: Tensor, mask: Tensor, *, inplace: bool) -> Tensor:
    """given * mask: keeps the mask."""
    node = node_for(given.machine, _times_back, (given,))
    if node is not None:
        node.keep(mask, Role.MASK)
    if inplace:
        return views.write(given, node)
    result = kernels.elementwise(given.machine, given, mask)
    result.node = node
    return result


def _times_back(node: Node, gradient: Tensor) -> Gradients:
    (mask,) = node.unpack()
    return (kernels.elementwise(node.machine, gradient, mask),)


def _first(tensor: Tensor, *, inplace: bool, drop: bool) -> Tensor:
    """Drop the first dimension, or put one in front; in place that is a write, though no element changes."""
    shape = tensor.shape[1:] if drop else (1, *tensor.shape)
    strides = tensor.strides[1:] if drop else (tensor.shape[0] * tensor.strides[0], *tensor.strides)
    if not inplace:
        return views.view(tensor, shape, strides, _first_back, tensor.shape)
    node = node_for(tensor.machine, _first_back, (tensor,), tensor.shape)
    tensor.shape, tensor.strides = shape, strides
    return views.write(tensor, node)


def _first_back(node: Node, gradient: Tensor) -> Gradients:
    return (kernels.reshaped(gradient, node.facts),)
