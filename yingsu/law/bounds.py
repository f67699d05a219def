"""How early and how late a day can be when the State Council's notice for it is not out yet. Owns the assumptions.

Assumed of every future notice, and true of all published ones (2018–2026, each figure with a margin; a test holds the data to it):

* no rest lasts longer than 10 days on end (longest published: 24 January to 2 February 2020);
* at most 8 weekdays are given off in any 31 days (published: 7) and at most 21 by one year's notice: the 13 days of
  全国年节及纪念日放假办法 (2024) and 8 shifted ones (published: 19);
* at most 4 weekend days are worked in any 31 days (published: 3) and at most 8 by one year's notice (published: 8).

Under these the bounds always hold. `earliest` takes every weekday as worked and every permitted weekend day as made up for, as early as
permitted; `latest` takes every permitted weekday as a day off, as early as permitted: no permitted calendar gives an earlier or later day.
A year's notice also governs 29 to 31 December of the year before.
"""

from bisect import bisect_right
from collections import deque
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from yingsu.law.calendar import Calendar

LONGEST_REST = 10
WINDOW = 31
REST_IN_WINDOW, REST_IN_YEAR = 8, 21
MADE_UP_IN_WINDOW, MADE_UP_IN_YEAR = 4, 8
DAYS_OF_NEXT_NOTICE = 3

MOST_WORKED = 3650
"""The longest period in working days that is computed."""

ASSUMPTION = (
    "最早日期按未公布期间工作日全部上班、周末依历年幅度调休上班推算；"
    f"最晚日期按历年幅度放假推算（一次连休不超过{LONGEST_REST}天，{WINDOW}天内工作日放假不超过{REST_IN_WINDOW}天，"
    f"一年不超过{REST_IN_YEAR}天）"
)
"""The assumptions as a deadline's steps state them."""


class _Change(NamedTuple):
    """Which unknown days are changed (weekends into worked days, or weekdays into days off), and how many at most."""

    into_worked: bool
    in_window: int
    in_year: int


_EARLIEST = _Change(into_worked=True, in_window=MADE_UP_IN_WINDOW, in_year=MADE_UP_IN_YEAR)
_LATEST = _Change(into_worked=False, in_window=REST_IN_WINDOW, in_year=REST_IN_YEAR)


def latest_roll(raw: int, calendar: Calendar) -> int:
    """The latest that a period can end whose last day `raw` may be, or lead into, a rest day beyond the known days.

    Known rest days right before `raw` belong to the same rest and shorten what can follow.
    """
    begin = raw
    while begin - 1 <= calendar.known_ordinal and begin > calendar.first_ordinal and _rests(begin - 1, calendar):
        begin -= 1
    return max(begin + LONGEST_REST, calendar.next_ordinal(raw))


def earliest_remind(day: int, calendar: Calendar) -> int:
    """The earliest that the last worked day on or before an unknown `day` can be."""
    known = min(day, calendar.known_ordinal)
    return max(day - LONGEST_REST, calendar.last_ordinal(known))


def earliest_worked(start: int, amount: int, calendar: Calendar) -> int:
    """The earliest possible `amount`-th worked day after `start`, where it lies beyond the known days."""
    return _nth(start, amount, calendar, _EARLIEST)


def latest_worked(start: int, amount: int, calendar: Calendar) -> int:
    """The latest possible `amount`-th worked day after `start`, where it lies beyond the known days."""
    return _nth(start, amount, calendar, _LATEST)


def most_worked(start: int, last: int, calendar: Calendar) -> int:
    """The most days after `start` until `last` (both ordinals) that can be worked, up to `MOST_WORKED`."""
    return _count(start, last, calendar, _EARLIEST)


def least_worked(start: int, last: int, calendar: Calendar) -> int:
    """The fewest days after `start` until `last` (both ordinals) that can be worked, up to `MOST_WORKED`."""
    return _count(start, last, calendar, _LATEST)


def _count(start: int, last: int, calendar: Calendar, rule: _Change) -> int:
    known = calendar.known_ordinal
    if last <= known:
        return calendar.worked_until(last) - calendar.worked_until(start)
    if start > known:
        return bisect_right(_walk(start, min(last - start, MOST_WORKED), rule), last)
    surely = calendar.worked_until(known) - calendar.worked_until(start)
    return surely + bisect_right(_from_known(known, rule), last)


def _nth(start: int, amount: int, calendar: Calendar, rule: _Change) -> int:
    known = calendar.known_ordinal
    if start > known:
        return _walk(start, amount, rule)[-1]
    return _from_known(known, rule)[amount - (calendar.worked_until(known) - calendar.worked_until(start)) - 1]


@lru_cache(maxsize=8)
def _from_known(known: int, rule: _Change) -> list[int]:
    return _walk(known, MOST_WORKED, rule)


def _walk(start: int, amount: int, rule: _Change) -> list[int]:
    """The worked days after `start`, when weekend days are made worked, or weekdays days off, as soon and as often as permitted."""
    day = start
    found: list[int] = []
    changed: deque[int] = deque()
    left, year_end = rule.in_year, _notice_end(day + 1)
    while len(found) < amount:
        day += 1
        if day > year_end:
            left, year_end = rule.in_year, _notice_end(day)
        worked = 1 <= day % 7 <= 5
        if worked != rule.into_worked:
            while changed and changed[0] <= day - WINDOW:
                changed.popleft()
            if left and len(changed) < rule.in_window:
                changed.append(day)
                left -= 1
                worked = rule.into_worked
        if worked:
            found.append(day)
    return found


def _rests(ordinal: int, calendar: Calendar) -> bool:
    return calendar.worked_until(ordinal) == calendar.worked_until(ordinal - 1)


def _notice_end(ordinal: int) -> int:
    """The last day that the notice governing `ordinal` governs: 28 December."""
    year = date.fromordinal(ordinal + DAYS_OF_NEXT_NOTICE).year
    return date(year, 12, 31).toordinal() - DAYS_OF_NEXT_NOTICE
