"""Whether the file of a calendar year can be what the State Council ordered. Owns what is asked of it beyond its own consistency.

Problems keep a year from being published. Warnings do not: a notice may do what none has done before, but somebody should look again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from yingsu.law import bounds, wording
from yingsu.law.calendar import KNOWN_UNTIL, Calendar, CalendarMalformed, CalendarYear
from yingsu.text import visible

FESTIVALS: Final[Mapping[str, tuple[tuple[int, int], tuple[int, int]]]] = MappingProxyType(
    {
        "元旦": ((1, 1), (1, 1)),
        "春节": ((1, 21), (2, 21)),
        "清明": ((4, 4), (4, 6)),
        "劳动节": ((5, 1), (5, 2)),
        "端午": ((5, 27), (6, 26)),
        "中秋": ((9, 7), (10, 8)),
        "国庆节": ((10, 1), (10, 3)),
    }
)
"""The statutory holidays (全国年节及纪念日放假办法), each with the first and the last day on which it can fall."""

LONGEST_NAME: Final = 200
"""Characters of a holiday's name, as in the fields of the import."""


def problems(year: CalendarYear, wanted: int) -> tuple[CalendarMalformed, ...]:
    """Everything that keeps the file from being published as the year `wanted`."""
    return tuple(_problems(year, wanted))


def warnings(year: CalendarYear, calendar: Calendar) -> tuple[str, ...]:
    """What no published year has done. `calendar` has the year among its years."""
    return tuple(_warnings(year, calendar))


def _problems(year: CalendarYear, wanted: int) -> Iterator[CalendarMalformed]:
    if year.year != wanted:
        yield CalendarMalformed(f"文件的年度为{year.year}，地址的年度为{wanted}。请核对后改为一致。")
        # Whatever is asked of its days would be asked of another year.
        return
    if not year.notices:
        yield CalendarMalformed(f"{year.year}年日历没有写明放假通知的地址（notices）。请补充国务院办公厅通知的网址。")
    for notice in year.notices:
        if not _is_address(notice):
            yield CalendarMalformed(f"{year.year}年日历的放假通知“{notice[:100]}”不是网址。请写国务院办公厅通知的完整网址。")
    for notice, times in Counter(year.notices).items():
        if times > 1:
            yield CalendarMalformed(f"{year.year}年日历的放假通知“{notice[:100]}”写了{times}次。请只保留一次。")
    for number, holiday in enumerate(year.holidays, start=1):
        if not visible(holiday.name) or len(holiday.name) > LONGEST_NAME:
            yield CalendarMalformed(
                f"{year.year}年日历第{number}个节日的名称为空或者超过{LONGEST_NAME}个字。请写通知中的名称，如“国庆节”。"
            )
            return
    yield from year.problems()
    for day, times in sorted(Counter(day for holiday in year.holidays for day in holiday.worked).items()):
        if times > 1:
            yield CalendarMalformed(
                f"{year.year}年日历有误：调休上班日{wording.full(day)}写了{times}次。请核对放假通知，只列在所调休的节日之下。"
            )
    for festival, (earliest, latest) in FESTIVALS.items():
        begin, end = date(year.year, *earliest), date(year.year, *latest)
        named = [holiday for holiday in year.holidays if festival in holiday.name]
        if not named:
            yield CalendarMalformed(f"{year.year}年日历缺少法定节日“{festival}”。请核对放假通知后补充，合并放假的并列写明。")
        elif not any(holiday.rest[0] <= end and begin <= holiday.rest[1] for holiday in named):
            yield CalendarMalformed(
                f"{year.year}年日历的“{festival}”不在{wording.span(begin, end)}之间，可能写错了日期。请核对放假通知后修改。"
            )


def _is_address(notice: str) -> bool:
    """Whether the text is the address of a page that anyone may open: nobody's name or password stands in it."""
    try:
        parts = urlsplit(notice)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.username is None
            and parts.port != 0
            and not any(char.isspace() for char in notice)
        )
    except ValueError:
        return False


def _warnings(year: CalendarYear, calendar: Calendar) -> Iterator[str]:
    off = [day for holiday in year.holidays for day in _days(*holiday.rest) if day.weekday() < 5]
    made_up = [day for holiday in year.holidays for day in holiday.worked]
    for what, days, in_window, in_year in (
        ("工作日放假", off, bounds.REST_IN_WINDOW, bounds.REST_IN_YEAR),
        ("周末调休上班", made_up, bounds.MADE_UP_IN_WINDOW, bounds.MADE_UP_IN_YEAR),
    ):
        if len(days) > in_year:
            yield f"全年{what}{len(days)}天，历年最多按{in_year}天推算。{_LOOK}"
        most = _most_in_window(days)
        if most > in_window:
            yield f"{bounds.WINDOW}天内{what}{most}天，历年最多按{in_window}天推算。{_LOOK}"
    longest = _longest_rest(year.year, calendar)
    if longest > bounds.LONGEST_REST:
        yield f"一次连休{longest}天，历年最多按{bounds.LONGEST_REST}天推算。{_LOOK}"
    border = date(year.year - 1, *KNOWN_UNTIL)
    early = sorted({day for holiday in year.holidays for day in (*_days(*holiday.rest), *holiday.worked) if day <= border})
    if early and calendar.first <= early[0]:
        yield f"改变了{wording.listed(early)}的安排，而上年{border.month}月{border.day}日以前的日期已按确定计算。{_LOOK}"
    for notice in year.notices:
        host = urlsplit(notice).hostname or ""
        if host != "gov.cn" and not host.endswith(".gov.cn"):
            yield f"放假通知的网址 {notice[:100]} 不在 gov.cn 之下。请核对是否为国务院办公厅的通知。"


_LOOK: Final = "请核对放假通知；确是如此的，此前算出的暂定最早、最晚日期可能不够宽。"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _most_in_window(days: Sequence[date]) -> int:
    return max((sum(0 <= (day - first).days < bounds.WINDOW for day in days) for first in days), default=0)


def _longest_rest(year: int, calendar: Calendar) -> int:
    """The longest rest that touches the year, weekends included, as far as the calendar reaches."""
    longest = rest = 0
    for day in _days(max(calendar.first, date(year - 1, 12, 1)), date(year, 12, 31)):
        rest = 0 if calendar.is_working(day) else rest + 1
        longest = max(longest, rest)
    return longest
