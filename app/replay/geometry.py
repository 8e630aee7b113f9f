"""Geometry: how the elements of a storage are laid out as cells, and which cells a tensor looks at. Pure arithmetic.

A storage of at most 64 elements has one cell an element, wrapped at the last dimension of the first tensor on it where
that makes a small matrix; a larger one has 8 cells, each a block of equally many elements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from ..trace import MOST_BLOCKS, MOST_ELEMENTS, Tensor

MOST_NUMBERS = 16
"""Elements of a storage that are written out; of more, cells are shaded."""
_STRIP = 12
"""Cells that fit beside each other, where there is room."""
_WIDEST, _WIDEST_SHADED = 8, 16
_MOST_LINES = 8
_SIZES = {
    **dict.fromkeys(("float64", "int64", "uint64", "complex64"), 8),
    **dict.fromkeys(("float32", "int32", "uint32", "complex32"), 4),
    **dict.fromkeys(("float16", "bfloat16", "int16", "uint16"), 2),
    "complex128": 16,
}


@dataclass(frozen=True)
class Grid:
    """The cells of one storage: `count` elements in cells of `block` elements, `columns` cells to a line."""

    count: int
    block: int
    columns: int

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return -(-self.count // self.block)

    @property
    def lines(self) -> range:
        """The lines of cells."""
        return range(-(-self.cells // self.columns))

    def line(self, number: int) -> range:
        """The cells of one line."""
        return range(number * self.columns, min(self.cells, (number + 1) * self.columns))

    @property
    def strip(self) -> bool:
        """The lines may stand beside each other, as they do in memory."""
        return self.cells <= _STRIP

    @property
    def shaded(self) -> bool:
        """Cells are too many to write numbers into."""
        return not self.in_blocks and self.count > MOST_NUMBERS

    @property
    def in_blocks(self) -> bool:
        """A cell stands for more than one element."""
        return self.block > 1


def grid_of(nbytes: int, first: Tensor) -> Grid:
    """The grid of a storage whose first tensor is known."""
    count = max(1, nbytes // itemsize(first.dtype))
    if count > MOST_ELEMENTS:
        return Grid(count, -(-count // MOST_BLOCKS), MOST_BLOCKS)
    widest = _WIDEST if count <= MOST_NUMBERS else _WIDEST_SHADED
    last = first.shape[-1] if len(first.shape) > 1 else 0
    if 2 <= last <= widest and count % last == 0 and 1 < count // last <= _MOST_LINES and _is_dense(first):
        return Grid(count, 1, last)
    return Grid(count, 1, count if count <= _STRIP else widest)


def itemsize(dtype: str) -> int:
    """Bytes of one element; 1 for bool, for 8-bit numbers and for dtypes that we do not know."""
    return _SIZES.get(dtype, 1)


def reading_order(tensor: Tensor, grid: Grid, dtype: str) -> dict[int, list[int]]:
    """For each cell that a tensor looks at, the positions at which its elements come when the tensor is read.

    Positions are given where a cell is one element of the tensor's own dtype; else the lists are empty.
    """
    if not grid.in_blocks and tensor.dtype == dtype:
        order: dict[int, list[int]] = {}
        for position, cell in enumerate(_elements(tensor)):
            if 0 <= cell < grid.count:
                order.setdefault(cell, []).append(position)
        return order
    scale = itemsize(tensor.dtype) / (itemsize(dtype) * grid.block)
    return {cell: [] for cell in sorted(set(_touched(tensor, scale, grid.cells)))}


def _is_dense(tensor: Tensor) -> bool:
    """Whether the tensor has its elements in reading order without gaps, so that its rows are lines of memory."""
    expected = 1
    for size, stride in zip(reversed(tensor.shape), reversed(tensor.stride), strict=True):
        if size != 1 and stride != expected:
            return False
        expected *= size
    return tensor.offset == 0


def _elements(tensor: Tensor) -> Iterator[int]:
    """The place in the storage of each element, in reading order; at most so many as are worth drawing."""
    if prod(tensor.shape) > MOST_ELEMENTS * MOST_ELEMENTS:
        return
    for index in product(*(range(size) for size in tensor.shape)):
        yield tensor.offset + sum(i * stride for i, stride in zip(index, tensor.stride, strict=True))


def _touched(tensor: Tensor, scale: float, cells: int) -> Iterator[int]:
    """The cells that a tensor touches. A dimension whose stride is no longer than a cell skips none."""
    if 0 in tensor.shape:
        return
    long = [(n, s) for n, s in zip(tensor.shape, tensor.stride, strict=True) if s * scale > 1 and n > 1]
    short = sum((n - 1) * s for n, s in zip(tensor.shape, tensor.stride, strict=True) if s * scale <= 1)
    if prod(n for n, _ in long) > MOST_ELEMENTS:
        return
    for index in product(*(range(n) for n, _ in long)):
        start = tensor.offset + sum(i * s for i, (_, s) in zip(index, long, strict=True))
        yield from range(max(0, int(start * scale)), min(cells, int((start + short) * scale) + 1))
