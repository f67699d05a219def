"""The lists' view follows from the ledger alone: whatever the batches, and again from zero."""

from datetime import date

import pytest

from services.review.views import ReviewView
from tests.rebuilding.one_view import rebuild
from tests.services.review.record import CASE, CASE_NO, GOVERNMENT, LAND, MARKET, filed, judged, july, received
from tests.services.review.story import (
    PARTS,
    REVIEW,
    SIGNED,
    STARTED,
    TO_RECTIFICATION,
    VOIDED,
    lose,
    play,
    tell,
)
from tests.whole import SUPERVISOR, Whole
from yingsu.ledger.reader import catch_up, contents

OTHER = "case-01994b2e-0000-7000-8000-0000000000d2"


def rows(whole: Whole) -> bytes:
    """The tables as they are."""
    with whole.ledger.database.project() as cursor:
        return b"\n".join(contents(cursor, table) for table in ReviewView().tables)


def wait_for_a_unit(whole: Whole) -> None:
    """A government loses another case, and its unit is no registered agency."""
    events = (filed(GOVERNMENT, LAND, unit="示例征收办（样例）"), *judged(GOVERNMENT, winners=(LAND,)))
    tell(whole, *events, received(GOVERNMENT, july(6)), received(LAND, july(6)), case_id=OTHER)
    whole.settle()


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(whole: Whole, batch: int) -> None:
    lose(whole, MARKET, LAND)
    play(whole, *TO_RECTIFICATION, VOIDED)
    wait_for_a_unit(whole)
    before = rows(whole)
    assert before.count(b"\n") >= 4
    rebuild(whole.ledger.database, ReviewView(), batch=batch)
    assert rows(whole) == before


def test_the_row_is_the_fold_of_the_review(whole: Whole) -> None:
    lose(whole)
    play(whole, STARTED)
    with whole.ledger.database.read(("320813",)) as cursor:
        (found,) = cursor.execute("SELECT * FROM views.review_review").fetchall()
    assert found[:8] == (REVIEW, CASE, CASE_NO, MARKET, "started", date(2026, 7, 1), date(2026, 7, 6), ["320813"])
    assert '"started_on":"2026-07-09"' in found[8]


def test_no_name_and_nothing_sealed_is_in_the_rows(whole: Whole) -> None:
    lose(whole)
    play(whole, *TO_RECTIFICATION)
    stored = rows(whole).decode()
    assert [word for word in (*PARTS.values(), "示例乙", "key_id", "box") if word in stored] == []


def test_what_nobody_reviews_is_a_row_until_somebody_does(whole: Whole) -> None:
    wait_for_a_unit(whole)
    with whole.ledger.database.read(("320813",)) as cursor:
        found = cursor.execute("SELECT case_id, judgment_no, defendant, received_on FROM views.review_undetermined").fetchall()
    assert found == [(OTHER, CASE_NO, GOVERNMENT, date(2026, 7, 6))]
    body = {"case_id": OTHER, "judgment_no": CASE_NO, "defendant": GOVERNMENT, "agency": MARKET}
    assert whole.wire(SUPERVISOR).post("/v1/review/reviews", body).status_code == 201
    whole.settle()
    with whole.ledger.database.read(("320813",)) as cursor:
        assert cursor.execute("SELECT FROM views.review_undetermined").fetchall() == []


def test_a_reader_without_a_right_to_the_jurisdiction_sees_no_row(whole: Whole) -> None:
    lose(whole)
    wait_for_a_unit(whole)

    def count(tenant: str) -> list[int]:
        with whole.ledger.database.read((tenant,)) as cursor:
            return [len(cursor.execute(f"SELECT FROM views.{table}").fetchall()) for table in ReviewView().tables]

    assert [count(tenant) for tenant in ("320813", "320899", "*")] == [[2, 1], [0, 0], [2, 1]]


def test_a_case_that_nobody_lost_has_no_row(whole: Whole) -> None:
    tell(whole, filed(MARKET), *judged(winners=(MARKET,)), received(MARKET, july(6)))
    whole.settle()
    assert rows(whole).strip() == b""


def test_the_bookmark_is_where_the_ledger_ends(whole: Whole) -> None:
    lose(whole)
    play(whole, STARTED, SIGNED._replace(path="draft", official=None, body={"drafted_on": "2026-07-10", "parts": PARTS}))
    assert catch_up(whole.ledger.database, ReviewView()) == whole.ledger.head()
