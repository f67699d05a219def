"""Periods that did not run the whole time: worked examples, and thousands of random ones against going from day to day."""

import random
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from tests.law.walking import Span, walk, walk_given
from yingsu.law.calendar import Calendar, load_builtin
from yingsu.law.counting import Rest, counted, given
from yingsu.law.deadline import DateOutOfRange, Deadline, Direction, Period, Unit, reckon

CALENDAR = load_builtin()
RANDOM = 6000


def worked(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def period(amount: int, unit: Unit = "calendar_day", direction: Direction = "after", *, roll: bool = True) -> Period:
    return Period(amount=amount, unit=unit, direction=direction, roll=roll)


def rest(*spans: Span) -> Rest:
    return Rest.of(spans)


@pytest.mark.parametrize(
    ("length", "spans", "due"),
    [
        # 1 September 2026 and fifteen days are the 16th; ten days of rest later the 26th, a Saturday of the Mid-Autumn rest.
        (period(15), [(date(2026, 9, 8), date(2026, 9, 18))], date(2026, 9, 28)),
        (period(15), [(date(2026, 9, 16), date(2026, 9, 18))], date(2026, 9, 18)),
        (period(15), [(date(2026, 9, 17), date(2026, 9, 28))], date(2026, 9, 16)),
        (period(15), [(date(2026, 8, 1), date(2026, 9, 2))], date(2026, 9, 16)),
        (period(15), [(date(2026, 8, 1), date(2026, 9, 4))], date(2026, 9, 18)),
        (period(5, "working_day"), [(date(2026, 9, 4), date(2026, 9, 14))], date(2026, 9, 16)),
        (period(5, "working_day"), [(date(2026, 9, 5), date(2026, 9, 7))], date(2026, 9, 8)),
        (period(1, "month"), [(date(2026, 9, 10), date(2026, 9, 20))], date(2026, 10, 12)),
        (period(3, direction="before"), [(date(2026, 8, 1), date(2026, 9, 30))], date(2026, 8, 29)),
    ],
)
def test_the_days_of_rest_are_not_counted(length: Period, spans: list[Span], due: date) -> None:
    assert counted(date(2026, 9, 1), length, rest(*spans), CALENDAR).due == due


def test_a_suspension_while_the_last_day_rolls_still_counts() -> None:
    """3 days from 9 September end on Saturday the 12th; suspended on the Sunday, resumed on the 20th, a worked Sunday."""
    found = counted(date(2026, 9, 9), period(3), rest((date(2026, 9, 13), date(2026, 9, 20))), CALENDAR)
    assert found.due == date(2026, 9, 20)


def test_overlapping_and_touching_spans_are_one() -> None:
    spans = [
        (date(2026, 9, 8), date(2026, 9, 12)),
        (date(2026, 9, 10), date(2026, 9, 11)),
        (date(2026, 9, 12), date(2026, 9, 15)),
    ]
    assert rest(*spans) == rest((date(2026, 9, 8), date(2026, 9, 15)))
    assert rest((date(2026, 9, 8), None), (date(2026, 9, 10), date(2026, 9, 11))) == Rest((), date(2026, 9, 8).toordinal())
    assert rest((date(2026, 9, 8), date(2026, 9, 8))) == Rest()


def test_a_rest_that_never_ends_within_the_calendar_is_refused_by_name() -> None:
    for length in (period(15), period(5, "working_day")):
        with pytest.raises(DateOutOfRange, match="过远"):
            counted(date(2026, 9, 1), length, rest((date(2026, 9, 8), date.max)), CALENDAR)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test's dice


def a_case(roll: random.Random, first: date, last: date) -> tuple[date, Period, list[Span]]:
    start = first + timedelta(days=roll.randrange((last - first).days))
    unit: Unit = roll.choice(("calendar_day", "working_day", "month"))
    direction: Direction = roll.choice(("after", "after", "after", "before")) if unit == "calendar_day" else "after"
    amount = roll.randint(1, 6 if unit == "month" else 60)
    spans: list[Span] = []
    for _ in range(roll.randint(0, 4)):
        begin = start + timedelta(days=roll.randint(-10, 80))
        spans.append((begin, begin + timedelta(days=roll.randint(0, 40))))
    return start, period(amount, unit, direction, roll=roll.random() < 0.8), spans


def test_thousands_of_random_periods_agree_with_going_from_day_to_day() -> None:
    roll = dice(5)
    compared = 0
    while compared < RANDOM:
        start, length, spans = a_case(roll, date(2018, 3, 10), date(2026, 12, 20))
        found = counted(start, length, Rest.of(spans), CALENDAR)
        if found.provisional:
            continue
        day = walk(start, length.amount, length.unit, length.direction, spans, worked, roll=length.roll)
        assert (found.due, found.earliest, found.latest) == (day, day, day), (start, length, spans)
        compared += 1


def test_thousands_of_random_given_days_agree_with_going_from_day_to_day() -> None:
    roll = dice(6)
    for _ in range(RANDOM):
        since, _, spans = a_case(roll, date(2018, 1, 20), date(2026, 5, 20))
        day = since + timedelta(days=roll.randint(-20, 60))
        rolls = roll.random() < 0.5
        found = given(day, since, Rest.of(spans), CALENDAR, roll=rolls)
        assert found.due == walk_given(day, since, spans, worked, roll=rolls), (day, since, spans)
        assert not found.provisional


def test_what_ends_in_2027_is_provisional_and_its_bounds_hold_whatever_the_plain_week_makes_of_it() -> None:
    roll = dice(7)
    provisional = 0
    for _ in range(RANDOM // 2):
        start, length, spans = a_case(roll, date(2026, 9, 1), date(2027, 6, 1))
        found = counted(start, length, Rest.of(spans), CALENDAR)
        day = walk(start, length.amount, length.unit, length.direction, spans, CALENDAR.is_working, roll=length.roll)
        assert found.due == day, (start, length, spans)
        assert found.earliest <= found.due <= found.latest
        assert found.remind_on <= found.earliest
        if day > date(2026, 12, 28):
            assert found.provisional
            provisional += 1
    assert provisional > RANDOM // 5


@pytest.mark.parametrize("last", [2019, 2020, 2021, 2022, 2023, 2024, 2025])
def test_the_day_that_a_notice_makes_certain_lay_within_the_bounds_of_the_year_before(last: int) -> None:
    roll = dice(last)
    before = Calendar.of(year for year in CALENDAR.years if year.year <= last)
    for _ in range(400):
        start, length, spans = a_case(roll, date(last, 8, 1), date(last + 1, 4, 1))
        guessed = counted(start, length, Rest.of(spans), before)
        certain = counted(start, length, Rest.of(spans), CALENDAR)
        if certain.due.year <= last + 1 and not certain.provisional:
            assert guessed.earliest <= certain.due <= guessed.latest, (start, length, spans)


def test_without_a_rest_it_is_the_plain_count() -> None:
    roll = dice(8)
    for _ in range(300):
        start, length, _ = a_case(roll, date(2018, 3, 10), date(2027, 3, 1))
        plain: Deadline = reckon(start, length.amount, length.unit, length.direction, CALENDAR, roll=length.roll)
        assert counted(start, length, Rest(), CALENDAR) == plain
