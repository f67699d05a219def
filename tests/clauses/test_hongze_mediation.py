"""洪泽 (320813), the fourth mechanism: what a court refers to mediation before a suit. The acceptance examples, with their numbers."""

from datetime import date
from typing import Any

import pytest

from tests.law.casebook import BUREAU, TOWN
from tests.law.mediation_casebook import MediationCasebook
from tests.services.intake.cast import referral
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    CASE,
    CONDUCTED,
    EXPLAINED,
    LAND,
    MARKET,
    NOTICES,
    RETURNED,
    SERVED,
    SETTLED,
    SIGNED,
    TERMINATED,
    Step,
    at,
    play,
    read,
    refer,
    referred,
    send,
)
from tests.whole import CENTRE, COURT, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.intake.prelitigation import Material
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.open_items import open_items
from yingsu.law.rules import builtin_rules

MESSAGES = "/v1/intake/court/messages"
LETTERS = "/v1/intake/court/letters"
THREE = ("p1", MARKET, LAND)


def changed(step: Step, moment: str | None = None, **fields: Any) -> Step:
    """The step with other contents, at another moment."""
    return step._replace(body={**step.body, **fields}, moment=moment or step.moment)


def owed(case: MediationCasebook, code: str) -> dict[str | None, Obligation]:
    """The obligations of that code, by the agency."""
    return {found.party: found for found in evaluate(case.entries, builtin_rules()) if found.code == code}


@pytest.mark.clause("HZ-4.1")
def test_a_referral_sent_once_more_is_the_same_mediation(whole: Whole) -> None:
    whole.clock.set(at("2026-09-16T12:00"))
    first, again = (whole.wire(COURT).post(MESSAGES, referral()) for _ in range(2))
    whole.settle()
    assert (first.status_code, first.content) == (201, again.content)
    opened = [entry for entry in whole.ledger.read_all(0, 1000) if isinstance(entry.event, MediationOpened)]
    assert [entry.case_id for entry in opened] == [first.json()["case_id"]]
    (line,) = whole.wire(CENTRE).get("/v1/mediation/mediations").json()
    assert (line["mediation_id"], line["status"]) == (opened[0].stream, "referred")


@pytest.mark.clause("HZ-4.1")
@pytest.mark.parametrize("client", [MARKET_OA, SUPERVISOR, COURT])
def test_only_the_centre_receives_and_nothing_is_assigned_before_it_did(whole: Whole, client: str) -> None:
    mediation = refer(whole)
    assert send(whole, mediation, ACCEPTED._replace(client=client), version=1).status_code == 403
    early = send(whole, mediation, NOTICES[0])
    assert (early.status_code, early.json()["code"]) == (409, "referral-not-accepted")
    assert play(whole, mediation, ACCEPTED)["status"] == "accepted"


@pytest.mark.clause("HZ-4.2")
def test_two_agencies_have_two_notices_and_two_periods_each_from_its_own_receipt() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 9, 21))
    tasks = {task.party: task for task in open_items(case.entries, builtin_rules()) if task.code == "assignment_notice"}
    assert {party: (task.state, task.word, task.clauses) for party, task in tasks.items()} == {
        TOWN: ("running", "收到案件材料后", ("HZ-4.2",)),
        BUREAU: ("running", "收到案件材料后", ("HZ-4.2",)),
    }
    assert owed(case, "mediation_plan") == {}
    case.noticed(date(2026, 9, 22), TOWN)
    case.noticed(date(2026, 9, 24), BUREAU)
    tasks = {task.party: task for task in open_items(case.entries, builtin_rules()) if task.code == "assignment_notice"}
    assert {party: task.satisfied_on for party, task in tasks.items()} == {TOWN: date(2026, 9, 22), BUREAU: date(2026, 9, 24)}
    periods = {party: (plan.started_by.on, plan.due) for party, plan in owed(case, "mediation_plan").items()}
    assert periods == {TOWN: (date(2026, 9, 22), date(2026, 9, 28)), BUREAU: (date(2026, 9, 24), date(2026, 9, 30))}


@pytest.mark.clause("HZ-4.2")
def test_an_agency_gets_one_notice(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, *NOTICES)
    twice = send(whole, mediation, changed(NOTICES[0], document_no="洪示调交〔2026〕3号"))
    assert (twice.status_code, twice.json()["code"], twice.json()["clauses"]) == (
        409,
        "assignment-notice-already-sent",
        ["HZ-4.2"],
    )
    papers = [paper for paper in read(whole, mediation, path="/documents") if paper["kind"] == "assignment_notice"]
    assert ["行政争议调处交办通知书" in paper["text"] for paper in papers] == [True, True]


@pytest.mark.clause("HZ-4.3")
@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 9, 24), date(2026, 9, 30)), (date(2026, 9, 30), date(2026, 10, 10))],
    ids=["over Mid-Autumn", "a Saturday that is worked"],
)
def test_leader_contact_and_plan_are_told_within_three_working_days(received: date, due: date) -> None:
    case = MediationCasebook()
    case.noticed(received)
    plan = owed(case, "mediation_plan")[TOWN]
    assert (plan.due, plan.force, plan.clauses) == (due, "hard", ("HZ-4.3",))
    case.planned(due, plan=False)
    assert (owed(case, "mediation_plan")[TOWN].state, owed(case, "mediation_plan")[TOWN].missing) == (
        "running",
        ("初步调处意向方案",),
    )
    case.planned(due, leader=False, contact=False, complete_on=due)
    assert owed(case, "mediation_plan")[TOWN].outcome == "on_time"


@pytest.mark.clause("HZ-4.4")
def test_time_and_place_are_set_and_told_within_three_working_days_of_the_plan() -> None:
    case = MediationCasebook()
    case.referred(date(2026, 2, 9))
    case.noticed(date(2026, 2, 9))
    case.planned(date(2026, 2, 12))
    schedule = owed(case, "mediation_schedule")[None]
    assert (schedule.due, schedule.owed_by, schedule.clauses) == (date(2026, 2, 24), "mediation_body", ("HZ-4.4",))
    case.scheduled(date(2026, 2, 13))
    case.told(date(2026, 2, 13), TOWN)
    assert owed(case, "mediation_schedule")[None].missing == ("告知各方当事人",)
    case.told(date(2026, 2, 24), "p1", complete=True)
    assert owed(case, "mediation_schedule")[None].outcome == "on_time"


@pytest.mark.clause("HZ-4.4")
def test_with_several_agencies_it_runs_from_the_last_plan() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 9, 14))
    for agency in (TOWN, BUREAU):
        case.noticed(date(2026, 9, 14), agency)
    case.planned(date(2026, 9, 15), TOWN)
    assert owed(case, "mediation_schedule") == {}
    case.planned(date(2026, 9, 16), BUREAU)
    schedule = owed(case, "mediation_schedule")[None]
    assert (schedule.started_by.on, schedule.due) == (date(2026, 9, 16), date(2026, 9, 20))


@pytest.fixture
def agreed(whole: Whole) -> str:
    """A mediation of a person against two agencies in which all agreed on 18 September."""
    mediation = refer(whole)
    play(whole, mediation, *CONDUCTED, AGREED)
    return mediation


SETTLED_BY_THREE = changed(SETTLED, parties=list(THREE))


@pytest.mark.clause("HZ-4.5")
def test_a_settlement_without_terms_is_refused_and_one_with_terms_is_drawn_up(whole: Whole, agreed: str) -> None:
    refused = send(whole, agreed, changed(SETTLED, terms=[]))
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "settlement-incomplete", ["HZ-4.5"])
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == ["/terms"]
    play(whole, agreed, SETTLED)
    (paper,) = [paper for paper in read(whole, agreed, path="/documents") if paper["kind"] == "settlement"]
    for words in ("行政争议调处协议", *SETTLED.body["terms"], "2026年9月28日", "签字"):
        assert words in paper["text"]


@pytest.mark.clause("HZ-4.6")
def test_with_two_of_three_signatures_it_is_unsigned_and_the_third_brings_it_into_force(whole: Whole, agreed: str) -> None:
    play(whole, agreed, SETTLED_BY_THREE, SIGNED[0], SIGNED[1])
    shown = read(whole, agreed)
    assert (shown["status"], shown["missing"]["unsigned"], shown["settlement"]["effective_on"]) == (
        "settled_unsigned",
        ["p1"],
        None,
    )
    lawyer = {"signatory": "authorised", "person": {"name": "示例律师甲"}, "signed_on": "2026-10-16"}
    refused = send(whole, agreed, changed(SIGNED[2], "2026-10-16T16:00", **lawyer))
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "authority-missing", ["HZ-4.6"])
    shown = play(whole, agreed, changed(SIGNED[2], "2026-10-16T16:00", signed_on="2026-10-16"))
    assert (shown["settlement"]["effective_on"], shown["missing"]["unsigned"]) == ("2026-10-16", [])


@pytest.mark.clause("HZ-4.7")
def test_a_signed_settlement_waits_until_withdrawal_was_explained(whole: Whole, agreed: str) -> None:
    shown = play(whole, agreed, SETTLED, *SIGNED)
    assert (shown["status"], shown["missing"]["unexplained"], shown["open"]) == ("settled_signed", ["p1", "p2"], True)
    assert shown["status_title"] == "协议已生效待释明"
    assert play(whole, agreed, EXPLAINED[0])["status"] == "settled_signed"
    assert play(whole, agreed, EXPLAINED[1])["status"] == "closed_settled"


@pytest.mark.clause("HZ-4.8")
def test_the_notice_of_termination_is_served_once_the_third_of_three_parties_has_it(whole: Whole) -> None:
    mediation = refer(whole, applicants=referred(whole.deps.keys, CASE).applicants[:1])
    shown = play(whole, mediation, ACCEPTED, TERMINATED, *(step for step in SERVED if step.body["party"] in (MARKET, LAND)))
    assert (shown["status"], shown["missing"]["unserved"]) == ("terminated", ["p1"])
    last = changed(SERVED[0], "2026-10-20T16:00", served_on="2026-10-20", received_on="2026-10-20")
    shown = play(whole, mediation, last)
    assert (shown["status"], shown["missing"]["unserved"]) == ("served", [])
    (paper, *_) = [paper for paper in read(whole, mediation, path="/documents") if paper["kind"] == "termination_notice"]
    assert "行政争议终止调处通知书" in paper["text"]


def received(whole: Whole) -> tuple[Material, ...]:
    """Five materials of the court."""
    keys = whole.deps.keys
    return tuple(
        Material(material=f"m{no}", title=keys.seal_text(f"{CASE}/m{no}", f"材料{no}（样例）"), pages=1, file=None)
        for no in range(1, 6)
    )


@pytest.mark.clause("HZ-4.9")
def test_of_five_materials_the_fifth_stays_only_with_a_reason(whole: Whole) -> None:
    mediation = refer(whole, materials=received(whole))
    play(whole, mediation, ACCEPTED, TERMINATED)
    four: list[dict[str, Any]] = [{"material": f"m{no}"} for no in range(1, 5)]
    for materials in (four, [*four, {"material": "m5", "returned": False}]):
        refused = send(whole, mediation, changed(RETURNED, materials=materials))
        assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
            422,
            "returned-materials-incomplete",
            ["HZ-4.9"],
        )
    reasoned = [*four, {"material": "m5", "returned": False, "reason": "当事人已取回（样例）"}]
    shown = play(whole, mediation, *SERVED, changed(RETURNED, materials=reasoned))
    assert shown["status"] == "returned"


@pytest.mark.clause("HZ-4.9")
def test_the_letter_is_delivered_to_the_court_once_however_often_it_is_sent_and_confirmed(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, TERMINATED)
    version = read(whole, mediation)["version"]
    assert [send(whole, mediation, RETURNED, version=version, key="return").status_code for _ in range(3)] == [201] * 3
    whole.settle()
    court = whole.wire(COURT)
    (letter,) = court.get(LETTERS).json()
    assert (letter["kind_title"], letter["letter_no"]) == ("行政争议终止调处告知函", RETURNED.body["letter_no"])
    receipts = [court.post(f"{LETTERS}/{letter['letter_id']}/receipt", {"collected_on": "2026-09-23"}) for _ in range(2)]
    assert [receipt.json()["collected_on"] for receipt in receipts] == ["2026-09-23"] * 2
    topics = [entry.topic for entry in whole.ledger.read_all(0, 1000)]
    assert topics.count("intake.court_letter_collected.v1") == 1
    assert topics.count("mediation.returned_to_court.v1") == 1
