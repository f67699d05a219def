"""烟台 (370600): who leads of several departments sued, reconsideration before the suit, absences. 烟政办发〔2017〕16号."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import appeared, hearing, leader
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.clauses.sued import file_against
from tests.whole import Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

FIRST, SECOND, CITY = "11370600000008100B", "11370600000008110C", "11370600000008120D"
CITED = "《关于改进和加强行政应诉工作的意见》第二部分（二）（YT-2.2.3）"
CASE_NO = "（2026）鲁06行初8号"


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """烟台 on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), "370600", "鲁06")


def read(bureau: Wire, case_id: str) -> dict[str, Any]:
    """The case as the body that supervises reads it."""
    return dict(bureau.get(f"/v1/intake/cases/{case_id}").json())


@pytest.mark.clause("YT-2.2.3")
def test_of_two_departments_that_are_sued_one_leads_and_until_it_is_determined_the_case_is_marked(district: District) -> None:
    first, _ = (district.agency(f"示例{code[-4:]}局（样例）", code, "department") for code in (FIRST, SECOND))
    case_id = file_against(district, CASE_NO, (FIRST, "original_act"), (SECOND, "original_act"), on="2026-08-03")
    bureau = district.client("supervisor")
    (note,) = read(bureau, case_id)["notes"]
    assert (note["code"], note["authority"] == CITED, read(bureau, case_id)["lead"]) == (
        "lead_unit_named",
        True,
        None,
    )

    path = f"/v1/intake/cases/{case_id}/supervision/lead-units"
    body = {"determined_on": "2026-08-03", "agency": first, "basis": "主要承办被诉行政行为（样例）"}
    assert bureau.send("POST", path, json=body, headers=write_headers(version=0)).status_code == 201

    after = read(bureau, case_id)
    assert (after["lead"]["agency_id"], after["notes"]) == (first, [])


@pytest.mark.clause("YT-2.2.3")
def test_where_one_department_is_sued_nobody_has_to_lead(district: District) -> None:
    filed = Filed.in_(district, CASE_NO, FIRST)
    assert read(filed.bureau, filed.case_id)["notes"] == []
    refused = filed.supervise("lead-units", "2026-08-05", determined_on="2026-08-05", agency=filed.agency)
    assert (refused.status_code, refused.json()["code"]) == (409, "lead-not-needed")


@pytest.mark.clause("YT-3.2.1")
def test_the_decision_of_reconsideration_is_in_the_register_and_the_body_is_sued_with_the_agency_that_acted(
    district: District,
) -> None:
    filed = Filed.in_(district, CASE_NO, FIRST)
    decision = {
        "decided_on": "2026-07-20",
        "body": "示例市人民政府（样例）",
        "decision_no": "烟示复决〔2026〕12号（样例）",
        "result": "维持",
    }
    assert filed.supervise("reconsiderations", "2026-08-05", **decision).status_code == 201
    (row,) = filed.register("reconsiderations", "2026-08-05")["rows"]
    assert row["cells"] == {"decision_no": decision["decision_no"], "result": "维持", "decided_on": "2026-07-20"}

    district.agency("示例市人民政府（样例）", CITY, "government")
    told = district.tell(
        "a-1",
        "defendant_addition",
        CASE_NO,
        "2026-08-06",
        agency_code=CITY,
        object="reconsideration_decision",
        reason="复议维持，为共同被告",
    )
    assert told.status_code == 201, told.text
    sued = {one["agency"]["name"]: one["objects"] for one in read(filed.bureau, filed.case_id)["defendants"]}
    assert sued["示例市人民政府（样例）"] == ["reconsideration_decision"]


def test_a_leader_who_is_on_record_as_having_appeared_was_not_absent(district: District) -> None:
    filed = Filed.in_(district, CASE_NO, FIRST)
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    found = {
        "found_on": "2026-09-11",
        "agency": filed.agency,
        "hearing_on": "2026-09-10",
        "staff": False,
        "grounds": "未说明理由（样例）",
    }
    assert appeared(filed, "2026-09-10", **leader(spoke=True)).status_code == 201
    refused = filed.supervise("unjustified-absences", "2026-09-11", **found)
    assert (refused.status_code, refused.json()["code"]) == (409, "leader-appeared")


def test_an_absence_without_good_reason_is_found_by_the_body_that_supervises(district: District) -> None:
    filed = Filed.in_(district, CASE_NO, FIRST)
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    found = {
        "found_on": "2026-09-11",
        "agency": filed.agency,
        "hearing_on": "2026-09-10",
        "staff": False,
        "grounds": "未说明理由（样例）",
    }
    done = filed.supervise("unjustified-absences", "2026-09-11", **found)
    assert (done.status_code, done.json()["title"]) == (201, "认定负责人无正当理由不出庭")
    court = filed.district.client("court").get(f"/v1/intake/cases/{filed.case_id}/timeline").json()
    assert "认定负责人无正当理由不出庭" not in {line["title"] for line in court}
