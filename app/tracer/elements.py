"""Elements: the numbers that bytes stand for, each as the shortest decimal that reads back as the same value.

What the program told NumPy to do about overflows and the like (numpy.seterr) must not reach us, hence errstate.
"""

import math

import numpy

from ..trace import Element
from .decimals import of_bfloat16, of_float16, of_float32

_WHOLE = {
    "bool": "u1",
    "uint8": "u1",
    "uint16": "u2",
    "uint32": "u4",
    "uint64": "u8",
    "int8": "i1",
    "int16": "i2",
    "int32": "i4",
    "int64": "i8",
}
_FLOATS = {"float16": "f2", "float32": "f4", "float64": "f8"}
_PAIRS = {"complex32": "float16", "complex64": "float32", "complex128": "float64"}
_BFLOAT16 = "bfloat16"
_PLAIN = {*_WHOLE, *_FLOATS, *_PAIRS, _BFLOAT16}


def is_plain(dtype: str) -> bool:
    """Whether the bytes of a dtype stand for plain numbers; those of float8 and of quantized ones do not."""
    return dtype in _PLAIN


@numpy.errstate(all="ignore")
def elements(raw: bytes, dtype: str) -> list[Element]:
    """The numbers that bytes of a dtype stand for. Many at once are much faster than one by one."""
    if not raw:
        return []
    if dtype in _WHOLE:
        whole: list[Element] = numpy.frombuffer(raw, _WHOLE[dtype]).tolist()
        return whole
    if dtype in _PAIRS:
        parts = [str(part).removesuffix(".0") for part in _floats(raw, _PAIRS[dtype])]
        return [f"{re}{'' if im[0] == '-' else '+'}{im}j" for re, im in zip(parts[::2], parts[1::2], strict=True)]
    floats = _floats(raw, dtype)
    finite = math.isfinite(sum(map(abs, floats)))
    return [*floats] if finite else [number if math.isfinite(number) else str(number) for number in floats]


@numpy.errstate(all="ignore")
def extremes(raw: numpy.ndarray, dtype: str, starts: range) -> tuple[bytes, bytes]:
    """The lowest and the highest element of each block that begins at one of `starts`, as bytes of the same dtype.

    Complex numbers have no order, so no bytes.
    """
    if dtype in _PAIRS or not starts:
        return b"", b""
    if dtype != _BFLOAT16:
        numbers = raw.view((_WHOLE | _FLOATS)[dtype])
        return _reduced(numpy.minimum, numbers, starts), _reduced(numpy.maximum, numbers, starts)
    wide = (raw.view("u2").astype("u4") << 16).view("f4")
    lowest, highest = _reduced(numpy.minimum, wide, starts), _reduced(numpy.maximum, wide, starts)
    return _upper_halves(lowest), _upper_halves(highest)


def _floats(raw: bytes, dtype: str) -> list[float]:
    if dtype == _BFLOAT16:
        return of_bfloat16(numpy.frombuffer(raw, "u2"))
    numbers = numpy.frombuffer(raw, _FLOATS[dtype])
    match dtype:
        case "float16":
            return of_float16(numbers)
        case "float32":
            return of_float32(numbers)
    doubles: list[float] = numbers.tolist()
    return doubles


def _reduced(function: numpy.ufunc, numbers: numpy.ndarray, starts: range) -> bytes:
    reduced: bytes = function.reduceat(numbers, starts).tobytes()
    return reduced


def _upper_halves(wide: bytes) -> bytes:
    halves: bytes = (numpy.frombuffer(wide, "u4") >> 16).astype("u2").tobytes()
    return halves
