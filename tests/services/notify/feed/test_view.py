"""Whom a case record concerns, and since when, as the view keeps it: it follows from the ledger alone."""

import pytest

from services.notify.feed.view import ConcernedView
from tests.rebuilding.one_view import rebuild
from tests.services.notify.feed.record import COURT, HONGZE, JINHU, LAND, MARKET, UNIT, Record, agency, filed, golden, opened
from yingsu.ledger.reader import contents
from yingsu.ledger.store import Ledger


@pytest.fixture
def record(ledger: Ledger) -> Record:
    """Two cases: one that comes to concern more and more, one that concerns one agency."""
    made = Record(ledger)
    made.add("case-1", filed((LAND, HONGZE)), golden("intake.service_recorded.v1"))
    made.add("case-2", filed((MARKET, JINHU)), place=JINHU)
    made.add("case-1", filed((LAND, HONGZE), (MARKET, JINHU)), concerns=(JINHU,))
    made.add("review-1", opened(UNIT, LAND), case_id="case-1")
    made.settle()
    return made


def rows(record: Record) -> list[tuple[str, str, int, list[str]]]:
    with record.ledger.database.project() as cursor:
        return cursor.execute(
            "SELECT case_id, reader, since, jurisdictions FROM views.notify_concerned ORDER BY 1, 3, 2"
        ).fetchall()


def test_a_record_concerns_its_court_its_agencies_and_their_districts_each_from_the_fact_that_names_it(record: Record) -> None:
    assert [row[:3] for row in rows(record)] == [
        ("case-1", LAND, 1),
        ("case-1", f"court:{COURT}", 1),
        ("case-1", f"division:{HONGZE}", 1),
        ("case-1", MARKET, 4),
        ("case-1", f"division:{JINHU}", 4),
        ("case-1", UNIT, 5),
        ("case-2", MARKET, 3),
        ("case-2", f"court:{COURT}", 3),
        ("case-2", f"division:{JINHU}", 3),
    ]
    assert {row[0]: row[3] for row in rows(record)} == {"case-1": [HONGZE, JINHU], "case-2": [JINHU]}


def test_a_case_concerns_one_that_is_added_since_the_addition(ledger: Ledger) -> None:
    made = Record(ledger)
    made.add("case-1", filed((LAND, HONGZE)))
    made.add("case-1", golden("intake.defendant_added.v1", agency=MARKET, jurisdiction=JINHU), place=JINHU, concerns=(JINHU,))
    made.settle()

    assert [row[:3] for row in rows(made)][-2:] == [("case-1", MARKET, 2), ("case-1", f"division:{JINHU}", 2)]
    assert made.topics(agency(MARKET, JINHU)) == ["defendant_added"]


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(record: Record, batch: int) -> None:
    database = record.ledger.database
    with database.project() as cursor:
        before = contents(cursor, "notify_concerned")
    rebuild(database, ConcernedView(), batch=batch)
    with database.project() as cursor:
        assert contents(cursor, "notify_concerned") == before
