"""薛城 (370403): warnings, plans, sponsors and the list of problems of 薛政办发〔2022〕12号, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.filed import NAME, Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
CODE = "11370403000008100C"
CASE_NO = "（2026）鲁0403行初7号"
PLAN: dict[str, Any] = {
    "primary_unit": NAME,
    "responsible_person": {"name": "示例郑某"},
    "measures": "上门听取诉求，重新核定补偿面积（样例）",
    "resolve_by": "2026-09-30",
}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 薛城, filed on 3 August 2026; the street office did the act."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), XUECHENG, "鲁0403")
    return Filed.in_(district, CASE_NO, CODE, act={"kind": "行政处罚", "implementing_unit": NAME})


@pytest.mark.clause("XC-2.4")
def test_a_yellow_level_makes_one_notice_and_red_comes_once_until_the_risk_is_lifted(filed: Filed) -> None:
    assert (
        filed.supervise("risk-assessments", "2026-08-10", assessed_on="2026-08-10", level="yellow", grounds="样例").status_code
        == 201
    )
    notice = {"agency": filed.agency, "issued_on": "2026-08-10", "demand": "请启动化解（样例）"}
    assert filed.supervise("yellow-warnings", "2026-08-10", **notice).status_code == 201

    again = filed.supervise("yellow-warnings", "2026-08-11", **notice | {"issued_on": "2026-08-11"})
    assert (again.status_code, again.json()["code"], again.json()["clauses"]) == (409, "already-warned", ["XC-2.4"])

    red = notice | {"issued_on": "2026-09-01"}
    assert filed.supervise("red-alerts", "2026-09-01", **red).status_code == 201
    assert filed.supervise("red-alerts", "2026-09-02", **red | {"issued_on": "2026-09-02"}).json()["code"] == "already-warned"
    assert (
        filed.supervise("yellow-warnings", "2026-09-02", **red | {"issued_on": "2026-09-02"}).json()["code"] == "already-warned"
    )

    lifted = {"assessed_on": "2026-09-03", "level": "none", "grounds": "已经化解（样例）"}
    assert filed.supervise("risk-assessments", "2026-09-03", **lifted).status_code == 201
    assert filed.supervise("yellow-warnings", "2026-09-04", **notice | {"issued_on": "2026-09-04"}).status_code == 201
    titles = [step["title"] for step in filed.bureau.get(f"/v1/intake/cases/{filed.case_id}/supervision").json()["steps"]]
    assert titles == ["研判败诉风险：黄牌", "黄牌预警", "红色警戒", "研判败诉风险：无", "黄牌预警"]


@pytest.mark.clause("XC-2.4")
def test_a_level_of_another_document_is_refused_with_the_clause(filed: Filed) -> None:
    refused = filed.supervise("risk-assessments", "2026-08-10", assessed_on="2026-08-10", level="high", grounds="样例")
    assert (refused.status_code, refused.json()["code"]) == (422, "risk-level-unknown")
    assert "none 无、yellow 黄牌、red 红色" in refused.json()["detail"]


@pytest.mark.clause("XC-2.5")
def test_after_a_warning_mediation_is_an_open_task_that_ages_and_is_never_overdue(filed: Filed) -> None:
    warned = {"agency": filed.agency, "issued_on": "2026-08-10", "demand": "请启动化解（样例）"}
    filed.supervise("yellow-warnings", "2026-08-10", **warned)
    task = filed.task("open_mediation", "2026-08-31")
    assert (task["since"], task["age"], task["clauses"]) == ("2026-08-10", 21, ["XC-2.5"])


@pytest.mark.clause("XC-2.6")
def test_the_unit_that_did_the_act_resolves_first_and_somebody_is_responsible(filed: Filed) -> None:
    other = filed.own("resolution-plans", "2026-09-05", filed_on="2026-09-05", **PLAN | {"primary_unit": "示例另一局（样例）"})
    assert (other.status_code, other.json()["code"], other.json()["clauses"]) == (422, "primary-unit-differs", ["XC-2.6"])
    nobody = {name: value for name, value in PLAN.items() if name != "responsible_person"}
    refused = filed.own("resolution-plans", "2026-09-05", filed_on="2026-09-05", **nobody)
    assert (refused.status_code, refused.json()["code"]) == (422, "step-incomplete")
    assert (refused.json()["clauses"], "化解责任人" in refused.json()["detail"]) == (["XC-2.6"], True)


@pytest.mark.clause("XC-2.8")
def test_a_plan_sets_its_own_day_and_is_overdue_the_day_after(filed: Filed) -> None:
    without = {name: value for name, value in PLAN.items() if name != "resolve_by"}
    refused = filed.own("resolution-plans", "2026-09-05", filed_on="2026-09-05", **without)
    assert (refused.status_code, refused.json()["clauses"]) == (422, ["XC-2.8"])

    assert filed.own("resolution-plans", "2026-09-05", filed_on="2026-09-05", **PLAN).status_code == 201
    assert filed.duty("resolve_by", "2026-09-30")["standing"] == "due_today"
    due = filed.duty("resolve_by", "2026-10-01")
    assert (due["standing"], due["due"]) == ("overdue", "2026-09-30")


@pytest.mark.clause("XC-2.8")
def test_a_revision_moves_the_day_with_its_reason(filed: Filed) -> None:
    early = filed.own("resolution-plan-revisions", "2026-09-05", revised_on="2026-09-05", resolve_by="2026-10-20", reason="样例")
    assert (early.status_code, early.json()["code"]) == (409, "no-resolution-plan")
    filed.own("resolution-plans", "2026-09-05", filed_on="2026-09-05", **PLAN)
    moved = filed.own(
        "resolution-plan-revisions", "2026-09-28", revised_on="2026-09-28", resolve_by="2026-10-20", reason="等待评估机构复核"
    )
    assert moved.status_code == 201, moved.text
    assert filed.duty("resolve_by", "2026-10-01")["due"] == "2026-10-20"


@pytest.mark.clause("XC-1.4", "XC-1.5")
@pytest.mark.parametrize(("judged_on", "taken"), [("2021-03-10", True), ("2021-01-01", True), ("2020-12-31", False)])
def test_a_problem_of_a_loss_since_2021_is_on_the_list(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path, judged_on: str, taken: bool
) -> None:
    clock.set(datetime(2026, 11, 20, 4, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), XUECHENG, "鲁0403")
    agency = district.agency(NAME, CODE, "subdistrict")
    case_no = "（2020）鲁0403行初5号"
    suing = {"cause": "行政处罚", "plaintiffs": [{"person": {"name": "示例张某"}}], "defendants": [{"agency_code": CODE}]}
    case_id = district.tell("f", "case_filing", case_no, "2020-06-01", **suing).json()["case_id"]
    results = [{"agency_code": CODE, "outcome": "revoked"}]
    district.tell("j", "judgment", case_no, judged_on, judgment_no=case_no, document="judgment", results=results)
    filed = Filed(district, agency, case_no, case_id)
    issue: dict[str, Any] = {
        "registered_on": "2026-11-20",
        "judgment_no": case_no,
        "area": "征地拆迁",
        "problem": "未告知听证权利（样例）",
        "responsible_person": {"name": "示例冯某"},
        "measure": "修订文书（样例）",
    }
    answer = filed.own("issues", "2026-11-20", **issue)
    if taken:
        assert (answer.status_code, answer.json()["content"]["judged_on"]) == (201, judged_on)
        return
    assert (answer.status_code, answer.json()["code"], answer.json()["clauses"]) == (409, "before-look-back", ["XC-1.4"])
    lines = filed.bureau.get(f"/v1/intake/cases/{case_id}/timeline").json()
    assert "败诉：撤销" in [line["title"] for line in lines]
