"""Numbers as a reader of one language reads them."""

from datetime import datetime

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal

from ..numbers import BYTE_UNITS, MINUS, NBSP, integer, ratio, signed_size, size, three_digits

__all__ = [
    "duration",
    "element",
    "integer",
    "moment",
    "percent",
    "ratio",
    "round_size",
    "signed_size",
    "size",
    "three_digits",
    "units",
]

_MOST_SIGNS = 6
_TIME_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def duration(seconds: float, locale: Locale) -> str:
    """Seconds in the unit that fits, with three digits: 3.21 ms."""
    factor, unit = next((pair for pair in _TIME_UNITS if abs(seconds) >= pair[0]), _TIME_UNITS[-1])
    return f"{three_digits(seconds / factor, locale)}{NBSP}{unit}"


def percent(value: float, locale: Locale) -> str:
    """A share in per cent with one digit behind the point: 41.6 %, −3.2 %; as little as <0.1 % is told from nothing."""
    sign = MINUS if value < 0 else ""
    if 0 < abs(value) < 0.0005:
        return f"{sign}<{format_decimal(0.1, locale=locale)}{NBSP}%"
    return f"{sign}{format_decimal(abs(value) * 100, format='0.#' if value == 0 else '0.0', locale=locale)}{NBSP}%"


def moment(iso: str, locale: Locale) -> str:
    """An ISO 8601 time as a date and time of the locale, in UTC."""
    return f"{format_datetime(datetime.fromisoformat(iso), 'medium', locale=locale)}{NBSP}UTC"


def round_size(nbytes: int, locale: Locale) -> str:
    """Bytes that are a round number of their unit: 5 MiB."""
    value, unit = nbytes, 0
    while value >= 1024 and value % 1024 == 0 and unit < len(BYTE_UNITS) - 1:
        value, unit = value // 1024, unit + 1
    return "0" if value == 0 else f"{integer(value, locale)}{NBSP}{BYTE_UNITS[unit]}"


def units(value: float, locale: Locale) -> str:
    """How many units something is, with at most two digits behind the point: 4, 6.07."""
    return str(format_decimal(value, format="0.##", locale=locale))


def element(value: int | float | str | None, dtype: str, locale: Locale) -> str:
    """An element of a tensor in at most six signs, as code shows numbers: 0.577, -12.3, 1.2e-3, T for True."""
    if value is None:
        return ""
    if dtype == "bool":
        return "T" if value else "F"
    if isinstance(value, str) or value == 0:
        return str(value) if isinstance(value, str) else "0"
    if isinstance(value, int) and abs(value) < 100_000:
        return str(value)
    texts = [_digits(value, digits) for digits in (3, 2, 1)]
    return next((text for text in texts if len(text) <= _MOST_SIGNS), texts[-1])


def _digits(value: float, digits: int) -> str:
    """A number with so many digits that count, with an exponent where it is far from 1."""
    if not 0.0095 <= abs(value) < 9999.5:
        return f"{value:.{max(0, digits - 2)}e}".replace("e-0", "e-").replace("e+0", "e")
    return f"{value:.0f}" if abs(value) >= 99.5 else f"{value:.{digits}g}"
