"""德化 (350526): an agency has a head, and says who reviews, under the document of 2025, over HTTP."""

from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.offices import appointed, gaps, opened, told
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

DEHUA = "350526"
NO_HEAD = ("agency_head_known", ("在任的主要负责人",))
NO_REVIEW = ("reviewer_named", ("审核机构", "审核人员"))


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """德化."""
    return opened(ledger, keys, clock, tmp_path, DEHUA, "闽0526")


@pytest.mark.clause("DH-1.4")
def test_an_agency_without_a_head_is_listed_until_it_has_one(district: District) -> None:
    agency = district.agency("示例乡人民政府（样例）", "11350526000008300Y", "township")
    oa, office = district.client("agency", agency=agency), f"agencies/{agency}/office"
    assert gaps(district, "2026-11-20") == [(agency, *NO_HEAD), (agency, *NO_REVIEW)]
    appointed(oa, office, "示例甲", "head", "2025-11-01", post="乡长")
    told(oa, office, "office-holders/h1/departure", left_on="2026-10-01")
    assert gaps(district, "2026-09-30") == [(agency, *NO_REVIEW)]
    assert gaps(district, "2026-10-01") == [(agency, *NO_HEAD), (agency, *NO_REVIEW)]
    appointed(oa, office, "示例乙", "in_charge", "2026-10-08", post="副乡长（主持工作）")
    assert gaps(district, "2026-11-20") == [(agency, *NO_REVIEW)]


@pytest.mark.clause("DH-3.1")
def test_an_agency_may_have_no_reviewer_and_that_is_a_gap(district: District) -> None:
    agency = district.agency("示例局（样例）", "113505260000083100", "department")
    oa, office = district.client("agency", agency=agency), f"agencies/{agency}/office"
    told(oa, office, "legal-staff", review_body="法规股", scope="重大行政处罚", named_on="2026-03-02")
    assert gaps(district, "2026-11-20") == [(agency, *NO_HEAD), (agency, "reviewer_named", ("审核人员",))]
    told(oa, office, "legal-staff", review_body="法规股", reviewers=[{"name": "示例丙"}], named_on="2026-04-02")
    assert gaps(district, "2026-11-20") == [(agency, *NO_HEAD)]
    shown = oa.get(f"/v1/registry/{office}", as_of="2026-03-31").json()["legal_staff"]
    assert (shown["review_body"], shown["reviewers"], shown["scope"]) == ("法规股", [], "重大行政处罚")
