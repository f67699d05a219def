"""洪泽 (320813): who reviews and who advises, under the document of 2025, over HTTP."""

from pathlib import Path

import pytest

from services.registry import samples
from tests.clauses.district import District
from tests.clauses.offices import gaps, register, told
from tests.whole import MARKET_OA, SUPERVISOR, Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """The samples of 洪泽."""
    return Whole(ledger, keys, clock, tmp_path)


@pytest.fixture
def district(whole: Whole) -> District:
    """洪泽, whose supervising body is one of its own."""
    return District(whole, samples.JURISDICTION, samples.COURT)


OFFICE = f"agencies/{samples.MARKET}/office"


@pytest.mark.clause("HZ-1.1")
def test_an_agency_without_a_reviewer_of_legality_or_an_adviser_is_listed(whole: Whole, district: District) -> None:
    def of_market() -> list[tuple[str, tuple[str, ...]]]:
        today = whole.clock().date().isoformat()
        return [(code, missing) for agency, code, missing in gaps(district, today) if agency == samples.MARKET]

    oa = whole.wire(MARKET_OA)
    assert of_market() == [("named_person", ("合法性审查专人", "法律顾问"))]
    told(oa, OFFICE, "legal-staff", adviser_firm="示例律师事务所（样例）", named_on="2026-01-05")
    assert of_market() == [("named_person", ("合法性审查专人",))]
    told(oa, OFFICE, "legal-staff", reviewers=[{"name": "示例丙"}], advisers=[{"name": "示例律师"}], named_on="2026-01-06")
    assert of_market() == []
    listed = {agency for agency, _, _ in gaps(district, whole.clock().date().isoformat())}
    assert samples.CENTRE not in listed
    assert samples.TOWNSHIP in listed


@pytest.mark.clause("HZ-1.4")
def test_the_firms_of_all_agencies_are_listed_beside_that_of_the_government(whole: Whole, district: District) -> None:
    bureau, day = whole.wire(SUPERVISOR), whole.clock().date().isoformat()
    firms = {samples.GOVERNMENT: "示例甲律师事务所（样例）", samples.MARKET: "示例乙律师事务所（样例）"}
    for agency, firm in firms.items():
        told(bureau, f"agencies/{agency}/office", "legal-staff", adviser_firm=firm, named_on="2026-01-05")
    rows = {row["cells"]["agency"]: row["cells"]["adviser_firm"] for row in register(district, "adviser_firms", day)}
    assert {agency: rows[agency] for agency in firms} == firms
    assert rows[samples.TOWNSHIP] is None
