"""The board's view follows from the ledger alone: whatever the batches, and again from zero."""

from uuid import uuid4

import pytest

from services.notify.views import ObligationView
from services.registry.rules import RulesDesk
from tests.rebuilding.one_view import rebuild
from tests.services.notify.story import LAND, MARKET, board, file_and_serve, submit
from tests.whole import SUPERVISOR, Whole
from yingsu.law.calendar import builtin_bytes
from yingsu.ledger.deciding import Request
from yingsu.ledger.entry import ANY_JURISDICTION, Actor
from yingsu.ledger.reader import contents
from yingsu.ledger.store import Ledger


def rows(ledger: Ledger) -> bytes:
    with ledger.database.project() as cursor:
        return contents(cursor, "notify_obligation")


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(whole: Whole, ledger: Ledger, batch: int) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, MARKET, "2026-10-08T10:00")
    before = rows(ledger)
    assert before.count(b"\n") == 5
    rebuild(ledger.database, ObligationView(), batch=batch)
    assert rows(ledger) == before


def test_an_amended_calendar_moves_what_still_runs(whole: Whole, ledger: Ledger) -> None:
    """8 October is declared a rest day as well: the market agency's last day moves to the 9th."""
    file_and_serve(whole)
    amended = builtin_bytes(2026).replace(b"rest = [2026-10-01, 2026-10-07]", b"rest = [2026-10-01, 2026-10-08]")
    assert amended != builtin_bytes(2026)
    request = Request(
        command_id=uuid4(),
        body_hash=b"amended",
        actor=Actor(client="tests", role="administrator"),
        source="tests",
        correlation_id="tests",
        permitted=(ANY_JURISDICTION,),
    )
    RulesDesk(ledger, whole.clock).publish_calendar(request, amended)
    whole.settle()
    due = {item["agency_id"]: (item["due"], item["calendars"]) for item in board(whole, SUPERVISOR)}
    assert due == {LAND: ("2026-09-24", ["2026.2"]), MARKET: ("2026-10-09", ["2026.2"])}
    before = rows(ledger)
    rebuild(ledger.database, ObligationView(), batch=3)
    assert rows(ledger) == before
