"""How a period is counted that did not run the whole time (期限中止): the days on which it rested are left out.

A period rests from the day of its suspension until the day before it resumes; on the day of resumption it runs again. A period in days or
months ends on its last counted day, or on the first worked day after it on which it does not rest; one in working days counts the worked
days on which it does not rest. A day that was given, not counted, comes later by as many days. Backward periods never rest.

Beyond the known calendar the bounds hold as those of `bounds` do, stretch by stretch.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from yingsu.law import bounds
from yingsu.law.calendar import Calendar
from yingsu.law.deadline import LAST_END, Deadline, Period, add_months, between, end_on, fixed_on, reckon, too_far

Stretch = tuple[int, int]
"""Days (ordinals) on which a period rests: the first, and the one on which it runs again."""

_FOREVER: Final = 2**40


class Rest(NamedTuple):
    """When a period rests: stretches in order, none touching another, and the day (ordinal) from which it rests until further notice."""

    stretches: tuple[Stretch, ...] = ()
    open_from: int | None = None

    @classmethod
    def of(cls, spans: Iterable[tuple[date, date | None]]) -> "Rest":
        """Days of suspension and of resumption (None: not resumed), as one: where they overlap, it rests until the last has ended."""
        found: list[Stretch] = []
        for begin, end in sorted((first.toordinal(), until.toordinal() if until else _FOREVER) for first, until in spans):
            if begin >= end:
                continue
            if found and begin <= found[-1][1]:
                before = found.pop()
                found.append((before[0], max(before[1], end)))
            else:
                found.append((begin, end))
        open_from = found.pop()[0] if found and found[-1][1] == _FOREVER else None
        return cls(tuple(found), open_from)

    def after(self, day: date) -> "Rest":
        """What of it lies after `day`, on which a period starts that is counted from the next."""
        first = day.toordinal() + 1
        return Rest(
            tuple((max(begin, first), end) for begin, end in self.stretches if end > first),
            None if self.open_from is None else max(self.open_from, first),
        )

    def begun_by(self, day: date) -> "Rest":
        """What of it had begun by `day`."""
        last = day.toordinal()
        still = self.open_from if self.open_from is not None and self.open_from <= last else None
        return Rest(tuple(stretch for stretch in self.stretches if stretch[0] <= last), still)

    def holds(self, deadline: Deadline) -> bool:
        """Does it rest until further notice since before the last day was over?"""
        return self.open_from is not None and self.open_from <= deadline.latest.toordinal()


def counted(start: date, period: Period, rest: Rest, calendar: Calendar) -> Deadline:
    """The deadline, without steps, of a period counted from `start` on the days on which it does not rest. Errors as `reckon`."""
    plain = reckon(start, period.amount, period.unit, period.direction, calendar, roll=period.roll)
    stretches = rest.after(start).stretches
    if not stretches or period.direction == "before" or stretches[0][0] > plain.latest.toordinal():
        return plain
    if period.unit == "working_day":
        return _worked(start.toordinal(), period.amount, stretches, calendar)
    raw = start.toordinal() + period.amount if period.unit == "calendar_day" else add_months(start, period.amount).toordinal()
    return _ended(raw, stretches, calendar, roll=period.roll)


def given(day: date, since: date, rest: Rest, calendar: Calendar, *, roll: bool) -> Deadline:
    """The deadline, without steps, where `day` was given as the last: later by the days on which the period rested after `since`."""
    plain = (end_on if roll else fixed_on)(day.toordinal(), calendar)
    stretches = rest.after(since).stretches
    if not stretches or stretches[0][0] > plain.latest.toordinal():
        return plain
    return _ended(day.toordinal(), stretches, calendar, roll=roll)


def lengthened(raw: int, stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, int]]:
    """Each stretch that a period meets whose last counted day was `raw`, with the last counted day after it."""
    for begin, end in stretches:
        if begin > raw:
            return
        raw += end - begin
        yield (begin, end), raw


def portions(
    start: int, amount: int, stretches: Iterable[Stretch], count: Callable[[int, int], int]
) -> Iterator[tuple[Stretch, int]]:
    """Each stretch that a period of worked days meets, with the worked days that are left to count after it.

    `count` gives the worked days after one day until another.
    """
    for begin, end in stretches:
        passed = count(start, begin - 1)
        if passed >= amount:
            return
        start, amount = end - 1, amount - passed
        yield (begin, end), amount


def worked_days(calendar: Calendar) -> Callable[[int, int], int]:
    """How many worked days there are after one day until another."""
    return lambda first, last: calendar.worked_until(last) - calendar.worked_until(first)


def _ended(raw: int, stretches: tuple[Stretch, ...], calendar: Calendar, *, roll: bool) -> Deadline:
    for _, later in lengthened(raw, stretches):
        raw = later
    if raw > LAST_END:
        raise too_far(raw)
    if not roll:
        return fixed_on(raw, calendar)
    due = _first(raw, stretches, calendar.next_ordinal)
    if due > LAST_END:
        raise too_far(due)
    if due <= calendar.known_ordinal:
        return end_on(due, calendar)

    def possible(day: int) -> int:
        worked = calendar.next_ordinal(day)
        return worked if worked <= calendar.known_ordinal else max(day, calendar.known_ordinal + 1)

    return between(_first(raw, stretches, possible), due, _latest(raw, stretches, calendar), calendar)


def _first(day: int, stretches: tuple[Stretch, ...], worked: Callable[[int], int]) -> int:
    """The first day on or after `day` that is worked and on which the period does not rest."""
    while True:
        found = worked(day)
        rests = next((end for begin, end in stretches if begin <= found < end), None)
        if rests is None:
            return found
        day = rests


def _latest(day: int, stretches: tuple[Stretch, ...], calendar: Calendar) -> int:
    """The latest that can be: a rest day until the period rests, and again after it."""
    while True:
        found = bounds.latest_roll(day, calendar)
        rests = next((end for begin, end in stretches if begin <= found and day < end), None)
        if rests is None:
            return found
        day = rests


def _worked(start: int, amount: int, stretches: tuple[Stretch, ...], calendar: Calendar) -> Deadline:
    due = calendar.add_worked(*_last_portion(start, amount, stretches, worked_days(calendar)))
    if due > LAST_END:
        raise too_far(due)
    if due <= calendar.known_ordinal:
        return end_on(due, calendar)
    soonest = _last_portion(start, amount, stretches, lambda first, last: bounds.most_worked(first, last, calendar))
    slowest = _last_portion(start, amount, stretches, lambda first, last: bounds.least_worked(first, last, calendar))
    earliest = calendar.add_worked(*soonest)
    if earliest > calendar.known_ordinal:
        earliest = bounds.earliest_worked(*soonest, calendar)
    return between(earliest, due, bounds.latest_worked(*slowest, calendar), calendar)


def _last_portion(start: int, amount: int, stretches: tuple[Stretch, ...], count: Callable[[int, int], int]) -> tuple[int, int]:
    """From where the last worked days are counted, and how many."""
    for (_, end), left in portions(start, amount, stretches, count):
        start, amount = end - 1, left
    return start, amount
