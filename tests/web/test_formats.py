"""Numbers as a reader reads them."""

import pytest
from babel import Locale

from inplace_lab.web import formats

EN, DE = Locale("en"), Locale("de")


@pytest.mark.parametrize(
    ("nbytes", "text"),
    [
        (0, "0 B"),
        (4, "4 B"),
        (1023, "1,023 B"),
        (1024, "1.00 KiB"),
        (442368, "432 KiB"),
        (6291456, "6.00 MiB"),
        (15123200, "14.4 MiB"),
        (1048575, "1.00 MiB"),
        (-6291456, "−6.00 MiB"),
        (2**50, "1,024 TiB"),
    ],
)
def test_bytes_have_three_digits_and_the_unit_that_fits(nbytes: int, text: str) -> None:
    assert formats.size(nbytes, EN) == text.replace(" ", formats.NBSP)


def test_a_difference_always_has_its_sign() -> None:
    signed = [formats.signed_size(n, EN).replace(formats.NBSP, " ") for n in (-1, 0, 1)]
    assert signed == ["−1 B", "±0 B", "+1 B"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.5, "1.50 s"), (0.0127, "12.7 ms"), (8.4e-5, "84.0 µs"), (0, "0.00 ns")]
)
def test_times_have_three_digits_and_the_unit_that_fits(seconds: float, text: str) -> None:
    assert formats.duration(seconds, EN) == text.replace(" ", formats.NBSP)


@pytest.mark.parametrize(("value", "text"), [(0.93, "×0.93"), (1, "×1.00"), (0.998, "×0.998"), (12.345, "×12.34")])
def test_a_ratio_just_below_one_is_not_called_one(value: float, text: str) -> None:
    assert formats.ratio(value, EN) == text


def test_numbers_follow_the_locale() -> None:
    assert formats.size(15123200, DE).startswith("14,4")


@pytest.mark.parametrize(("nbytes", "text"), [(0, "0"), (5 * 2**20, "5 MiB"), (500, "500 B"), (2**30, "1 GiB")])
def test_values_of_an_axis_are_short(nbytes: int, text: str) -> None:
    assert formats.round_size(nbytes, EN) == text.replace(" ", formats.NBSP)


def test_a_moment_names_its_zone() -> None:
    assert formats.moment("2026-11-23T16:07:11+00:00", EN).endswith("UTC")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (0.416, "41.6 %"), (-0.032, "−3.2 %"), (0.0002, "<0.1 %"), (1, "100.0 %"), (0.0006, "0.1 %")],
)
def test_little_is_told_from_nothing(value: float, text: str) -> None:
    assert formats.percent(value, EN).replace(formats.NBSP, " ") == text
