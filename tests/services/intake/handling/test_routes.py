"""Who handles the responses over HTTP: the unit's rights, the decision on a version, and the reaction to a filing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.intake.handling.reaction import DetermineHandling
from tests.clauses.district import District
from tests.clauses.sued import ACT, DECISION, file_against, handled, oa_of
from tests.services.intake.cast import MARKET_CODE
from tests.whole import Whole
from tests.wire import write_headers
from yingsu.clock import SettableClock
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.law.handled import stream_of
from yingsu.law.published import RulesInForce
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger

CASE_NO = "（2026）闽0526行初12号"
COUNTY, LAND, JUSTICE, TOWN = "11350526000020011P", "11350526000020012T", "11350526000020013X", "113505260000200141"
LAND_NAME = "德化县自然资源局（样例）"
APPEARED = {"hearing_no": 1, "hearing_on": "2026-06-15", "staff": 1, "lawyers": 0, "nobody": False}


@pytest.fixture
def county(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """德化 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")


@pytest.fixture
def agencies(county: District) -> dict[str, str]:
    """The government, two bureaus and a town."""
    return {
        COUNTY: county.agency("德化示例县人民政府（样例）", COUNTY, "government"),
        LAND: county.agency(LAND_NAME, LAND, "department"),
        JUSTICE: county.agency("德化县司法局", JUSTICE, "department"),
        TOWN: county.agency("示例镇人民政府（样例）", TOWN, "township"),
    }


@pytest.fixture
def joint(county: District, agencies: dict[str, str]) -> str:
    """A case of which the document leaves open who handles the government's response."""
    return file_against(county, CASE_NO, (LAND, ACT), (COUNTY, DECISION), unit=LAND_NAME)


def path_of(case_id: str) -> str:
    return f"/v1/intake/cases/{case_id}/handling-units"


def decision(agencies: dict[str, str], unit: str = JUSTICE, **change: Any) -> dict[str, Any]:
    """The bureau of justice handles the decision on reconsideration."""
    body = {"agency": agencies[COUNTY], "object": DECISION, "unit": agencies[unit], "determined_on": "2026-06-01"}
    return {**body, "reason": "行政复议决定由其承办（样例）", **change}


def test_a_unit_reads_the_case_from_its_determination_on_and_registers_for_the_defendant(
    county: District, agencies: dict[str, str], joint: str
) -> None:
    unit = oa_of(county, agencies[JUSTICE])
    assert unit.get(f"/v1/intake/cases/{joint}").status_code == 404
    assert county.client("supervisor").post(path_of(joint), decision(agencies), version=0).status_code == 201
    county.whole.settle()
    assert unit.get(f"/v1/intake/cases/{joint}").status_code == 200
    assert [case["case_id"] for case in unit.get("/v1/intake/cases").json()] == [joint]
    (seen,) = (event for event in unit.get("/v1/notify/feeds/intake").json() if "handling_unit" in event["type"])
    assert seen["data"]["unit"] == agencies[JUSTICE]

    told = county.tell("h-1", "hearing_notice", CASE_NO, "2026-06-02", hearing_on="2026-06-15")
    assert told.status_code == 201, told.text
    county.whole.clock.set(datetime(2026, 6, 16, 4, tzinfo=UTC))
    own, others = (f"/v1/intake/cases/{joint}/responses/{agencies[code]}/attendances" for code in (COUNTY, LAND))
    assert unit.post(own, APPEARED, version=0).status_code == 201
    refused = unit.post(others, APPEARED, version=0)
    assert (refused.status_code, refused.json()["code"]) == (403, "other-agency")


def test_a_unit_reads_the_note_that_it_wrote_for_the_defendant_and_the_other_defendant_does_not(
    county: District, agencies: dict[str, str], joint: str
) -> None:
    assert county.client("supervisor").post(path_of(joint), decision(agencies), version=0).status_code == 201
    county.serve(CASE_NO, COUNTY)
    unit, other = oa_of(county, agencies[JUSTICE]), oa_of(county, agencies[LAND])
    path = f"/v1/intake/cases/{joint}/responses/{agencies[COUNTY]}"
    county.whole.clock.set(datetime(2026, 6, 16, 4, tzinfo=UTC))
    answer = {
        "submitted_on": "2026-06-15",
        "delivery": "in_person",
        "has_answer": True,
        "evidence_count": 1,
        "note": "内部备注（样例）",
    }
    assert unit.post(f"{path}/answer", answer, version=0).json()["submissions"][0]["note"] == "内部备注（样例）"
    seen = [wire.get(path).json()["submissions"][0]["note"] for wire in (unit, oa_of(county, agencies[COUNTY]), other)]
    assert seen == ["内部备注（样例）", "内部备注（样例）", "（不予显示）"]


def test_a_decision_is_taken_on_a_version_and_once(county: District, agencies: dict[str, str], joint: str) -> None:
    supervisor = county.client("supervisor")
    before = supervisor.get(path_of(joint))
    assert (before.headers["ETag"], before.json()["determinations"]) == ('"0"', [])
    first = supervisor.post(path_of(joint), decision(agencies), key="once", version=0)
    again = supervisor.post(path_of(joint), decision(agencies), key="once", version=0)
    assert [answer.status_code for answer in (first, again)] == [201, 201]
    assert (first.headers["ETag"], first.json()["determinations"]) == ('"1"', again.json()["determinations"])
    stale = supervisor.post(path_of(joint), decision(agencies, LAND), version=0)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    assert supervisor.post(path_of(joint), decision(agencies, LAND), version=1).headers["ETag"] == '"2"'
    again = supervisor.send("GET", path_of(joint), headers={"If-None-Match": '"2"'})
    assert again.status_code == 200, "names and rules are no part of the version"
    missing = supervisor.send("POST", path_of(joint), json=decision(agencies), headers=write_headers())
    assert missing.status_code == 428


def test_the_reason_is_for_the_defendant_the_unit_and_who_decides(county: District, agencies: dict[str, str], joint: str) -> None:
    assert county.client("supervisor").post(path_of(joint), decision(agencies), version=0).status_code == 201
    seen = {}
    for code in (COUNTY, JUSTICE, LAND):
        (known,) = oa_of(county, agencies[code]).get(path_of(joint)).json()["determinations"]
        seen[code] = known["reason"]
    reason = "行政复议决定由其承办（样例）"
    assert seen == {COUNTY: reason, JUSTICE: reason, LAND: "（不予显示）"}


def test_what_the_rule_says_is_refused_to_a_person_with_the_clause(county: District, agencies: dict[str, str]) -> None:
    case_id = file_against(county, CASE_NO, (COUNTY, DECISION), unit=LAND_NAME)
    refused = county.client("supervisor").post(path_of(case_id), decision(agencies, LAND), version=1)
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["clauses"]) == (409, "handling-unit-fixed", ["DH-6.5"])


def test_the_supervisor_of_another_jurisdiction_and_other_roles_do_not_decide(
    county: District, agencies: dict[str, str], joint: str
) -> None:
    other = (
        District(county.whole, "320813", "苏0813").whole.wire("hongze-sifa").post(path_of(joint), decision(agencies), version=0)
    )
    assert (other.status_code, other.json()["code"]) == (404, "case-not-found")
    for code in (COUNTY, LAND):
        refused = oa_of(county, agencies[code]).post(path_of(joint), decision(agencies), version=0)
        assert (refused.status_code, refused.json()["clauses"]) == (403, ["DH-6.3"])
    court = county.client("court", court=county.court).post(path_of(joint), decision(agencies), version=0)
    assert court.status_code == 403


def test_in_a_case_of_two_jurisdictions_each_supervisor_decides_for_its_own_defendants(
    county: District, agencies: dict[str, str]
) -> None:
    both = {"client_id": "fayuan-liangdi", "name": "示例系统（样例）", "role": "court", "court": county.court}
    county.made("clients", {**both, "jurisdictions": ["320813", "350526"]})
    filed = county.whole.wire("fayuan-liangdi").post(
        "/v1/intake/court/messages",
        {
            "message_id": "f-1",
            "kind": "case_filing",
            "case_no": CASE_NO,
            "occurred_on": "2026-06-01",
            "cause": "行政处罚",
            "plaintiffs": [{"person": {"name": "示例张某"}}],
            "defendants": [{"agency_code": MARKET_CODE}, {"agency_code": COUNTY, "object": DECISION}],
        },
    )
    case_id = filed.json()["case_id"]
    refused = county.whole.wire("hongze-sifa").post(path_of(case_id), decision(agencies), version=0)
    assert (refused.status_code, refused.json()["title"]) == (403, "由其他辖区办理")
    assert "行政区划 350526" in refused.json()["detail"]
    assert county.client("supervisor").post(path_of(case_id), decision(agencies), version=0).status_code == 201


def test_before_the_filing_nobody_can_be_determined(county: District, agencies: dict[str, str]) -> None:
    referred = {"cause": "行政处罚", "applicants": [{"person": {"name": "示例张某"}}], "agency_codes": [COUNTY], "materials": []}
    referred["materials"] = [{"title": "起诉状（样例）"}]
    told = county.tell(
        "m-1", "pre_litigation_referral", "（2026）闽0526行诉前调8号", "2026-06-01", received_on="2026-06-01", **referred
    )
    assert told.status_code == 201, told.text
    answer = county.client("supervisor").post(path_of(told.json()["case_id"]), decision(agencies), version=0)
    assert (answer.status_code, answer.json()["code"]) == (409, "case-not-filed")


def test_a_filing_read_again_determines_nothing_more(county: District, agencies: dict[str, str]) -> None:
    case_id = file_against(county, CASE_NO, (COUNTY, ACT), unit=LAND_NAME)
    whole = county.whole
    (known,) = whole.ledger.load(stream_of(case_id), EVERYWHERE)
    assert isinstance(known.event, HandlingUnitDetermined)
    assert (known.event.unit, known.event.by, known.actor.role) == (agencies[LAND], "rule", "system")
    assert str(known.occurred_on) == "2026-06-01"
    reaction = DetermineHandling(
        whole.ledger, whole.deps.keys, RulesInForce(whole.ledger), name="intake.determine_handling_twice"
    )
    catch_up(whole.ledger.database, reaction)
    assert len(whole.ledger.load(stream_of(case_id), EVERYWHERE)) == 1


def test_where_the_supervisor_was_first_the_rule_does_not_speak_again(county: District, agencies: dict[str, str]) -> None:
    told = county.client("court", court=county.court).post(
        "/v1/intake/court/messages",
        {
            "message_id": "f-1",
            "kind": "case_filing",
            "case_no": CASE_NO,
            "occurred_on": "2026-06-01",
            "cause": "行政处罚",
            "plaintiffs": [{"person": {"name": "示例张某"}}],
            "defendants": [{"agency_code": COUNTY, "object": DECISION}],
        },
    )
    case_id = told.json()["case_id"]
    assert county.client("supervisor").post(path_of(case_id), decision(agencies), version=0).status_code == 201
    county.whole.settle()
    (known,) = county.whole.ledger.load(stream_of(case_id), EVERYWHERE)
    assert isinstance(known.event, HandlingUnitDetermined)
    assert known.event.by == "decider"
    assert handled(county, case_id) == [(agencies[COUNTY], DECISION, agencies[JUSTICE], "determined")]


def test_the_board_of_another_time_shows_who_handled_it_then(county: District, agencies: dict[str, str], joint: str) -> None:
    county.serve(CASE_NO, COUNTY)
    supervisor = county.client("supervisor")
    assert supervisor.post(path_of(joint), decision(agencies, determined_on="2026-06-03"), version=0).status_code == 201
    county.whole.settle()

    def shown(**when: str) -> list[list[str]]:
        found = supervisor.get("/v1/notify/obligations", code="statutory_answer", agency_id=agencies[COUNTY], **when).json()
        return [[unit["agency_id"] for unit in item["handling_units"]] for item in found["obligations"]]

    assert shown() == [[agencies[JUSTICE]]]
    assert shown(as_of="2026-06-03") == [[agencies[JUSTICE]]]
    unit = oa_of(county, agencies[JUSTICE])
    (item,) = unit.get("/v1/notify/obligations", code="statutory_answer").json()["obligations"]
    assert unit.get(f"/v1/notify/obligations/{item['obligation_id']}").status_code == 200
    for query in ({}, {"as_of": "2026-06-03"}):
        assert [one["agency_id"] for one in unit.get("/v1/notify/obligations", **query).json()["obligations"]] == [
            agencies[COUNTY]
        ]
    assert oa_of(county, agencies[TOWN]).get(f"/v1/notify/obligations/{item['obligation_id']}").status_code == 404
