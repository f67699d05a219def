"""A period has both its ends, is at least a day and at most five years."""

from datetime import date

import pytest

from yingsu.law.figures.period import Period, PeriodInvalid, before, cycle_of, months_up_to, period
from yingsu.law.provision import Cycle


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


@pytest.mark.parametrize(
    ("day", "cycle", "first", "last"),
    [
        (date(2026, 9, 30), "quarter", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), "quarter", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), "quarter", date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 6, 30), "half_year", date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "half_year", date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), "year", date(2026, 1, 1), date(2026, 12, 31)),
        (date.max, "quarter", date(9999, 10, 1), date.max),
        (date.min, "year", date.min, date(1, 12, 31)),
    ],
)
def test_a_day_lies_in_one_quarter_half_year_and_year(day: date, cycle: Cycle, first: date, last: date) -> None:
    assert cycle_of(day, cycle) == Period(first, last)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 21), date(2023, 11, 22)),
        (date(2027, 2, 28), date(2024, 2, 29)),
        (date(2028, 2, 29), date(2025, 3, 1)),
        (date(2026, 12, 31), date(2024, 1, 1)),
        (date(2, 5, 6), date.min),
        (date(4, 1, 1), date(1, 1, 2)),
    ],
)
def test_thirty_six_months_end_with_their_day(day: date, first: date) -> None:
    assert months_up_to(day, 36) == Period(first, day)


@pytest.mark.parametrize(
    ("current", "earlier"),
    [
        (Period(date(2026, 4, 1), date(2026, 6, 30)), Period(date(2026, 1, 1), date(2026, 3, 31))),
        (Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2025, 7, 1), date(2025, 12, 31))),
        (Period(date(2028, 1, 1), date(2028, 12, 31)), Period(date(2027, 1, 1), date(2027, 12, 31))),
        (Period(date(2028, 3, 1), date(2028, 3, 31)), Period(date(2028, 2, 1), date(2028, 2, 29))),
        (Period(date(2026, 4, 2), date(2026, 4, 11)), Period(date(2026, 3, 23), date(2026, 4, 1))),
        (Period(date(2026, 4, 2), date(2026, 4, 2)), Period(date(2026, 4, 1), date(2026, 4, 1))),
        (Period(date(9999, 12, 1), date.max), Period(date(9999, 11, 1), date(9999, 11, 30))),
        (Period(date.min, date(2026, 4, 1)), None),
        (Period(date(1, 2, 1), date(3, 1, 31)), None),
        (Period(date(1, 1, 5), date(1, 1, 30)), None),
    ],
)
def test_the_period_before_has_as_many_months_or_as_many_days(current: Period, earlier: Period | None) -> None:
    assert before(current) == earlier
