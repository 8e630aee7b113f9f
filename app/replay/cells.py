"""Cells: whether two tensors on one storage look at the same elements."""

import numpy

from ..trace import Tensor
from .geometry import itemsize

MOST_EXACT = 2**16
"""Elements up to which the places are compared one by one; of larger tensors only where they begin and end."""


def overlap(one: Tensor, other: Tensor) -> bool:
    """Whether some element belongs to both. Of large tensors, whether what lies between their ends overlaps."""
    if one.storage != other.storage or one.storage is None:
        return False
    if 0 in one.shape or 0 in other.shape:
        return False
    (a, b), (c, d) = _ends(one), _ends(other)
    if b <= c or d <= a:
        return False
    if one.dtype != other.dtype or max(_count(one), _count(other)) > MOST_EXACT:
        return True
    return bool(numpy.isin(places(one), places(other)).any())


def places(tensor: Tensor) -> "numpy.ndarray[tuple[int], numpy.dtype[numpy.int64]]":
    """Where in its storage each element lies, counted in elements, in reading order."""
    found = numpy.array([tensor.offset], dtype=numpy.int64)
    for size, stride in zip(tensor.shape, tensor.stride, strict=True):
        found = (found[:, None] + numpy.arange(size, dtype=numpy.int64) * stride).reshape(-1)
    return found


def _ends(tensor: Tensor) -> tuple[int, int]:
    """The first byte and the one after the last."""
    size = itemsize(tensor.dtype)
    last = sum((n - 1) * stride for n, stride in zip(tensor.shape, tensor.stride, strict=True))
    return tensor.offset * size, (tensor.offset + last + 1) * size


def _count(tensor: Tensor) -> int:
    count = 1
    for size in tensor.shape:
        count *= size
        if count > MOST_EXACT:
            break
    return count
