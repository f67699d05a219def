"""Deadline arithmetic: when a period ends, how certain that is, and why, step by step.

The rules (法释〔2018〕1号第四十八条; 民事诉讼法第八十五条; 民法典第二百零一条 to 第二百零三条):

* the day of the start is not counted, rest day or not;
* `calendar_day`: every day counts; a last day that is a rest day rolls to the next *worked* day, a make-up Sunday included;
* `working_day`: only worked days count, make-up weekends included;
* `month`: the corresponding day of the month, else the last of the month; then rolls as above;
* `before` (开庭3日前): calendar days only, counted back, not rolled; `remind_on` is the last worked day on or before.

`reckon` gives the days alone (for folds over many events); `compute` adds the steps. Beyond the known calendar see `bounds`.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, get_args

import msgspec

from yingsu.errors import Malformed
from yingsu.law import bounds, explanation, wording
from yingsu.law.calendar import Calendar
from yingsu.law.explanation import Step

Unit = Literal["working_day", "calendar_day", "month"]
Direction = Literal["after", "before"]

MOST_DAYS = 3650
MOST_MONTHS = 240
LAST_START = date(9900, 12, 31)
LAST_END = date(9950, 12, 31).toordinal()
_FRIDAY = 4


class PeriodMalformed(Malformed):
    """An amount, unit or direction that no period can have."""

    code = "period-malformed"
    title = "期限参数有误"


class BackwardUnit(PeriodMalformed):
    """A backward period in other than calendar days."""

    code = "backward-unit"


class DateOutOfRange(Malformed):
    """A start that no record can have."""

    code = "date-out-of-range"
    title = "日期超出可计算范围"


class Deadline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When a period ends.

    `due` is the last day in time. Where a needed day is not known yet, `provisional` is true, `due` takes Monday to Friday as worked, and
    the true day lies within `earliest` … `latest`; otherwise the three are equal. `remind_on` is the last worked day on or before `due`
    (provisional: on or before `earliest`). `steps` is empty from `reckon`.
    """

    due: date
    provisional: bool
    earliest: date
    latest: date
    remind_on: date
    steps: tuple[Step, ...] = ()


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A length of time in the words of a rule. `roll`: does a last day that rests move to the next worked day?"""

    amount: int
    unit: Unit
    direction: Direction = "after"
    roll: bool = True


def check(amount: int, unit: str, direction: str) -> None:
    """Raises PeriodMalformed or BackwardUnit where these cannot make a period."""
    if unit not in get_args(Unit):
        raise PeriodMalformed(
            f"期限单位“{unit}”无法识别。可用：working_day（工作日）、calendar_day（日）、month（月）。", pointer="/unit"
        )
    if direction not in get_args(Direction):
        raise PeriodMalformed(f"方向“{direction}”无法识别。可用：after（之后）、before（之前）。", pointer="/direction")
    if direction == "before" and unit != "calendar_day":
        raise BackwardUnit("向前倒计的期限只能以日（calendar_day）计算，现行文件没有倒计的工作日或月。", pointer="/unit")
    most = MOST_MONTHS if unit == "month" else MOST_DAYS
    if not 1 <= amount <= most:
        raise PeriodMalformed(
            f"期限长度{amount}超出范围：{'月数' if unit == 'month' else '日数'}须为1至{most}的整数。", pointer="/amount"
        )


def reckon(start: date, amount: int, unit: Unit, direction: Direction, calendar: Calendar, *, roll: bool = True) -> Deadline:
    """The deadline without steps. Arguments must have passed `check`. Raises BeforeCalendar, DateOutOfRange."""
    origin = start.toordinal()
    if origin < calendar.first_ordinal:
        raise calendar.too_early(origin)
    if start > LAST_START:
        raise too_far(origin)
    if direction == "before":
        return fixed_on(origin - amount, calendar)
    if unit == "working_day":
        last = calendar.add_worked(origin, amount)
        if last <= calendar.known_ordinal:
            day = date.fromordinal(last)
            return Deadline(due=day, provisional=False, earliest=day, latest=day, remind_on=day)
        earliest = bounds.earliest_worked(origin, amount, calendar)
        return between(earliest, last, bounds.latest_worked(origin, amount, calendar), calendar)
    raw = origin + amount if unit == "calendar_day" else add_months(start, amount).toordinal()
    return end_on(raw, calendar) if roll else fixed_on(raw, calendar)


def end_on(raw: int, calendar: Calendar) -> Deadline:
    """A period whose last day is the ordinal `raw`, rolled to the next worked day where it rests. Raises BeforeCalendar."""
    last = calendar.next_ordinal(raw)
    if last <= calendar.known_ordinal:
        day = date.fromordinal(last)
        return Deadline(due=day, provisional=False, earliest=day, latest=day, remind_on=day)
    if raw > LAST_END:
        raise too_far(raw)
    earliest = raw if raw > calendar.known_ordinal else calendar.known_ordinal + 1
    return between(earliest, last, bounds.latest_roll(raw, calendar), calendar)


def fixed_on(raw: int, calendar: Calendar) -> Deadline:
    """A last day (ordinal) that no rest day moves; only the reminder depends on the calendar: before its first worked day, the last of
    Monday to Friday."""
    if raw > LAST_END:
        raise too_far(raw)
    day = date.fromordinal(raw)
    if raw < calendar.first_ordinal or not calendar.worked_until(raw):
        remind_on = raw - max(0, day.weekday() - _FRIDAY)
        early = raw < calendar.first_ordinal
        return Deadline(due=day, provisional=early, earliest=day, latest=day, remind_on=date.fromordinal(remind_on))
    unknown = raw > calendar.known_ordinal
    remind_on = bounds.earliest_remind(raw, calendar) if unknown else calendar.last_ordinal(raw)
    return Deadline(due=day, provisional=unknown, earliest=day, latest=day, remind_on=date.fromordinal(remind_on))


def add_months(start: date, amount: int) -> date:
    """The corresponding day `amount` months later, else the last day of that month (民法典第二百零二条)."""
    years, month = divmod(start.month - 1 + amount, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def compute(start: date, amount: int, unit: Unit, direction: Direction, calendar: Calendar, *, roll: bool = True) -> Deadline:
    """The deadline with its numbered steps. Raises PeriodMalformed, BackwardUnit, BeforeCalendar, DateOutOfRange."""
    check(amount, unit, direction)
    result = reckon(start, amount, unit, direction, calendar, roll=roll)
    steps = explanation.Steps(calendar)
    explain_period(steps, start, Period(amount=amount, unit=unit, direction=direction, roll=roll), result)
    return msgspec.structs.replace(result, steps=steps.numbered())


def follow(before: Deadline, period: Period, calendar: Calendar) -> Deadline:
    """The deadline, without steps, of a period that starts at the expiry of another (履行期限届满后5日). Bounds carry over."""
    return carried(before, lambda start: reckon(start, period.amount, period.unit, period.direction, calendar, roll=period.roll))


def carried(before: Deadline, count: Callable[[date], Deadline]) -> Deadline:
    """What `count` makes of the expiry of another period, with the bounds that it has."""
    due = count(before.due)
    if before.earliest == before.latest:
        return due
    first, last = count(before.earliest), count(before.latest)
    return Deadline(
        due=due.due,
        provisional=due.provisional or first.earliest < last.latest,
        earliest=first.earliest,
        latest=last.latest,
        remind_on=first.remind_on,
    )


def compute_chain(start: date, periods: Sequence[Period], calendar: Calendar) -> Deadline:
    """Periods of which each starts at the expiry of the one before, with the steps of all. Errors as `compute`."""
    if not periods:
        raise PeriodMalformed("连续期限至少要有一段。", pointer="/periods")
    steps = explanation.Steps(calendar)
    before = Deadline(due=start, provisional=False, earliest=start, latest=start, remind_on=start)
    for period in periods:
        check(period.amount, period.unit, period.direction)
        result = follow(before, period, calendar)
        explain_period(steps, before.due, period, result)
        before = result
    return msgspec.structs.replace(before, steps=steps.numbered())


def explain_period(steps: explanation.Steps, start: date, period: Period, result: Deadline) -> None:
    """Append the steps that lead from `start` to `result`."""
    if period.direction == "before":
        steps.backward(start, period.amount, result.due)
    elif period.unit == "working_day":
        steps.working_days(start, period.amount, result.due)
    else:
        months = period.unit == "month"
        raw = add_months(start, period.amount) if months else date.fromordinal(start.toordinal() + period.amount)
        steps.calendar_period(start, period.amount, raw, months=months)
        steps.last_day(raw, result.due, roll=period.roll)
    if result.provisional:
        steps.provisional(result.earliest, result.latest)
    if result.remind_on < result.earliest:
        steps.remind(result.remind_on)


def too_far(ordinal: int) -> DateOutOfRange:
    """The error for a day that no record can have, to be raised by the caller."""
    day = wording.plain(date.fromordinal(min(ordinal, date.max.toordinal())))
    return DateOutOfRange(f"日期{day}过远，只能从{wording.plain(LAST_START)}以前的日期起算。请核对年份。", pointer="/start")


def between(earliest: int, due: int, latest: int, calendar: Calendar) -> Deadline:
    """The provisional deadline of these ordinals."""
    earliest, latest = min(earliest, due), max(latest, due)
    return Deadline(
        due=date.fromordinal(due),
        provisional=True,
        earliest=date.fromordinal(earliest),
        latest=date.fromordinal(latest),
        remind_on=date.fromordinal(calendar.last_ordinal(earliest)),
    )
