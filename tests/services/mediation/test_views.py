"""The list's view follows from the ledger alone: whatever the batches, whenever records are joined, and again from zero."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec
import pytest

from services.mediation import record as records
from services.mediation.reactions import OpenMediation
from services.mediation.views import MediationView, standing_of
from tests.rebuilding.one_view import rebuild
from tests.services.mediation.story import (
    ACCEPTED,
    CASE,
    CASE_NO,
    CONDUCTED,
    FILED_CASE,
    FILED_NO,
    LAND,
    MARKET,
    NOTICES,
    TO_RETURN,
    TO_SETTLEMENT,
    append,
    at,
    file_case,
    filing,
    play,
    refer,
    referred,
)
from tests.whole import CENTRE, Whole
from yingsu import disputes
from yingsu.derived import Row
from yingsu.disputes import Joins
from yingsu.events.intake.prelitigation import CaseRecordsJoined, Respondent
from yingsu.ledger.entry import ANY_JURISDICTION, Entry
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, contents, release

OTHER = "case-01994b2e-0000-7000-8000-0000000000a2"


def rows(whole: Whole) -> bytes:
    """The table as it is."""
    with whole.ledger.database.project() as cursor:
        return contents(cursor, "mediation_mediation")


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation that went back to the court, and was filed; beside it one that was settled."""
    settled = refer(whole, case_id=OTHER, case_no="（2026）苏0813行诉前调8号")
    play(whole, settled, *TO_SETTLEMENT)
    returned = refer(whole)
    play(whole, returned, *TO_RETURN)
    file_case(whole, date(2026, 9, 20), "2026-09-24T09:00")
    return returned


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_replay_in_any_batch_size_gives_equal_bytes(whole: Whole, mediation: str, batch: int) -> None:
    before = rows(whole)
    assert before.count(b"\n") == 2
    rebuild(whole.ledger.database, MediationView(), batch=batch)
    assert rows(whole) == before


def test_the_row_is_the_fold_of_its_dispute(whole: Whole, mediation: str) -> None:
    dispute = disputes.load(whole.ledger, CASE, (ANY_JURISDICTION,))
    record = records.record(dispute.case_id, dispute.entries, mediation)
    assert record is not None
    with whole.ledger.database.read(("320813",)) as cursor:
        found = cursor.execute("SELECT * FROM views.mediation_mediation WHERE mediation_id = %s", (mediation,)).fetchone()
    assert found == (
        mediation,
        CASE,
        CASE_NO,
        "苏0813",
        "returned",
        [MARKET, LAND],
        date(2026, 9, 4),
        date(2026, 9, 21),
        ["320813"],
        msgspec.json.encode(standing_of(record)).decode(),
    )


def test_no_name_and_nothing_sealed_is_in_the_rows(whole: Whole, mediation: str) -> None:
    stored = rows(whole).decode()
    assert [word for word in ("示例张某", "样例", "key_id", "box", "愿意") if word in stored] == []


@pytest.mark.parametrize("join_first", [False, True])
@pytest.mark.parametrize("batch", [1, 500])
def test_the_order_of_join_and_mediation_makes_no_difference(whole: Whole, join_first: bool, batch: int) -> None:
    """The court's message that files and joins may come before the referral that it speaks of."""
    join = CaseRecordsJoined(court="苏0813", case_id=FILED_CASE, case_no=FILED_NO, joined_case_id=CASE, joined_case_no=CASE_NO)
    whole.clock.set(at("2026-09-08T10:00"))
    facts: list[Callable[[], object]] = [
        lambda: append(whole, CASE, referred(whole.deps.keys), date(2026, 9, 3)),
        lambda: append(whole, CASE, join, date(2026, 9, 8), case_id=FILED_CASE),
        lambda: append(whole, FILED_CASE, filing(date(2026, 9, 8)), date(2026, 9, 8)),
    ]
    for fact in reversed(facts) if join_first else facts:
        fact()
        catch_up(whole.ledger.database, OpenMediation(whole.ledger, whole.deps.keys), batch=batch)
        catch_up(whole.ledger.database, MediationView(), batch=batch)

    with whole.ledger.database.read(("320813",)) as cursor:
        found = cursor.execute("SELECT case_id, status, state::json -> 'in_litigation' FROM views.mediation_mediation").fetchall()
    assert found == [(CASE, "referred", True)]


def test_a_reader_without_a_right_to_the_jurisdiction_sees_no_row(whole: Whole) -> None:
    refer(whole, respondents=(Respondent(agency=MARKET, jurisdiction="320813"), Respondent(agency=LAND, jurisdiction="320812")))

    def count(tenant: str) -> int:
        with whole.ledger.database.read((tenant,)) as cursor:
            row = cursor.execute("SELECT count(*) FROM views.mediation_mediation").fetchone()
        return int(row[0]) if row else 0

    assert [count(tenant) for tenant in ("320813", "320812", "320899", "*")] == [1, 1, 0, 1]


def test_a_dispute_without_a_mediation_has_no_row(whole: Whole) -> None:
    whole.clock.set(at("2026-09-08T10:00"))
    append(whole, FILED_CASE, filing(date(2026, 9, 8)), date(2026, 9, 8))
    whole.settle()
    assert rows(whole) == b""


class Faulty(MediationView):
    """Cannot derive the dispute of the tests."""

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        yield from super().rows(dispute, joins)
        if any(entry.case_id == CASE for entry in dispute):
            raise KeyError("poison")


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_poison_dispute_is_left_out_alone_and_a_release_equals_a_rebuild(whole: Whole, batch: int) -> None:
    for case_id, case_no in ((CASE, CASE_NO), (OTHER, "（2026）苏0813行诉前调8号")):
        play(whole, refer(whole, case_id=case_id, case_no=case_no), ACCEPTED, *NOTICES)
    complete = rows(whole)

    rebuild(whole.ledger.database, Faulty(), batch=batch)
    assert [(held.view, held.subject) for held in listed(whole.ledger.database)] == [("mediation.mediations", CASE)]
    shown = whole.wire(CENTRE).get("/v1/mediation/mediations").json()
    assert [line["case_id"] for line in shown] == [OTHER]

    release(whole.ledger.database, MediationView(), CASE, batch=batch)
    assert rows(whole) == complete
    assert listed(whole.ledger.database) == []


def test_the_bookmark_is_where_the_ledger_ends(whole: Whole) -> None:
    play(whole, refer(whole), *CONDUCTED)
    assert catch_up(whole.ledger.database, MediationView()) == whole.ledger.head()
