"""Layers: what convolutions, norms, pooling and upsampling make, and what each keeps for backward."""

from . import kernels
from .causes import Cause, Stopped
from .geometry import Ints, elements, is_channels_last
from .graph import Gradients, Node, Role, Saved, Tensor
from .nodes import node_for, same_back

_INDEX = 8
"""Bytes of an int64."""


def convolution(images: Tensor, weight: Tensor, bias: Tensor | None, shape: Ints, role: Role = Role.INPUT) -> Tensor:
    """Keeps its input and its weight, whichever of them learns."""
    kernels.show(images)
    last = images.last or weight.last
    inputs = (images, weight) if bias is None else (images, weight, bias)
    node = node_for(images.machine, _convolution_back, inputs, last)
    if node is not None:
        node.keep(images, role)
        node.keep(weight, Role.WEIGHT)
    result = kernels.image(images.machine, shape, last=last)
    result.node = node
    return result


def _convolution_back(node: Node, gradient: Tensor) -> Gradients:
    images, weight = node.unpack()
    kernels.show(gradient, images)
    last = bool(node.facts)
    made = [
        kernels.image(node.machine, each.shape, last=last) if node.needs(place) else None
        for place, each in enumerate((images, weight))
    ]
    if len(node.edges) == 3:
        made.append(kernels.blank(node.machine, weight.shape[:1]) if node.needs(2) else None)
    return made


def batch_norm(images: Tensor, weight: Tensor, bias: Tensor, buffers: tuple[Tensor, Tensor], learns: bool) -> Tensor:
    """Keeps its input, its weight and its running statistics; where it learns, mean and deviation of each channel."""
    machine = images.machine
    kernels.show(images)
    node = node_for(machine, _batch_norm_back, (images, weight, bias))
    if node is not None:
        node.keep(images, Role.INPUT)
        node.keep(weight, Role.WEIGHT)
        for buffer in buffers:
            node.keep(buffer, Role.STATISTICS)
    result = kernels.image(machine, images.shape, last=images.last and not images.contiguous, seen=False)
    return _with_statistics(result, node, images.shape[1] if learns else 0)


def _with_statistics(result: Tensor, node: Node | None, count: int) -> Tensor:
    """The result of a norm; its node keeps so many means and deviations, too."""
    machine = result.machine
    made = [kernels.blank(machine, (count,), seen=False) for _ in ("means", "deviations")]
    for each in made if node is not None else ():
        node.keep(each, Role.STATISTICS)  # type: ignore[union-attr]
    kernels.show(result, *made)
    result.node = node
    return result


def _batch_norm_back(node: Node, gradient: Tensor) -> Gradients:
    images, *_ = kept = node.unpack()
    kernels.show(gradient, *kept)
    gradients = [_like_input(node, images, gradient) if node.needs(0) else None]
    gradients += [kernels.blank(node.machine, images.shape[1:2]) if node.needs(each) else None for each in (1, 2)]
    return gradients


def _like_input(node: Node, images: Saved, gradient: Tensor) -> Tensor:
    given = Tensor(node.machine, images.storage, images.shape, images.strides)
    ordered = given.contiguous and gradient.contiguous and given.last == gradient.last
    return kernels.image(node.machine, images.shape, last=given.last and not ordered)


def group_norm(given: Tensor, weight: Tensor, bias: Tensor, groups: int) -> Tensor:
    """Keeps its input, its weight, and mean and deviation of each group of each image."""
    machine = given.machine
    given = _in_order(given)
    node = node_for(machine, _group_norm_back, (given, weight, bias))
    if node is not None:
        node.keep(given, Role.INPUT)
        node.keep(weight, Role.WEIGHT)
    result = kernels.image(machine, given.shape, last=given.last, seen=False)
    return _with_statistics(result, node, given.shape[0] * groups)


def _in_order(given: Tensor) -> Tensor:
    """contiguous(): the tensor itself, or a copy."""
    kernels.show(given)
    if given.last or given.contiguous:
        return given
    node = node_for(given.machine, same_back, (given,))
    copy = kernels.blank(given.machine, given.shape)
    copy.node = node
    return copy


def _group_norm_back(node: Node, gradient: Tensor) -> Gradients:
    given, *rest = node.unpack()
    kernels.show(gradient, given, *rest)
    whole = Tensor(node.machine, given.storage, given.shape, given.strides)
    last = whole.last
    copies = [
        kernels.image(node.machine, each.shape, last=last)
        for each in (gradient, whole)
        if not (is_channels_last(each.shape, each.strides) if last else each.contiguous)
    ]
    if last and not node.needs(0):
        raise Stopped(Cause.CRASHES)
    gradients = [kernels.image(node.machine, given.shape, last=last) if node.needs(0) else None]
    gradients += [kernels.blank(node.machine, given.shape[1:2]) if node.needs(each) else None for each in (1, 2)]
    del copies
    return gradients


def max_pool(images: Tensor, shape: Ints) -> Tensor:
    """Keeps its input, and for each result the place that it came from, as an int64."""
    machine = images.machine
    kernels.show(images)
    node = node_for(machine, _pool_back, (images,))
    if node is not None:
        node.keep(images, Role.INPUT)
    result = kernels.image(machine, shape, last=images.last, seen=False)
    places = kernels.sized(machine, elements(shape) * _INDEX, seen=False)
    if node is not None:
        node.keep(places, Role.PLACES)
    kernels.show(result, places)
    result.node = node
    return result


def _pool_back(node: Node, gradient: Tensor) -> Gradients:
    images, places = node.unpack()
    kernels.show(gradient, images, places)
    whole = Tensor(node.machine, images.storage, images.shape, images.strides)
    return (kernels.image(node.machine, images.shape, last=whole.last),)


def upsample(images: Tensor, shape: Ints) -> Tensor:
    """Keeps nothing."""
    kernels.show(images)
    node = node_for(images.machine, _upsample_back, (images,), images.shape)
    result = kernels.image(images.machine, shape, last=images.last)
    result.node = node
    return result


def _upsample_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient)
    return (kernels.image(node.machine, node.facts, last=gradient.last),)
