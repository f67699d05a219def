"""峄城 (370404): plans, sponsors and risk of 峄政办发〔2023〕2号, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YICHENG = "370404"
SPONSOR: dict[str, Any] = {
    "unit": "峄城区示例街道办事处（样例）",
    "leader": {"name": "示例孙某"},
    "person": {"name": "示例周某"},
    "resolve_by": "2026-10-30",
}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 峄城, whose complaint was received on 8 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), YICHENG, "鲁0404")
    return Filed.in_(district, "（2026）鲁0404行初7号", "11370404000008100T", served_on="2026-09-08")


@pytest.mark.clause("YC-2.4.1")
def test_a_plan_filed_three_days_after_the_notice_closes_the_task_and_an_unfiled_one_is_never_overdue(filed: Filed) -> None:
    open_item = filed.task("mediation_plan", "2026-09-10")
    assert (open_item["since"], open_item["age"], open_item["state"]) == ("2026-09-08", 2, "running")
    parts = {"facts": "案情（样例）", "focus_of_dispute": "送达是否合法（样例）", "plan": "协商补正（样例）"}
    assert filed.own("resolution-plans", "2026-09-11", filed_on="2026-09-11", **parts).status_code == 201
    closed = filed.task("mediation_plan", "2026-09-12")
    assert (closed["state"], closed["age"]) == ("satisfied", 3)


@pytest.mark.clause("YC-2.4.5")
def test_a_case_has_one_sponsor_and_a_second_only_replaces_the_first(filed: Filed) -> None:
    assessed = {"assessed_on": "2026-09-09", "level": "high", "grounds": "程序瑕疵（样例）"}
    assert filed.supervise("risk-assessments", "2026-09-09", **assessed).status_code == 201
    assert filed.task("sponsor", "2026-09-09")["state"] == "running"
    assert filed.supervise("sponsors", "2026-09-10", assigned_on="2026-09-10", **SPONSOR).status_code == 201
    assert filed.task("sponsor", "2026-09-10")["state"] == "satisfied"

    second = filed.supervise("sponsors", "2026-09-11", assigned_on="2026-09-11", **SPONSOR)
    assert (second.status_code, second.json()["code"], second.json()["clauses"]) == (
        409,
        "sponsor-already-assigned",
        ["YC-2.4.5"],
    )
    own = filed.own("sponsors", "2026-09-11", assigned_on="2026-09-11", **SPONSOR)
    assert (own.status_code, own.json()["code"]) == (409, "sponsor-already-assigned")
    replaced = {"replaced_on": "2026-09-14", "reason": "原包保领导调任", **SPONSOR, "resolve_by": "2026-11-16"}
    assert filed.supervise("sponsor-replacements", "2026-09-14", **replaced).status_code == 201
    assert filed.duty("resolve_by", "2026-10-31")["due"] == "2026-11-16"


@pytest.mark.clause("YC-2.4.6")
@pytest.mark.parametrize(("lacking", "title"), [("unit", "包保责任单位"), ("person", "包保责任人"), ("resolve_by", "化解时限")])
def test_a_sponsorship_names_the_unit_the_persons_and_the_day(filed: Filed, lacking: str, title: str) -> None:
    body = {name: value for name, value in SPONSOR.items() if name != lacking}
    refused = filed.supervise("sponsors", "2026-09-10", assigned_on="2026-09-10", **body)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "step-incomplete", ["YC-2.4.6"])
    assert title in refused.json()["detail"]


@pytest.mark.clause("YC-2.4.6")
def test_a_sponsorship_without_a_leader_is_refused_and_its_own_day_makes_it_overdue(filed: Filed) -> None:
    nobody = {name: value for name, value in SPONSOR.items() if name != "leader"}
    assert filed.supervise("sponsors", "2026-09-10", assigned_on="2026-09-10", **nobody).status_code == 422
    filed.supervise("sponsors", "2026-09-10", assigned_on="2026-09-10", **SPONSOR)
    assert filed.duty("resolve_by", "2026-10-30")["standing"] == "due_today"
    assert filed.duty("resolve_by", "2026-10-31")["standing"] == "overdue"


@pytest.mark.clause("YC-2.5.1", "YC-3.2.2")
@pytest.mark.parametrize(
    ("received_on", "due", "reported_on", "standing"),
    [
        ("2026-09-09", "2026-09-14", "2026-09-14", "on_time"),
        ("2026-09-09", "2026-09-14", "2026-09-15", "late"),
        ("2026-09-28", "2026-10-08", "2026-10-08", "on_time"),
    ],
)
def test_a_case_is_reported_in_three_days_with_its_five_parts(
    ledger: Ledger,
    keys: KeyStore,
    clock: SettableClock,
    tmp_path: Path,
    received_on: str,
    due: str,
    reported_on: str,
    standing: str,
) -> None:
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), YICHENG, "鲁0404")
    filed = Filed.in_(district, "（2026）鲁0404行初8号", "11370404000008101X", served_on=received_on)
    report: dict[str, Any] = {
        "reported_on": reported_on,
        "responsible_unit": "法规科（样例）",
        "leader": {"name": "示例李某"},
        "handlers": [{"name": "示例王某"}],
        "handling_opinion": "拟应诉（样例）",
        "resolve_by": "2026-11-30",
    }
    incomplete = filed.own("case-reports", reported_on, **{k: v for k, v in report.items() if k != "handling_opinion"})
    assert (incomplete.status_code, incomplete.json()["clauses"]) == (422, ["YC-3.2.2"])
    assert "办理意见" in incomplete.json()["detail"]

    written = filed.own("case-reports", reported_on, **report)
    assert written.status_code == 201, written.text
    (finding,) = written.json()["findings"]
    assert (finding["due"], finding["outcome"]) == (due, standing)
    assert next(step["day"] for step in finding["steps"]) == received_on
