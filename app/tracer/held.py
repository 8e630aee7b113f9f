"""Held: what a storage held at one moment, as bytes; they become numbers once the program has ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from ..trace import MOST_BLOCKS, Content, Element, Range
from .elements import elements

T = TypeVar("T")
_UNKNOWN: Element = ""
_UNKNOWN_BLOCK = Range(low=_UNKNOWN, high=_UNKNOWN)


@dataclass(slots=True)
class Held:
    """What a storage held: all elements of a small one, the lowest and the highest of each block of a larger one."""

    storage: str
    dtype: str
    itemsize: int
    count: int
    values: bytes = b""
    lowest: bytes = b""
    highest: bytes = b""


def block_starts(count: int, known: int) -> range:
    """Where the blocks of a storage of `count` elements begin, as far as it is known."""
    return range(0, known, max(1, -(-count // MOST_BLOCKS)))


def contents(held: Sequence[Held]) -> Iterator[Content]:
    """The Content of each. The bytes of all become numbers at once."""
    raw: dict[str, list[bytes]] = {}
    for each in held:
        raw.setdefault(each.dtype, []).extend((each.values, each.lowest, each.highest))
    numbers = {dtype: iter(elements(b"".join(parts), dtype)) for dtype, parts in raw.items()}
    for each in held:
        take = numbers[each.dtype]
        values = tuple(islice(take, len(each.values) // each.itemsize))
        yield Content(
            storage=each.storage,
            dtype=each.dtype,
            count=each.count,
            values=_padded(values, each.count, _UNKNOWN),
            blocks=_blocks(each, take) if each.lowest else (),
        )


def _blocks(held: Held, take: Iterator[Element]) -> tuple[Range, ...]:
    """The blocks of a large storage; the lowest elements come first, then the highest."""
    low, high = (list(islice(take, len(part) // held.itemsize)) for part in (held.lowest, held.highest))
    known = tuple(Range(low=a, high=b) for a, b in zip(low, high, strict=True))
    return _padded(known, len(block_starts(held.count, held.count)), _UNKNOWN_BLOCK)


def _padded(known: tuple[T, ...], count: int, unknown: T) -> tuple[T, ...]:
    """What is known, and where that is anything but not all, so many in all."""
    return known if len(known) in (0, count) else known + (unknown,) * (count - len(known))
