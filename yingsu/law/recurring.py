"""Duties that come with each cycle (quarter, half-year, year): who owes them, by when, and what became of them. A pure function.

The profile in force on a cycle's last day governs it, as the one on the anchor day governs any other duty: what a document that took effect
within a cycle orders of the whole cycle is owed for that one too, and what ceased before its end is not. Only a duty that must be done
inside the cycle is owed for whole cycles alone: of a cycle that began before the document there was less than its time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

from yingsu.clock import legal_day
from yingsu.law import explanation, wording
from yingsu.law.calendar import Calendar
from yingsu.law.cycles import Named, cycles_between, named_cycle
from yingsu.law.deadline import Deadline, end_on, explain_period, fixed_on, reckon
from yingsu.law.duty import Duty
from yingsu.law.explanation import Step
from yingsu.law.facts import CaseFacts, Found, Place, dated, read
from yingsu.law.live import LiveDuty
from yingsu.law.matching import Condition
from yingsu.law.obligation import Outcome
from yingsu.law.provision import Cycle
from yingsu.law.sued import sued_in
from yingsu.ledger.entry import Entry

CycleStanding = Literal["open", "not_due", "due_today", "overdue", "missed", "satisfied"]
"""未定期限, 未到期, 今日到期, 已逾期, 本周期未完成, 已办结."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An agency in scope, and the days on which it exists (None: without end). Only who exists on a cycle's last day owes for it."""

    agency: str
    jurisdiction: str
    first: date | None = None
    last: date | None = None


class CycleDuty(Duty, frozen=True, kw_only=True, gc=False):
    """One duty of one unit for one cycle.

    `cycle` is its name (`2026-H1`); `agency` None where the jurisdiction as a whole owes it. Without a last day (`due` None) it is open until
    done and never overdue. `inside`: what is not done by the end of the cycle is missed. `done` of `required` times; `missing` names the parts
    that are still to come.
    """

    cycle: str
    first: date
    last: date
    agency: str | None
    calendars: tuple[str, ...]
    inside: bool
    required: int
    due: date | None
    provisional: bool
    earliest: date | None
    latest: date | None
    remind_on: date | None
    done: int
    missing: tuple[str, ...]
    satisfied_on: date | None
    satisfied_by: tuple[UUID, ...]
    outcome: Outcome | None
    late_days: int
    recorded_late: bool
    steps: tuple[Step, ...]

    def standing(self, today: date) -> CycleStanding:
        """Where it stands at the start of `today`. A provisional one is overdue only after the latest that its last day can be."""
        if self.satisfied_on is not None:
            return "satisfied"
        if self.due is None or self.latest is None:
            return "open"
        if today > self.latest:
            return "missed" if self.inside else "overdue"
        return "due_today" if today >= self.due else "not_due"


class _Done(NamedTuple):
    """A way that was completed, and by which facts."""

    on: date
    facts: tuple[Found, ...]


def recurring(
    duties: Iterable[LiveDuty], units: Sequence[Unit], entries: Iterable[Entry], calendar: Calendar, first: date, last: date
) -> tuple[CycleDuty, ...]:
    """The duties of every cycle with a day from `first` to `last`, by code, cycle and agency.

    `duties` are those of one jurisdiction over time (`Rules.duties`), `units` all that may be in scope there, `entries` the facts that any
    of them looks at, cases among them. Cycles that ended before the calendar begins are passed over.
    """
    facts = read("", list(entries))
    found = [
        item
        for duty in duties
        for cycle in cycles_between(max(first, calendar.first), last, duty.duty.cycle)
        if duty.begin <= cycle.period.last < duty.end and not (duty.duty.inside and duty.since > cycle.period.first)
        for item in _of_cycle(duty, cycle, units, facts, calendar)
    ]
    return tuple(sorted(found, key=lambda item: (item.code, item.first, item.agency or "")))


def _of_cycle(duty: LiveDuty, cycle: Named, units: Sequence[Unit], facts: CaseFacts, calendar: Calendar) -> Iterator[CycleDuty]:
    due = _due(duty, cycle, calendar)
    steps = _steps(duty, cycle, due, calendar)
    counted = [[_counted(duty, cycle, fact, facts) for fact in way] for way in duty.ways]
    owing: Iterable[str | None] = (None,)
    if duty.duty.per == "agency":
        day = cycle.period.last
        owing = [
            unit.agency for unit in units if (unit.first is None or unit.first <= day) and (unit.last is None or day <= unit.last)
        ]
        if duty.duty.among == "sued":
            sued = sued_in(facts, cycle.period)
            owing = [agency for agency in owing if agency in sued]
    for agency in owing:
        yield _of_unit(duty, cycle, agency, counted, due, steps, calendar)


def _of_unit(
    duty: LiveDuty,
    cycle: Named,
    agency: str | None,
    counted: list[list[list[Found]]],
    due: Deadline | None,
    steps: tuple[Step, ...],
    calendar: Calendar,
) -> CycleDuty:
    rule = duty.duty
    done, missing = _done(duty, counted, agency)
    enough = done[rule.at_least - 1] if len(done) >= rule.at_least else None
    satisfying = [fact for one in done[: rule.at_least] for fact in one.facts] if enough else []
    outcome: Outcome | None = None
    late_days, recorded_late = 0, False
    if enough and due:
        outcome = "on_time" if enough.on <= due.latest else "late"
        late_days = max(0, (enough.on - due.latest).days)
        recorded_on = max(legal_day(fact.entry.recorded_at) for fact in satisfying)
        recorded_late = outcome == "on_time" and recorded_on > due.latest
    return CycleDuty(
        code=rule.code,
        title=rule.title,
        cycle=cycle.name,
        first=cycle.period.first,
        last=cycle.period.last,
        agency=agency,
        jurisdiction=duty.jurisdiction,
        owed_by=rule.owed_by,
        force=rule.force,
        clauses=rule.clauses,
        quotes=duty.quotes,
        authority=duty.authority,
        profile=duty.profile,
        layer=duty.layer,
        calendars=calendar.versions_between(cycle.period.last, due.latest) if due else (),
        inside=rule.inside,
        required=rule.at_least,
        due=due.due if due else None,
        provisional=due.provisional if due else False,
        earliest=due.earliest if due else None,
        latest=due.latest if due else None,
        remind_on=due.remind_on if due else None,
        done=len(done),
        missing=() if enough else missing,
        satisfied_on=enough.on if enough else None,
        satisfied_by=tuple(dict.fromkeys(fact.entry.event_id for fact in satisfying)),
        outcome=outcome,
        late_days=late_days,
        recorded_late=recorded_late,
        steps=steps,
    )


def _due(duty: LiveDuty, cycle: Named, calendar: Calendar) -> Deadline | None:
    """The last day; None where the document sets none."""
    rule, end = duty.duty, cycle.period.last
    if rule.inside:
        return fixed_on(end.toordinal(), calendar)
    if rule.fixed_date:
        return (end_on if rule.roll else fixed_on)(_fixed(end, rule.fixed_date).toordinal(), calendar)
    if duty.period:
        period = duty.period
        return reckon(end, period.amount, period.unit, period.direction, calendar, roll=period.roll)
    return None


def _fixed(end: date, fixed_date: str) -> date:
    """The first day `MM-DD` after `end`."""
    this_year = date.fromisoformat(f"{end.year}-{fixed_date}")
    return this_year if this_year > end else date.fromisoformat(f"{end.year + 1}-{fixed_date}")


def _steps(duty: LiveDuty, cycle: Named, due: Deadline | None, calendar: Calendar) -> tuple[Step, ...]:
    rule, end = duty.duty, cycle.period.last
    steps = explanation.Steps(calendar)
    head = f"{rule.title}：{cycle.title}（{wording.span(cycle.period.first, end)}）"
    if due is None:
        steps.add(f"{head}，文件未规定办理日期，办结以前一直列为未办结，不作逾期。", end, duty.authority)
    elif rule.inside:
        times = f"至少{rule.at_least}次" if rule.at_least > 1 else ""
        steps.add(f"{head}，应在周期内{times}完成，最后一日为{wording.full(end)}；周期届满后不能补办。", end, duty.authority)
    elif rule.fixed_date:
        raw = _fixed(end, rule.fixed_date)
        steps.add(f"{head}，应在{wording.full(raw)}以前（含当日）完成。", raw, duty.authority)
        steps.last_day(raw, due.due, roll=rule.roll)
    elif duty.period:
        steps.add(f"{head}，周期届满后{duty.period.amount}{explanation.UNITS[duty.period.unit]}内完成。", end, duty.authority)
        explain_period(steps, end, duty.period, due)
        return steps.numbered()
    if due and due.provisional:
        steps.provisional(due.earliest, due.latest)
    if due and due.remind_on < due.earliest:
        steps.remind(due.remind_on)
    return steps.numbered()


def _counted(duty: LiveDuty, cycle: Named, fact: Condition, facts: CaseFacts) -> list[Found]:
    """The facts that count for the cycle, by their days."""
    rule = duty.duty
    states = attrgetter(rule.states) if rule.states else None
    found = []
    for one in facts.all(fact, Place(None, None, None)):
        stated = states(one.entry.event) if states else None
        if _name(one.on if stated is None else stated, rule.cycle) != cycle.name or (rule.inside and one.on not in cycle.period):
            continue
        if rule.per == "agency" or one.entry.jurisdiction == duty.jurisdiction:
            found.append(one)
    return sorted(found, key=dated)


def _name(stated: object, cycle: Cycle) -> str:
    """The cycle that a field names; of a day the one that holds it."""
    return named_cycle(stated, cycle).name if isinstance(stated, date) else str(stated)


def _done(duty: LiveDuty, counted: list[list[list[Found]]], agency: str | None) -> tuple[list[_Done], tuple[str, ...]]:
    """The completed ways by their days, no entry in two of them; and what the way that is nearest still lacks."""
    found: list[_Done] = []
    lacking: tuple[str, ...] | None = None
    for way, parts in zip(duty.ways, counted, strict=True):
        own = [[one for one in part if _concerns(fact, one, agency)] for fact, part in zip(way, parts, strict=True)]
        found += [_Done(max(one.on for one in facts), tuple(facts)) for facts in zip(*own, strict=False)]
        lacks = tuple(fact.what for fact, part in zip(way, own, strict=True) if not part)
        if lacking is None or len(lacks) < len(lacking):
            lacking = lacks
    used: set[UUID] = set()
    done: list[_Done] = []
    for one in sorted(found, key=lambda item: (item.on, [fact.order for fact in item.facts])):
        ids = {fact.entry.event_id for fact in one.facts}
        if not ids & used:
            used |= ids
            done.append(one)
    return done, lacking or ((f"还差{duty.duty.at_least - len(done)}次",) if len(done) < duty.duty.at_least else ())


def _concerns(fact: Condition, one: Found, agency: str | None) -> bool:
    named = None if agency is None else fact.named(one.entry.event)
    return named is None or agency in named
