"""Padding: what a convolution does first where its padding is no zeros. The padded images are what it then keeps."""

from . import kernels, views
from .geometry import Ints
from .graph import Gradients, Node, Role, Tensor
from .nodes import node_for


def pad(images: Tensor, amount: tuple[int, int], mode: str) -> Tensor:
    """The images with so many rows above and below, so many columns left and right."""
    shape = (*images.shape[:2], images.shape[2] + 2 * amount[0], images.shape[3] + 2 * amount[1])
    if mode == "circular":
        return _around(images, amount, shape)
    kernels.show(images)
    node = node_for(images.machine, _pad_back, (images,))
    if node is not None:
        node.keep(images, Role.INPUT)
    result = kernels.image(images.machine, shape, last=images.last)
    result.node = node
    return result


def _pad_back(node: Node, gradient: Tensor) -> Gradients:
    (images,) = node.unpack()
    kernels.show(gradient, images)
    whole = Tensor(node.machine, images.storage, images.shape, images.strides)
    return (kernels.image(node.machine, images.shape, last=whole.last),)


def _around(images: Tensor, amount: tuple[int, int], shape: Ints) -> Tensor:
    """Circular padding is written piece by piece through views, so its backward copies as often."""
    padded = kernels.blank(images.machine, shape)
    middle, source = padded, images
    for dim in (2, 3):
        margin = amount[dim - 2]
        middle = views.slice_of(middle, dim, margin, shape[dim] - margin)
        source = views.slice_of(source, dim, 0, source.shape[dim])
    _copy(middle, source)
    del middle, source
    for dim in (3, 2):
        margin, size = amount[dim - 2], shape[dim]
        if margin:
            _copy(views.slice_of(padded, dim, 0, margin), views.slice_of(padded, dim, size - 2 * margin, size - margin))
            _copy(views.slice_of(padded, dim, size - margin, size), views.slice_of(padded, dim, margin, 2 * margin))
    return padded


def _copy(target: Tensor, source: Tensor) -> None:
    """target.copy_(source)"""
    views.write(target, node_for(target.machine, _copy_back, (target, source)))


def _copy_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    return (
        kernels.like(gradient, node.machine) if node.needs(0) else None,
        gradient.alias() if node.needs(1) else None,
    )
