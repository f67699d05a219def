"""The built-in calendars against `chinesecalendar`, day by day, and what a calendar refuses."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from yingsu.law import bounds
from yingsu.law.calendar import (
    BeforeCalendar,
    Calendar,
    CalendarMalformed,
    CalendarYear,
    builtin_bytes,
    builtin_years,
    load_builtin,
)

EVERY_DAY = [date(2018, 1, 1) + timedelta(days=offset) for offset in range((date(2026, 12, 31) - date(2018, 1, 1)).days + 1)]


def test_every_day_from_2018_to_2026_agrees_with_chinesecalendar() -> None:
    calendar = load_builtin()
    assert len(EVERY_DAY) == 3287
    assert [day for day in EVERY_DAY if calendar.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_built_in_years_are_2018_to_2026_and_each_cites_its_notices() -> None:
    assert builtin_years() == tuple(range(2018, 2027))
    for year in load_builtin().years:
        assert year.notices
        assert all("gov.cn/zhengce/" in notice for notice in year.notices)
        assert {holiday.notice for holiday in year.holidays} <= set(year.notices)


def test_holidays_amended_within_the_year_cite_the_amending_notice() -> None:
    calendar = load_builtin()
    labour_day = calendar.day(date(2019, 5, 3)).holiday
    spring_festival = calendar.day(date(2020, 1, 31)).holiday
    assert labour_day is not None
    assert spring_festival is not None
    assert labour_day.notice.endswith("2019-03/22/content_5375877.htm")
    assert spring_festival.notice.endswith("2020-01/27/content_5472352.htm")


def test_days_are_known_until_28_december_of_the_last_year() -> None:
    calendar = load_builtin()
    assert calendar.knows(date(2018, 1, 1))
    assert calendar.knows(date(2026, 12, 28))
    assert not calendar.knows(date(2026, 12, 29))
    assert not calendar.knows(date(2027, 6, 1))
    assert not calendar.knows(date(2017, 12, 31))


def test_the_notice_for_2019_changed_the_end_of_2018() -> None:
    only_2018 = Calendar.of([CalendarYear.from_bytes(builtin_bytes(2018))])
    assert not only_2018.is_working(date(2018, 12, 29))
    assert only_2018.is_working(date(2018, 12, 31))
    assert load_builtin().is_working(date(2018, 12, 29))
    assert not load_builtin().is_working(date(2018, 12, 31))


def test_after_the_last_year_monday_to_friday_are_worked() -> None:
    calendar = load_builtin()
    for offset in range(800):
        day = date(2027, 1, 1) + timedelta(days=offset)
        assert calendar.is_working(day) == (day.weekday() < 5)


def test_a_day_before_2018_is_refused_in_chinese() -> None:
    with pytest.raises(BeforeCalendar, match="工作日历自2018年1月1日起") as refusal:
        load_builtin().is_working(date(2017, 12, 31))
    assert refusal.value.code == "before-calendar"


def test_next_and_last_worked_days_agree_with_a_walk() -> None:
    calendar = load_builtin()
    for day in EVERY_DAY[5:] + [date(2027, 1, 1) + timedelta(days=offset) for offset in range(60)]:
        after = before = day
        while not calendar.is_working(after):
            after += timedelta(days=1)
        while not calendar.is_working(before):
            before -= timedelta(days=1)
        assert calendar.next_ordinal(day.toordinal()) == after.toordinal()
        assert calendar.last_ordinal(day.toordinal()) == before.toordinal()


def test_no_worked_day_before_the_first_of_the_calendar_is_made_up() -> None:
    with pytest.raises(BeforeCalendar):
        load_builtin().last_ordinal(date(2018, 1, 1).toordinal())


def test_versions_name_the_calendar_years_that_cover_a_period() -> None:
    years = [CalendarYear.from_bytes(builtin_bytes(year)) for year in (2025, 2026)]
    calendar = Calendar.of(reversed(years), versions={2026: 2})
    assert calendar.versions_between(date(2025, 12, 30), date(2026, 1, 5)) == ("2025.1", "2026.2")
    assert calendar.versions_between(date(2026, 3, 1), date(2027, 3, 1)) == ("2026.2",)
    assert calendar.versions_between(date(2028, 3, 1), date(2028, 4, 1)) == ()


def test_years_with_a_gap_or_a_repetition_are_refused() -> None:
    year = {number: CalendarYear.from_bytes(builtin_bytes(number)) for number in (2024, 2025, 2026)}
    with pytest.raises(CalendarMalformed, match="2024年之后是2026年"):
        Calendar.of([year[2024], year[2026]])
    with pytest.raises(CalendarMalformed, match="2025年之后是2025年"):
        Calendar.of([year[2025], year[2025]])
    with pytest.raises(CalendarMalformed, match="没有任何年度"):
        Calendar.of([])


GOOD = """
year = 2027
notices = ["https://www.gov.cn/a"]
[[holidays]]
name = "元旦"
rest = [2027-01-01, 2027-01-03]
worked = [2026-12-27]
notice = "https://www.gov.cn/a"
"""


def test_a_new_year_loads_from_bytes() -> None:
    year = CalendarYear.from_bytes(GOOD.encode())
    calendar = Calendar.of([*load_builtin().years, year])
    assert calendar.known_last == date(2027, 12, 28)
    assert calendar.is_working(date(2026, 12, 27))
    assert not calendar.is_working(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2026-12-27", "2026-12-28", "不是周末"),
        ("2027-01-03]", "2026-12-03]", "顺序颠倒"),
        ('notice = "https://www.gov.cn/a"', 'notice = "https://www.gov.cn/b"', "不在本文件 notices 之列"),
        ("2026-12-27", "2026-12-20", "不属于该年度安排"),
        ("2026-12-27", "2027-01-02", "既放假又调休上班"),
        ("year = 2027", "year = 2027\nextra = 1", "无法读取"),
        ("2027-01-03]", "2027-02-30]", "无法读取"),
    ],
)
def test_contradictory_calendar_data_are_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(CalendarMalformed, match=reason):
        CalendarYear.from_bytes(GOOD.replace(old, new, 1).encode())


def test_overlapping_holidays_are_refused() -> None:
    twice = GOOD + GOOD[GOOD.index("[[holidays]]") :].replace("元旦", "春节").replace("[2026-12-27]", "[]")
    with pytest.raises(CalendarMalformed, match="重叠"):
        CalendarYear.from_bytes(twice.encode())


def test_published_years_stay_within_the_assumptions_about_unpublished_ones() -> None:
    off = [day for day in EVERY_DAY if day.weekday() < 5 and not chinese_calendar.is_workday(day)]
    made_up = [day for day in EVERY_DAY if day.weekday() >= 5 and chinese_calendar.is_workday(day)]

    def most_in_window(days: list[date]) -> int:
        return max(sum(0 <= (day - first).days < bounds.WINDOW for day in days) for first in days)

    def most_in_year(days: list[date]) -> int:
        notices = [(day + timedelta(days=bounds.DAYS_OF_NEXT_NOTICE)).year for day in days]
        return max(notices.count(year) for year in range(2018, 2027))

    longest = rest = 0
    for day in EVERY_DAY:
        rest = 0 if chinese_calendar.is_workday(day) else rest + 1
        longest = max(longest, rest)
    assert (most_in_window(off), most_in_year(off)) == (7, 19)
    assert (most_in_window(made_up), most_in_year(made_up)) == (3, 8)
    assert longest == 10
    assert bounds.REST_IN_WINDOW >= 7
    assert bounds.REST_IN_YEAR >= 19
    assert bounds.MADE_UP_IN_WINDOW >= 3
    assert bounds.MADE_UP_IN_YEAR >= 8
    assert longest <= bounds.LONGEST_REST


@pytest.mark.parametrize("content", [b"x = " + b"[" * 100_000, b"year = " + b"9" * 5_000, b"\xff", b"year = 2027"])
def test_a_file_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(CalendarMalformed, match="日历文件无法读取："):
        CalendarYear.from_bytes(content)
