"""By when a plan is due: as the due board says, and nothing where the rules cannot tell."""

import logging
from uuid import UUID

import pytest

from services.mediation.folding import fold
from services.mediation.timing import plan_due, plan_due_now
from tests.services.mediation.story import ACCEPTED, CASE, NOTICES, PLANS, play, refer
from tests.whole import SUPERVISOR, Whole
from yingsu.law.published import RulesInForce, load_rules
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger


def test_the_notices_say_what_the_due_board_says(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, *NOTICES, PLANS[0])
    board = whole.wire(SUPERVISOR).get(
        "/v1/notify/obligations", code="mediation_plan", standing=["satisfied", "not_due", "due_today", "overdue"]
    )
    on_board = {UUID(item["started_by"]["event_id"]): item["due"] for item in board.json()["obligations"]}

    entries = whole.ledger.load_case(CASE, EVERYWHERE)
    found = fold(entries, mediation)
    assert found is not None
    due = plan_due(CASE, entries, [notice.event_id for notice in found.notices], load_rules(whole.ledger))
    assert {notice: str(day) for notice, day in due.items()} == on_board
    assert sorted(on_board.values()) == ["2026-09-10", "2026-09-11"]


def test_a_notice_that_starts_nothing_has_no_last_day(whole: Whole) -> None:
    assert plan_due(CASE, [], [UUID(int=1)], load_rules(whole.ledger)) == {UUID(int=1): None}


def test_without_published_rules_there_is_no_last_day_and_the_log_says_why(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert plan_due_now(CASE, [], [UUID(int=1)], RulesInForce(ledger)) == {UUID(int=1): None}
    assert [record.__dict__["code"] for record in caplog.records] == ["calendar-malformed"]
    assert plan_due_now(CASE, [], [], RulesInForce(ledger)) == {}
