"""洪泽 (320813): self-correction, the court's mediation, what cannot be resolved, and the settlement afterwards (《十项机制》 nos. 3, 4, 6), over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.whole import CENTRE, LAND_OA, Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE = "11320813000008100U"
WEIGHED: dict[str, Any] = {
    "state_interest": "不涉及（样例）",
    "public_interest": "变更不影响市场秩序（样例）",
    "third_party_interest": "不涉及他人（样例）",
    "remedies": "退还差额（样例）",
}
TITLES = {
    "state_interest": "国家利益",
    "public_interest": "公共利益",
    "third_party_interest": "他人合法权益",
    "remedies": "补救措施",
}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 洪泽, filed on 3 August 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813")
    return Filed.in_(district, "（2026）苏0813行初77号", CODE)


@pytest.mark.clause("HZ-3.1")
@pytest.mark.parametrize(
    ("method", "title"),
    [
        ("revoke", "撤销"),
        ("supplement", "补正"),
        ("correct", "更正"),
        ("change", "改变原行政行为"),
        ("confirm_unlawful", "确认违法"),
        ("confirm_void", "确认无效"),
    ],
)
def test_an_agency_corrects_its_act_in_one_of_six_ways(filed: Filed, method: str, title: str) -> None:
    early = filed.own("self-correction-decisions", "2026-08-10", decided_on="2026-08-10", method=method, **WEIGHED)
    assert (early.status_code, early.json()["code"]) == (409, "self-correction-not-started")
    started = filed.own("self-corrections", "2026-08-10", started_on="2026-07-20", method=method)
    assert (started.status_code, started.json()["title"]) == (201, f"启动自我纠正，拟{title}"), "also before the filing"
    decided = filed.own("self-correction-decisions", "2026-08-12", decided_on="2026-08-12", method=method, **WEIGHED)
    assert (decided.status_code, decided.json()["title"]) == (201, f"自我纠正决定：{title}")
    assert decided.json()["content"]["public_interest"] == WEIGHED["public_interest"]
    told(filed, "w-1", "withdrawal", "2026-08-25", ruling_no="（2026）苏0813行初77号之一", voluntary=True)
    assert filed.oa.get(f"/v1/intake/cases/{filed.case_id}").json()["status"] == "withdrawn"


@pytest.mark.clause("HZ-3.3")
@pytest.mark.parametrize("part", sorted(WEIGHED))
def test_a_decision_weighs_all_interests_and_says_what_is_put_right(filed: Filed, part: str) -> None:
    assert filed.own("self-corrections", "2026-08-10", started_on="2026-08-10").status_code == 201
    less = {name: value for name, value in WEIGHED.items() if name != part}
    refused = filed.own("self-correction-decisions", "2026-08-12", decided_on="2026-08-12", method="revoke", **less)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "step-incomplete", ["HZ-3.3"])
    assert TITLES[part] in refused.json()["detail"]
    upheld = filed.own("self-correction-decisions", "2026-08-12", decided_on="2026-08-12", **WEIGHED)
    assert (upheld.status_code, upheld.json()["title"]) == (201, "自我纠正决定：不予纠正")


@pytest.mark.clause("HZ-6.1", "HZ-6.2")
def test_the_leader_for_the_hearing_answers_for_the_courts_mediation_and_who_has_none_is_listed(filed: Filed) -> None:
    track = Track.by_court(filed, filed.oa, "2026-08-10")
    shown = track.read()
    assert shown["missing"]["without_leader"] == [filed.agency]
    (mine,) = shown["in_court"]["responsible"]
    assert (mine["leader"], mine["handler"]) == (None, None)

    leader = {"leader": {"name": "示例甲"}, "post": "副主任", "rank": "deputy"}
    named = filed.own("leaders", "2026-08-11", designated_on="2026-08-11", **leader)
    assert named.status_code == 201, named.text
    handler = filed.own("handlers", "2026-08-11", assigned_on="2026-08-11", person={"name": "示例乙"}, tasks=["mediate"])
    assert handler.status_code == 201, handler.text
    shown = track.read()
    assert shown["missing"]["without_leader"] == []
    (mine,) = shown["in_court"]["responsible"]
    assert (mine["leader"]["name"], mine["post"], mine["named_for"], mine["handler"]["name"]) == (
        "示例甲",
        "副主任",
        "hearing",
        "示例乙",
    )
    filed.at("2026-08-11")
    (seen,) = track.read(filed.district.whole.wire(CENTRE))["in_court"]["responsible"]
    assert (seen["leader"]["name"], seen["handler"]["name"], seen["named_for"]) == ("（不予显示）", "（不予显示）", "hearing")
    (line,) = filed.district.whole.wire(CENTRE).get("/v1/mediation/mediations", track="court").json()
    assert line["missing"]["without_leader"] == []
    assert filed.district.whole.wire(LAND_OA).get(f"/v1/mediation/mediations/{track.mediation_id}").status_code == 404


@pytest.mark.clause("HZ-6.3")
@pytest.mark.parametrize("step", ["self-corrections", "self-reviews"])
def test_a_warning_of_the_court_leaves_a_task_until_a_correction_or_a_review(filed: Filed, step: str) -> None:
    told(
        filed,
        "l-1",
        "loss_warning",
        "2026-09-02",
        agency_code=CODE,
        letter_no="苏0813败诉预警〔2026〕3号",
        received_on="2026-09-02",
    )
    task = filed.task("correction_procedure", "2026-10-20")
    assert (task["state"], task["since"], task["clauses"]) == ("running", "2026-09-02", ["HZ-6.3"])
    body = {"started_on": "2026-10-20"} if step == "self-corrections" else {"done_on": "2026-10-20", "result": "defend"}
    assert filed.own(step, "2026-10-20", **body).status_code == 201
    assert filed.task("correction_procedure", "2026-10-21")["state"] == "satisfied"


@pytest.mark.clause("HZ-6.4", "HZ-6.5")
def test_what_cannot_be_resolved_names_what_was_tried_and_waits_for_a_report_to_the_government(filed: Filed) -> None:
    empty = filed.own("unresolvable-declarations", "2026-09-25", declared_on="2026-09-25", measures_tried=[])
    assert (empty.status_code, empty.json()["code"], empty.json()["clauses"]) == (
        422,
        "measures-tried-missing",
        ["HZ-6.4", "HZ-6.5"],
    )
    measures = ["三次上门沟通（样例）", "邀请行业调解组织（样例）"]
    declared = filed.own("unresolvable-declarations", "2026-09-25", declared_on="2026-09-25", measures_tried=measures)
    assert (declared.status_code, declared.json()["content"]["measures_tried"]) == (201, measures)
    assert filed.task("special_report", "2026-09-30")["state"] == "running"
    reported = filed.own(
        "special-reports", "2026-09-30", reported_on="2026-09-30", to="government", content="补偿资金缺口（样例）"
    )
    assert (reported.status_code, reported.json()["title"]) == (201, "向区政府专项汇报")
    assert filed.task("special_report", "2026-10-08")["state"] == "satisfied"


@pytest.mark.clause("HZ-4.5")
def test_a_settlement_is_performed_by_its_own_day_and_a_breach_is_on_record(filed: Filed) -> None:
    track = Track.beside(filed, filed.district.whole.wire(CENTRE), "2026-08-10")
    parties = ["p1", filed.agency]
    track.done("sessions", "2026-08-12", held_on="2026-08-12", present=parties, agreed=True)
    settlement = {"document_no": "洪示调协〔2026〕9号", "parties": parties, "terms": ["退还差额（样例）"]}
    track.done("settlement", "2026-08-12", reached_on="2026-08-12", perform_by="2026-08-31", **settlement)
    early = track.take("settlement/performance", "2026-08-12", performed_on="2026-08-12")
    assert (early.status_code, early.json()["code"], early.json()["clauses"]) == (409, "settlement-not-in-force", ["XSF-62"])
    for party in parties:
        track.done("settlement/signatures", "2026-08-13", party=party, signed_on="2026-08-13", signatory="party")
    duty = filed.duty("settlement_performance", "2026-09-01")
    assert (duty["due"], duty["standing"]) == ("2026-08-31", "overdue")
    shown = track.done("settlement/breaches", "2026-09-01", party=filed.agency, breached_on="2026-09-01", note="未退还（样例）")
    assert [breach["party"]["party"] for breach in shown["settlement"]["breaches"]] == [filed.agency]
    shown = track.done("settlement/performance", "2026-09-02", performed_on="2026-09-02", note="已退还（样例）")
    assert shown["settlement"]["performed_on"] == "2026-09-02"
    duty = filed.duty("settlement_performance", "2026-09-03")
    assert (duty["standing"], duty["outcome"], duty["late_days"]) == ("satisfied", "late", 2)


@pytest.mark.clause("HZ-3.1")
def test_a_self_correction_is_listed_with_what_was_decided(filed: Filed) -> None:
    started = {"started_on": "2026-08-11", "reason": "裁量偏重（样例）"}
    assert filed.own("self-corrections", "2026-08-11", **started).status_code == 201
    (row,) = filed.register("self_corrections", "2026-08-11")["rows"]
    assert (row["cells"]["started_on"], row["cells"]["method"], row["cells"]["decided_on"]) == ("2026-08-11", None, None)
    decided = {"decided_on": "2026-08-18", "method": "change", **WEIGHED}
    assert filed.own("self-correction-decisions", "2026-08-18", **decided).status_code == 201
    assert filed.register("self_corrections", "2026-08-18")["rows"] == []
    (row,) = filed.register("self_corrections", "2026-08-18", rows="all")["rows"]
    assert (row["cells"]["method"], row["cells"]["decided_on"]) == ("change", "2026-08-18")
