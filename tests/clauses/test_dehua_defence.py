"""德化 (350526): the case team, the three levels of responsibility and the records of enforcement under 德政办〔2025〕32号, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import appeared, flags, hearing, leader, required, told, uploaded
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

DEHUA = "350526"
CODE = "11350526000008100K"
TEAM: dict[str, Any] = {
    "business": [{"name": "示例王某"}],
    "legal": [{"name": "示例赵某"}],
    "outside_counsel": [{"name": "示例律师"}],
}
LEVELS: dict[str, Any] = {
    "head": {"name": "示例甲"},
    "line_leader": {"name": "示例乙"},
    "section_chief": {"name": "示例丙"},
}
ANSWER: dict[str, Any] = {"submitted_on": "2026-09-18", "delivery": "court_platform", "evidence_count": 5}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 德化, whose complaint was received on 8 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), DEHUA, "闽0526")
    return Filed.in_(district, "（2026）闽0526行初3号", CODE, served_on="2026-09-08")


@pytest.mark.clause("DH-1.5")
@pytest.mark.parametrize(
    ("lacking", "title"), [("head", "主要负责人"), ("line_leader", "分管领导"), ("section_chief", "业务股室负责人")]
)
def test_a_report_names_the_persons_of_all_three_levels(filed: Filed, lacking: str, title: str) -> None:
    body = {name: value for name, value in LEVELS.items() if name != lacking}
    refused = filed.own("case-reports", "2026-09-10", reported_on="2026-09-10", **body)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "step-incomplete", ["DH-1.5"])
    assert title in refused.json()["detail"]
    assert filed.own("case-reports", "2026-09-10", reported_on="2026-09-10", **LEVELS).status_code == 201


@pytest.mark.clause("DH-6.7")
def test_papers_reported_after_seventeen_days_end_the_task_and_are_not_late(filed: Filed) -> None:
    assert filed.own("case-reports", "2026-09-20", reported_on="2026-09-20", **LEVELS).status_code == 201
    assert filed.task("case_report", "2026-09-20")["state"] == "running"
    papers = filed.own("case-reports", "2026-09-25", reported_on="2026-09-25", files=[uploaded(filed.oa)], **LEVELS)
    assert (papers.status_code, papers.json()["content"]["complete"]) == (201, True)
    task = filed.task("case_report", "2026-09-26")
    assert (task["state"], task["age"]) == ("satisfied", 17)


@pytest.mark.clause("DH-4.8")
@pytest.mark.parametrize(
    ("lacking", "title"), [("business", "业务骨干"), ("legal", "单位法制人员"), ("outside_counsel", "外聘法律顾问")]
)
def test_a_team_without_one_of_its_three_kinds_is_refused(filed: Filed, lacking: str, title: str) -> None:
    body = {name: value for name, value in TEAM.items() if name != lacking}
    refused = filed.own("case-teams", "2026-09-10", formed_on="2026-09-10", **body)
    assert (refused.status_code, refused.json()["code"]) == (422, "step-incomplete")
    assert refused.json()["clauses"] == ["DH-4.7", "DH-4.8"]
    assert title in refused.json()["detail"]


@pytest.mark.clause("DH-4.7")
def test_an_answer_without_a_team_is_recorded_and_marked_and_with_one_it_is_not(filed: Filed) -> None:
    answered = filed.own("answer", "2026-09-18", **ANSWER)
    assert answered.status_code == 201, answered.text
    (submission,) = answered.json()["submissions"]
    notes = {note["code"]: note["authority"] for note in submission["flags"]}
    assert "DH-4.7" in notes["no_case_team"]

    assert filed.own("case-teams", "2026-09-18", formed_on="2026-09-15", **TEAM).status_code == 201
    shown = filed.oa.get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}").json()
    assert "no_case_team" not in [note["code"] for note in shown["submissions"][0]["flags"]]


@pytest.mark.clause("DH-3.5")
def test_records_of_enforcement_that_lack_are_named_before_the_answer_and_block_nothing(filed: Filed) -> None:
    file = uploaded(filed.oa)
    papers = filed.own("answer-papers", "2026-09-15", filed_on="2026-09-15", file=file, scene_record=True, video=True)
    (note,) = papers.json()["flags"]
    assert (note["code"], "送达回执" in note["title"], "现场笔录" in note["title"]) == ("evidence_checklist", True, False)
    assert "DH-3.5" in note["authority"]
    answered = filed.own("answer", "2026-09-18", **ANSWER)
    assert (answered.status_code, "evidence_checklist" in str(answered.json()["submissions"][0]["flags"])) == (201, True)
    assert filed.own("answer-papers", "2026-09-18", filed_on="2026-09-18", service_receipt=True).json()["flags"] == []


@pytest.mark.clause("DH-4.1")
def test_a_leader_is_asked_for_at_every_hearing_and_a_deputy_is_enough(filed: Filed) -> None:
    hearing(filed, "2026-09-28", fixed_on="2026-09-18")
    hearing(filed, "2026-10-12", fixed_on="2026-09-18", no=2)
    assert flags(appeared(filed, "2026-09-28", **leader("deputy", spoke=True))) == {}
    asked = required(filed, no=2)
    assert (asked["degree"], asked["head_required"], asked["appeared_before"]) == ("must", False, True)
    (reason,) = asked["reasons"]
    assert (reason["code"], reason["clauses"], reason["met"]) == ("every_hearing", ["DH-4.1", "DH-0.5"], False)
    assert "DH-4.2" in flags(appeared(filed, "2026-10-12", no=2, staff=1, lawyers=1))["below_local_minimum"]


@pytest.mark.clause("DH-4.2")
def test_an_absence_the_court_accepts_stays_a_mark_here_with_its_justification_beside_it(filed: Filed) -> None:
    hearing(filed, "2026-09-28", fixed_on="2026-09-18")
    why = {"reason": "force_majeure", "explanation": "台风停航（样例）", "signed": "seal", "hearing_on": "2026-09-28"}
    assert filed.own("absence-explanations", "2026-09-25", explained_on="2026-09-25", **why).status_code == 201
    marked = flags(appeared(filed, "2026-09-28", staff=1, lawyers=1))
    assert set(marked) == {"absence_explained", "below_local_minimum"}
    assert ("第八条" in marked["absence_explained"], "DH-4.2" in marked["below_local_minimum"]) == (True, True)
    told(filed, "r-1", "absence_ruling", "2026-09-29", agency_code=CODE, hearing_on="2026-09-28", ruling="leader_unexcused")
    shown = filed.oa.get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}").json()
    codes = [flag["code"] for flag in shown["attendances"][0]["flags"]]
    assert codes == ["leader_absent", "absence_refused", "below_local_minimum"]
