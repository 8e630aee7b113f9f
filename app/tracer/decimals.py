"""Decimals: the shortest ones that read back as the same number of a dtype that is narrower than Python's own."""

import math
from functools import lru_cache

import numpy

_POWERS = 10.0 ** numpy.arange(23)
"""The powers of ten that a double holds exactly."""

_EXACT = (1e-13, 1e22)
"""Between these a number times or over one of the powers is a decimal of 9 digits, rounded once."""


def of_float32(numbers: numpy.ndarray) -> list[float]:
    """The shortest decimal of each number of float32: six to nine digits, all numbers at once."""
    wide = numbers.astype("f8")
    found, size = wide.copy(), numpy.abs(wide)
    left = numpy.flatnonzero((size >= _EXACT[0]) & (size < _EXACT[1]))
    exponents = numpy.floor(numpy.log10(size[left])).astype("i8")
    for digits in range(6, 10):
        power = digits - 1 - exponents
        up, down = _POWERS[numpy.maximum(power, 0)], _POWERS[numpy.maximum(-power, 0)]
        decimals = numpy.rint(wide[left] * up / down) / up * down
        same = decimals.astype("f4") == numbers[left]
        found[left[same]] = decimals[same]
        left, exponents = left[~same], exponents[~same]
    outside = numpy.flatnonzero((size != 0) & ((size < _EXACT[0]) | (size >= _EXACT[1])))
    for place in (*left, *outside):
        found[place] = float(numpy.format_float_scientific(numbers[place]))
    floats: list[float] = found.tolist()
    return floats


def of_float16(numbers: numpy.ndarray) -> list[float]:
    """The shortest decimal of each number of float16."""
    return [_float16(each) for each in numbers.view("u2").tolist()]


def of_bfloat16(bits: numpy.ndarray) -> list[float]:
    """The shortest decimal of each number of bfloat16. NumPy has no such dtype, so it comes as 16 bits."""
    return [_bfloat16(each) for each in bits.tolist()]


@lru_cache(maxsize=4096)
def _float16(bits: int) -> float:
    return float(numpy.format_float_scientific(numpy.array([bits], "u2").view("f2")[0]))


@lru_cache(maxsize=4096)
def _bfloat16(bits: int) -> float:
    number = _widened(bits)
    if not math.isfinite(number):
        return number
    decimals = (float(f"{number:.{digits}g}") for digits in range(1, 5))
    return next((decimal for decimal in decimals if _narrowed(decimal) == bits), number)


def _widened(bits: int) -> float:
    return float(numpy.array([bits << 16], "u4").view("f4")[0])


def _narrowed(number: float) -> int:
    """The nearest number of bfloat16, the even one of two."""
    bits = int(numpy.array([number], "f4").view("u4")[0])
    return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16
