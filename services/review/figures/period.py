"""The period that figures are of: legal days, both ends included. Owns how long it may be."""

from datetime import date, timedelta

import msgspec

from yingsu.errors import Malformed

MOST_YEARS = 5


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


def _longest(first: date) -> date:
    """The last day of the five years that begin on `first`: the day before the anniversary, of 29 February the day before 1 March."""
    year = first.year + MOST_YEARS
    if year > date.max.year:
        return date.max
    leap_day = (first.month, first.day) == (2, 29)
    return (date(year, 3, 1) if leap_day else first.replace(year=year)) - timedelta(days=1)
