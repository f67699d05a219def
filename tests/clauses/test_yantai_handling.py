"""烟台: 谁承办、谁应诉. 烟政办发〔2017〕16号, 二（二）."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.notify.clock.desk import ClockDesk
from tests.clauses.district import District
from tests.clauses.sued import ACT, DECISION, file_against, handled, oa_of, rests_on, tasks_of
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YANTAI = "370600"
CASE_NO = "（2026）鲁06行初12号"
CITY, COMMITTEE, BUREAU, JUSTICE = "11370600000020011F", "11370600000020012J", "11370600000020013M", "11370600000020014Q"
BUREAU_NAME = "烟台示例执法局（样例）"


@pytest.fixture
def city(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """烟台 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), YANTAI, "鲁06")


@pytest.fixture
def agencies(city: District) -> dict[str, str]:
    """The city's government, a management committee, a bureau, and what is the government's legal office today."""
    return {
        CITY: city.agency("烟台示例市人民政府（样例）", CITY, "government"),
        COMMITTEE: city.agency("烟台示例管委（样例）", COMMITTEE, "committee"),
        BUREAU: city.agency(BUREAU_NAME, BUREAU, "department"),
        JUSTICE: city.agency("烟台示例市司法局（样例）", JUSTICE, "department"),
    }


def decide(city: District, case_id: str, agency: str, sued_for: str, unit: str, on: str, version: int = 0) -> int:
    """The legal office decides; the status of the answer."""
    decision = {"agency": agency, "object": sued_for, "unit": unit, "determined_on": on, "reason": "根据应诉事项确定（样例）"}
    path = f"/v1/intake/cases/{case_id}/handling-units"
    answer = city.client("supervisor").post(path, decision, version=version)
    city.whole.settle()
    assert answer.status_code == 201, answer.text
    return answer.status_code


@pytest.mark.clause("YT-2.2.1")
def test_the_tasks_of_the_city_government_go_to_the_bureau_that_handled_the_act(city: District, agencies: dict[str, str]) -> None:
    case_id = file_against(city, CASE_NO, (CITY, ACT), unit=BUREAU_NAME)
    city.serve(CASE_NO, CITY)
    assert handled(city, case_id) == [(agencies[CITY], ACT, agencies[BUREAU], "determined")]
    assert "YT-2.2.1" in rests_on(city, case_id)[0]
    tasks = tasks_of(oa_of(city, agencies[BUREAU]))
    assert ("statutory_answer", agencies[CITY], "2026-06-18") in tasks
    assert tasks <= tasks_of(oa_of(city, agencies[CITY]))
    assert tasks_of(oa_of(city, agencies[JUSTICE])) == set()


@pytest.mark.clause("YT-2.2.1")
def test_a_bureau_that_is_sued_for_its_own_act_handles_the_response_itself(city: District, agencies: dict[str, str]) -> None:
    case_id = file_against(city, CASE_NO, (BUREAU, ACT))
    assert handled(city, case_id) == [(agencies[BUREAU], ACT, agencies[BUREAU], "rule")]
    assert rests_on(city, case_id) == [["YT-2.2.1"]]


@pytest.mark.clause("YT-2.2.2")
def test_the_body_that_acted_in_the_name_of_a_committee_handles_the_response(city: District, agencies: dict[str, str]) -> None:
    case_id = file_against(city, CASE_NO, (COMMITTEE, ACT), unit=BUREAU_NAME)
    assert handled(city, case_id) == [(agencies[COMMITTEE], ACT, agencies[BUREAU], "determined")]
    assert rests_on(city, case_id) == [["YT-2.2.2", "YT-2.2.1"]]


@pytest.mark.clause("YT-2.2.4")
def test_of_joint_defendants_the_bureau_answers_for_the_act_and_the_legal_office_for_the_reconsideration(
    city: District, agencies: dict[str, str]
) -> None:
    case_id = file_against(city, CASE_NO, (BUREAU, ACT), (CITY, DECISION), unit=BUREAU_NAME)
    for code in (BUREAU, CITY):
        city.serve(CASE_NO, code)
    bureau, government, office = agencies[BUREAU], agencies[CITY], agencies[JUSTICE]
    # The document names the legal office; which agency that is today, it says itself.
    assert rests_on(city, case_id) == [["YT-2.2.1"], ["YT-2.2.4"]]
    assert decide(city, case_id, government, DECISION, office, "2026-06-03") == 201
    assert handled(city, case_id) == [(bureau, ACT, bureau, "rule"), (government, DECISION, office, "determined")]
    assert {agency for _, agency, _ in tasks_of(oa_of(city, bureau))} == {bureau}
    assert {agency for _, agency, _ in tasks_of(oa_of(city, office))} == {government}


@pytest.mark.clause("YT-2.2.5")
def test_of_a_body_of_reconsideration_that_is_sued_alone_the_legal_office_handles_the_response(
    city: District, agencies: dict[str, str]
) -> None:
    case_id = file_against(city, CASE_NO, (CITY, DECISION), unit=BUREAU_NAME)
    (known,) = city.client("supervisor").get(f"/v1/intake/cases/{case_id}").json()["defendants"][0]["handling"]
    assert ([clause["clause"] for clause in known["clauses"]], known["unit"]) == (["YT-2.2.5"], None)
    assert known["reason"].startswith("行政复议机关单独为被告的案件：由政府法制机构承办")
    assert decide(city, case_id, agencies[CITY], DECISION, agencies[JUSTICE], "2026-06-01") == 201
    assert handled(city, case_id) == [(agencies[CITY], DECISION, agencies[JUSTICE], "determined")]


@pytest.mark.clause("YT-2.2.7")
def test_only_the_legal_office_decides_and_others_are_told_by_which_clause(city: District, agencies: dict[str, str]) -> None:
    case_id = file_against(city, CASE_NO, (CITY, ACT))
    decision = {
        "agency": agencies[CITY],
        "object": ACT,
        "unit": agencies[BUREAU],
        "determined_on": "2026-06-01",
        "reason": "（样例）",
    }
    refused = oa_of(city, agencies[CITY]).post(f"/v1/intake/cases/{case_id}/handling-units", decision, version=0)
    problem = refused.json()
    assert (refused.status_code, problem["code"], problem["clauses"]) == (403, "handling-not-the-decider", ["YT-2.2.7"])
    assert decide(city, case_id, agencies[CITY], ACT, agencies[BUREAU], "2026-06-01") == 201


@pytest.mark.clause("YT-2.2.7")
def test_notices_before_the_decision_go_to_the_defendant_and_after_it_to_the_unit_and_no_day_moves(
    city: District, agencies: dict[str, str]
) -> None:
    whole, government, bureau = city.whole, agencies[CITY], agencies[BUREAU]
    clock = ClockDesk(whole.ledger, whole.deps.keys, RulesInForce(whole.ledger))
    case_id = file_against(city, CASE_NO, (CITY, ACT), on="2026-08-24")
    received = city.tell("s-1", "service", CASE_NO, "2026-08-26", agency_code=CITY, document="complaint_copy")
    assert received.status_code == 201
    assert handled(city, case_id) == [(government, ACT, None, "undetermined")]
    assert ("statutory_answer", government, "2026-09-10") in tasks_of(oa_of(city, government))

    for day in (8, 9, 10):
        whole.clock.set(datetime(2026, 9, day, 4, tzinfo=UTC))
        clock.tell(case_id)
    whole.clock.set(datetime(2026, 9, 11, 4, tzinfo=UTC))
    assert decide(city, case_id, government, ACT, bureau, "2026-09-11") == 201
    clock.tell(case_id)
    whole.settle()

    def notices(agency: str) -> list[tuple[str, str]]:
        found = oa_of(city, agency).get("/v1/notify/reminders").json()
        return [(one["what"], one["for_day"]) for one in found if one["code"] == "statutory_answer"]

    assert notices(government) == [("ahead", "2026-09-09"), ("due_day", "2026-09-10")]
    assert notices(bureau) == [("overdue", "2026-09-11")]
    for agency in (government, bureau):
        assert ("statutory_answer", government, "2026-09-10") in tasks_of(oa_of(city, agency))
