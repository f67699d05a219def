"""Why an obligation is due when it is: its rule and what started it, the counting, what it rested, each move, each step with its authority."""

from datetime import date

from yingsu.law import explanation, wording
from yingsu.law.calendar import Calendar
from yingsu.law.counting import Rest, Stretch, lengthened, portions, worked_days
from yingsu.law.deadline import Deadline, add_months, explain_period
from yingsu.law.explanation import Step, Steps
from yingsu.law.obligation import Obligation, Suspension
from yingsu.law.rules import Rules
from yingsu.law.suspension import rest_of
from yingsu.law.term import Term, phases


def explain(obligation: Obligation, rules: Rules) -> tuple[Step, ...]:
    """The numbered steps to the obligation's due day.

    `rules` are those it was evaluated with.
    """
    steps = Steps(rules.calendar)
    start, met = obligation.started_by, obligation.suspensions
    first = Term.first(start, obligation.period, obligation.given)
    for move, term, rest in phases(start, first, obligation.moves, rest_of(met)):
        if move is None:
            _opening(steps, obligation, first)
        elif move.period:
            steps.anchored(move.what, move.until, _length(move.period.amount, move.period.unit), move.reason, move.authority)
        else:
            steps.moved(move.until, move.reason, move.authority)
        result = term.last_day(rest, rules.calendar)
        if term.period and not _meets(term, rest, result):
            explain_period(steps, term.on, term.period, result)
            continue
        _rested(steps, obligation, term, rest, result, rules.calendar)
        _certainty(steps, result)
        if term.stops(result, rest):
            _stopped(steps, obligation, term, rest, rules.calendar)
    if obligation.impossible:
        known = obligation.moves[-1].on if obligation.moves else start.known_on
        steps.impossible(known, obligation.due)
    return steps.numbered()


def _opening(steps: Steps, obligation: Obligation, first: Term) -> None:
    start, period = obligation.started_by, first.period
    when = f"{start.what}（{wording.plain(start.on)}）"
    if period:
        length = _length(period.amount, period.unit)
        text = f"{when}{length}前" if period.direction == "before" else f"自{when}起{length}内"
        steps.add(f"{obligation.title}：{text}。", start.on, obligation.authority)
    elif first.given:
        day = first.given.day
        steps.add(f"{obligation.title}：自{when}起，至{wording.full(day)}。", day, obligation.authority)


def _meets(term: Term, rest: Rest, result: Deadline) -> bool:
    """Does the term meet a day on which it rests?"""
    after = rest.after(term.on)
    if term.period and term.period.direction == "before":
        return False
    return term.stops(result, rest) or bool(after.stretches and after.stretches[0][0] <= result.latest.toordinal())


def _rested(steps: Steps, obligation: Obligation, term: Term, rest: Rest, result: Deadline, calendar: Calendar) -> None:
    """The counting around the days on which the period rested."""
    stretches, period = rest.after(term.on).stretches, term.period
    if period and period.unit == "working_day":
        steps.begin(term.on)
        begin, amount = term.on, period.amount
        for stretch, left in portions(term.on.toordinal(), period.amount, stretches, worked_days(calendar)):
            steps.rested(*_days(stretch), _what(obligation, stretch), f"尚余{left}个工作日，继续计算", obligation.authority)
            begin, amount = date.fromordinal(stretch[1] - 1), left
        steps.working_days_after(begin, amount, result.due)
        return
    raw, rolls = _nominal(term), period.roll if period else bool(term.given and term.given.roll)
    if period:
        steps.calendar_period(term.on, period.amount, raw, months=period.unit == "month")
    for stretch, later in lengthened(raw.toordinal(), stretches):
        raw = date.fromordinal(later)
        steps.rested(*_days(stretch), _what(obligation, stretch), f"最后一日相应延至{wording.full(raw)}", obligation.authority)
    while_rolling = [stretch for stretch in stretches if raw.toordinal() < stretch[0] <= result.due.toordinal()]
    if while_rolling and rolls:
        stretch = while_rolling[-1]
        first, resumed = _days(stretch)
        so = f"最后一日{wording.full(raw)}遇休息日，顺延至恢复以后"
        steps.rested(first, resumed, _what(obligation, stretch), so, obligation.authority)
        steps.last_day(resumed, result.due, roll=True)
    elif rolls or period:
        steps.last_day(raw, result.due, roll=rolls)


def _stopped(steps: Steps, obligation: Obligation, term: Term, rest: Rest, calendar: Calendar) -> None:
    """It rests until further notice: with what is left of it."""
    after, period = rest.after(term.on), term.period
    if after.open_from is None:
        return
    if period and period.unit == "working_day":
        start, left, worked = term.on.toordinal(), period.amount, worked_days(calendar)
        for stretch, remaining in portions(start, left, after.stretches, worked):
            start, left = stretch[1] - 1, remaining
        remains = f"{max(0, left - worked(start, after.open_from - 1))}个工作日"
    else:
        raw = _nominal(term).toordinal()
        last = max((later for _, later in lengthened(raw, after.stretches)), default=raw)
        remains = f"{max(0, last - after.open_from + 1)}日"
    what = _what(obligation, (after.open_from, after.open_from + 1))
    steps.stopped(date.fromordinal(after.open_from), what, remains, obligation.authority)


def _nominal(term: Term) -> date:
    """The last day as if it had never rested."""
    period = term.period
    if term.given or period is None:
        return term.given.day if term.given else term.on
    if period.unit == "month":
        return add_months(term.on, period.amount)
    return date.fromordinal(term.on.toordinal() + period.amount)


def _certainty(steps: Steps, result: Deadline) -> None:
    if result.provisional:
        steps.provisional(result.earliest, result.latest)
    if result.remind_on < result.earliest:
        steps.remind(result.remind_on)


def _what(obligation: Obligation, stretch: Stretch) -> str:
    """The facts that made it rest on these days."""
    begin, end = stretch
    return "、".join(dict.fromkeys(one.what for one in obligation.suspensions if _overlaps(one, begin, end)))


def _overlaps(one: Suspension, begin: int, end: int) -> bool:
    return one.on.toordinal() < end and (one.resumed_on is None or one.resumed_on.toordinal() > begin)


def _days(stretch: Stretch) -> tuple[date, date]:
    return (date.fromordinal(stretch[0]), date.fromordinal(stretch[1]))


def _length(amount: int, unit: str) -> str:
    return f"{amount}{explanation.UNITS[unit]}"
