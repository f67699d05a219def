"""The days that something is counted within, both ends included. Owns how long they may be, which window holds a day, and what was before.

36 months up to a day begin on the day after the same day three years before (HZ-1.4: on 2026-11-21 they begin on 2023-11-22).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

import msgspec

from yingsu.errors import Malformed
from yingsu.law.provision import Cycle

MOST_YEARS: Final = 5

_MONTHS: Final[dict[Cycle, int]] = {"quarter": 3, "half_year": 6, "year": 12}
_DAY: Final = timedelta(days=1)


class PeriodInvalid(Malformed):
    """The period ends before it begins, or is too long."""

    code = "period-invalid"
    title = "期间有误"


class Period(msgspec.Struct, frozen=True):
    """From `first` to `last`, both included. `last` may lie in the future."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period(first: date, last: date) -> Period:
    """The period from `first` to `last`: at least a day, at most five years. Raises `PeriodInvalid`."""
    if last < first:
        raise PeriodInvalid(f"期间止日 {last} 早于起日 {first}，未统计。起止日期均计入期间，请更正后重新查询。", pointer="/to")
    longest = _longest(first)
    if last > longest:
        raise PeriodInvalid(
            f"期间自 {first} 至 {last} 超过{MOST_YEARS}年，未统计。一次至多统计{MOST_YEARS}年，止日应不晚于 {longest}；更长的期间请分次查询。",
            pointer="/to",
        )
    return Period(first, last)


def cycle_of(day: date, cycle: Cycle) -> Period:
    """The calendar quarter, half-year or year that holds `day`."""
    months = _MONTHS[cycle]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _month_end(first.year, first.month + months - 1))


def months_up_to(day: date, months: int) -> Period:
    """The `months` that end with `day`, as far as the calendar goes back."""
    if day.year * 12 + day.month - 1 - months < 12:
        return Period(date.min, day)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    corresponding = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return Period(corresponding + _DAY, day)


def before(current: Period) -> Period | None:
    """The period before: of whole months, as many months; of others, as many days. None before the calendar begins."""
    if current.first == date.min:
        return None
    last = current.first - _DAY
    if current.first.day == 1 and (current.last == date.max or (current.last + _DAY).day == 1):
        months = (current.last.year - current.first.year) * 12 + current.last.month - current.first.month + 1
        year, month = divmod(current.first.year * 12 + current.first.month - 1 - months, 12)
        return Period(date(year, month + 1, 1), last) if year >= 1 else None
    days = (current.last - current.first).days
    return Period(last - timedelta(days=days), last) if last.toordinal() > days else None


def _longest(first: date) -> date:
    """The last day of the five years that begin on `first`: the day before the anniversary, of 29 February the day before 1 March."""
    year = first.year + MOST_YEARS
    if year > date.max.year:
        return date.max
    leap_day = (first.month, first.day) == (2, 29)
    return (date(year, 3, 1) if leap_day else first.replace(year=year)) - _DAY


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
