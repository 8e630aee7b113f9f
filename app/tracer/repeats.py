"""Repeats: how many places an indexed write was told more than once. Read from the bytes; no operator runs."""

import ctypes
from typing import Any

import numpy
import torch

MOST = 2**16
"""Elements of an index that are looked through."""

_WRITES = ("aten::index_put_", "aten::_index_put_impl_", "aten::_unsafe_index_put")
_WHOLE = {torch.int64: "i8", torch.int32: "i4", torch.int16: "i2", torch.int8: "i1"}


def repeats(kernel: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    """How many rows of indices came before already, where the write does not add them up."""
    if kernel not in _WRITES or len(args) < 3 or (args[3] if len(args) > 3 else kwargs.get("accumulate", False)):
        return 0
    try:
        places = [_places(index, args[0].shape[dim]) for dim, index in enumerate(args[1]) if index is not None]
    except (ValueError, IndexError):
        return 0
    rows = numpy.stack([each.reshape(-1) for each in numpy.broadcast_arrays(*places)], axis=1)
    return len(rows) - len(numpy.unique(rows, axis=0)) if len(rows) <= MOST else 0


def _places(index: torch.Tensor, size: int) -> numpy.ndarray:
    """The places that an index names, counted from the front. Raises ValueError where they cannot be read."""
    kind = _WHOLE.get(index.dtype)
    if kind is None or index.device.type != "cpu" or type(index) is not torch.Tensor or index.numel() > MOST:
        raise ValueError
    if not index.numel():
        return numpy.empty(index.shape, dtype="i8")
    width = index.element_size()
    reach = 1 + sum((n - 1) * stride for n, stride in zip(index.shape, index.stride(), strict=True))
    start = torch._C._data_address(index)  # type: ignore[attr-defined]
    if not start:
        raise ValueError
    start += index.storage_offset() * width
    raw = numpy.frombuffer(memoryview((ctypes.c_ubyte * (reach * width)).from_address(start)), kind)
    strides = tuple(stride * width for stride in index.stride())
    found = numpy.lib.stride_tricks.as_strided(raw, tuple(index.shape), strides).astype("i8")
    return numpy.where(found < 0, found + size, found)
