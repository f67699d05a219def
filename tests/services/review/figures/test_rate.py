"""Rates are exact, rounded half up, and never divide by nothing."""

import pytest

from services.review.figures.rate import Rate, rate


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
