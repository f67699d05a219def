"""The early reminder as it comes, through desk, views and routes: a working day before the land agency's 24 September and the market agency's
8 October, which is the first worked day after National Day."""

from datetime import date
from typing import Any

import pytest

from services.notify.clock.desk import ClockDesk
from services.notify.clock.waiting import waiting
from services.notify.clock.worker import Clock
from tests.services.intake.cast import LAND_CODE
from tests.services.notify.clock.docket import line, told
from tests.services.notify.story import LAND, MARKET, at, board, file_and_serve, submit, tell
from tests.whole import LAND_OA, SUPERVISOR, Whole
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore

PATH = "/v1/notify/reminders"


@pytest.fixture
def desk(whole: Whole, keys: KeyStore) -> ClockDesk:
    """The clock's desk."""
    return ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger))


def said(whole: Whole) -> list[tuple[str, str, date]]:
    """What was told, of which agency, of which day."""
    return [(what, obligation.split(".")[2], day) for what, obligation, day, _ in map(line, told(whole.ledger))]


def looked(whole: Whole, *days: date) -> list[list[str]]:
    with whole.ledger.database.project() as cursor:
        return [waiting(cursor, day, "", 10) for day in days]


def listed(whole: Whole, client: str) -> list[tuple[Any, ...]]:
    answer = whole.wire(client).get(PATH)
    assert answer.status_code == 200, answer.text
    return [(one["what"], one["what_title"], one["agency_id"], one["for_day"], one["learned_late"]) for one in answer.json()]


def test_each_day_is_told_when_it_has_come_and_only_once(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    found = []
    for day in ("2026-09-22T23:59", "2026-09-23T00:00", "2026-09-24T00:00", "2026-09-25T00:00", "2026-09-29T23:59"):
        whole.clock.set(at(day))
        desk.tell(case_id)
        assert desk.tell(case_id) is None
        found.append(len(told(whole.ledger)))
    assert found == [0, 1, 2, 3, 3]
    for day in ("2026-09-30T00:00", "2026-10-07T23:59", "2026-10-08T00:00", "2026-10-09T00:00"):
        whole.clock.set(at(day))
        desk.tell(case_id)
        found.append(len(told(whole.ledger)))
    assert found[5:] == [4, 4, 5, 6]
    assert said(whole) == [
        ("ahead", LAND, date(2026, 9, 23)),
        ("due_day", LAND, date(2026, 9, 24)),
        ("overdue", LAND, date(2026, 9, 25)),
        ("ahead", MARKET, date(2026, 9, 30)),
        ("due_day", MARKET, date(2026, 10, 8)),
        ("overdue", MARKET, date(2026, 10, 9)),
    ]


def test_the_worker_finds_what_waits_from_the_day_of_the_early_reminder(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    assert looked(whole, date(2026, 9, 22), date(2026, 9, 23)) == [[], [case_id]]
    whole.clock.set(at("2026-09-23T00:00"))
    Clock(desk).work()
    whole.settle()
    assert said(whole) == [("ahead", LAND, date(2026, 9, 23))]
    assert looked(whole, date(2026, 9, 23), date(2026, 9, 24)) == [[], [case_id]]


def test_what_was_missed_is_listed_and_on_the_board_with_its_day_and_how_late(whole: Whole, desk: ClockDesk) -> None:
    """The system was away from 23 to 27 September and told of the market agency's early reminder on its day."""
    case_id = file_and_serve(whole)
    for moment in ("2026-09-27T09:00", "2026-09-30T08:00"):
        whole.clock.set(at(moment))
        desk.tell(case_id)
    whole.settle()
    land = [
        ("ahead", "提前提醒", LAND, "2026-09-23", 4),
        ("due_day", "到期提醒", LAND, "2026-09-24", 3),
        ("overdue", "逾期", LAND, "2026-09-25", 2),
    ]
    assert listed(whole, SUPERVISOR) == [*land, ("ahead", "提前提醒", MARKET, "2026-09-30", 0)]
    assert listed(whole, LAND_OA) == land
    shown = {
        item["agency_id"]: [(one["what"], one["for_day"], one["learned_late"]) for one in item["told"]]
        for item in board(whole, SUPERVISOR)
    }
    assert shown == {
        LAND: [
            ("ahead", "2026-09-23", 4),
            ("due_day", "2026-09-24", 3),
            ("overdue", "2026-09-25", 2),
        ],
        MARKET: [("ahead", "2026-09-30", 0)],
    }


def test_an_answer_after_the_early_reminder_ends_the_telling(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-23T09:00"))
    desk.tell(case_id)
    submit(whole, case_id, LAND, "2026-09-23T10:00")
    whole.clock.set(at("2026-09-29T09:00"))
    assert desk.tell(case_id) is None
    assert said(whole) == [("ahead", LAND, date(2026, 9, 23))]


def test_a_moved_deadline_is_reminded_of_ahead_anew(whole: Whole, desk: ClockDesk) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-23T09:00"))
    desk.tell(case_id)
    moved = {"message_id": "m-x", "kind": "extension", "case_no": "（2026）苏0813行初12号", "occurred_on": "2026-09-20"}
    tell(whole, "2026-09-23T10:00", moved | {"agency_code": LAND_CODE, "until": "2026-09-29", "reason": "不可抗力"})
    assert looked(whole, date(2026, 9, 27), date(2026, 9, 28)) == [[], [case_id]]
    whole.clock.set(at("2026-09-29T09:00"))
    desk.tell(case_id)
    assert [(what, day, latest) for what, _, day, latest in map(line, told(whole.ledger))] == [
        ("ahead", date(2026, 9, 23), date(2026, 9, 24)),
        ("ahead", date(2026, 9, 28), date(2026, 9, 29)),
        ("due_day", date(2026, 9, 29), date(2026, 9, 29)),
    ]
    assert len({entry.stream for entry in told(whole.ledger)}) == 1
