"""Numbers as a reader of one language reads them: those that pages and lessons must write alike."""

from babel import Locale
from babel.numbers import format_decimal

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
BYTE_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def size(nbytes: int, locale: Locale) -> str:
    """Bytes in the unit that fits, with three digits: 14.4 MiB."""
    value, unit = float(abs(nbytes)), 0
    while value >= 1023.5 and unit < len(BYTE_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    number = integer(abs(nbytes), locale) if unit == 0 else three_digits(value, locale)
    return f"{MINUS if nbytes < 0 else ''}{number}{NBSP}{BYTE_UNITS[unit]}"


def signed_size(nbytes: int, locale: Locale) -> str:
    """A difference in bytes, always with its sign: −6.00 MiB, +432 KiB, ±0 B."""
    sign = "+" if nbytes > 0 else "" if nbytes < 0 else "±"
    return f"{sign}{size(nbytes, locale)}"


def ratio(value: float, locale: Locale) -> str:
    """A ratio of two times: ×0.93; close to 1 with one digit more, so that ×0.998 is not called ×1.00."""
    pattern = "0.000" if 0 < abs(value - 1) < 0.005 else "0.00"
    return f"×{format_decimal(value, format=pattern, locale=locale)}"


def integer(value: int, locale: Locale) -> str:
    """A whole number with its digits grouped: 6,291,456."""
    return str(format_decimal(value, locale=locale))


def three_digits(value: float, locale: Locale) -> str:
    """A positive number with three digits that count: 0.43, 8.43, 14.4, 144."""
    pattern = "#,##0" if value >= 99.95 else "0.0" if value >= 9.995 else "0.00"
    return str(format_decimal(value, format=pattern, locale=locale))
