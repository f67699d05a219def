"""What is told of a duty, and of which day: an answer served on 1 September 2026 is due on the 16th."""

from datetime import date, timedelta
from typing import Any

import msgspec

from services.notify.clock.telling import first_day, key_of, overdue_day, tellings
from tests.law.casebook import TOWN, Casebook
from tests.law.mediation_casebook import MediationCasebook
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules, builtin_rules
from yingsu.ledger.entry import NewEvent
from yingsu.ledger.ids import digest_stream

RULES = builtin_rules()
LONG_AFTER = date(2030, 1, 1)


def owed(case: Casebook, code: str = "statutory_answer") -> Obligation:
    return next(item for item in evaluate(case.entries, RULES) if item.code == code)


def served(on: date = date(2026, 9, 1)) -> Casebook:
    case = Casebook()
    case.filed(on - timedelta(days=4))
    case.served(on)
    return case


def told(obligation: Obligation, today: date) -> list[tuple[str, date]]:
    return [(telling.what, telling.for_day) for telling in tellings(obligation, RULES, today)]


AHEAD = ("ahead", date(2026, 9, 15))
DUE_DAY = ("due_day", date(2026, 9, 16))
OVERDUE = ("overdue", date(2026, 9, 17))


def test_reminders_come_a_working_day_before_and_on_the_due_day_and_the_overdue_the_day_after() -> None:
    answer = owed(served())
    assert told(answer, date(2026, 9, 14)) == []
    assert told(answer, date(2026, 9, 15)) == [AHEAD]
    assert told(answer, date(2026, 9, 16)) == [AHEAD, DUE_DAY]
    assert told(answer, date(2026, 9, 17)) == [AHEAD, DUE_DAY, OVERDUE]
    assert (first_day(answer, RULES), overdue_day(answer)) == (date(2026, 9, 15), date(2026, 9, 17))


def test_the_working_day_before_the_due_day_passes_over_rest_days() -> None:
    """Due on 8 October, the first worked day after the holiday: reminded of on 30 September."""
    answer = owed(served(date(2026, 9, 21)))
    assert (answer.due, first_day(answer, RULES)) == (date(2026, 10, 8), date(2026, 9, 30))


def test_nothing_is_reminded_of_before_it_began() -> None:
    """Due on the working day after its beginning: only on the due day."""
    beginning = msgspec.structs.replace(owed(served()).started_by, on=date(2026, 9, 15))
    answer = msgspec.structs.replace(owed(served()), started_by=beginning)
    assert told(answer, date(2026, 9, 16)) == [DUE_DAY]


def test_without_the_operators_value_only_the_due_day_is_reminded_of() -> None:
    layers = []
    for published in RULES.layers_on("320813", date(2026, 9, 1)):
        calendar = {
            k: v for k, v in published.profile.parameters.get("calendar", {}).items() if k != "remind_working_days_before"
        }
        profile = msgspec.structs.replace(published.profile, parameters={**published.profile.parameters, "calendar": calendar})
        layers.append(msgspec.structs.replace(published, profile=profile))
    silent = Rules(layers, RULES.calendar)
    assert first_day(owed(served()), silent) == date(2026, 9, 16)


def test_what_was_missed_is_told_of_the_day_for_which_it_was_meant() -> None:
    assert told(owed(served()), LONG_AFTER) == [AHEAD, DUE_DAY, OVERDUE]


def test_a_duty_that_has_ended_is_not_told_of() -> None:
    answered, withdrawn = served(), served()
    answered.answered(date(2026, 9, 30))
    withdrawn.withdrawn(date(2026, 9, 10))
    assert [owed(answered).state, owed(withdrawn).state] == ["satisfied", "cancelled"]
    assert told(owed(answered), LONG_AFTER) == told(owed(withdrawn), LONG_AFTER) == []


def test_a_provisional_duty_is_reminded_of_at_the_earliest_and_overdue_only_after_the_latest() -> None:
    """The holidays of 2027 are not published: the last day lies between bounds."""
    answer = owed(served(date(2026, 12, 25)))
    assert (answer.provisional, answer.remind_on, answer.due, answer.latest) == (
        True,
        date(2027, 1, 8),
        date(2027, 1, 11),
        date(2027, 1, 19),
    )
    assert told(answer, date(2027, 1, 10)) == [("ahead", date(2027, 1, 8))]
    assert told(answer, answer.latest) == [("ahead", date(2027, 1, 8)), ("due_day", date(2027, 1, 11))]
    assert told(answer, date(2027, 1, 20))[-1] == ("overdue", date(2027, 1, 20))


def test_a_moved_duty_is_told_of_anew() -> None:
    case = served()
    before = {telling.key for telling in tellings(owed(case), RULES, LONG_AFTER)}
    case.extended(date(2026, 9, 14), date(2026, 9, 30))
    moved = owed(case)
    days = [("ahead", date(2026, 9, 29)), ("due_day", date(2026, 9, 30)), ("overdue", date(2026, 10, 1))]
    assert told(moved, LONG_AFTER) == days
    assert before.isdisjoint(telling.key for telling in tellings(moved, RULES, LONG_AFTER))
    assert {key[0] for key in before} == {moved.id}


def test_an_advisory_term_is_reminded_of_and_never_overdue() -> None:
    case = MediationCasebook()
    case.referred(date(2026, 3, 30))
    case.accepted(date(2026, 3, 31))
    term = owed(case, "mediation_term")
    assert (term.force, term.owed_by) == ("advisory", "mediation_body")
    assert overdue_day(term) is None
    assert told(term, LONG_AFTER) == [("ahead", date(2026, 4, 29)), ("due_day", date(2026, 4, 30))]


def test_a_court_is_not_reminded_of_what_it_should_do() -> None:
    case = served()
    for code in ("court_service", "trial_term"):
        term = msgspec.structs.replace(owed(case, code), state="running")
        assert (term.force, term.owed_by, first_day(term, RULES), told(term, LONG_AFTER)) == ("advisory", "court", None, [])


def test_a_day_that_only_informs_is_not_told_of() -> None:
    informing = msgspec.structs.replace(owed(served()), force="information")
    assert (first_day(informing, RULES), overdue_day(informing), told(informing, LONG_AFTER)) == (None, None, [])


def test_what_is_recorded_is_of_the_day_and_in_the_record_of_the_duty() -> None:
    answer = owed(served())
    _, due, overdue = tellings(answer, RULES, LONG_AFTER)
    shared: dict[str, Any] = {
        "obligation": answer.id,
        "code": "statutory_answer",
        "title": answer.title,
        "agency": TOWN,
        "owed_by": "defendant",
    }
    recorded = NewEvent(
        event=ReminderSent(**shared, stage="due_day", for_day=answer.due, due=answer.due, latest=answer.latest),
        jurisdiction="320813",
        case_id="case-1",
        occurred_on=date(2026, 9, 16),
        causation_id=answer.started_by.event_id,
    )
    assert due.recorded() == recorded
    assert overdue.recorded() == msgspec.structs.replace(
        recorded,
        event=ObligationOverdue(**shared, latest=answer.latest),
        occurred_on=date(2026, 9, 17),
    )
    assert due.stream == overdue.stream == digest_stream("obligation", answer.id)


def test_what_was_told_is_known_again_by_its_event() -> None:
    answer = owed(served())
    every = tellings(answer, RULES, LONG_AFTER)
    assert [telling.what for telling in every] == ["ahead", "due_day", "overdue"]
    assert [key_of(telling.recorded().event) for telling in every] == [telling.key for telling in every]
    assert key_of(served().entries[0].event) is None
