"""Rates are exact, rounded half up, and never divide by nothing."""

from fractions import Fraction

import pytest

from yingsu.law.figures.rate import Rate, is_decimal, percent_of, points, rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "percent"),
    [
        (1, 3, "0.3333", "33.33%"),
        (2, 3, "0.6667", "66.67%"),
        (1, 10, "0.1000", "10.00%"),
        (0, 7, "0.0000", "0.00%"),
        (7, 7, "1.0000", "100.00%"),
        (1, 20_000, "0.0001", "0.01%"),
        (1, 20_001, "0.0000", "0.00%"),
        (686, 4311, "0.1591", "15.91%"),
        (1376, 17_701, "0.0777", "7.77%"),
        (42, 275, "0.1527", "15.27%"),
        (1, 200_000_000_000, "0.0000", "0.00%"),
        (2, 1, "2.0000", "200.00%"),
    ],
)
def test_a_rate_is_rounded_half_up_to_four_places(numerator: int, denominator: int, value: str, percent: str) -> None:
    assert rate(numerator, denominator) == Rate(value, percent)


@pytest.mark.parametrize("numerator", [0, 1])
def test_without_a_denominator_there_is_no_rate(numerator: int) -> None:
    assert rate(numerator, 0) is None


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        ((20, 100), (15, 100), "+5.00"),
        ((8, 100), (12, 100), "-4.00"),
        ((1, 3), (2, 3), "-33.33"),
        ((1, 3), (1, 3), "0.00"),
        ((1, 100_000), (0, 1), "0.00"),
        ((1, 20_000), (0, 1), "+0.01"),
    ],
)
def test_a_difference_is_told_in_points_with_its_sign(now: tuple[int, int], then: tuple[int, int], told: str) -> None:
    assert points(Fraction(*now), Fraction(*then)) == told


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        *((text, True) for text in ("0", "1", "1.00", "0.105")),
        *((text, False) for text in ("1.01", "-0", ".5", "1.", "", "10%", "1/2", "１", "1e-1", " 0.1")),
    ],
)
def test_a_limit_is_a_plain_decimal_from_nothing_to_one(text: str, decimal: bool) -> None:
    assert is_decimal(text) is decimal


@pytest.mark.parametrize(
    ("text", "percent"), [("0.10", "10%"), ("1", "100%"), ("0.125", "12.5%"), ("0", "0%"), ("0.0005", "0.05%")]
)
def test_a_limit_is_told_as_a_percentage(text: str, percent: str) -> None:
    assert percent_of(text) == percent
