"""A period has both its ends, is at least a day and at most five years."""

from datetime import date

import pytest

from services.review.figures.period import Period, PeriodInvalid, period


def test_both_ends_belong_to_the_period() -> None:
    quarter = period(date(2026, 4, 1), date(2026, 6, 30))
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [day in quarter for day in days] == [False, True, True, False]


def test_a_period_of_one_day_is_one() -> None:
    assert period(date(2026, 4, 1), date(2026, 4, 1)) == Period(date(2026, 4, 1), date(2026, 4, 1))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodInvalid, match=r"期间止日 2026-03-31 早于起日 2026-04-01.*请更正") as refused:
        period(date(2026, 4, 1), date(2026, 3, 31))
    assert (refused.value.code, refused.value.pointer) == ("period-invalid", "/to")


@pytest.mark.parametrize(
    ("first", "longest", "too_long"),
    [
        (date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1)),
        (date(2024, 2, 29), date(2029, 2, 28), date(2029, 3, 1)),
        (date(2023, 3, 1), date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_five_years_are_the_most(first: date, longest: date, too_long: date) -> None:
    assert period(first, longest).last == longest
    with pytest.raises(PeriodInvalid, match=f"超过5年.*不晚于 {longest}"):
        period(first, too_long)


def test_the_end_of_the_calendar_is_no_obstacle() -> None:
    assert period(date(9998, 1, 1), date.max).last == date.max
