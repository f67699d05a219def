"""The board, the clock and the explanation for what rests, for what could not be met any more, and for what a new calendar moved."""

from typing import Any

import pytest

from services.notify.clock.desk import ClockDesk
from services.notify.clock.worker import Clock
from tests.services.intake.cast import hearing, service
from tests.services.notify.algebra import publish_longer_national_day, publish_rules
from tests.services.notify.clock.docket import line, told
from tests.services.notify.story import MARKET, at, board, file_and_serve, submit, tell
from tests.whole import MARKET_OA, SUPERVISOR, Whole
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore


@pytest.fixture(name="whole")
def with_further_rules(whole: Whole) -> Whole:
    """The installation with the further rules."""
    publish_rules(whole)
    return whole


def market(whole: Whole, code: str, **query: Any) -> dict[str, Any]:
    """The market agency's duty of that code, as the supervisor sees it."""
    (found,) = [item for item in board(whole, SUPERVISOR, code=code, **query) if item["agency_id"] == MARKET]
    return found


def says(whole: Whole, keys: KeyStore, moment: str) -> list[tuple[str, str]]:
    """What the clock has told by then: what, and of which duty."""
    whole.clock.set(at(moment))
    Clock(ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger))).work()
    whole.settle()
    return [(what, obligation.split(".")[1]) for what, obligation, _, _ in map(line, told(whole.ledger)) if MARKET in obligation]


def test_while_a_period_rests_nothing_is_overdue_and_nobody_is_reminded(whole: Whole, keys: KeyStore) -> None:
    file_and_serve(whole)
    tell(whole, "2026-09-20T09:00", service(message_id="s-1", document="ruling", occurred_on="2026-09-20"))
    reply = market(whole, "reply", standing=["suspended"])
    assert (reply["standing"], reply["standing_title"], reply["days_left"], reply["due"]) == (
        "suspended",
        "中止中",
        None,
        "2026-10-08",
    )
    assert [(one["what"], one["on"], one["resumed_on"]) for one in reply["suspensions"]] == [("裁定中止", "2026-09-20", None)]
    assert not [what for what, code in says(whole, keys, "2026-12-01T09:00") if code == "reply"]
    assert market(whole, "reply")["standing"] == "suspended"
    unasked = whole.wire(SUPERVISOR).get("/v1/notify/obligations", code="reply", agency_id=MARKET).json()["obligations"]
    assert [item["standing"] for item in unasked] == ["suspended"], "it is among what is open"


def test_resumed_it_is_due_later_and_the_clock_tells_again(whole: Whole, keys: KeyStore) -> None:
    """From 17 to 19 September three days of fifteen are over; the twelve that remain run from the 28th until 9 October."""
    file_and_serve(whole)
    tell(whole, "2026-09-20T09:00", service(message_id="s-1", document="ruling", occurred_on="2026-09-20"))
    before = market(whole, "reply", as_known_at="2026-09-25T09:00:00+08:00")
    tell(whole, "2026-09-28T09:00", service(message_id="s-2", document="other", occurred_on="2026-09-28"))
    reply = market(whole, "reply")
    assert (before["standing"], reply["standing"], reply["due"]) == ("suspended", "not_due", "2026-10-09")
    assert reply["suspensions"][0]["resumed_on"] == "2026-09-28"
    assert [what for what, code in says(whole, keys, "2026-10-10T09:00") if code == "reply"] == ["ahead", "due_day", "overdue"]
    explained = whole.wire(SUPERVISOR).get(f"/v1/notify/obligations/{reply['obligation_id']}/explain").json()
    assert any("中止的8日不计入" in step["text"] for step in explained["steps"])
    assert explained["steps"][-1]["day"] == "2026-10-09"


def test_a_list_that_was_impossible_from_the_beginning_is_no_breach(whole: Whole, keys: KeyStore) -> None:
    """The hearing of 12 October was fixed on the 10th: the last day was the 9th."""
    file_and_serve(whole)
    tell(whole, "2026-10-10T09:00", hearing(occurred_on="2026-10-10", hearing_on="2026-10-12", begins_at=None))
    found = market(whole, "list")
    assert (found["standing"], found["standing_title"], found["due"], found["impossible"], found["days_left"]) == (
        "impossible",
        "不能按期",
        "2026-10-09",
        True,
        None,
    )
    assert not [what for what, code in says(whole, keys, "2026-12-01T09:00") if code == "list"]
    path = f"/v1/notify/obligations/{found['obligation_id']}/explain"
    assert "不能按期办理，不作逾期" in whole.wire(SUPERVISOR).get(path).json()["steps"][-1]["text"]


def test_the_board_of_a_day_before_the_hearing_shows_what_is_due_before_it(whole: Whole) -> None:
    file_and_serve(whole)
    tell(whole, "2026-10-08T09:00", hearing(occurred_on="2026-10-08", hearing_on="2026-11-20", begins_at=None))
    whole.clock.set(at("2026-12-01T09:00"))
    assert market(whole, "list", as_of="2026-10-08")["standing"] == "not_due"
    assert board(whole, SUPERVISOR, code="list", as_of="2026-10-07") == []


def test_an_impossible_duty_done_late_is_not_in_the_timeline_as_late(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    tell(whole, "2026-10-10T09:00", hearing(occurred_on="2026-10-10", hearing_on="2026-10-12", begins_at=None))
    submit(whole, case_id, MARKET, "2026-10-11T10:00")
    found = market(whole, "list")
    assert (found["standing"], found["outcome"], found["late_days"]) == ("satisfied", None, 0)
    lines = whole.wire(SUPERVISOR).get(f"/v1/intake/cases/{case_id}/timeline").json()
    findings = [finding for entry in lines for finding in entry["findings"]]
    assert "办理list" not in {finding["title"] for finding in findings}
    assert "办理reply" in {finding["title"] for finding in findings}


def test_an_amended_calendar_is_told_in_the_history_with_both_days_and_the_reason(whole: Whole) -> None:
    file_and_serve(whole)
    item = market(whole, "statutory_answer")
    path = f"/v1/notify/obligations/{item['obligation_id']}/explain"
    assert whole.wire(SUPERVISOR).get(path).json()["history"] == []
    whole.clock.set(at("2026-09-20T09:00"))
    publish_longer_national_day(whole)
    (change,) = whole.wire(MARKET_OA).get(path).json()["history"]
    assert (change["old_due"], change["new_due"], change["was_provisional"], change["is_provisional"]) == (
        "2026-10-08",
        "2026-10-09",
        False,
        False,
    )
    assert (change["year"], change["version"], change["published_on"]) == (2026, 2, "2026-09-20")
    assert change["reason"] == "2026年工作日历修订（第2版）公布，届满日由2026年10月8日（星期四）改为2026年10月9日（星期五）。"


def test_a_calendar_published_before_the_start_was_recorded_is_not_in_the_history(whole: Whole) -> None:
    publish_longer_national_day(whole)
    file_and_serve(whole)
    item = market(whole, "statutory_answer")
    assert item["due"] == "2026-10-09"
    assert whole.wire(SUPERVISOR).get(f"/v1/notify/obligations/{item['obligation_id']}/explain").json()["history"] == []
