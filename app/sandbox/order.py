"""The Order: what a waiting child reads from its source pipe before the snippet; a fixed row of integers."""

import struct
from typing import NamedTuple, Self

from .protocol import Limits

_ROW = struct.Struct("<6q")


class Order(NamedTuple):
    """The limits that the child applies to itself, and whether it may see the GPU."""

    cpu_seconds: int
    memory_bytes: int
    file_bytes: int
    max_steps: int
    max_tensors: int
    gpu: int

    @classmethod
    def of(cls, limits: Limits, *, gpu: bool) -> Self:
        """The order that goes with these limits."""
        return cls(
            cpu_seconds=limits.cpu_seconds,
            memory_bytes=limits.memory_bytes,
            file_bytes=limits.file_bytes,
            max_steps=limits.max_steps,
            max_tensors=limits.max_tensors,
            gpu=int(gpu),
        )

    @classmethod
    def unpack(cls, row: bytes) -> Self:
        """Read the order from its row of `SIZE` bytes."""
        return cls(*_ROW.unpack(row))

    def pack(self) -> bytes:
        """The row that `unpack` reads."""
        return _ROW.pack(*self)


SIZE = _ROW.size
