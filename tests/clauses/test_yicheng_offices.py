"""峄城 (370404): the head who answers first, and work teams, under 峄政办发〔2023〕2号, over HTTP."""

from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.offices import appointed, opened, register, told
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YICHENG = "370404"
CODE, OTHER_CODE = "11370404000008200G", "11370404000008210H"


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """峄城."""
    return opened(ledger, keys, clock, tmp_path, YICHENG, "鲁0404")


@pytest.mark.clause("YC-2.1.1")
def test_the_ladder_of_1_july_names_the_head_of_that_day(district: District) -> None:
    agency = district.agency("示例街道办事处（样例）", CODE, "subdistrict")
    oa, office = district.client("agency", agency=agency), f"agencies/{agency}/office"
    appointed(oa, office, "示例甲", "head", "2023-03-01", post="主任")
    told(oa, office, "office-holders/h1/departure", left_on="2026-07-01")
    appointed(oa, office, "示例乙", "head", "2026-07-01", post="主任")
    bureau = district.client("supervisor")
    ladders = {day: bureau.get("/v1/review/ladders", agency_id=agency, day=day).json() for day in ("2026-06-30", "2026-07-01")}
    assert {day: found["head"] for day, found in ladders.items()} == {
        "2026-06-30": {"name": "示例甲", "post": "主任", "appointed_on": "2023-03-01"},
        "2026-07-01": {"name": "示例乙", "post": "主任", "appointed_on": "2026-07-01"},
    }
    interviewed = [role["role"] for ladder in ladders["2026-07-01"]["ladders"] for tier in ladder["tiers"] for role in tier["of"]]
    assert "agency_head" in interviewed
    known = bureau.get("/v1/review/ladders", agency_id=agency, day="2026-07-01", as_known_at="2026-11-19T00:00:00+08:00")
    assert known.json()["head"] is None


@pytest.mark.clause("YC-3.1.2")
def test_an_agency_without_a_team_has_an_empty_cell(district: District) -> None:
    first = district.agency("示例甲镇人民政府（样例）", CODE, "township")
    second = district.agency("示例乙镇人民政府（样例）", OTHER_CODE, "township")
    oa = district.client("agency", agency=first)
    office = f"agencies/{first}/office"
    told(oa, office, "work-teams", members=[{"name": "示例甲"}], registered_on="2026-02-02")
    told(oa, office, "work-teams", members=[{"name": "示例甲"}, {"name": "示例乙"}], plan="样例方案", registered_on="2026-03-02")
    cells = {row["agency"]["agency_id"]: row["cells"] for row in register(district, "work_teams", "2026-11-20")}
    assert cells[first] == {"agency": first, "members": ["示例甲", "示例乙"], "plan": "样例方案"}
    assert cells[second] == {"agency": second, "members": None, "plan": None}
