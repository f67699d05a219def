"""Counting periods: worked examples, an independent day-by-day calculation, bounds where the notice is not out, and refusals."""

import tomllib
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingsu.law import bounds
from yingsu.law.calendar import BeforeCalendar, Calendar, load_builtin
from yingsu.law.deadline import (
    BackwardUnit,
    DateOutOfRange,
    Deadline,
    Direction,
    Period,
    PeriodMalformed,
    Unit,
    compute,
    compute_chain,
    follow,
    reckon,
)

VECTORS: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("vectors.toml").read_text("utf-8"))
CALENDAR = load_builtin()
ONE_DAY = timedelta(days=1)


def named(vectors: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(vector, id=vector["name"]) for vector in vectors]


@pytest.mark.parametrize("vector", named(VECTORS["after"]))
def test_worked_example(vector: dict[str, Any]) -> None:
    deadline = compute(vector["start"], vector["amount"], vector["unit"], "after", CALENDAR)
    assert deadline.due == vector["due"]
    assert (deadline.earliest, deadline.latest, deadline.remind_on) == (vector["due"],) * 3
    assert not deadline.provisional


@pytest.mark.parametrize("vector", named(VECTORS["before"]))
def test_worked_example_before_a_hearing(vector: dict[str, Any]) -> None:
    deadline = compute(vector["start"], vector["amount"], "calendar_day", "before", CALENDAR)
    assert (deadline.due, deadline.remind_on, deadline.provisional) == (vector["due"], vector["remind_on"], False)


@pytest.mark.parametrize("vector", named(VECTORS["chained"]))
def test_worked_example_of_chained_periods(vector: dict[str, Any]) -> None:
    periods = [Period(amount=amount, unit="calendar_day") for amount in vector["amounts"]]
    deadline = compute_chain(vector["start"], periods, CALENDAR)
    assert deadline.due == vector["due"]
    assert [step.no for step in deadline.steps] == list(range(1, len(deadline.steps) + 1))


def naive(start: date, amount: int, unit: str, direction: str, *, roll: bool) -> tuple[date, date]:
    """Due and reminder, counted one day after another with another library's calendar."""
    works = chinese_calendar.is_workday
    day = start
    if direction == "before":
        for _ in range(amount):
            day -= ONE_DAY
    elif unit == "working_day":
        while amount:
            day += ONE_DAY
            amount -= works(day)
    elif unit == "calendar_day":
        for _ in range(amount):
            day += ONE_DAY
    else:
        year, month = start.year, start.month
        for _ in range(amount):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, min(start.day, monthrange(year, month)[1]))
    if direction == "after" and roll:
        while not works(day):
            day += ONE_DAY
    remind = day
    while not works(remind):
        remind -= ONE_DAY
    return day, remind


@st.composite
def known_periods(draw: st.DrawFn) -> tuple[date, int, Unit, Direction, bool]:
    """Periods that start and end within 2018-01-16 … 2026-12-28."""
    unit: Unit = draw(st.sampled_from(("working_day", "calendar_day", "month")))
    direction: Direction = draw(st.sampled_from(("after", "before"))) if unit == "calendar_day" else "after"
    amount = draw(st.integers(1, 12) if unit == "month" else st.integers(1, 200))
    first, last = date(2018, 1, 16), date(2025, 12, 1)
    start = draw(st.dates(first + timedelta(days=amount) if direction == "before" else first, last))
    return start, amount, unit, direction, draw(st.booleans())


@settings(max_examples=600, deadline=None)
@given(known_periods())
def test_any_known_period_agrees_with_counting_day_by_day(period: tuple[date, int, Unit, Direction, bool]) -> None:
    start, amount, unit, direction, roll = period
    deadline = compute(start, amount, unit, direction, CALENDAR, roll=roll)
    due, remind = naive(start, amount, unit, direction, roll=roll)
    assert (deadline.due, deadline.remind_on) == (due, remind)
    assert (deadline.earliest, deadline.latest, deadline.provisional) == (due, due, False)


@settings(max_examples=200, deadline=None)
@given(known_periods())
def test_reckoning_without_steps_gives_the_same_days(period: tuple[date, int, Unit, Direction, bool]) -> None:
    start, amount, unit, direction, roll = period
    with_steps = compute(start, amount, unit, direction, CALENDAR, roll=roll)
    assert days(reckon(start, amount, unit, direction, CALENDAR, roll=roll)) == days(with_steps)
    assert with_steps.steps
    assert all(step.text and step.authority for step in with_steps.steps)


def days(deadline: Deadline) -> tuple[date, date, date, date, bool]:
    return deadline.due, deadline.earliest, deadline.latest, deadline.remind_on, deadline.provisional


def editions() -> list[tuple[Calendar, Calendar]]:
    """The calendar as known at the end of each year, beside what later came out."""
    years = load_builtin().years
    return [(Calendar.of(years[:count]), CALENDAR) for count in range(1, len(years))]


@pytest.mark.parametrize(("then", "now"), [pytest.param(*pair, id=str(pair[0].known_last.year)) for pair in editions()])
def test_what_the_next_notice_ordered_lay_within_the_bounds(then: Calendar, now: Calendar) -> None:
    first = date(then.known_last.year, 12, 1)
    units: tuple[Unit, ...] = ("working_day", "calendar_day")
    for offset in range(150):
        start = first + timedelta(days=offset)
        for unit in units:
            for amount in (*range(1, 25), 45, 60, 90, 180):
                truth = reckon(start, amount, unit, "after", now)
                if truth.provisional:
                    continue
                guess = reckon(start, amount, unit, "after", then)
                assert guess.earliest <= truth.due <= guess.latest
                assert guess.earliest <= guess.due <= guess.latest
                assert guess.remind_on <= truth.due


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(2026, 6, 1), date(2027, 6, 1)),
    st.integers(1, 80),
    st.sampled_from(("working_day", "calendar_day")),
    st.integers(0, 2**32),
)
def test_no_permitted_future_calendar_leaves_the_bounds(start: date, amount: int, unit: Unit, seed: int) -> None:
    future = permitted_future(seed)
    deadline = reckon(start, amount, unit, "after", CALENDAR)
    day, left = start, amount
    while left:
        day += ONE_DAY
        left -= unit == "calendar_day" or works_in(future, day)
    while not works_in(future, day):
        day += ONE_DAY
    assert deadline.earliest <= day <= deadline.latest


def works_in(future: dict[date, bool], day: date) -> bool:
    return future.get(day, CALENDAR.is_working(day))


def permitted_future(seed: int) -> dict[date, bool]:
    """Days off and make-up days after the known calendar, drawn at random but as greedily as the assumptions permit."""
    import random

    draw = random.Random(seed)  # noqa: S311 - a test's dice
    eager = draw.random()
    future: dict[date, bool] = {}
    off: list[date] = []
    made_up: list[date] = []
    rest = 0
    for offset in range(1, 420):
        day = CALENDAR.known_last + timedelta(days=offset)
        weekday = day.weekday() < 5
        changed, window, year = (
            (off, bounds.REST_IN_WINDOW, bounds.REST_IN_YEAR)
            if weekday
            else (made_up, bounds.MADE_UP_IN_WINDOW, bounds.MADE_UP_IN_YEAR)
        )
        notice = (day + timedelta(days=3)).year
        may = (
            sum((day - other).days < bounds.WINDOW for other in changed) < window
            and sum((other + timedelta(days=3)).year == notice for other in changed) < year
        )
        change = may and draw.random() < eager
        if rest == bounds.LONGEST_REST:
            change = not weekday
            if change and not may:
                # Nothing permits this weekend to be worked, so the rest before it was too long: take a day off back.
                future[off.pop()] = True
                change, rest = False, 0
        if change:
            changed.append(day)
        works = weekday != change
        future[day] = works
        rest = 0 if works else rest + 1
    return future


def test_bounds_of_a_period_over_the_new_year_are_stated() -> None:
    deadline = compute(date(2026, 12, 20), 15, "calendar_day", "after", CALENDAR)
    assert days(deadline) == (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 14), date(2027, 1, 4), True)
    assert "2026年12月29日以后的放假调休安排尚未公布" in deadline.steps[-1].text
    assert "最晚为2027年1月14日（星期四）" in deadline.steps[-1].text


def test_known_rest_days_before_the_unknown_ones_shorten_what_can_follow() -> None:
    until_2024 = Calendar.of(load_builtin().years[:7])
    deadline = reckon(date(2024, 12, 26), 2, "calendar_day", "after", until_2024)
    assert until_2024.known_last == date(2024, 12, 28)
    assert days(deadline) == (date(2024, 12, 30), date(2024, 12, 29), date(2025, 1, 7), date(2024, 12, 27), True)


def test_working_days_that_end_within_the_known_days_are_certain() -> None:
    assert not reckon(date(2026, 12, 24), 2, "working_day", "after", CALENDAR).provisional
    assert reckon(date(2026, 12, 24), 3, "working_day", "after", CALENDAR).provisional


def test_a_backward_period_in_an_unknown_year_is_fixed_but_reminded_at_the_earliest() -> None:
    deadline = compute(date(2027, 3, 10), 3, "calendar_day", "before", CALENDAR)
    assert days(deadline) == (date(2027, 3, 7), date(2027, 3, 7), date(2027, 3, 7), date(2027, 2, 25), True)


def test_a_period_that_does_not_roll_ends_on_the_rest_day_and_reminds_before_it() -> None:
    deadline = compute(date(2026, 9, 28), 3, "calendar_day", "after", CALENDAR, roll=False)
    assert days(deadline) == (date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 1), date(2026, 9, 30), False)
    assert any("不因休息日顺延" in step.text for step in deadline.steps)


def test_bounds_of_the_first_period_carry_over_into_the_second() -> None:
    first = reckon(date(2026, 12, 20), 15, "calendar_day", "after", CALENDAR)
    chained = follow(first, Period(amount=3, unit="calendar_day"), CALENDAR)
    assert chained.due == date(2027, 1, 7)
    assert chained.earliest == date(2027, 1, 7)
    assert chained.latest == reckon(date(2027, 1, 14), 3, "calendar_day", "after", CALENDAR).latest
    assert chained.provisional


def steps_of(start: date, amount: int, unit: Unit, direction: Direction = "after") -> list[tuple[str, date, str]]:
    return [(step.text, step.day, step.authority) for step in compute(start, amount, unit, direction, CALENDAR).steps]


NOTICE_2026 = "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"
COUNTING = "法释〔2018〕1号第四十八条；民事诉讼法第八十五条"


def test_steps_say_why_a_last_day_inside_national_day_moved() -> None:
    assert steps_of(date(2026, 9, 28), 3, "calendar_day") == [
        ("2026年9月28日（星期一）为起算当日，不计入，自次日2026年9月29日（星期二）起计算。", date(2026, 9, 28), COUNTING),
        ("连续计算3日（休息日一并计入），最后一日为2026年10月1日（星期四）。", date(2026, 10, 1), COUNTING),
        (
            "最后一日2026年10月1日（星期四）在国庆节放假期间（2026年10月1日至7日），是法定休假日，顺延。",
            date(2026, 10, 1),
            f"{COUNTING}；{NOTICE_2026}",
        ),
        ("其后第一个工作日为2026年10月8日（星期四），期限于该日届满。", date(2026, 10, 8), COUNTING),
    ]


def test_steps_name_the_days_skipped_and_the_make_up_day_counted() -> None:
    assert steps_of(date(2026, 9, 30), 3, "working_day")[1:] == [
        ("2026年10月1日至7日（星期四至星期三）国庆节放假，不计入。", date(2026, 10, 1), NOTICE_2026),
        ("2026年10月10日（星期六）因国庆节调休上班，计入工作日。", date(2026, 10, 10), NOTICE_2026),
        (
            "计入2026年10月8日、9日、10日，共3个工作日，期限于2026年10月10日（星期六）届满。",
            date(2026, 10, 10),
            "“工作日”不含法定休假日（参照行政复议法第八十八条）",
        ),
    ]


def test_steps_say_that_a_make_up_sunday_ends_the_roll() -> None:
    texts = [text for text, _, _ in steps_of(date(2026, 9, 16), 3, "calendar_day")]
    assert texts[2:] == [
        "最后一日2026年9月19日（星期六）是公休日，顺延。",
        "2026年9月20日（星期日）因国庆节调休上班，是其后第一个工作日，期限于该日届满。",
    ]


def test_steps_say_why_a_backward_day_does_not_move_and_when_it_is_reminded() -> None:
    texts = [text for text, _, _ in steps_of(date(2026, 10, 9), 3, "calendar_day", "before")]
    assert texts == [
        "2026年10月9日（星期五）当日不计入，自前一日2026年10月8日（星期四）起向前计算。",
        "向前连续计算3日，最后期限为2026年10月6日（星期二）。",
        "2026年10月6日（星期二）在国庆节放假期间（2026年10月1日至7日），倒计期限不移动，应在该日以前办理。",
        "提醒日为此前最后一个工作日2026年9月30日（星期三）。",
    ]


def test_steps_of_months_cite_the_corresponding_day_or_the_last_of_the_month() -> None:
    assert steps_of(date(2026, 2, 28), 6, "month")[1] == (
        "计算6个月，期满月的对应日为2026年8月28日（星期五）。",
        date(2026, 8, 28),
        "法释〔2018〕1号第四十八条；民法典第二百零二条",
    )
    assert steps_of(date(2025, 8, 31), 6, "month")[1][0].startswith("计算6个月，2026年2月没有31日，以该月最后一日")


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2018, 1, 1), date(2025, 1, 1)), st.integers(1, 300))
def test_steps_of_working_days_account_for_every_day(start: date, amount: int) -> None:
    deadline = compute(start, amount, "working_day", "after", CALENDAR)
    counted = [start + timedelta(days=offset) for offset in range(1, (deadline.due - start).days + 1)]
    holidays = {day.holiday.name for day in map(CALENDAR.day, counted) if day.holiday and day.kind == "holiday"}
    texts = "".join(step.text for step in deadline.steps)
    assert all(f"{name}放假，不计入" in texts for name in holidays)
    assert texts.count("调休上班，计入工作日") == sum(CALENDAR.day(day).kind == "make_up" for day in counted)
    assert f"共{amount}个工作日" in texts or f"共计入{amount}个工作日" in texts


@pytest.mark.parametrize(
    ("amount", "unit", "direction", "error", "message"),
    [
        (0, "working_day", "after", PeriodMalformed, "日数须为1至3650的整数"),
        (3651, "calendar_day", "after", PeriodMalformed, "日数须为1至3650的整数"),
        (-3, "calendar_day", "after", PeriodMalformed, "期限长度-3超出范围"),
        (241, "month", "after", PeriodMalformed, "月数须为1至240的整数"),
        (3, "week", "after", PeriodMalformed, "期限单位“week”无法识别"),
        (3, "working_day", "around", PeriodMalformed, "方向“around”无法识别"),
        (3, "working_day", "before", BackwardUnit, "只能以日"),
        (1, "month", "before", BackwardUnit, "只能以日"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    amount: int, unit: Unit, direction: Direction, error: type[PeriodMalformed], message: str
) -> None:
    with pytest.raises(error, match=message):
        compute(date(2026, 9, 1), amount, unit, direction, CALENDAR)


def test_the_longest_periods_are_computed() -> None:
    assert compute(date(2018, 1, 1), 3650, "working_day", "after", CALENDAR).provisional
    assert compute(date(2026, 1, 1), 240, "month", "after", CALENDAR).due == date(2046, 1, 1)
    assert compute(date(9900, 12, 31), 3650, "working_day", "after", CALENDAR).provisional


def test_a_start_before_the_calendar_is_refused() -> None:
    with pytest.raises(BeforeCalendar, match="2017年12月31日"):
        compute(date(2017, 12, 31), 15, "calendar_day", "after", CALENDAR)


@pytest.mark.parametrize(
    ("start", "amount", "due", "provisional", "remind_on"),
    [
        (date(2018, 1, 3), 2, date(2018, 1, 1), False, date(2018, 1, 1)),
        (date(2018, 1, 2), 3, date(2017, 12, 30), True, date(2017, 12, 29)),
        (date(2018, 1, 5), 10, date(2017, 12, 26), True, date(2017, 12, 26)),
    ],
)
def test_counted_back_to_before_the_first_worked_day_the_day_is_certain_and_the_reminder_a_weekday(
    start: date, amount: int, due: date, provisional: bool, remind_on: date
) -> None:
    """What is counted back is not moved; a year without data makes it provisional all the same."""
    found = compute(start, amount, "calendar_day", "before", CALENDAR)
    assert (found.due, found.earliest, found.latest, found.provisional, found.remind_on) == (
        due,
        due,
        due,
        provisional,
        remind_on,
    )
    assert ("早于工作日历" in found.steps[-1].text or "早于工作日历" in found.steps[-2].text) == provisional


def test_a_start_beyond_all_records_is_refused() -> None:
    with pytest.raises(DateOutOfRange, match="过远"):
        compute(date.max, 1, "calendar_day", "after", CALENDAR)


def test_a_chain_of_no_periods_is_refused() -> None:
    with pytest.raises(PeriodMalformed, match="至少要有一段"):
        compute_chain(date(2026, 9, 1), [], CALENDAR)
