"""Kernels: what operators make, with no thought of gradients. What a kernel is given has been seen."""

from . import geometry
from .causes import Cause, Stopped
from .geometry import Ints
from .graph import Machine, Saved, Tensor
from .memory import Storage

Given = Tensor | Saved


def blank(machine: Machine, shape: Ints, strides: Ints | None = None, *, seen: bool = True) -> Tensor:
    """A new tensor: empty, zeros, or the result of some kernel."""
    storage = machine.storage(shape, seen=seen)
    return Tensor(machine, storage, shape, geometry.contiguous(shape) if strides is None else strides)


def sized(machine: Machine, nbytes: int, *, seen: bool = True) -> Tensor:
    """A new tensor of so many bytes, of which nothing else matters."""
    return Tensor(machine, Storage(machine.memory, nbytes, seen=seen), (nbytes,), (1,))


def show(*tensors: Given) -> None:
    """A kernel is given some tensors."""
    for tensor in tensors:
        if not tensor.storage.seen:
            tensor.storage.show()


def elementwise(machine: Machine, *operands: Given, seen: bool = True) -> Tensor:
    """The result of an operator that works element by element."""
    if seen:
        show(*operands)
    shape = operands[0].shape
    for operand in operands[1:]:
        if operand.shape != shape:
            shape = common(shape, operand.shape)
    strides = [
        operand.strides if operand.shape == shape else geometry.broadcast(operand.shape, operand.strides, shape)
        for operand in operands
    ]
    return blank(machine, shape, geometry.of_result(shape, strides), seen=seen)


def common(one: Ints, other: Ints) -> Ints:
    """The shape that both are broadcast to. Raises Stopped where there is none."""
    if len(one) < len(other):
        one, other = other, one
    missing = len(one) - len(other)
    if any(size != wanted and 1 not in (size, wanted) for size, wanted in zip(one[missing:], other, strict=True)):
        raise Stopped(Cause.REFUSED)
    return (*one[:missing], *(max(pair) for pair in zip(one[missing:], other, strict=True)))


def like(tensor: Given, machine: Machine) -> Tensor:
    """empty_like, zeros_like, clone: a new tensor that lies as this one does."""
    show(tensor)
    return blank(machine, tensor.shape, geometry.of_copy(tensor.shape, tensor.strides))


def image(machine: Machine, shape: Ints, *, last: bool, seen: bool = True) -> Tensor:
    """A new tensor in channels_last or not."""
    return blank(machine, shape, geometry.like(shape, last), seen=seen)


def reshaped(tensor: Tensor, shape: Ints) -> Tensor:
    """The same elements in another shape; copied where no strides would do. For gradients: no node is made."""
    show(tensor)
    strides = geometry.viewed(tensor.shape, tensor.strides, shape)
    if strides is None:
        return blank(tensor.machine, shape)
    return part(tensor, shape, strides)


def part(tensor: Tensor, shape: Ints, strides: Ints) -> Tensor:
    """A view of a gradient. It holds what it is a view of, so that nobody adds to it in place."""
    result = Tensor(tensor.machine, tensor.storage, shape, strides)
    result.base = tensor
    return result


def expanded(tensor: Tensor, shape: Ints) -> Tensor:
    """The same element many times."""
    show(tensor)
    return part(tensor, shape, geometry.broadcast(tensor.shape, tensor.strides, shape))


def added(old: Tensor, new: Tensor) -> Tensor:
    """Two gradients of one tensor: in place where nobody else holds the first and it has a place for each element."""
    show(old, new)
    if old.storage.handles == 1 and geometry.is_dense(old.shape, old.strides):
        return old
    return elementwise(old.machine, old, new)
