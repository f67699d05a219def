"""What an agency's system polls, and what the board shows beside a duty."""

from typing import Any

import pytest

from services.notify.clock.desk import ClockDesk
from tests.services.notify.story import LAND, MARKET, at, board, file_and_serve
from tests.whole import COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore

PATH = "/v1/notify/reminders"


@pytest.fixture
def case_id(whole: Whole, keys: KeyStore) -> str:
    """The case of the tests. The system was away from 24 September to the 27th; the market agency was reminded on 8 October."""
    found = file_and_serve(whole)
    desk = ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger))
    for moment in ("2026-09-27T09:00", "2026-10-08T00:00"):
        whole.clock.set(at(moment))
        desk.tell(found)
    whole.settle()
    return found


def listed(whole: Whole, client: str, **query: Any) -> list[dict[str, Any]]:
    answer = whole.wire(client).get(PATH, **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def test_reminders_are_listed_in_the_order_of_telling_with_the_day_and_how_late(whole: Whole, case_id: str) -> None:
    found = listed(whole, SUPERVISOR)
    shown = [(one["what"], one["agency_id"], one["for_day"], one["learned_late"], one["latest"]) for one in found]
    assert shown == [
        ("due_day", LAND, "2026-09-24", 3, "2026-09-24"),
        ("overdue", LAND, "2026-09-25", 2, "2026-09-24"),
        ("due_day", MARKET, "2026-10-08", 0, "2026-10-08"),
    ]
    overdue = found[1]
    assert {name: overdue[name] for name in ("what_title", "code", "title", "case_id", "case_no", "owed_by", "due")} == {
        "what_title": "逾期",
        "code": "statutory_answer",
        "title": "提交答辩状和证据、依据",
        "case_id": case_id,
        "case_no": "（2026）苏0813行初12号",
        "owed_by": "defendant",
        "due": None,
    }
    assert overdue["agency"].startswith("洪泽区示例自然资源和规划局")
    assert overdue["learned_at"] == "2026-09-27T01:00:00Z"
    assert [one["position"] for one in found] == sorted(one["position"] for one in found)


def test_an_agency_is_told_of_its_own_duties_only(whole: Whole, case_id: str) -> None:
    assert [one["what"] for one in listed(whole, LAND_OA)] == ["due_day", "overdue"]
    assert [(one["what"], one["agency_id"]) for one in listed(whole, MARKET_OA)] == [("due_day", MARKET)]


def test_polling_goes_on_after_the_last_position_seen(whole: Whole, case_id: str) -> None:
    first, second = listed(whole, LAND_OA)
    assert listed(whole, LAND_OA, after=first["position"]) == [second]
    assert listed(whole, LAND_OA, after=second["position"]) == []


def test_pages_follow_one_another_without_gap_or_twin(whole: Whole, case_id: str) -> None:
    wire = whole.wire(SUPERVISOR)
    found, path = [], f"{PATH}?limit=1"
    while path:
        page = wire.get(path)
        found += page.json()
        path = page.links["next"]["url"] if "next" in page.links else ""
    assert len(found) == 3
    assert found == listed(whole, SUPERVISOR)


def test_a_court_is_not_told(whole: Whole) -> None:
    refused = whole.wire(COURT).get(PATH)
    assert refused.status_code == 403
    assert "due:read" in refused.text


def test_the_board_shows_what_was_told_of_each_duty(whole: Whole, case_id: str) -> None:
    told = {
        item["agency_id"]: [(one["what"], one["for_day"], one["learned_late"]) for one in item["told"]]
        for item in board(whole, SUPERVISOR)
    }
    assert told == {LAND: [("due_day", "2026-09-24", 3), ("overdue", "2026-09-25", 2)], MARKET: [("due_day", "2026-10-08", 0)]}
    (land,) = board(whole, LAND_OA, case_id=case_id)
    assert land["told"] == [
        {name: one[name] for name in land["told"][0]}
        for one in listed(whole, LAND_OA)
        if one["obligation_id"] == land["obligation_id"]
    ]
    alone = whole.wire(LAND_OA).get(f"/v1/notify/obligations/{land['obligation_id']}").json()
    explained = whole.wire(LAND_OA).get(f"/v1/notify/obligations/{land['obligation_id']}/explain").json()
    assert alone["told"] == explained["obligation"]["told"] == land["told"]


def test_the_board_of_another_time_shows_what_was_told_by_then(whole: Whole, case_id: str) -> None:
    def told(**when: str) -> list[str]:
        return [one["what"] for item in board(whole, SUPERVISOR, **when) if item["agency_id"] == LAND for one in item["told"]]

    assert told(as_known_at="2026-09-27T08:59:00+08:00") == []
    assert told(as_known_at="2026-09-27T09:00:00+08:00") == ["due_day", "overdue"]
    assert told(as_of="2026-09-24") == ["due_day"]
