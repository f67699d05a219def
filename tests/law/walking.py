"""The law of periods told a second time, day by day and as plainly as it can be, for comparison. Knows nothing of `yingsu.law.counting`."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Worked = Callable[[date], bool]
Span = tuple[date, date | None]
"""From the day of the suspension until the day of the resumption."""


def rests(day: date, spans: Iterable[Span]) -> bool:
    """Does a period rest on the day? From the suspension on, until the day before it resumes."""
    return any(first <= day and (until is None or day < until) for first, until in spans)


def month_later(start: date, months: int) -> date:
    """Month by month: the same day, or the last of the month."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def walk(
    start: date, amount: int, unit: str, direction: str, spans: Iterable[Span], worked: Worked, *, roll: bool = True
) -> date:
    """The last day, found by going from day to day. The spans have all ended."""
    spans = list(spans)
    if direction == "before":
        for _ in range(amount):
            start -= ONE_DAY
        return start
    if unit == "month":
        amount = (month_later(start, amount) - start).days
    day, left = start, amount
    while left:
        day += ONE_DAY
        if rests(day, spans) or (unit == "working_day" and not worked(day)):
            continue
        left -= 1
    if unit == "working_day":
        return day
    return forward(day, spans, worked) if roll else day


def forward(day: date, spans: Iterable[Span], worked: Worked) -> date:
    """The first day from here that is worked and on which the period does not rest."""
    spans = list(spans)
    while not worked(day) or rests(day, spans):
        day += ONE_DAY
    return day


def walk_given(day: date, since: date, spans: Iterable[Span], worked: Worked, *, roll: bool) -> date:
    """A day that was given: as many days after `since` as lie between, leaving out those on which it rested."""
    spans = [(max(first, since + ONE_DAY), until) for first, until in spans]
    if day <= since:
        return forward(day, spans, worked) if roll else day
    left, found = (day - since).days, since
    while left:
        found += ONE_DAY
        if not rests(found, spans):
            left -= 1
    return forward(found, spans, worked) if roll else found
