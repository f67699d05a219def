"""Mediations over HTTP: who sees what, the list, versions, and how a filing beside the mediation shows."""

from datetime import date
from typing import Any

import pytest

from services.registry import samples
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    APART,
    CASE,
    CASE_NO,
    CONDUCTED,
    EXPLAINED,
    FILED_CASE,
    LAND,
    MARKET,
    NOTICES,
    PLANS,
    SETTLED,
    SIGNED,
    TERMINATED,
    TO_RETURN,
    TO_SETTLEMENT,
    at,
    file_case,
    play,
    read,
    refer,
)
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.intake.prelitigation import Respondent

LIST = "/v1/mediation/mediations"


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation that was just referred."""
    return refer(whole)


def listed(whole: Whole, client: str = CENTRE, **query: Any) -> list[dict[str, Any]]:
    """What the list shows to a client."""
    found = whole.wire(client).get(LIST, **query)
    assert found.status_code == 200, found.text
    return list(found.json())


def test_a_referral_shows_its_parties_materials_and_what_lacks(whole: Whole, mediation: str) -> None:
    shown = read(whole, mediation)

    assert (shown["mediation_id"], shown["case_id"], shown["case_no"]) == (mediation, CASE, CASE_NO)
    assert (shown["status"], shown["status_title"], shown["open"], shown["version"]) == ("referred", "待签收", True, 1)
    assert (shown["referred_on"], shown["received_on"], shown["accepted_on"]) == ("2026-09-03", "2026-09-04", None)
    assert [(p["party"], p["name"], p["phone"], p["organisation"]) for p in shown["applicants"]] == [
        ("p1", "示例张某", "000", False),
        ("p2", "示例食品有限公司（样例）", None, True),
    ]
    assert [(r["agency"]["agency_id"], r["agency"]["name"]) for r in shown["respondents"]] == [
        (MARKET, "洪泽区示例市场监督管理局（样例）"),
        (LAND, "洪泽区示例自然资源和规划局（样例）"),
    ]
    assert [(m["material"], m["title"], m["pages"], m["returned"]) for m in shown["materials"]] == [
        ("m1", "示例张某的行政起诉状", 6, None),
        ("m2", "行政处罚决定书复印件", 3, None),
    ]
    assert (shown["claims"], shown["act"]["kind"], shown["court_name"]) == (
        "请求撤销行政处罚决定（样例）",
        "行政处罚",
        samples.COURT_NAME,
    )
    assert shown["missing"] == {
        "without_notice": [MARKET, LAND],
        "without_plan": [MARKET, LAND],
        "untold": [],
        "unsigned": [],
        "unexplained": [],
        "unserved": [],
        "without_leader": [],
    }


def test_the_referral_of_a_court_is_a_mediation_that_the_centre_finds(whole: Whole) -> None:
    """Through the court's own door."""
    whole.clock.set(at("2026-09-04T10:00"))
    sent = whole.wire(COURT).post(
        "/v1/intake/court/messages",
        {
            "message_id": "m-1",
            "kind": "pre_litigation_referral",
            "case_no": "(2026)苏0813行诉前调9号",
            "occurred_on": "2026-09-04",
            "cause": "行政处罚",
            "applicants": [{"person": {"name": "示例张某"}}],
            "agency_codes": ["11320813000008125D"],
            "materials": [{"title": "示例张某的行政起诉状", "pages": 6}],
        },
    )
    assert sent.status_code == 201, sent.text
    whole.settle()

    (line,) = listed(whole)
    assert (line["case_id"], line["case_no"]) == (sent.json()["case_id"], "（2026）苏0813行诉前调9号")
    shown = play(whole, line["mediation_id"], ACCEPTED)
    assert (shown["status"], shown["applicants"][0]["name"]) == ("accepted", "示例张某")
    assert [(m["material"], m["title"]) for m in shown["materials"]] == [("m1", "示例张某的行政起诉状")]


def test_an_erased_person_is_shown_as_erased_in_mediation_and_documents(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_SETTLEMENT)
    assert "示例张某" in str(read(whole, mediation, path="/documents"))

    for subject in (f"{CASE}/p1", f"{CASE}/m1", mediation):
        whole.deps.keys.destroy(subject)

    shown = read(whole, mediation)
    assert (shown["applicants"][0]["name"], shown["applicants"][0]["phone"]) == ("（已删除）", None)
    assert shown["settlement"]["terms"] == ["（已删除）", "（已删除）"]
    assert shown["settlement"]["signatures"][2]["party"] == {"party": "p1", "name": "（已删除）"}
    assert "示例张某" not in str(shown) + str(read(whole, mediation, path="/documents"))


@pytest.mark.parametrize("client", [CENTRE, SUPERVISOR, AUDITOR])
def test_the_centre_and_the_bodies_that_supervise_see_everything(whole: Whole, mediation: str, client: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED)

    shown = read(whole, mediation, client)
    assert shown["sessions"][0]["notes"] == "示例张某愿意让步（样例）"
    assert [line["mediation_id"] for line in listed(whole, client)] == [mediation]
    for agency, plan in ((MARKET, "拟变更罚款数额（样例）"), (LAND, "拟说明规划依据（样例）")):
        assert read(whole, mediation, client, f"/plans/{agency}")["submissions"][-1]["plan"] == plan


def test_a_respondent_sees_the_steps_but_neither_the_notes_nor_the_plans_of_others(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, APART, TERMINATED)

    shown = read(whole, mediation, LAND_OA)
    assert (shown["sessions"][0]["notes"], shown["sessions"][0]["agreed"]) == ("（不予显示）", False)
    assert (shown["termination"]["note"], shown["termination"]["reason"]) == ("（不予显示）", "too_far_apart")
    assert shown["applicants"][0]["name"] == "示例张某"
    assert [r["plan_complete_on"] for r in shown["respondents"]] == ["2026-09-09", "2026-09-14"]

    own = read(whole, mediation, LAND_OA, f"/plans/{LAND}")["submissions"]
    assert [(s["leader"] and s["leader"]["name"], s["plan"]) for s in own] == [("示例丁", None), (None, "拟说明规划依据（样例）")]
    (foreign,) = read(whole, mediation, LAND_OA, f"/plans/{MARKET}")["submissions"]
    assert (foreign["leader"], foreign["leader_post"], foreign["contact"]["name"], foreign["plan"]) == (
        {"name": "（不予显示）", "id_number": None, "phone": None, "address": None},
        "（不予显示）",
        "（不予显示）",
        "（不予显示）",
    )


def test_a_respondent_sees_the_settlement_with_who_signed(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_SETTLEMENT)

    settlement = read(whole, mediation, LAND_OA)["settlement"]
    assert settlement["terms"] == ["罚款数额变更为二千元（样例）", "示例张某于十日内缴纳（样例）"]
    assert [(s["party"]["name"], s["signed_on"]) for s in settlement["signatures"]][2:] == [
        ("示例张某", "2026-09-21"),
        ("示例食品有限公司（样例）", "2026-09-22"),
    ]
    assert {told["note"] for told in settlement["explanations"]} == {"（不予显示）"}


def test_an_agency_that_is_no_respondent_finds_nothing(whole: Whole) -> None:
    mediation = refer(whole, respondents=(Respondent(agency=MARKET, jurisdiction="320813"),))

    for path in ("", "/documents", f"/plans/{MARKET}"):
        missing = whole.wire(LAND_OA).get(f"{LIST}/{mediation}{path}")
        assert (missing.status_code, missing.json()["code"]) == (404, "mediation-not-found")
    assert listed(whole, LAND_OA) == []
    assert [line["mediation_id"] for line in listed(whole, MARKET_OA)] == [mediation]


def test_a_court_and_an_administrator_have_no_business_with_a_mediation(whole: Whole, mediation: str) -> None:
    for client, code in ((COURT, "role-not-allowed"), ("administrator", "scope-missing")):
        for path in ("", f"/{mediation}", f"/{mediation}/documents", f"/{mediation}/plans/{MARKET}"):
            refused = whole.wire(client).get(LIST + path)
            assert (refused.status_code, refused.json()["code"]) == (403, code)


def test_what_there_is_not_is_not_found(whole: Whole, mediation: str) -> None:
    wire = whole.wire(CENTRE)
    absent = wire.get(f"{LIST}/mediation-{'0' * 32}")
    assert (absent.status_code, absent.json()["code"]) == (404, "mediation-not-found")
    assert "请核对调处编号" in absent.json()["detail"]
    stranger = wire.get(f"{LIST}/{mediation}/plans/{samples.JUSTICE}")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "plan-not-found")
    assert "《十项机制》第四项" in stranger.json()["detail"]
    assert wire.get(f"{LIST}/mediation-x").status_code == 422


def test_the_version_is_for_deciding_and_saves_no_reading(whole: Whole, mediation: str) -> None:
    """What lacks and what is due follow from the day and the rules besides."""
    wire = whole.wire(CENTRE)
    for path, version in ((f"{LIST}/{mediation}", '"1"'), (f"{LIST}/{mediation}/plans/{MARKET}", '"0"')):
        again = wire.send("GET", path, headers={"If-None-Match": version})
        assert (again.status_code, again.headers["ETag"]) == (200, version)


def test_the_list_is_narrowed_and_paged_latest_received_first(whole: Whole) -> None:
    only_market = (Respondent(agency=MARKET, jurisdiction="320813"),)
    mediations = [
        refer(
            whole,
            f"2026-09-0{day}T10:00",
            f"case-01994b2e-0000-7000-8000-0000000000b{day}",
            received_on=date(2026, 9, day),
            referred_on=date(2026, 9, day),
            **({"respondents": only_market} if day > 5 else {}),
        )
        for day in range(4, 9)
    ]
    play(whole, mediations[0], *TO_SETTLEMENT)

    assert [line["received_on"] for line in listed(whole)] == [f"2026-09-0{day}" for day in (8, 7, 6, 5, 4)]
    assert [line["mediation_id"] for line in listed(whole, open="false")] == mediations[:1]
    assert [line["mediation_id"] for line in listed(whole, open="true")] == mediations[:0:-1]
    assert [line["status_title"] for line in listed(whole, status="closed_settled")] == ["调处成功办结"]
    assert [line["mediation_id"] for line in listed(whole, agency_id=LAND)] == mediations[1::-1]
    assert [line["mediation_id"] for line in listed(whole, LAND_OA)] == mediations[1::-1]
    assert [line["mediation_id"] for line in listed(whole, LAND_OA, agency_id=samples.JUSTICE)] == []
    assert [line["mediation_id"] for line in listed(whole, case_id=f"case-01994b2e-0000-7000-8000-0000000000b{7}")] == [
        mediations[3]
    ]

    wire, found, address = whole.wire(CENTRE), [], f"{LIST}?limit=2&open=true"
    while address:
        page = wire.get(address)
        found += [line["mediation_id"] for line in page.json()]
        address = page.links["next"]["url"] if "next" in page.links else ""
    assert found == mediations[:0:-1]


def test_a_line_of_the_list_tells_what_the_mediation_waits_for(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED, *NOTICES, *PLANS[:2])

    (line,) = listed(whole)
    assert (line["status"], line["case_id"], line["court_name"]) == ("assigned", CASE, samples.COURT_NAME)
    assert (line["missing"]["without_notice"], line["missing"]["without_plan"]) == ([], [LAND])
    assert [agency["agency_id"] for agency in line["respondents"]] == [MARKET, LAND]
    assert line["missing"] == read(whole, mediation)["missing"]


def test_each_step_moves_the_status(whole: Whole, mediation: str) -> None:
    statuses = []
    for steps in ((ACCEPTED,), NOTICES, PLANS, CONDUCTED[6:], (AGREED,), (SETTLED,), SIGNED, EXPLAINED):
        play(whole, mediation, *steps)
        statuses.append(listed(whole)[0]["status"])
    assert statuses == [
        "accepted",
        "assigned",
        "planned",
        "scheduled",
        "in_session",
        "settled_unsigned",
        "settled_signed",
        "closed_settled",
    ]
    assert read(whole, mediation)["status"] == statuses[-1]


@pytest.mark.parametrize(
    ("filed_on", "in_litigation"), [(date(2026, 9, 18), True), (date(2026, 9, 21), False), (date(2026, 9, 22), False)]
)
def test_a_filing_before_the_end_of_the_mediation_shows_by_the_legal_days(
    whole: Whole, mediation: str, filed_on: date, in_litigation: bool
) -> None:
    """Terminated on 21 September; the filing is recorded two days later whenever it was."""
    play(whole, mediation, *TO_RETURN)
    file_case(whole, filed_on, "2026-09-23T16:00")

    assert read(whole, mediation)["in_litigation"] is in_litigation
    (line,) = listed(whole)
    assert (line["in_litigation"], line["concluded_on"]) == (in_litigation, "2026-09-21")


def test_a_filed_dispute_goes_by_the_filed_case_and_is_found_by_any_record(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED)
    file_case(whole, date(2026, 9, 4), "2026-09-05T09:00")

    shown = read(whole, mediation)
    assert (shown["case_id"], shown["case_no"], shown["in_litigation"], shown["status"]) == (
        FILED_CASE,
        CASE_NO,
        True,
        "accepted",
    )
    for record in (CASE, FILED_CASE):
        assert [line["case_id"] for line in listed(whole, case_id=record)] == [FILED_CASE]
    assert play(whole, mediation, *NOTICES)["case_id"] == FILED_CASE
