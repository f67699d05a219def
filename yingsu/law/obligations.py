"""Obligations as a pure function of what is recorded and the rules in force: `evaluate`. And why each is due when it is: `explain`.

Knows no rule by name. Facts count by their legal days, never by the order or moment of recording, so that what arrives late or out of
order leads to the same state; only `recorded_late` tells. Per defendant: the profile of the agency's jurisdiction on the anchor day.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter

from yingsu.clock import legal_day
from yingsu.law.beginnings import Begun, starting
from yingsu.law.counting import Rest
from yingsu.law.deadline import Period
from yingsu.law.endings import ending
from yingsu.law.explaining import explain
from yingsu.law.facts import CaseFacts, Place, read
from yingsu.law.live import LiveRule
from yingsu.law.obligation import Given, Obligation, Outcome, Start, State, Suspension
from yingsu.law.rules import Rules, RuleSet
from yingsu.law.suspension import rest_of, suspensions
from yingsu.law.term import Course, Term, course
from yingsu.ledger.entry import Entry

__all__ = ["evaluate", "explain", "of_cases"]


def evaluate(entries: Iterable[Entry], rules: Rules, dispute_of: Callable[[str], str] | None = None) -> tuple[Obligation, ...]:
    """Every obligation of the cases in `entries`, by case, code, party and id. Raises BeforeCalendar for periods before the calendar.

    `dispute_of` says which case a record belongs to, where several records are one dispute. Open-ended rules have no last day and lead to
    none (`open_items`).
    """
    found: list[Obligation] = []
    for case in of_cases(entries, rules, dispute_of):
        found.extend(_of_case(case, rules))
    return tuple(sorted(found, key=lambda item: (item.case_id, item.code, item.party or "", item.id)))


def of_cases(entries: Iterable[Entry], rules: Rules, dispute_of: Callable[[str], str] | None = None) -> Iterable[CaseFacts]:
    """The facts of each case in `entries` that any rule looks at."""
    cases: dict[str, list[Entry]] = {}
    topics = rules.topics
    for entry in entries:
        if entry.case_id is not None and entry.event.TOPIC in topics:
            cases.setdefault(dispute_of(entry.case_id) if dispute_of else entry.case_id, []).append(entry)
    return (read(case_id, of_case) for case_id, of_case in cases.items())


def _of_case(case: CaseFacts, rules: Rules) -> list[Obligation]:
    obligations: list[Obligation] = []
    for (_, place), begun in starting(case, rules).items():
        first = _first(case, rules, begun, place)
        waiting = [first] if first else []
        while waiting:
            base = waiting.pop()
            obligations.append(base)
            ended_before = base.state == "cancelled" and base.cancelled_on is not None and base.cancelled_on <= base.due
            if base.stopped or ended_before:
                continue
            for live in begun.rules.after.get(base.code, ()):
                waiting.append(_following(case, rules, begun.rules, live, base, place))
    return obligations


def _first(case: CaseFacts, rules: Rules, begun: Begun, place: Place) -> Obligation | None:
    """The obligation that a fact started. None where neither the event nor the rule gives a day."""
    on, entry, live = begun.found.on, begun.found.entry, begun.live
    period, day = live.period, _own_day(live, entry)
    if day is not None:
        period = None
    elif period is None:
        if live.rule.fixed_date is None:
            return None
        day = Given(day=_next_fixed(on, live.rule.fixed_date), roll=False)
    backward = period is not None and period.direction == "before"
    start = Start(
        event_id=entry.event_id,
        topic=entry.event.TOPIC,
        record=entry.case_id or "",
        what=begun.found.what,
        on=on,
        known_on=max(entry.occurred_on, entry.received_on or entry.occurred_on) if backward else on,
        earliest=on,
        latest=on,
    )
    return _concluded(case, rules, begun.rules, live, place, begun.jurisdiction, start, period, day)


def _own_day(live: LiveRule, entry: Entry) -> Given | None:
    """The day that the event itself sets. Where a period stands beside it, it is a day set by a court, and rolls like one."""
    day = attrgetter(live.rule.own_date)(entry.event) if live.rule.own_date else None
    return None if day is None else Given(day=day, roll=live.period.roll if live.period else False)


def _following(case: CaseFacts, rules: Rules, rule_set: RuleSet, live: LiveRule, base: Obligation, place: Place) -> Obligation:
    """The obligation whose period starts when `base` expires."""
    start = Start(
        event_id=base.started_by.event_id,
        topic=base.started_by.topic,
        record=base.started_by.record,
        what=f"“{base.title}”期限届满",
        on=base.due,
        known_on=base.due,
        earliest=base.earliest,
        latest=base.latest,
        after_expiry_of=base.code,
    )
    day = None if live.period else Given(day=_next_fixed(base.due, live.rule.fixed_date or ""), roll=False)
    return _concluded(case, rules, rule_set, live, place, base.jurisdiction, start, live.period, day)


def _concluded(
    case: CaseFacts,
    rules: Rules,
    rule_set: RuleSet,
    live: LiveRule,
    place: Place,
    jurisdiction: str,
    start: Start,
    period: Period | None,
    day: Given | None,
) -> Obligation:
    """The obligation with what suspended, moved, satisfied or cancelled it."""
    rule = live.rule
    met: tuple[Suspension, ...] = ()
    rest = Rest()
    if live.pauses and not (live.period and live.period.direction == "before"):
        met = suspensions(case, live, place)
        rest = rest_of(met)
    ran = course(case, live, place, start, Term.first(start, period, day), rest, rules.calendar)
    deadline, end = ran.deadline, ending(case, live, place)
    state: State = "impossible" if ran.impossible else "suspended" if ran.stopped else "running"
    satisfied_on, recorded_late = end.satisfied_on, False
    outcome: Outcome | None = None
    if satisfied_on is not None:
        state = "satisfied"
        in_time = ran.stopped or satisfied_on <= deadline.latest
        outcome = "on_time" if in_time else None if ran.impossible else "late"
        recorded_on = max(legal_day(found.entry.recorded_at) for found in end.satisfied)
        recorded_late = in_time and not ran.stopped and recorded_on > deadline.latest
    elif end.cancelled is not None:
        state = "cancelled"
    ended_on = None if ran.stopped or ran.impossible else end.on
    return Obligation(
        # By the record that it started in, so that it keeps its id when records are joined.
        id=f"{start.record}.{rule.code}.{place.party or '-'}.{start.event_id}",
        code=rule.code,
        title=rule.title,
        case_id=case.case_id,
        party=place.party,
        key=place.key,
        jurisdiction=jurisdiction,
        owed_by=rule.owed_by,
        force=rule.force,
        clauses=rule.clauses,
        quotes=live.quotes,
        authority=live.authority,
        profile=rule_set.governing.token,
        layer=live.layer,
        calendars=rules.calendar.versions_between(min(start.on, deadline.remind_on), deadline.latest),
        started_by=start,
        period=period,
        given=day,
        due=deadline.due,
        provisional=deadline.provisional,
        earliest=deadline.earliest,
        latest=deadline.latest,
        remind_on=deadline.remind_on,
        state=state,
        missing=end.missing,
        satisfied_on=satisfied_on,
        satisfied_by=tuple(dict.fromkeys([found.entry.event_id for found in end.satisfied])),
        cancelled_on=end.cancelled.on if end.cancelled else None,
        cancelled_by=end.cancelled.entry.event_id if end.cancelled else None,
        outcome=outcome,
        late_days=max(0, (ended_on - deadline.latest).days) if ended_on else 0,
        recorded_late=recorded_late,
        impossible=ran.impossible,
        moves=ran.moves,
        suspensions=_felt(met, start, ran),
    )


def _felt(met: Sequence[Suspension], start: Start, ran: Course) -> tuple[Suspension, ...]:
    """The suspensions that the period met while it ran."""
    return tuple(
        one for one in met if one.on <= ran.furthest and (one.resumed_on > start.earliest if one.resumed_on else ran.stopped)
    )


def _next_fixed(on: date, fixed_date: str) -> date:
    """The first day `MM-DD` on or after `on`."""
    this_year = date.fromisoformat(f"{on.year}-{fixed_date}")
    return this_year if this_year >= on else date.fromisoformat(f"{on.year + 1}-{fixed_date}")
