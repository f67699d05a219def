"""The board's view follows from the ledger alone: whatever the batches, and again from zero."""

import pytest

from services.notify.views import ObligationView
from tests.calendars import publish_a_longer_holiday
from tests.rebuilding.one_view import rebuild
from tests.services.notify.story import LAND, MARKET, board, file_and_serve, submit
from tests.whole import SUPERVISOR, Whole
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
    publish_a_longer_holiday(ledger)
    whole.settle()
    due = {item["agency_id"]: (item["due"], item["calendars"]) for item in board(whole, SUPERVISOR)}
    assert due == {LAND: ("2026-09-24", ["2026.2"]), MARKET: ("2026-10-09", ["2026.2"])}
    before = rows(ledger)
    rebuild(ledger.database, ObligationView(), batch=3)
    assert rows(ledger) == before
