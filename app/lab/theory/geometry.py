"""Geometry: shapes and strides, counted in elements. When a reshape copies, and how results of operators lie.

The rules are those of ATen: TensorImpl for layouts, computeStride for views, TensorIterator for results.
"""

from collections.abc import Sequence
from math import prod

Ints = tuple[int, ...]
_CHANNELS_LAST = (1, 3, 2, 0)
"""Dimensions of an image from the innermost to the outermost, in channels_last."""


def contiguous(shape: Ints) -> Ints:
    """The strides of a new tensor."""
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))


def channels_last(shape: Ints) -> Ints:
    """The strides of a new tensor of images in channels_last."""
    _, channels, height, width = shape
    return (height * width * channels, 1, width * channels, channels)


def like(shape: Ints, last: bool) -> Ints:
    """The strides of a new tensor, in channels_last or not."""
    return channels_last(shape) if last else contiguous(shape)


def is_contiguous(shape: Ints, strides: Ints) -> bool:
    """Elements lie in reading order, without gaps."""
    return _lies(shape, strides, range(len(shape) - 1, -1, -1))


def is_channels_last(shape: Ints, strides: Ints) -> bool:
    """Elements lie without gaps, channels innermost."""
    return len(shape) == 4 and _lies(shape, strides, _CHANNELS_LAST)


def _lies(shape: Ints, strides: Ints, order: Sequence[int]) -> bool:
    step = 1
    for dim in order:
        if shape[dim] != 1:
            if strides[dim] != step:
                return False
            step *= shape[dim]
    return True


def suggests_channels_last(shape: Ints, strides: Ints) -> bool:
    """What torch calls suggest_memory_format: in doubt, images of one channel for example, it is not channels_last."""
    if len(shape) != 4 or strides[1] == 0:
        return False
    least = 0
    for dim in _CHANNELS_LAST:
        if strides[dim] < least or (dim == 0 and least == strides[1]):
            return False
        least = strides[dim] * max(shape[dim], 1)
    return True


def is_dense(shape: Ints, strides: Ints) -> bool:
    """Elements lie without gaps and do not overlap, in any order."""
    step = 1
    for stride, size in sorted((stride, size) for size, stride in zip(shape, strides, strict=True) if size != 1):
        if stride != step:
            return False
        step *= size
    return True


def viewed(shape: Ints, strides: Ints, new: Ints) -> Ints | None:
    """The strides of the same elements in another shape; None where they would have to be copied."""
    result, place = [0] * len(new), len(new) - 1
    step, inside, there = strides[-1] if strides else 1, 1, 1
    for dim in range(len(shape) - 1, -1, -1):
        inside *= shape[dim]
        if dim == 0 or (shape[dim - 1] != 1 and strides[dim - 1] != inside * step):
            while place >= 0 and (there < inside or new[place] == 1):
                result[place] = there * step
                there *= new[place]
                place -= 1
            if there != inside:
                return None
            if dim > 0:
                step, inside, there = strides[dim - 1], 1, 1
    return tuple(result) if place == -1 else None


def broadcast(shape: Ints, strides: Ints, target: Ints) -> Ints:
    """The strides of a tensor that is expanded to a larger shape: 0 where an element is repeated."""
    missing = len(target) - len(shape)
    repeated = [
        0 if size == 1 and wanted != 1 else stride
        for size, stride, wanted in zip(shape, strides, target[missing:], strict=True)
    ]
    return (*[0] * missing, *repeated)


def of_result(shape: Ints, operands: Sequence[Ints]) -> Ints:
    """How the result of an elementwise operator lies, given the strides of its operands, broadcast to its shape."""
    first = operands[0]
    if all(is_contiguous(shape, strides) for strides in operands):
        return contiguous(shape)
    if all(is_channels_last(shape, strides) for strides in operands):
        return channels_last(shape)
    if all(strides == first for strides in operands) and is_dense(shape, first):
        return first
    order = _innermost_first(shape, operands)
    result, step = [0] * len(shape), 1
    for dim in order:
        result[dim] = step
        step *= shape[dim]
    return tuple(result)


def of_copy(shape: Ints, strides: Ints) -> Ints:
    """How a copy of a tensor lies: as the tensor does, without gaps."""
    return strides if is_dense(shape, strides) else of_result(shape, [strides])


def _innermost_first(shape: Ints, operands: Sequence[Ints]) -> list[int]:
    """Dimensions sorted by strides; a plain sort would not do, since dimensions of a broadcast tell nothing."""
    order = list(range(len(shape) - 1, -1, -1))
    for start in range(1, len(order)):
        moving = start
        for place in range(start - 1, -1, -1):
            compared = _compare(shape, operands, order[place], order[moving])
            if compared > 0:
                order[place], order[moving] = order[moving], order[place]
                moving = place
            elif compared < 0:
                break
    return order


def _compare(shape: Ints, operands: Sequence[Ints], one: int, other: int) -> int:
    for strides in operands:
        if not strides[one] or not strides[other]:
            continue
        if strides[one] != strides[other]:
            return -1 if strides[one] < strides[other] else 1
        if shape[one] > shape[other]:
            return 1
    return 0


def elements(shape: Ints) -> int:
    """How many elements a tensor has."""
    return prod(shape)
