"""峄城 (370404): how a defendant reports, prepares and appears under 峄政办发〔2023〕2号, over HTTP."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from services.notify.clock.desk import ClockDesk
from services.notify.clock.worker import Clock
from tests.clauses.defended import appeared, flags, hearing, leader, steps, told, uploaded
from tests.clauses.district import District
from tests.clauses.docket import Docket
from tests.clauses.filed import Filed
from tests.law.casebook import TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YICHENG = "370404"
CODE = "11370404000008100T"
PROFILE = load_builtin("yicheng", date(2023, 3, 9))
REPORT: dict[str, Any] = {
    "responsible_unit": "示例法规科（样例）",
    "leader": {"name": "示例李某"},
    "handlers": [{"name": "示例王某"}],
    "handling_opinion": "拟应诉并争取化解（样例）",
    "resolve_by": "2026-11-30",
}


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """峄城 on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), YICHENG, "鲁0404")


def filed_in(district: District, served_on: str) -> Filed:
    """A case of the district, whose complaint was received on a day."""
    return Filed.in_(district, "（2026）鲁0404行初9号", CODE, served_on=served_on)


# 报备


@pytest.mark.clause("YC-2.5.1")
@pytest.mark.parametrize(
    ("received", "due", "reported", "outcome", "late"),
    [
        ("2026-09-09", "2026-09-14", "2026-09-14", "on_time", 0),
        ("2026-09-09", "2026-09-14", "2026-09-15", "late", 1),
        ("2026-09-28", "2026-10-08", "2026-10-08", "on_time", 0),
    ],
)
def test_the_case_is_reported_within_three_days_of_the_notice_the_last_day_never_a_rest_day(
    district: District, received: str, due: str, reported: str, outcome: str, late: int
) -> None:
    filed = filed_in(district, received)
    assert filed.duty("case_report", received)["due"] == due
    answer = filed.own("case-reports", reported, reported_on=reported, **REPORT)
    assert answer.status_code == 201, answer.text
    duty = filed.duty("case_report", reported)
    assert (duty["standing"], duty["outcome"], duty["late_days"]) == ("satisfied", outcome, late)


@pytest.mark.clause("YC-3.2.2")
@pytest.mark.parametrize(
    ("lacking", "title"),
    [
        ("responsible_unit", "行政应诉责任单位"),
        ("leader", "机关负责人"),
        ("handlers", "应诉人员"),
        ("handling_opinion", "办理意见"),
        ("resolve_by", "化解时限"),
    ],
)
def test_a_report_without_one_of_its_five_parts_is_refused_and_leaves_the_duty_open(
    district: District, lacking: str, title: str
) -> None:
    filed = filed_in(district, "2026-09-09")
    body = {name: value for name, value in REPORT.items() if name != lacking}
    refused = filed.own("case-reports", "2026-09-11", reported_on="2026-09-11", **body)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "step-incomplete", ["YC-3.2.2"])
    assert title in refused.json()["detail"]
    assert filed.duty("case_report", "2026-09-11")["standing"] == "not_due"


@pytest.mark.clause("YC-2.5.2")
def test_the_answer_is_reported_within_three_days_of_the_end_of_its_period_and_may_be_earlier(district: District) -> None:
    filed = filed_in(district, "2026-09-01")
    assert filed.duty("statutory_answer", "2026-09-02")["due"] == "2026-09-16"
    assert filed.duty("answer_report", "2026-09-02")["due"] == "2026-09-20"
    file = uploaded(filed.oa)
    early = filed.own("answer-reports", "2026-09-09", reported_on="2026-09-09", file=file)
    assert (early.status_code, early.json()["code"]) == (409, "answer-not-submitted")
    answered = {"submitted_on": "2026-09-09", "delivery": "court_platform", "evidence_count": 3}
    assert filed.own("answer", "2026-09-09", **answered).status_code == 201
    assert filed.own("answer-reports", "2026-09-10", reported_on="2026-09-10", file=file).status_code == 201
    assert filed.duty("answer_report", "2026-09-10")["standing"] == "satisfied"


@pytest.mark.clause("YC-2.5.2")
def test_the_report_of_the_answer_moves_with_the_courts_extension(district: District) -> None:
    filed = filed_in(district, "2026-09-01")
    told(filed, "e-1", "extension", "2026-09-14", agency_code=CODE, until="2026-09-24", reason="不可抗力")
    assert filed.duty("answer_report", "2026-09-15")["due"] == "2026-09-28"


LIST: dict[str, Any] = {"name": {"name": "示例李某"}, "post": "副主任", "rank": "deputy"}


@pytest.mark.clause("YC-2.2.2")
@pytest.mark.parametrize(("reported", "outcome", "late"), [("2026-09-15", "on_time", 0), ("2026-09-16", "late", 1)])
def test_the_leader_is_reported_three_days_before_the_hearing(district: District, reported: str, outcome: str, late: int) -> None:
    filed = filed_in(district, "2026-08-10")
    hearing(filed, "2026-09-18", fixed_on="2026-09-01")
    duty = filed.duty("leader_list_report", "2026-09-02")
    assert (duty["due"], duty["remind_on"]) == ("2026-09-15", "2026-09-15")
    unknown = filed.own("leader-lists", "2026-09-02", reported_on="2026-09-02", hearing_on="2026-09-19", **LIST)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "hearing-not-on-record")
    assert filed.own("leader-lists", reported, reported_on=reported, hearing_on="2026-09-18", **LIST).status_code == 201
    duty = filed.duty("leader_list_report", reported)
    assert (duty["standing"], duty["outcome"], duty["late_days"]) == ("satisfied", outcome, late)


@pytest.mark.clause("YC-2.2.2")
def test_three_days_before_a_hearing_after_the_holidays_are_not_moved_and_follow_a_hearing_that_is(district: District) -> None:
    filed = filed_in(district, "2026-08-10")
    hearing(filed, "2026-10-09", fixed_on="2026-09-01")
    duty = filed.duty("leader_list_report", "2026-09-02")
    assert (duty["due"], duty["remind_on"]) == ("2026-10-06", "2026-09-30")
    told(filed, "m-1", "hearing_reschedule", "2026-09-10", hearing_no=1, hearing_on="2026-10-20", reason="合议庭另有安排")
    assert filed.duty("leader_list_report", "2026-09-11")["due"] == "2026-10-17"


@pytest.mark.clause("YC-3.3.4")
def test_a_case_of_high_attention_is_open_until_it_was_reported_to_the_city(district: District) -> None:
    filed = filed_in(district, "2026-08-04")
    filed.supervise("flags", "2026-08-05", set_on="2026-08-05", flag="high_attention", grounds="媒体报道（样例）")
    assert filed.task("superior_report", "2026-08-07")["state"] == "running"
    report = {"reported_on": "2026-08-10", "authority": "枣庄市示例主管局（样例）", "content": "请予指导（样例）"}
    assert filed.own("superior-reports", "2026-08-10", **report).status_code == 201
    assert filed.task("superior_report", "2026-08-11")["state"] == "satisfied"


# 人员


@pytest.mark.clause("YC-2.1.2")
def test_the_heads_own_study_of_the_case_is_on_record_with_who_and_when(district: District) -> None:
    filed = filed_in(district, "2026-09-08")
    nobody = filed.own("chief-reviews", "2026-10-09", reviewed_on="2026-10-09", post="主任")
    assert nobody.status_code == 422
    study = {"reviewed_on": "2026-10-09", "by": {"name": "示例李某"}, "post": "主任", "note": "确定应诉思路（样例）"}
    answer = filed.own("chief-reviews", "2026-10-09", **study)
    assert (answer.status_code, answer.json()["title"]) == (201, "主要负责人亲自研究案件")
    assert answer.json()["content"]["by"]["name"] == "示例李某"


@pytest.mark.clause("YC-2.1.3")
def test_each_duty_and_its_reminder_are_for_the_person_named_for_its_task(district: District) -> None:
    filed = filed_in(district, "2026-09-08")
    for name, tasks in (("示例王某", ["report"]), ("示例赵某", ["answer"])):
        assert (
            filed.own("handlers", "2026-09-09", assigned_on="2026-09-09", person={"name": name}, tasks=tasks).status_code == 201
        )
    filed.at("2026-09-11")
    whole = district.whole
    Clock(ClockDesk(whole.ledger, whole.deps.keys, RulesInForce(whole.ledger))).work()
    report, answer = filed.duty("case_report", "2026-09-11"), filed.duty("statutory_answer", "2026-09-11")
    assert (report["handler"]["name"], [told["what"] for told in report["told"]]) == ("示例王某", ["ahead", "due_day"])
    assert (answer["handler"]["name"], answer["told"]) == ("示例赵某", [])
    filed.own("handlers", "2026-09-23", assigned_on="2026-09-23", person={"name": "示例周某"}, tasks=["answer"])
    assert filed.duty("statutory_answer", "2026-09-23")["handler"]["name"] == "示例周某"


@pytest.mark.clause("YC-2.1.3")
def test_persons_are_named_for_the_five_tasks_and_for_no_other(district: District) -> None:
    filed = filed_in(district, "2026-09-08")
    assert set(PROFILE.parameters["case"]["handler_tasks"].value) == {"report", "answer", "appear", "mediate", "perform"}  # type: ignore[arg-type]
    first = filed.own("handlers", "2026-09-09", assigned_on="2026-09-09", person={"name": "示例王某"}, tasks=["report"])
    second = filed.own(
        "handlers", "2026-09-09", assigned_on="2026-09-09", person={"name": "示例赵某"}, tasks=["answer", "appear"]
    )
    assert [first.json()["title"], second.json()["title"]] == ["安排专人：案件报备", "安排专人：答辩举证、出庭应诉"]
    other = filed.own("handlers", "2026-09-09", assigned_on="2026-09-09", person={"name": "示例赵某"}, tasks=["archive"])
    assert (other.status_code, other.json()["code"]) == (422, "request-invalid")


@pytest.mark.clause("YC-2.4.7", "YC-2.8.3")
def test_contacts_and_advisers_are_kept_and_none_is_ever_required(district: District) -> None:
    filed = filed_in(district, "2026-09-08")
    contact = {"contacted_on": "2026-09-11", "contacted": "applicant", "by_role": "sponsor_leader", "content": "听取诉求（样例）"}
    assert filed.own("contacts", "2026-09-11", **contact).status_code == 201
    lawyer = {"added_on": "2026-09-11", "role": "public_lawyer", "person": {"name": "示例孙某"}}
    assert filed.own("participants", "2026-09-11", **lawyer).json()["title"] == "公职律师参与"
    nobody = filed.own("participants", "2026-09-11", added_on="2026-09-11", role="mediator")
    assert (nobody.status_code, nobody.json()["code"]) == (422, "nobody-named")
    assert steps(filed.bureau, filed) == ["intake.contact_logged.v1", "intake.participant_added.v1"]


@pytest.mark.clause("YC-2.8.4")
def test_administrative_adjudication_is_a_way_here_and_arbitration_is_not_named(district: District) -> None:
    filed = filed_in(district, "2026-09-08")
    offered = filed.own("non-litigation-channels", "2026-09-10", offered_on="2026-07-20", channel="adjudication")
    assert (offered.status_code, offered.json()["title"]) == (201, "引导当事人通过行政裁决化解"), offered.text
    refused = filed.own("non-litigation-channels", "2026-09-10", offered_on="2026-09-10", channel="arbitration")
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "channel-not-named", ["YC-2.8.4"])
    assert "行政裁决" in refused.json()["detail"]


# 出庭


@pytest.mark.clause("YC-2.2.1")
def test_the_leader_of_a_subordinate_body_is_no_leader_of_the_agency(district: District) -> None:
    filed = filed_in(district, "2026-08-10")
    below = district.agency("示例下级办事处（样例）", "113704040000082177", "subdistrict")
    named = {"designated_on": "2026-09-01", "leader": {"name": "示例李某"}, "post": "主任", "rank": "principal"}
    refused = filed.own("leaders", "2026-09-01", leader_agency=below, **named)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
        422,
        "leader-of-another-body",
        ["YC-2.2.1"],
    )
    assert "法释〔2020〕3号第二条" in refused.json()["detail"]
    assert filed.own("leaders", "2026-09-01", leader_agency=filed.agency, **named).status_code == 201


@pytest.mark.clause("YC-2.2.3")
def test_each_stage_in_which_a_leader_took_part_is_told_apart(district: District) -> None:
    filed = filed_in(district, "2026-08-10")
    part = {"leader": {"name": "示例李某"}, "post": "主任", "rank": "principal"}
    for stage in ("trial", "mediation"):
        filed.own("leader-participations", "2026-09-18", participated_on="2026-09-18", stage=stage, **part)
    shown = filed.oa.get(f"/v1/intake/cases/{filed.case_id}/responses/{filed.agency}/steps").json()["steps"]
    told_of = {step["content"]["stage"] for step in shown}
    assert (told_of, PROFILE.parameters["hearings"]["participation_stages"].value) == (
        {"trial", "mediation"},
        ("trial", "mediation", "performance"),
    )


@pytest.mark.clause("YC-2.2.4")
def test_a_leader_who_came_and_spoke_but_offered_no_resolution_is_no_three_fold_appearance(district: District) -> None:
    filed = filed_in(district, "2026-08-10")
    hearing(filed, "2026-09-18", fixed_on="2026-09-01")
    answer = appeared(filed, "2026-09-18", **leader(spoke=True, offered_resolution=False))
    assert list(flags(answer)) == ["local_no_resolution"]
    assert "YC-2.2.4" in flags(answer)["local_no_resolution"]

    docket, period = Docket(YICHENG), Period(date(2026, 7, 1), date(2026, 12, 31))
    for offered in (True, False, None):
        trial = docket.trial(date(2026, 7, 3), TOWN)
        trial.hearing(date(2026, 9, 18))
        trial.appeared(date(2026, 9, 18), TOWN, "deputy", spoke=True, offered_resolution=offered)
    rates = {
        code: docket.figure(PROFILE, code, TOWN, period, date(2026, 11, 2))
        for code in ("attendance_rate", "offered_resolution_rate")
    }
    assert {code: (len(found.numerator), len(found.denominator or ())) for code, found in rates.items()} == {
        "attendance_rate": (3, 3),
        "offered_resolution_rate": (1, 3),
    }


@pytest.mark.clause("YC-2.2.4")
def test_whether_the_leader_spoke_or_offered_anything_is_not_told_of_one_who_did_not_come(district: District) -> None:
    filed = filed_in(district, "2026-08-10")
    hearing(filed, "2026-09-18", fixed_on="2026-09-01")
    refused = appeared(filed, "2026-09-18", staff=1, offered_resolution=True)
    assert (refused.status_code, refused.json()["code"]) == (422, "attendance-incomplete")
