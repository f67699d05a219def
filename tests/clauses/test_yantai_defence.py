"""烟台 (370600): answers, leaders, explanations and delegates under 烟政办发〔2017〕16号, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import appeared, flags, hearing, leader, required, steps, told, uploaded
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YANTAI = "370600"
CODE = "11370600000008100B"
OTHER_CODE = "11370600000008215H"
GOVERNMENT_CODE = "11370600000008311T"
PARTS = {"authority": ["职能（样例）"], "facts": ["笔录（样例）"], "procedure": ["告知书（样例）"], "law": ["条文（样例）"]}
ANSWER: dict[str, Any] = {"submitted_on": "2026-08-14", "delivery": "court_platform", "evidence_count": 4}


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """烟台 on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), YANTAI, "鲁06")


@pytest.fixture
def filed(district: District) -> Filed:
    """A case of the city, whose complaint was received on 4 August."""
    return Filed.in_(district, "（2026）鲁06行初8号", CODE)


# 答辩


@pytest.mark.clause("YT-2.3.1")
def test_an_answer_without_its_file_is_refused(filed: Filed) -> None:
    assert filed.own("answer-papers", "2026-08-10", filed_on="2026-08-10", **PARTS).status_code == 201
    refused = filed.own("answer", "2026-08-14", **ANSWER)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
        422,
        "answer-papers-lacking",
        ["YT-2.3.1"],
    )
    assert "答辩状文件" in refused.json()["detail"]
    assert filed.own("answer-papers", "2026-08-12", filed_on="2026-08-12", file=uploaded(filed.oa)).status_code == 201
    assert filed.own("answer", "2026-08-14", **ANSWER).status_code == 201


@pytest.mark.clause("YT-2.3.2")
@pytest.mark.parametrize(
    ("lacking", "title"), [("authority", "职权依据"), ("facts", "事实证据"), ("procedure", "程序依据"), ("law", "法律依据")]
)
def test_a_list_of_evidence_without_one_of_its_four_parts_is_refused(filed: Filed, lacking: str, title: str) -> None:
    parts = {name: value for name, value in PARTS.items() if name != lacking}
    papers = {"filed_on": "2026-08-10", "file": uploaded(filed.oa)} | parts
    assert filed.own("answer-papers", "2026-08-10", **papers).status_code == 201
    refused = filed.own("answer", "2026-08-14", **ANSWER)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
        422,
        "answer-papers-lacking",
        ["YT-2.3.2", "XSF-67"],
    )
    assert title in refused.json()["detail"]
    assert "intake.answer_submitted.v1" not in steps(filed.oa, filed)


@pytest.mark.clause("YT-2.3.4")
def test_an_answer_that_waits_for_approval_stops_no_clock(filed: Filed) -> None:
    filed.own("answer-papers", "2026-08-10", filed_on="2026-08-10", file=uploaded(filed.oa), **PARTS)
    assert filed.duty("statutory_answer", "2026-08-19")["standing"] == "due_today"
    assert filed.duty("statutory_answer", "2026-08-20")["standing"] == "overdue"


@pytest.mark.clause("YT-2.3.2")
def test_evidence_after_the_period_is_recorded_and_marked_as_late(filed: Filed) -> None:
    filed.own("answer-papers", "2026-08-10", filed_on="2026-08-10", file=uploaded(filed.oa), **PARTS)
    assert filed.own("answer", "2026-08-14", **ANSWER).json()["submissions"][0]["flags"] == []
    more = {"submitted_on": "2026-08-25", "delivery": "in_person", "has_answer": False, "evidence_count": 1}
    late = filed.own("answer", "2026-08-25", **more)
    assert late.status_code == 201, late.text
    (note,) = late.json()["submissions"][1]["flags"]
    assert (note["code"], "第三十六条" in note["authority"], "2026-08-19" in note["title"]) == ("late_evidence", True, True)


# 负责人出庭


@pytest.mark.clause("YT-2.4.2")
def test_in_a_listed_case_a_leader_must_appear_and_any_leader_will_do(filed: Filed) -> None:
    filed.supervise("flags", "2026-08-10", set_on="2026-08-10", flag="major_public_interest", grounds="涉及水源地（样例）")
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    asked = required(filed)
    assert (asked["degree"], asked["head_required"], asked["reasons"][0]["clauses"]) == ("must", False, ["YT-2.4.2"])
    assert flags(appeared(filed, "2026-09-10", **leader("deputy", spoke=True))) == {}


@pytest.mark.clause("YT-2.4.2")
def test_in_a_listed_case_nobody_but_staff_is_marked(filed: Filed) -> None:
    filed.supervise("flags", "2026-08-10", set_on="2026-08-10", flag="high_attention", grounds="媒体报道（样例）")
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    assert "YT-2.4.2" in flags(appeared(filed, "2026-09-10", staff=1))["leader_required"]


@pytest.mark.clause("YT-2.4.3")
def test_a_case_in_which_the_court_suggests_a_leader_should_have_one_and_an_absence_without_reason_is_marked(
    filed: Filed,
) -> None:
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    assert (required(filed)["degree"], required(filed)["reasons"]) == (None, [])
    told(filed, "g-1", "attendance_suggestion", "2026-09-03", agency_code=CODE, hearing_no=1)
    asked = required(filed)
    assert (asked["degree"], [(reason["code"], reason["clauses"]) for reason in asked["reasons"]]) == (
        "should",
        [("court_suggestion", ["YT-2.4.3"])],
    )
    assert "YT-2.4.3" in flags(appeared(filed, "2026-09-10", staff=1))["leader_required"]


@pytest.mark.clause("YT-2.4.3")
@pytest.mark.parametrize("reason", ["useful", "legal_office_opinion"])
def test_the_legal_office_may_ask_for_a_leader_and_nobody_else(filed: Filed, reason: str) -> None:
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    opinion = {"required_on": "2026-08-25", "reason": reason, "grounds": "有利于当庭协调（样例）"}
    assert filed.supervise("leader-requirements", "2026-08-25", **opinion).status_code == 201
    assert (required(filed)["degree"], required(filed)["reasons"][0]["code"]) == ("should", reason)
    path = f"/v1/intake/cases/{filed.case_id}/supervision/leader-requirements"
    assert filed.oa.post(path, opinion, version=0).status_code == 403


@pytest.mark.clause("YT-2.4.4")
def test_another_leader_in_charge_of_the_matter_counts_as_a_leader(filed: Filed) -> None:
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    assert flags(appeared(filed, "2026-09-10", **leader("other", spoke=True))) == {}


WHY: dict[str, Any] = {
    "explained_on": "2026-09-08",
    "hearing_on": "2026-09-10",
    "reason": "irreplaceable_duty",
    "explanation": "参加防汛抢险指挥（样例）",
    "signed": "head_signature",
}


@pytest.mark.clause("YT-2.4.5")
def test_an_absence_that_is_explained_with_staff_sent_is_justified_and_without_staff_it_is_not(filed: Filed) -> None:
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    hearing(filed, "2026-09-14", fixed_on="2026-08-20", no=2)
    assert filed.own("absence-explanations", "2026-09-08", **WHY).status_code == 201
    assert list(flags(appeared(filed, "2026-09-10", staff=1, lawyers=1))) == ["absence_explained"]

    again = WHY | {"hearing_no": 2, "hearing_on": "2026-09-14", "explained_on": "2026-09-11"}
    assert filed.own("absence-explanations", "2026-09-11", **again).status_code == 201
    marked = flags(appeared(filed, "2026-09-14", no=2, lawyers=1))
    assert ("YT-2.4.5" in marked["below_local_minimum"], "only_lawyers" in marked) == (True, True)
    court = filed.district.client("court").get(f"/v1/intake/cases/{filed.case_id}/timeline").json()
    assert "intake.absence_explained.v1" in [line["topic"] for line in court], "the explanation is for the court"


@pytest.mark.clause("YT-2.4.5")
def test_staff_without_an_explanation_are_marked(filed: Filed) -> None:
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    marked = flags(appeared(filed, "2026-09-10", staff=1, lawyers=1))
    assert (list(marked), "YT-2.4.5" in marked["absence_unexplained"]) == (["leader_absent", "absence_unexplained"], True)


@pytest.mark.clause("YT-2.4.6")
def test_a_bureau_sends_its_own_staff_and_a_government_may_send_those_of_the_unit_that_did_the_act(district: District) -> None:
    bureau = Filed.in_(district, "（2026）鲁06行初8号", CODE)
    other = district.agency("示例市另一局（样例）", OTHER_CODE, "department")
    hearing(bureau, "2026-09-10", fixed_on="2026-08-20")
    sent = {"delegated_on": "2026-09-08", "hearing_on": "2026-09-10", "persons": [{"name": "示例王某"}]}
    refused = bureau.own("delegations", "2026-09-08", unit=other, **sent)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
        422,
        "delegate-of-another-body",
        ["YT-2.4.6"],
    )
    own = bureau.own("delegations", "2026-09-08", **sent)
    assert (own.status_code, own.json()["content"]["unit"]) == (201, bureau.agency)


@pytest.mark.clause("YT-2.4.6")
def test_a_government_may_send_staff_of_the_unit_that_did_the_act(district: District) -> None:
    unit = district.agency("示例市执法局（样例）", OTHER_CODE, "department")
    government = district.agency("示例市人民政府（样例）", GOVERNMENT_CODE, "government")
    case_no = "（2026）鲁06行初9号"
    parties = {"plaintiffs": [{"person": {"name": "示例张某"}}], "defendants": [{"agency_code": GOVERNMENT_CODE}]}
    receipt = district.tell("f-9", "case_filing", case_no, "2026-08-03", cause="行政征收", **parties).json()
    filed = Filed(district, government, case_no, receipt["case_id"])
    hearing(filed, "2026-09-10", fixed_on="2026-08-20")
    sent = {"delegated_on": "2026-09-08", "hearing_on": "2026-09-10", "persons": [{"name": "示例王某"}], "unit": unit}
    accepted = filed.own("delegations", "2026-09-08", **sent)
    assert (accepted.status_code, accepted.json()["content"]["unit"]) == (201, unit), accepted.text


@pytest.mark.clause("YT-2.4.7")
@pytest.mark.parametrize(
    ("agent_type", "title"),
    [("law_firm", "律师事务所律师"), ("government_adviser", "政府法律顾问"), ("public_lawyer", "公职律师")],
)
def test_an_agent_is_kept_with_its_type(filed: Filed, agent_type: str, title: str) -> None:
    agent = {"appointed_on": "2026-08-12", "agent": {"name": "示例律师"}, "agent_type": agent_type}
    appointed = filed.own("agents", "2026-08-12", **agent)
    assert (appointed.status_code, appointed.json()["title"]) == (201, f"委托诉讼代理人：{title}")


@pytest.mark.clause("YT-2.2.6")
def test_the_respondent_of_a_reconsideration_is_asked_by_the_legal_office_and_by_no_other(filed: Filed) -> None:
    request = {"requested_on": "2026-08-20", "unit": "示例市被申请局（样例）", "kind": "observe"}
    asked = filed.supervise("respondent-requests", "2026-08-20", **request)
    assert (asked.status_code, asked.json()["title"]) == (201, "要求行政复议被申请人旁听庭审")
    path = f"/v1/intake/cases/{filed.case_id}/supervision/respondent-requests"
    assert filed.oa.post(path, request, version=1).status_code == 403


# 化解、纠错


@pytest.mark.clause("YT-3.3.1")
def test_arbitration_petition_mediation_by_trade_and_others_are_ways_here(filed: Filed) -> None:
    for channel in ("arbitration", "petition", "trade_mediation"):
        offered = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-08-10", channel=channel)
        assert offered.status_code == 201, offered.text
    other = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-08-10", channel="other", other="公证")
    assert (other.status_code, other.json()["title"]) == (201, "引导当事人通过公证化解")
    nameless = filed.own("non-litigation-channels", "2026-08-10", offered_on="2026-08-10", channel="other")
    assert (nameless.status_code, nameless.json()["code"]) == (422, "channel-not-named")


@pytest.mark.clause("YT-4.1.1")
def test_a_difficult_case_is_open_until_the_head_studied_it(filed: Filed) -> None:
    filed.supervise(
        "flags", "2026-08-10", set_on="2026-08-10", flag="major_difficult", grounds="法律适用争议（样例）", agency=filed.agency
    )
    assert filed.task("chief_review", "2026-08-12")["state"] == "running"
    study = {"reviewed_on": "2026-08-28", "by": {"name": "示例李某"}, "post": "局长"}
    assert filed.own("chief-reviews", "2026-08-28", **study).status_code == 201
    assert filed.task("chief_review", "2026-08-29")["state"] == "satisfied"


def test_what_the_court_is_told_it_reads_with_its_paper_and_an_empty_word_is_refused(filed: Filed) -> None:
    court = filed.district.client("court")
    empty = filed.own("court-informations", "2026-08-20", informed_on="2026-08-20")
    assert (empty.status_code, empty.json()["code"], "第八十一条" in empty.json()["detail"]) == (422, "nothing-told", True)
    paper, internal = uploaded(filed.oa), uploaded(filed.oa)
    filed.own("court-informations", "2026-08-20", informed_on="2026-08-20", file=paper)
    filed.own("answer-papers", "2026-08-20", filed_on="2026-08-20", file=internal)
    filed.at("2026-08-20")
    opened = {file: court.get(f"/v1/intake/files/{file}/content").status_code for file in (paper, internal)}
    assert opened == {paper: 200, internal: 404}
    timeline = [line["topic"] for line in court.get(f"/v1/intake/cases/{filed.case_id}/timeline").json()]
    assert ("intake.court_informed.v1" in timeline, "intake.answer_filed.v1" in timeline) == (True, False)


@pytest.mark.clause("YT-2.4.7")
def test_agents_are_counted_by_their_type(filed: Filed) -> None:
    for agent_type in ("law_firm", "public_lawyer", "public_lawyer"):
        agent = {"appointed_on": "2026-08-12", "agent": {"name": "示例律师"}, "agent_type": agent_type}
        assert filed.own("agents", "2026-08-12", **agent).status_code == 201
    kept = filed.register("agents", "2026-08-12")
    assert (kept["total"], kept["tally"]) == (3, {"law_firm": 1, "public_lawyer": 2})


@pytest.mark.clause("YT-2.6.4")
def test_a_judgment_in_effect_is_on_the_ledger_with_its_age_until_it_is_performed(filed: Filed) -> None:
    results = [{"agency_code": CODE, "outcome": "revoked_and_remade"}]
    told(filed, "j-1", "judgment", "2026-08-10", document="judgment", results=results)
    told(filed, "e-1", "judgment_effective", "2026-09-01", obliged=[{"agency_code": CODE, "perform_by": "2026-10-30"}])
    (row,) = filed.register("performance_ledger", "2026-09-21")["rows"]
    assert row["cells"] == {
        "agency": filed.agency,
        "judgment_no": filed.case_no,
        "effective_on": "2026-09-01",
        "perform_by": "2026-10-30",
        "status": "未履行",
        "age_days": 20,
    }
    refused = {"agency": filed.agency, "judgment_no": filed.case_no, "refused_on": "2026-11-10", "grounds": "样例"}
    assert filed.supervise("performance-refusals", "2026-11-10", **refused).status_code == 201
    assert filed.register("performance_ledger", "2026-11-10")["rows"][0]["cells"]["status"] == "拒不履行"
    done = {"judgment_no": filed.case_no, "performed_on": "2026-11-20", "how": "已重新作出决定（样例）"}
    assert filed.own("performances", "2026-11-20", **done).status_code == 201
    assert filed.register("performance_ledger", "2026-11-20")["rows"] == []
    (row,) = filed.register("performance_ledger", "2026-11-20", rows="all")["rows"]
    assert (row["cells"]["status"], row["cells"]["age_days"], row["closed_on"]) == ("已履行", 80, "2026-11-20")
