"""What is told of a dispute, and that it is told once, on what the ledger holds at that moment."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from services.notify.clock.desk import ClockDesk, _touching
from tests.calendars import publish_a_longer_holiday
from tests.services.intake.cast import LAND_CODE, case_filed, entries, filing
from tests.services.notify.clock.docket import append, line, told
from tests.services.notify.story import LAND, MARKET, at, file_and_serve, submit, tell
from tests.whole import Whole
from yingsu.clock import legal_day
from yingsu.disputes import Dispute
from yingsu.events.intake.case import ServiceRecorded
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.database import DatabaseUnavailable
from yingsu.ledger.entry import Command, Entry, NewEvent, Receipt
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Interference = Callable[[], object]


class Interrupted(Ledger):
    """Something happens right before a guarded append, as often as it is said."""

    def __init__(self, inner: Ledger, before: Interference, times: int = 1) -> None:
        super().__init__(inner.database, inner.clock)
        self.before, self.times = before, times

    def append_unless(self, command: Command, since: int, touches: Callable[[Entry], bool]) -> Receipt:
        if self.times:
            self.times -= 1
            self.before()
        return super().append_unless(command, since, touches)


class AnswerLost(Ledger):
    """The first guarded append is committed, but its answer does not arrive."""

    lost = False

    def append_unless(self, command: Command, since: int, touches: Callable[[Entry], bool]) -> Receipt:
        receipt = super().append_unless(command, since, touches)
        if not self.lost:
            self.lost = True
            raise DatabaseUnavailable("连接中断")
        return receipt


@pytest.fixture
def desk(whole: Whole, keys: KeyStore) -> ClockDesk:
    """The clock's desk."""
    return desk_over(whole.ledger, keys)


def desk_over(ledger: Ledger, keys: KeyStore) -> ClockDesk:
    return ClockDesk(ledger, keys, RulesInForce(ledger))


def said(ledger: Ledger) -> list[tuple[str, str, date]]:
    """What was told, of which agency, of which day."""
    return [(what, obligation.split(".")[2], day) for what, obligation, day, _ in map(line, told(ledger))]


def test_each_day_is_told_when_it_has_come_and_only_once(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    found = []
    for moment in ("2026-09-23T23:59", "2026-09-24T00:00", "2026-09-24T23:59", "2026-09-25T00:00", "2026-10-08T08:00"):
        whole.clock.set(at(moment))
        desk.tell(case_id)
        assert desk.tell(case_id) is None
        found.append(len(told(whole.ledger)))
    assert found == [0, 1, 1, 2, 3]
    assert said(whole.ledger) == [
        ("due_day", LAND, date(2026, 9, 24)),
        ("overdue", LAND, date(2026, 9, 25)),
        ("due_day", MARKET, date(2026, 10, 8)),
    ]


def test_all_of_a_dispute_is_told_together_late_with_the_day_it_was_meant_for(whole: Whole, desk: ClockDesk) -> None:
    """The system was away over both last days."""
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-10-10T09:00"))
    receipt = desk.tell(case_id)
    assert receipt is not None
    found = told(whole.ledger)
    assert [entry.event_id for entry in found] == [recorded.event_id for recorded in receipt.events]
    assert sorted(said(whole.ledger)) == [
        ("due_day", MARKET, date(2026, 10, 8)),
        ("due_day", LAND, date(2026, 9, 24)),
        ("overdue", MARKET, date(2026, 10, 9)),
        ("overdue", LAND, date(2026, 9, 25)),
    ]
    assert {legal_day(entry.recorded_at) for entry in found} == {date(2026, 10, 10)}
    assert {(entry.jurisdiction, entry.case_id, entry.actor.role) for entry in found} == {("320813", case_id, "system")}


def test_an_answered_duty_is_not_told_of(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-20T10:00")
    whole.clock.set(at("2026-09-30T09:00"))
    assert desk.tell(case_id) is None


def test_an_answer_recorded_while_the_clock_decides_is_not_followed_by_an_overdue(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    interrupted = Interrupted(whole.ledger, lambda: submit(whole, case_id, LAND, "2026-09-26T09:00"))
    assert desk_over(interrupted, keys).tell(case_id) is None
    assert told(whole.ledger) == []


def test_an_answer_recorded_while_the_clock_reckons_is_not_followed_by_an_overdue(whole: Whole, keys: KeyStore) -> None:
    """After the dispute was read, before the append was begun."""
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))

    class Answered(RulesInForce):
        done = False

        def now(self) -> Rules:
            if not self.done:
                self.done = True
                submit(whole, case_id, LAND, "2026-09-26T09:00")
            return super().now()

    assert ClockDesk(whole.ledger, keys, Answered(whole.ledger)).tell(case_id) is None
    assert told(whole.ledger) == []


def test_an_extension_recorded_while_the_clock_decides_counts(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    interrupted = Interrupted(whole.ledger, lambda: extend(whole, "2026-09-26T09:00", "m-x", "2026-10-20"))
    assert desk_over(interrupted, keys).tell(case_id) is None
    assert told(whole.ledger) == []


def test_rules_published_while_the_clock_decides_count(whole: Whole, keys: KeyStore) -> None:
    """8 October is declared a rest day as well, at the last moment: the market agency is not overdue on the 9th."""
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-20T10:00")
    whole.clock.set(at("2026-10-09T09:00"))
    interrupted = Interrupted(whole.ledger, lambda: publish_a_longer_holiday(whole.ledger))
    desk_over(interrupted, keys).tell(case_id)
    assert said(whole.ledger) == [("due_day", MARKET, date(2026, 10, 9))]


def test_a_record_that_is_joined_from_either_side_touches_the_dispute() -> None:
    touches = _touching(Dispute(case_id="case-1", records=frozenset({"case-1"}), entries=[]))
    (entry,) = entries((case_filed(), date(2026, 9, 7)))
    places = [("case-1", "case-2"), ("case-2", "case-1"), ("case-2", "case-2"), ("letter-1", None)]
    found = [touches(msgspec.structs.replace(entry, stream=stream, case_id=case_id)) for stream, case_id in places]
    assert found == [True, True, False, False]


def test_what_is_recorded_elsewhere_does_not_hold_the_clock_up(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    another = filing(message_id="m-9", case_no="（2026）苏0813行初99号")
    interrupted = Interrupted(whole.ledger, lambda: tell(whole, "2026-09-26T09:00", another), times=2)
    assert desk_over(interrupted, keys).tell(case_id) is not None
    assert interrupted.times == 1, "it needed no second attempt"
    assert len(told(whole.ledger)) == 2


def test_two_replicas_that_decide_the_same_tell_it_once(whole: Whole, keys: KeyStore, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    behind = Interrupted(whole.ledger, lambda: desk.tell(case_id))
    assert desk_over(behind, keys).tell(case_id) is not None, "it finds the receipt of the other"
    assert [what for what, _, _ in said(whole.ledger)] == ["due_day", "overdue"]


def test_a_dispute_that_is_written_to_all_the_time_is_left_for_the_next_round(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    served = ServiceRecorded(agency=LAND, document="summons", received_on=date(2026, 9, 26), method=None)
    summons = NewEvent(event=served, jurisdiction="320813", case_id=case_id, occurred_on=date(2026, 9, 26))
    busy = Interrupted(whole.ledger, lambda: append(whole.ledger, case_id, summons), times=19)
    with pytest.raises(VersionConflict) as refused:
        desk_over(busy, keys).tell(case_id)
    assert refused.value.code == "version-conflict"
    assert busy.times == 14
    assert told(whole.ledger) == []


def test_a_lost_answer_of_the_append_does_no_harm(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-26T09:00"))
    desk = desk_over(AnswerLost(whole.ledger.database, whole.clock), keys)
    with pytest.raises(DatabaseUnavailable):
        desk.tell(case_id)
    assert desk.tell(case_id) is None
    assert [what for what, _, _ in said(whole.ledger)] == ["due_day", "overdue"]


def test_a_moved_deadline_is_told_of_anew(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-25T09:00"))
    desk.tell(case_id)
    extend(whole, "2026-09-26T09:00", "m-x", "2026-09-29")
    assert desk.tell(case_id) is None
    whole.clock.set(at("2026-09-30T09:00"))
    desk.tell(case_id)
    assert [(what, day, latest) for what, _, day, latest in map(line, told(whole.ledger))] == [
        ("due_day", date(2026, 9, 24), date(2026, 9, 24)),
        ("overdue", date(2026, 9, 25), date(2026, 9, 24)),
        ("due_day", date(2026, 9, 29), date(2026, 9, 29)),
        ("overdue", date(2026, 9, 30), date(2026, 9, 29)),
    ]
    assert len({entry.stream for entry in told(whole.ledger)}) == 1


def test_a_record_without_duties_has_nothing_to_tell(whole: Whole, desk: ClockDesk) -> None:
    assert desk.tell("case-none") is None


def extend(whole: Whole, moment: str, message_id: str, until: str) -> None:
    """The court moves the land agency's answer."""
    body = {
        "message_id": message_id,
        "kind": "extension",
        "case_no": "（2026）苏0813行初12号",
        "occurred_on": "2026-09-14",
        "agency_code": LAND_CODE,
        "until": until,
        "reason": "不可抗力",
    }
    tell(whole, moment, body)
