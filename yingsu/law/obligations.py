"""Obligations as a pure function of what is recorded and the rules in force: `evaluate`. And why each is due when it is: `explain`.

Knows no rule by name. Facts count by their legal days, never by the order or moment of recording, so that what arrives late or out of
order leads to the same state; only `recorded_late` tells. Per defendant: the profile of the agency's jurisdiction on the anchor day.
"""

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter

from yingsu.clock import legal_day
from yingsu.law import explanation, wording
from yingsu.law.beginnings import Begun, starting
from yingsu.law.deadline import Deadline, end_on, explain_period, fixed_on, follow, reckon
from yingsu.law.explanation import Step
from yingsu.law.facts import CaseFacts, Found, Place, dated, read
from yingsu.law.obligation import Moved, Obligation, Outcome, Start, State
from yingsu.law.rules import LiveRule, Rules, RuleSet
from yingsu.ledger.entry import Entry

UNITS = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}


def evaluate(entries: Iterable[Entry], rules: Rules, dispute_of: Callable[[str], str] | None = None) -> tuple[Obligation, ...]:
    """Every obligation of the cases in `entries`, by case, code, party and id. Raises BeforeCalendar for periods before the calendar.

    `dispute_of` says which case a record belongs to, where several records are one dispute.
    """
    cases: dict[str, list[Entry]] = {}
    topics = rules.topics
    for entry in entries:
        if entry.case_id is not None and entry.event.TOPIC in topics:
            cases.setdefault(dispute_of(entry.case_id) if dispute_of else entry.case_id, []).append(entry)
    found: list[Obligation] = []
    for case_id, of_case in cases.items():
        found.extend(_of_case(read(case_id, of_case), rules))
    return tuple(sorted(found, key=lambda item: (item.case_id, item.code, item.party or "", item.id)))


def explain(obligation: Obligation, rules: Rules) -> tuple[Step, ...]:
    """The numbered steps to the obligation's due day: its rule and what started it, the counting, each move.

    `rules` are those it was evaluated with.
    """
    calendar = rules.calendar
    steps = explanation.Steps(calendar)
    start, period = obligation.started_by, obligation.period
    if period:
        length = f"{period.amount}{UNITS[period.unit]}"
        when = f"{start.what}（{wording.plain(start.on)}）"
        text = f"{when}{length}前" if period.direction == "before" else f"自{when}起{length}内"
        steps.add(f"{obligation.title}：{text}。", start.on, obligation.authority)
        explain_period(steps, start.on, period, follow(_anchor(start), period, calendar))
    else:
        due = obligation.moves[0].old_due if obligation.moves else obligation.due
        text = f"{obligation.title}：自{start.what}（{wording.plain(start.on)}）起，至{wording.full(due)}。"
        steps.add(text, due, obligation.authority)
    for move in obligation.moves:
        steps.moved(move.until, move.reason, move.authority)
        if move.roll:
            steps.last_day(move.until, move.new_due, roll=True)
    if obligation.moves and obligation.provisional:
        steps.provisional(obligation.earliest, obligation.latest)
    if obligation.moves and obligation.remind_on < obligation.earliest:
        steps.remind(obligation.remind_on)
    return steps.numbered()


def _of_case(case: CaseFacts, rules: Rules) -> list[Obligation]:
    obligations: list[Obligation] = []
    for (_, place), begun in starting(case, rules).items():
        first = _first(case, rules, begun, place)
        waiting = [first] if first else []
        while waiting:
            base = waiting.pop()
            obligations.append(base)
            if base.state == "cancelled" and base.cancelled_on is not None and base.cancelled_on <= base.due:
                continue
            for live in begun.rules.after.get(base.code, ()):
                waiting.append(_following(case, rules, begun.rules, live, base, place))
    return obligations


def _first(case: CaseFacts, rules: Rules, begun: Begun, place: Place) -> Obligation | None:
    """The obligation that a fact started. None where the event gives no day of its own."""
    on, entry, rule = begun.found.on, begun.found.entry, begun.live.rule
    root = case.roots.get(entry.event_id, entry.event_id)
    start = Start(
        event_id=root, topic=entry.event.TOPIC, record=entry.case_id or "", what=begun.found.what, on=on, earliest=on, latest=on
    )
    period = begun.live.period
    if period:
        deadline = reckon(on, period.amount, period.unit, period.direction, rules.calendar, roll=period.roll)
    else:
        day = attrgetter(rule.own_date)(entry.event) if rule.own_date else _next_fixed(on, rule.fixed_date or "")
        if day is None:
            return None
        deadline = fixed_on(day.toordinal(), rules.calendar)
    return _concluded(case, rules, begun.rules, begun.live, place, begun.jurisdiction, start, deadline)


def _following(case: CaseFacts, rules: Rules, rule_set: RuleSet, live: LiveRule, base: Obligation, place: Place) -> Obligation:
    """The obligation whose period starts when `base` expires."""
    start = Start(
        event_id=base.started_by.event_id,
        topic=base.started_by.topic,
        record=base.started_by.record,
        what=f"“{base.title}”期限届满",
        on=base.due,
        earliest=base.earliest,
        latest=base.latest,
        after_expiry_of=base.code,
    )
    if live.period:
        deadline = follow(base.deadline(), live.period, rules.calendar)
    else:
        deadline = fixed_on(_next_fixed(base.due, live.rule.fixed_date or "").toordinal(), rules.calendar)
    return _concluded(case, rules, rule_set, live, place, base.jurisdiction, start, deadline)


def _concluded(
    case: CaseFacts,
    rules: Rules,
    rule_set: RuleSet,
    live: LiveRule,
    place: Place,
    jurisdiction: str,
    start: Start,
    deadline: Deadline,
) -> Obligation:
    """The obligation with what moved, satisfied or cancelled it."""
    rule = live.rule
    moves: tuple[Moved, ...] = ()
    if live.moves:
        moves, deadline = _moved(case, live, place, start, deadline, rules)
    satisfied, missing = _satisfied(case, live, place)
    cancelled = _cancelled(case, live, place)
    satisfied_on = max(found.on for found in satisfied) if satisfied else None
    ended_on, recorded_late = satisfied_on, False
    outcome: Outcome | None = None
    state: State = "running"
    if satisfied_on is not None and (cancelled is None or satisfied_on <= cancelled.on):
        state, cancelled = "satisfied", None
        outcome = "on_time" if satisfied_on <= deadline.latest else "late"
        recorded_on = max(legal_day(found.entry.recorded_at) for found in satisfied)
        recorded_late = outcome == "on_time" and recorded_on > deadline.latest
    elif cancelled is not None:
        state, ended_on, satisfied, satisfied_on = "cancelled", cancelled.on, (), None
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
        period=live.period,
        due=deadline.due,
        provisional=deadline.provisional,
        earliest=deadline.earliest,
        latest=deadline.latest,
        remind_on=deadline.remind_on,
        state=state,
        missing=missing if state == "running" else (),
        satisfied_on=satisfied_on,
        satisfied_by=tuple(dict.fromkeys(found.entry.event_id for found in satisfied)),
        cancelled_on=cancelled.on if cancelled else None,
        cancelled_by=cancelled.entry.event_id if cancelled else None,
        outcome=outcome,
        late_days=max(0, (ended_on - deadline.latest).days) if ended_on else 0,
        recorded_late=recorded_late,
        moves=moves,
    )


def _moved(
    case: CaseFacts, live: LiveRule, place: Place, start: Start, deadline: Deadline, rules: Rules
) -> tuple[tuple[Moved, ...], Deadline]:
    """The moves in the order of their legal days, and the deadline after the last. No period ends before it starts: such a day moves
    nothing."""
    found = sorted(
        ((found, move) for move in live.moves for found in case.all(move.condition, place)), key=lambda item: dated(item[0])
    )
    moves: list[Moved] = []
    for fact, move in found:
        until: date = attrgetter(move.move.until)(fact.entry.event)
        if until < start.earliest:
            continue
        after = (end_on if move.move.roll else fixed_on)(until.toordinal(), rules.calendar)
        reason = attrgetter(move.move.reason)(fact.entry.event) if move.move.reason else ""
        moves.append(
            Moved(
                event_id=fact.entry.event_id,
                on=fact.on,
                old_due=deadline.due,
                new_due=after.due,
                until=until,
                roll=move.move.roll,
                reason=reason or "",
                authority=move.authority,
            )
        )
        deadline = after
    return tuple(moves), deadline


def _cancelled(case: CaseFacts, live: LiveRule, place: Place) -> Found | None:
    """The first of the facts that cancel."""
    found = [first for fact in live.cancels if (first := case.first(fact, place))]
    return min(found, key=dated, default=None)


def _satisfied(case: CaseFacts, live: LiveRule, place: Place) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """The facts that satisfy, the way that is complete first; else none, and what the nearest way still lacks."""
    best: tuple[Found, ...] = ()
    lacking: tuple[str, ...] | None = None
    for way in live.ways:
        parts = [case.first(fact, place) for fact in way]
        there = tuple(part for part in parts if part is not None)
        if len(there) == len(way):
            if not best or max(part.on for part in there) < max(part.on for part in best):
                best = there
        elif lacking is None or len(way) - len(there) < len(lacking):
            lacking = tuple(fact.what for fact, part in zip(way, parts, strict=True) if part is None)
    return best, lacking or ()


def _anchor(start: Start) -> Deadline:
    fixed = start.earliest == start.latest
    return Deadline(due=start.on, provisional=not fixed, earliest=start.earliest, latest=start.latest, remind_on=start.earliest)


def _next_fixed(on: date, fixed_date: str) -> date:
    """The first day `MM-DD` on or after `on`."""
    this_year = date.fromisoformat(f"{on.year}-{fixed_date}")
    return this_year if this_year >= on else date.fromisoformat(f"{on.year + 1}-{fixed_date}")
