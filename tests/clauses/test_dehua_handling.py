"""德化: who handles the response where the county government is sued, and what of the document is public. 德政办〔2025〕32号, 六 and 引言."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.sued import ACT, DECISION, file_against, handled, oa_of, rests_on, tasks_of
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

DEHUA = "350526"
CASE_NO = "（2026）闽0526行初12号"
COUNTY, LAND, JUSTICE = "11350526000020011P", "11350526000020012T", "11350526000020013X"
LAND_NAME, JUSTICE_NAME = "德化县自然资源局（样例）", "德化县司法局"
ANSWER = {"submitted_on": "2026-06-15", "delivery": "court_platform", "has_answer": True, "evidence_count": 3}


@pytest.fixture
def county(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """德化 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), DEHUA, "闽0526")


@pytest.fixture
def agencies(county: District) -> tuple[str, str, str]:
    """The government, the bureau of land, the bureau of justice."""
    return (
        county.agency("德化示例县人民政府（样例）", COUNTY, "government"),
        county.agency(LAND_NAME, LAND, "department"),
        county.agency(JUSTICE_NAME, JUSTICE, "department"),
    )


@pytest.mark.clause("DH-6.4")
def test_the_department_that_handled_the_act_handles_the_response_of_the_county_government(
    county: District, agencies: tuple[str, str, str]
) -> None:
    government, land, _ = agencies
    case_id = file_against(county, CASE_NO, (COUNTY, ACT), unit=LAND_NAME)
    assert handled(county, case_id) == [(government, ACT, land, "determined")]
    assert rests_on(county, case_id) == [["DH-6.4"]]

    county.serve(CASE_NO, COUNTY)
    assert ("statutory_answer", government, "2026-06-18") in tasks_of(oa_of(county, land))
    county.whole.clock.set(datetime(2026, 6, 15, 4, tzinfo=UTC))
    path = f"/v1/intake/cases/{case_id}/responses/{government}/answer"
    assert oa_of(county, land).post(path, ANSWER, version=0).status_code == 201


@pytest.mark.clause("DH-6.5")
def test_the_bureau_of_justice_handles_what_the_government_is_sued_for_alone_as_the_body_of_reconsideration(
    county: District, agencies: tuple[str, str, str]
) -> None:
    government, _, justice = agencies
    case_id = file_against(county, CASE_NO, (COUNTY, DECISION), unit=LAND_NAME)
    assert handled(county, case_id) == [(government, DECISION, justice, "determined")]
    assert rests_on(county, case_id) == [["DH-6.5"]]


@pytest.mark.clause("DH-6.5")
def test_of_a_joint_defendant_the_document_says_nothing_until_the_bureau_of_justice_decides(
    county: District, agencies: tuple[str, str, str]
) -> None:
    government, land, justice = agencies
    case_id = file_against(county, CASE_NO, (LAND, ACT), (COUNTY, DECISION), unit=LAND_NAME)
    assert handled(county, case_id) == [(land, ACT, land, "rule"), (government, DECISION, None, "undetermined")]
    path = f"/v1/intake/cases/{case_id}/handling-units"
    shown = county.client("supervisor").get(path).json()["handlings"][1]
    assert (shown["decider"]["title"], [clause["clause"] for clause in shown["decider"]["clauses"]]) == ("县司法局", ["DH-6.3"])
    assert shown["reason"] == "行政复议机关为共同被告的案件，行政复议决定的应诉，文件没有规定由谁承办，由县司法局确定"

    decision = {"agency": government, "object": DECISION, "unit": justice, "determined_on": "2026-06-01", "reason": "（样例）"}
    assert county.client("supervisor").post(path, decision, version=0).status_code == 201
    assert handled(county, case_id)[1] == (government, DECISION, justice, "determined")


@pytest.mark.clause("DH-0.3")
def test_the_document_is_read_without_a_login_and_a_case_is_not(county: District, agencies: tuple[str, str, str]) -> None:
    assert agencies
    case_id = file_against(county, CASE_NO, (LAND, ACT))
    stranger = Wire(county.whole.app)
    shown = stranger.get("/v1/registry/profiles/dehua")
    assert (shown.status_code, shown.json()["content"]["title"]) == (200, "关于进一步做好行政应诉工作的实施意见")
    for path in (f"/v1/intake/cases/{case_id}", "/v1/intake/cases", "/v1/registry/profiles/hongze", "/v1/registry/profiles"):
        refused = stranger.get(path)
        assert (refused.status_code, refused.json()["code"]) == (401, "token-missing"), path
