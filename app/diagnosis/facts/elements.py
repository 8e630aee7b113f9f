"""Elements: what tensors held before and after a step, as numbers, where a trace tells them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy

from ...replay.cells import places
from ...trace import Content, Step, Tensor
from .evidence import Evidence

Numbers = numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float64]]

LIMITS = {"uint8": (0, 255), "int8": (-128, 127), "int16": (-(2**15), 2**15 - 1), "uint16": (0, 2**16 - 1)}
"""The least and the greatest number of the small whole dtypes."""

WHOLE = {*LIMITS, "int32", "int64", "uint32", "uint64"}


class Elements:
    """What every storage held, step by step."""

    def __init__(self, evidence: Evidence) -> None:
        self._told: dict[str, tuple[list[int], list[Content]]] = {}
        self._tensors = evidence.tensors
        for step in evidence.steps:
            for content in step.contents:
                indexes, contents = self._told.setdefault(content.storage, ([], []))
                indexes.append(step.index)
                contents.append(content)

    def before(self, tensor: str, step: Step) -> Numbers | None:
        """What a tensor held before a step; None where that is not known element by element."""
        return self._numbers(tensor, self._content(tensor, step.index - 1))

    def after(self, tensor: str, step: Step) -> Numbers | None:
        """What a tensor held after a step."""
        return self._numbers(tensor, self._content(tensor, step.index))

    def blocks(self, tensor: str, step: Step) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The lowest and the highest element of a large storage before a step and after it."""
        pair = self._content(tensor, step.index - 1), self._content(tensor, step.index)
        found = [extent for content in pair if content is not None and (extent := _extent(content)) is not None]
        return (found[0], found[1]) if len(found) == 2 else None

    def is_new(self, tensor: str, step: Step) -> bool:
        """Whether a storage was looked into for the first time in a step: what it held before is not known."""
        indexes, _ = self._told.get(self._tensors[tensor].storage or "", ([], []))
        return bisect_left(indexes, step.index) == 0

    def _content(self, tensor: str, index: int) -> Content | None:
        indexes, contents = self._told.get(self._tensors[tensor].storage or "", ([], []))
        number = bisect_right(indexes, index)
        return contents[number - 1] if number else None

    def _numbers(self, id_: str, content: Content | None) -> Numbers | None:
        tensor = self._tensors[id_]
        if content is None or content.dtype != tensor.dtype or "" in content.values:
            return None
        where = places(tensor)
        if not len(where) or where.max() >= len(content.values) or "complex" in tensor.dtype:
            return None
        found = numpy.array([float(each) for each in content.values], dtype=numpy.float64)
        return found[where].reshape(tensor.shape)


def _extent(content: Content) -> tuple[float, float] | None:
    told = [(block.low, block.high) for block in content.blocks if not isinstance(block.low, str)]
    if not told or len(told) != len(content.blocks):
        return None
    return min(float(low) for low, _ in told), max(float(high) for _, high in told)


def same_shape(evidence: Evidence, step: Step, tensor: Tensor) -> Iterator[Tensor]:
    """The other tensors that a step read on the storage of one that it wrote, with the same shape."""
    for id_ in step.reads:
        other = evidence.tensors[id_]
        if other.storage == tensor.storage and other.shape == tensor.shape and id_ != tensor.id:
            yield other


_known: "WeakKeyDictionary[Evidence, Elements]" = WeakKeyDictionary()


def elements_of(evidence: Evidence) -> Elements:
    """The elements of a trace, sorted out once."""
    if evidence not in _known:
        _known[evidence] = Elements(evidence)
    return _known[evidence]


def shown(number: float) -> str:
    """A number as a sentence says it."""
    return f"{number:.6g}"
