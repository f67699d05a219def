"""Where the clock is to look, as the views know it: in the case of the tests, of the land agency from 24 September on."""

from datetime import date

from services.notify.clock.desk import ClockDesk
from services.notify.clock.waiting import changed, reached, waiting
from tests.calendars import publish_a_longer_holiday
from tests.services.intake.cast import LAND_CODE, filing
from tests.services.notify.story import LAND, at, file_and_serve, submit, tell
from tests.whole import Whole
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore

OTHER_NO = "（2026）苏0813行初99号"


def looked(whole: Whole, today: date, after: str = "", limit: int = 10, among: list[str] | None = None) -> list[str]:
    with whole.ledger.database.project() as cursor:
        return waiting(cursor, today, after, limit, among)


def test_a_case_waits_from_the_day_of_its_first_reminder(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    assert looked(whole, date(2026, 9, 23)) == []
    assert looked(whole, date(2026, 9, 24)) == [case_id]


def test_a_case_waits_no_more_once_it_was_told_of_until_the_next_day_of_its_own(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-25T09:00"))
    ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger)).tell(case_id)
    assert looked(whole, date(2026, 9, 25)) == [case_id], "the view does not know it yet"
    whole.settle()
    assert [looked(whole, day) for day in (date(2026, 9, 25), date(2026, 10, 7), date(2026, 10, 8))] == [[], [], [case_id]]


def test_a_moved_day_waits_anew(whole: Whole, keys: KeyStore) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-25T09:00"))
    ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger)).tell(case_id)
    moved = {"message_id": "m-x", "kind": "extension", "case_no": "（2026）苏0813行初12号", "occurred_on": "2026-09-20"}
    tell(whole, "2026-09-25T10:00", moved | {"agency_code": LAND_CODE, "until": "2026-09-29", "reason": "不可抗力"})
    assert [looked(whole, date(2026, 9, day)) for day in (28, 29)] == [[], [case_id]]


def test_what_has_ended_does_not_wait(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-20T10:00")
    assert looked(whole, date(2026, 10, 7)) == []


def test_records_come_in_order_and_only_those_that_are_asked_about(whole: Whole) -> None:
    first = file_and_serve(whole)
    filed = tell(whole, "2026-09-16T16:00", filing(message_id="m-9", case_no=OTHER_NO))
    other = str(filed.json()["case_id"])
    served = {
        "message_id": "m-10",
        "kind": "service",
        "case_no": OTHER_NO,
        "occurred_on": "2026-09-09",
        "document": "complaint_copy",
    }
    tell(whole, "2026-09-16T16:10", served | {"agency_code": LAND_CODE})
    day = date(2026, 9, 24)
    assert looked(whole, day) == sorted([first, other])
    assert looked(whole, day, limit=1) == [min(first, other)]
    assert looked(whole, day, after=min(first, other)) == [max(first, other)]
    assert looked(whole, day, among=[other]) == [other]
    assert looked(whole, day, among=[]) == []


def test_a_publication_of_rules_changes_all_and_a_fact_its_own_dispute(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    before = whole.ledger.head()
    submit(whole, case_id, LAND, "2026-09-20T10:00")
    answered = whole.ledger.head()
    publish_a_longer_holiday(whole.ledger)
    whole.settle()
    with whole.ledger.database.project() as cursor:
        assert reached(cursor) == whole.ledger.head()
        assert changed(cursor, before, answered) == {case_id}
        assert changed(cursor, answered, answered) == set()
        assert changed(cursor, answered, whole.ledger.head()) is None
