"""峄城 (370404): the registers that 峄政办发〔2023〕2号 orders to be kept of cases, read over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.defended import told
from tests.clauses.district import District
from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

HEAD = {"name": "示例孙某"}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case of 峄城, whose complaint was received on 8 September 2026."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "370404", "鲁0404")
    return Filed.in_(district, "（2026）鲁0404行初7号", "11370404000008100T", served_on="2026-09-08")


def rows(register: dict[str, Any]) -> list[dict[str, Any]]:
    """What its rows hold."""
    return [row["cells"] for row in register["rows"]]


@pytest.mark.clause("YC-2.1.2")
def test_a_case_is_in_the_list_until_its_head_has_studied_it(filed: Filed) -> None:
    listed = filed.register("not_reviewed_by_head", "2026-09-30")
    (row,) = listed["rows"]
    assert (row["agency"]["agency_id"], row["on"], row["what"]) == (filed.agency, "2026-09-08", "收到应诉通知")
    assert row["cells"] == {"case": filed.case_no, "agency": filed.agency, "received_on": "2026-09-08"}
    assert (row["source"]["topic"], row["source"]["corrected"]) == ("intake.service_recorded.v1", False)
    assert ([clause["id"] for clause in listed["clauses"]], listed["gaps"]) == (["YC-2.1.2"], True)

    studied = filed.own("chief-reviews", "2026-10-09", reviewed_on="2026-10-09", by=HEAD, post="主任")
    assert studied.status_code == 201, studied.text
    assert rows(filed.register("not_reviewed_by_head", "2026-10-09")) == []
    assert len(filed.register("not_reviewed_by_head", "2026-10-09", as_of="2026-10-08")["rows"]) == 1


@pytest.mark.clause("YC-2.1.3")
def test_the_handlers_are_listed_with_their_tasks(filed: Filed) -> None:
    for name, task in (("示例李某", "report"), ("示例王某", "answer")):
        body = {"assigned_on": "2026-09-09", "person": {"name": name}, "tasks": [task]}
        assert filed.own("handlers", "2026-09-09", **body).status_code == 201
    kept = rows(filed.register("handlers", "2026-09-09"))
    assert sorted((row["person"]["name"], tuple(row["tasks"])) for row in kept) == [
        ("示例李某", ("report",)),
        ("示例王某", ("answer",)),
    ]


@pytest.mark.clause("YC-2.2.3")
def test_participation_in_the_trial_alone_is_one_of_three_stages(filed: Filed) -> None:
    took_part = {"participated_on": "2026-09-18", "stage": "trial", "leader": HEAD, "post": "主任", "rank": "principal"}
    assert filed.own("leader-participations", "2026-09-18", **took_part).status_code == 201
    (row,) = rows(filed.register("leader_participation", "2026-11-30"))
    assert (row["stage"], row["participated_on"], row["stages"]) == ("trial", "2026-09-18", "1/3")


@pytest.mark.clause("YC-2.4.3")
def test_the_case_that_was_never_guided_or_longest_ago_comes_first(filed: Filed) -> None:
    (never,) = filed.register("guidance", "2026-11-08")["rows"]
    assert (never["on"], never["cells"]) == (None, {"case": filed.case_no, "agency": None, "given_on": None})
    for on in ("2026-11-09", "2026-11-10"):
        given = {"given_on": on, "guidance": "共同研判败诉风险（样例）", "agency": filed.agency}
        assert filed.supervise("guidance", on, **given).status_code == 201
    (last,) = filed.register("guidance", "2026-11-20")["rows"]
    assert (last["on"], last["agency"]["agency_id"]) == ("2026-11-10", filed.agency)
    assert filed.supervise("guidance", "2026-11-21", given_on="2026-11-21", guidance="全案指导（样例）").status_code == 201
    assert [row["on"] for row in filed.register("guidance", "2026-11-21")["rows"]] == ["2026-11-10", "2026-11-21"]


@pytest.mark.clause("YC-2.4.4")
def test_who_stayed_away_from_the_courts_mediation_is_listed(filed: Filed) -> None:
    track = Track.by_court(filed, filed.bureau, "2026-09-10")
    track.done("court-sessions", "2026-09-15", held_on="2026-09-15", present=["p1"], agreed=False)
    (row,) = rows(filed.register("mediation_sessions", "2026-09-15"))
    assert row == {"held_on": "2026-09-15", "present": ["p1"], "absent": [filed.agency]}


@pytest.mark.clause("YC-2.4.7")
def test_a_sponsored_case_without_a_contact_shows_none(filed: Filed) -> None:
    assert filed.register("contacts", "2026-09-09")["rows"] == []
    sponsor = {"unit": "示例街道（样例）", "leader": HEAD, "person": {"name": "示例周某"}, "resolve_by": "2026-10-30"}
    assert filed.supervise("sponsors", "2026-09-10", assigned_on="2026-09-10", **sponsor).status_code == 201
    kept = filed.register("contacts", "2026-09-10")
    assert (kept["total"], [row["case_no"] for row in kept["rows"]]) == (0, [filed.case_no])

    spoke = {"contacted_on": "2026-09-11", "contacted": "applicant", "by_role": "sponsor_leader", "content": "样例"}
    assert filed.own("contacts", "2026-09-11", **spoke).status_code == 201
    kept = filed.register("contacts", "2026-09-11")
    assert (kept["total"], rows(kept)) == (
        1,
        [{"contacted_on": "2026-09-11", "contacted": "applicant", "by_role": "sponsor_leader"}],
    )


@pytest.mark.clause("YC-2.8.4")
def test_the_ways_outside_the_court_are_listed_and_counted_by_kind(filed: Filed) -> None:
    offered = filed.own("non-litigation-channels", "2026-09-09", offered_on="2026-09-09", channel="adjudication")
    assert offered.status_code == 201, offered.text
    kept = filed.register("non_litigation_channels", "2026-09-09")
    assert (kept["tally"], [row["channel"] for row in rows(kept)]) == ({"adjudication": 1}, ["adjudication"])


@pytest.mark.clause("YC-3.2.3")
@pytest.mark.parametrize("whole_case", [False, True])
def test_a_case_of_high_risk_that_needs_others_is_listed_until_it_was_told_upwards(filed: Filed, whole_case: bool) -> None:
    risk = {"assessed_on": "2026-09-10", "level": "high", "needs_other_units": True, "grounds": "样例"}
    concerned = {} if whole_case else {"agency": filed.agency}
    assert filed.supervise("risk-assessments", "2026-09-10", **risk, **concerned).status_code == 201
    assert [row["case"] for row in rows(filed.register("reports_lacking", "2026-09-10"))] == [filed.case_no]
    assert filed.task("special_report", "2026-09-10")["state"] == "running"
    report = {"reported_on": "2026-09-12", "to": "district_leader", "content": "请协调配合（样例）"}
    assert filed.own("special-reports", "2026-09-12", **report).status_code == 201
    assert rows(filed.register("reports_lacking", "2026-09-12")) == []


@pytest.mark.clause("YC-3.2.3")
def test_a_case_leaves_the_list_when_its_risk_is_low(filed: Filed) -> None:
    risk = {"assessed_on": "2026-09-10", "level": "high", "needs_other_units": True, "grounds": "样例", "agency": filed.agency}
    assert filed.supervise("risk-assessments", "2026-09-10", **risk).status_code == 201
    low = risk | {"assessed_on": "2026-09-20", "level": "low"}
    assert filed.supervise("risk-assessments", "2026-09-20", **low).status_code == 201
    assert rows(filed.register("reports_lacking", "2026-09-20")) == []


@pytest.mark.clause("YC-3.3.2")
def test_an_opinion_of_the_court_stays_open_until_it_was_followed_up(filed: Filed) -> None:
    opinion = {"agency_code": "11370404000008100T", "opinion_no": "2026-意见1（样例）"}
    told(filed, "o-1", "court_opinion", "2026-09-10", **opinion, subject="请说明案件情况（样例）")
    (row,) = filed.register("court_opinions", "2026-11-20")["rows"]
    assert (row["cells"]["received_on"], row["cells"]["followed_up_on"], row["closed_on"]) == ("2026-09-10", None, None)
    done = {"opinion_no": opinion["opinion_no"], "followed_up_on": "2026-11-21", "result": "已书面说明（样例）"}
    assert filed.own("court-opinion-follow-ups", "2026-11-21", **done).status_code == 201
    assert filed.register("court_opinions", "2026-11-21")["rows"] == []
    (kept,) = filed.register("court_opinions", "2026-11-21", rows="all")["rows"]
    assert (kept["cells"]["followed_up_on"], kept["closed_by"]["topic"]) == (
        "2026-11-21",
        "intake.court_opinion_followed_up.v1",
    )


@pytest.mark.clause("YC-2.10.5")
def test_a_period_that_ended_is_overdue_and_only_a_refusal_that_was_found_is_accountability(filed: Filed) -> None:
    code = "11370404000008100T"
    results = [{"agency_code": code, "outcome": "revoked_and_remade"}]
    told(filed, "j-1", "judgment", "2026-09-10", document="judgment", results=results)
    obliged = [{"agency_code": code, "perform_by": "2026-10-30"}]
    told(filed, "e-1", "judgment_effective", "2026-09-20", obliged=obliged)
    assert filed.duty("performance", "2026-11-02")["standing"] == "overdue"

    def proposed() -> set[str]:
        asked = {"agency_id": filed.agency, "as_of": "2026-11-20"}
        shown = filed.bureau.get("/v1/review/ladders", **asked)
        assert shown.status_code == 200, shown.text
        ladders = shown.json()["ladders"]
        return {ladder["ladder"] for ladder in ladders if ladder["proposed"]}

    filed.at("2026-11-20")
    assert "accountability_performance" not in proposed()
    refused = {"agency": filed.agency, "judgment_no": filed.case_no, "refused_on": "2026-11-20", "grounds": "样例"}
    assert filed.supervise("performance-refusals", "2026-11-20", **refused).status_code == 201
    assert "accountability_performance" in proposed()
