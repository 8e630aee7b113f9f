"""Numbers: whether two samples of a tensor, or two texts that were printed, say the same up to rounding."""

import cmath
import math
import re
from collections.abc import Iterable, Iterator

from ..trace import Element, Sample

RELATIVE = {"float16": 1e-2, "bfloat16": 5e-2, "complex32": 1e-2}
"""How far apart two numbers may lie that were rounded on different ways, by dtype; others by `USUAL`."""

USUAL = 1e-4
OF_THE_WHOLE = 1e-6
"""The same as a part of the tensor's typical element: what cancels out leaves little but rounding."""

OF_OTHERS = 1e-5
"""The same as a part of what was computed along with the tensor."""

NOTHING = 1e-12

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PASSING = re.compile(
    r"grad_fn=<\w+>|requires_grad=True|0x[0-9a-f]+"
    r"|[\d.]{1,20} ?(?:s|ms|µs|us|sec|seconds|it/s)\b|\d{1,2}:\d\d(?::\d\d)?"
)
"""What a program prints that says nothing of its numbers: names of nodes, addresses, times. Each part is bounded, so
that no line takes long to look through."""


def agree(has: Sample, should: Sample, beside: float = 0.0) -> bool:
    """Whether a tensor has the elements that it should have, as far as the samples tell.

    `beside` is the size of other elements that were computed along with it: a bias before a BatchNorm has a gradient
    that is nothing but their rounding.
    """
    if has.shape != should.shape:
        return False
    if has.digest == should.digest and has.dtype == should.dtype:
        return True
    room, count = OF_OTHERS * beside, math.prod(should.shape)
    spread = _spread(should)
    sums = all(_near(a, b, should, spread, room * count) for a, b in zip(has.sums, should.sums, strict=False))
    return len(has.sums) == len(should.sums) and sums and not any(_apart(has, should, room))


def is_zero(sample: Sample) -> bool:
    """Whether all elements are zero: an optimizer makes no difference between that and no gradient."""
    return bool(sample.sums) and sample.sums[1] == 0


def size_of(samples: Iterable[Sample]) -> float:
    """The typical size of an element in that tensor where it is largest."""
    return max(map(_typical, samples), default=0.0)


def told(has: Sample, should: Sample, beside: float = 0.0) -> tuple[str, str]:
    """The first pair of numbers that differ: elements, or else the sums of all elements, of their sizes, of both."""
    if has.shape != should.shape:
        return str(list(has.shape)), str(list(should.shape))
    for a, b in _apart(has, should, OF_OTHERS * beside):
        return _told_apart(a, b)
    for sign, a, b in zip(("Σ ", "Σ|·| ", "Σ w· "), has.sums, should.sums, strict=False):
        if not _near(a, b, should, _spread(should), OF_OTHERS * beside * math.prod(should.shape)):
            ours, theirs = _told_apart(a, b)
            return sign + ours, sign + theirs
    return start(has), start(should)


def start(sample: Sample) -> str:
    """The first element of a tensor."""
    return short(sample.head[0]) if sample.head else "?"


def _told_apart(a: Element, b: Element) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they differ."""
    if isinstance(a, float) and isinstance(b, float):
        return next(((x, y) for n in (4, 6, 9) if (x := f"{a:.{n}g}") != (y := f"{b:.{n}g}")), (str(a), str(b)))
    return short(a), short(b)


def short(element: Element) -> str:
    """A number as a sentence tells it."""
    return f"{element:.4g}" if isinstance(element, float) else str(element)


def printed_apart(has: str, should: str) -> tuple[str, str] | None:
    """The first lines that say different things; None where there are none."""
    ours, theirs = has.splitlines(), should.splitlines()
    for number in range(max(len(ours), len(theirs))):
        a, b = (lines[number] if number < len(lines) else "" for lines in (ours, theirs))
        if a != b and not _reads_alike(_PASSING.sub("", a), _PASSING.sub("", b)):
            return a, b
    return None


def _apart(has: Sample, should: Sample, room: float) -> Iterator[tuple[Element, Element]]:
    for a, b in zip(has.head, should.head, strict=False):
        if not _near(a, b, should, _typical(should), room):
            yield a, b


def _near(a: Element, b: Element, of: Sample, spread: float, least: float) -> bool:
    """Whether two numbers are the same but for rounding; numbers that lie within `least` always are."""
    if a == b:
        return True
    try:
        one, other = complex(a), complex(b)
    except ValueError:
        return False
    if not (cmath.isfinite(one) and cmath.isfinite(other)):
        return str(one) == str(other)
    room = RELATIVE.get(of.dtype, USUAL) * math.hypot(other.real, other.imag) + max(
        OF_THE_WHOLE * spread, least, NOTHING
    )
    return math.hypot(one.real - other.real, one.imag - other.imag) <= room


def _typical(sample: Sample) -> float:
    count = math.prod(sample.shape)
    return sample.sums[1] / count if sample.sums and count else 0.0


def _spread(sample: Sample) -> float:
    """What the sums are made of: they may cancel out, and rounding does not."""
    return sample.sums[1] * RELATIVE.get(sample.dtype, USUAL) / OF_THE_WHOLE if sample.sums else 0.0


def _reads_alike(has: str, should: str) -> bool:
    if _NUMBER.sub("#", has).split() != _NUMBER.sub("#", should).split():
        return False
    pairs = zip(_NUMBER.findall(has), _NUMBER.findall(should), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=1e-3, abs_tol=1.5e-4) for a, b in pairs)
