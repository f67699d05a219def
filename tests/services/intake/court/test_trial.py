"""Hearing notices and judgments at the courts' door: what they become, in any order and any number of times."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from tests.services.intake.cast import (
    CASE_NO,
    LAND,
    LAND_CODE,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR_CODE,
    REFERRAL_NO,
    UNKNOWN_CODE,
    filing,
    hearing,
    judgment,
    referral,
    service,
)
from tests.whole import Calling
from tests.wire import Wire
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.ledger.store import Ledger

Topics = Callable[[], list[str]]

RECEIPTS = [
    {"agency_code": MARKET_CODE, "received_on": "2026-09-15"},
    {"agency_code": LAND_CODE, "received_on": "2026-09-16", "method": "邮寄"},
]
SERVED = service(
    message_id="m-12", document="judgment", agency_code=MARKET_CODE, occurred_on="2026-09-15", received_on="2026-09-15"
)


@pytest.fixture
def facts(ledger: Ledger) -> Callable[[], list[tuple[str, str]]]:
    """Topics and days of what is on record of the trial, in order."""
    trial = ("intake.hearing", "intake.judgment", "intake.service")
    return lambda: [(e.topic, str(e.occurred_on)) for e in ledger.read_all(0, 1000) if e.topic.startswith(trial)]


def test_a_hearing_is_recorded_and_the_receipt_says_when_it_is(court: Wire, topics: Topics) -> None:
    court.report(filing())
    told = court.report(hearing())

    assert (told.status_code, [fact["title"] for fact in told.json()["facts"]]) == (
        201,
        ["定于 2026-09-14 09:00 开庭（第 1 次）"],
    )
    again = court.report(hearing(message_id="m-20", begins_at="2026-09-14T01:00:00Z", hearing_no=1))
    assert (again.status_code, again.json()["facts"]) == (201, [])
    assert topics().count("intake.hearing_scheduled.v1") == 1


def test_a_hearing_that_is_moved_and_moved_back_on_one_day_is_on_its_first_day(court: Wire, topics: Topics) -> None:
    case_id = court.report(filing()).json()["case_id"]
    days = ("2026-09-14", "2026-09-16", "2026-09-14")
    moves = [hearing(message_id=f"m-2{n}", hearing_on=day, begins_at=None) for n, day in enumerate(days)]
    told = [court.report(move).json() for move in (*moves, moves[1], moves[2] | {"message_id": "m-30"})]

    assert [len(answer["facts"]) for answer in told] == [1, 1, 1, 1, 0], (
        "what was told again under its own id is the first receipt"
    )
    assert topics().count("intake.hearing_scheduled.v1") == 3
    shown = court.get(f"/cases/{case_id}").json()["hearings"]
    assert [(held["hearing_on"], held["moved"]) for held in shown] == [("2026-09-14", False), ("2026-09-16", True)]


def test_a_judgment_its_loss_and_its_receipts_are_recorded_at_once(
    court: Wire, facts: Callable[[], list[tuple[str, str]]], ledger: Ledger
) -> None:
    court.report(filing())
    told = court.report(judgment(receipts=RECEIPTS, occurred_at="2026-09-15T10:00:00+08:00", source_seq=3))

    assert told.status_code == 201
    assert [fact["title"] for fact in told.json()["facts"]] == [
        f"法院作出判决书，{CASE_NO}",
        "败诉：撤销",
        "送达判决书",
        "送达判决书",
    ]
    assert facts() == [
        ("intake.judgment_delivered.v1", "2026-09-15"),
        ("intake.judgment_lost.v1", "2026-09-15"),
        ("intake.service_recorded.v1", "2026-09-15"),
        ("intake.service_recorded.v1", "2026-09-16"),
    ]
    recorded = ledger.read_all(0, 1000)[-4:]
    assert len({(entry.recorded_at, entry.source) for entry in recorded}) == 1
    assert [str(entry.received_on) for entry in recorded] == ["None", "None", "2026-09-15", "2026-09-16"]
    assert [entry.source_seq for entry in recorded] == [3, 3, 3, None]
    delivered, lost = recorded[0].event, recorded[1].event
    assert isinstance(delivered, JudgmentDelivered)
    assert isinstance(lost, JudgmentLost)
    assert [(result.agency, result.outcome) for result in delivered.results] == [
        (MARKET, "revoked"),
        (LAND, "claims_dismissed"),
    ]
    assert (lost.agency, lost.outcomes, lost.judgment_no) == (MARKET, ("revoked",), CASE_NO)


def test_each_loss_is_recorded_for_the_jurisdiction_of_its_defendant(court: Wire, ledger: Ledger) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": NEIGHBOUR_CODE}]))
    results = [{"agency_code": code, "outcome": "revoked"} for code in (MARKET_CODE, NEIGHBOUR_CODE)]
    court.report(judgment(results=results, receipts=[{"agency_code": NEIGHBOUR_CODE, "received_on": "2026-09-16"}]))

    assert [entry.jurisdiction for entry in ledger.read_all(0, 1000)[-4:]] == ["320813", "320813", "320812", "320812"]


MESSAGES: dict[str, dict[str, Any]] = {
    "filing": filing(),
    "hearing": hearing(),
    "judgment": judgment(receipts=RECEIPTS),
    "service": SERVED,
}


@pytest.mark.parametrize("order", list(permutations(MESSAGES)), ids=" - ".join)
def test_the_trial_ends_alike_in_whatever_order_its_messages_come(
    court: Wire, facts: Callable[[], list[tuple[str, str]]], order: tuple[str, ...]
) -> None:
    for name in order:
        court.report(MESSAGES[name])

    receipts = [court.get(f"/court/messages/{body['message_id']}").json() for body in MESSAGES.values()]
    assert [receipt["status"] for receipt in receipts] == ["applied"] * 4
    assert sorted(facts()) == [
        ("intake.hearing_scheduled.v1", "2026-09-11"),
        ("intake.judgment_delivered.v1", "2026-09-15"),
        ("intake.judgment_lost.v1", "2026-09-15"),
        ("intake.service_recorded.v1", "2026-09-15"),
        ("intake.service_recorded.v1", "2026-09-16"),
    ]
    case = court.get(f"/cases/{receipts[0]['case_id']}").json()
    (told,) = case["judgments"]
    assert (case["status"], [result["received_on"] for result in told["results"]]) == ("judged", ["2026-09-15", "2026-09-16"])


@pytest.mark.parametrize("message", [hearing(), judgment()], ids=["hearing", "judgment"])
def test_before_the_filing_it_waits_and_says_so(court: Wire, message: dict[str, Any]) -> None:
    told = court.report(message)

    assert (told.status_code, told.json()["parked_reason"]) == (202, "no_subject")
    court.report(filing())
    assert court.get(f"/court/messages/{message['message_id']}").json()["status"] == "applied"


def test_the_same_judgment_under_another_id_adds_only_what_is_new(court: Wire, topics: Topics) -> None:
    court.report(filing())
    court.report(judgment(receipts=RECEIPTS[:1]))
    again = court.report(judgment(message_id="m-20", judgment_no="(2026)苏0813行初字第12号", receipts=RECEIPTS[:1]))
    more = court.report(judgment(message_id="m-21", receipts=RECEIPTS, results=judgment()["results"][::-1]))

    assert [(told.status_code, len(told.json()["facts"])) for told in (again, more)] == [(201, 0), (201, 1)]
    assert [topics().count(f"intake.{name}.v1") for name in ("judgment_delivered", "judgment_lost", "service_recorded")] == [
        1,
        1,
        2,
    ]


def test_another_content_under_a_judgments_number_is_kept_for_a_person_and_another_number_is_another_judgment(
    court: Wire, supervisor: Wire, topics: Topics
) -> None:
    court.report(filing())
    court.report(judgment())
    other = [{"agency_code": MARKET_CODE, "outcome": "illegality_confirmed"}]
    held = court.report(judgment(message_id="m-20", results=other, receipts=RECEIPTS)).json()

    assert (held["status"], held["parked_reason"]) == ("parked", "case_number_taken")
    assert "2026-09-15 作出登记，两次的文书种类、裁判日期或者结果不同" in held["parked_detail"]
    assert topics().count("intake.judgment_delivered.v1") == 1
    assert "intake.service_recorded.v1" not in topics()
    supplementary = court.report(judgment(message_id="m-21", case_no=f"{CASE_NO}之一", results=other))
    assert [fact["topic"] for fact in supplementary.json()["facts"]] == [
        "intake.judgment_delivered.v1",
        "intake.judgment_lost.v1",
    ]
    assert supplementary.json()["facts"][0]["title"] == f"法院作出判决书，{CASE_NO}之一"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"results": [{"agency_code": LAND_CODE, "outcome": "revoked"}]}, "not_a_defendant"),
        ({"results": [{"agency_code": LAND_CODE, "outcome": "claims_dismissed"}]}, "not_a_defendant"),
        ({"receipts": [{"agency_code": LAND_CODE, "received_on": "2026-09-16"}]}, "not_a_defendant"),
        ({"receipts": [{"agency_code": UNKNOWN_CODE, "received_on": "2026-09-16"}]}, "unknown_agency"),
    ],
)
def test_a_judgment_about_an_agency_that_is_not_sued_is_kept_for_a_person(
    court: Wire, topics: Topics, change: dict[str, Any], reason: str
) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}]))
    told = court.report(judgment(results=[{"agency_code": MARKET_CODE, "outcome": "revoked"}]) | change)

    assert (told.status_code, told.json()["parked_reason"]) == (202, reason)
    assert "intake.judgment_delivered.v1" not in topics()


@pytest.mark.parametrize("message", [hearing(), judgment()], ids=["hearing", "judgment"])
def test_what_precedes_the_filing_is_refused_and_where_it_waited_it_stays_at_the_desk(
    court: Wire, topics: Topics, message: dict[str, Any]
) -> None:
    waiting = message | {"occurred_on": "2026-09-04", "message_id": "m-30"}
    assert court.report(waiting).status_code == 202
    court.report(filing())

    refusal = court.report(message | {"occurred_on": "2026-09-04"})
    assert (refusal.status_code, refusal.json()["code"]) == (422, "date-order")
    assert "早于立案日期 2026-09-07" in refusal.json()["detail"]
    receipt = court.get("/court/messages/m-30").json()
    assert (receipt["status"], receipt["parked_reason"]) == ("parked", "case_number_taken")
    assert "早于立案日期 2026-09-07" in receipt["parked_detail"], "it does not wait for the filing any more"
    assert not [topic for topic in topics() if topic.startswith(("intake.hearing", "intake.judgment"))]


def test_a_judgment_over_two_jurisdictions_needs_a_token_for_both(court: Wire, line: Calling, topics: Topics) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": NEIGHBOUR_CODE}]))
    body = judgment(results=[{"agency_code": MARKET_CODE, "outcome": "revoked"}])
    refusal = line("court-of-one").report(body)

    assert (refusal.status_code, refusal.json()["code"]) == (403, "jurisdiction-denied")
    assert court.report(body).status_code == 201


def test_a_judgment_by_an_earlier_number_is_that_of_the_filed_case(court: Wire) -> None:
    court.report(referral())
    court.report(filing(pre_case_nos=[REFERRAL_NO]))
    case_id = court.report(judgment(case_no=REFERRAL_NO)).json()["case_id"]

    (told,) = court.get(f"/cases/{case_id}").json()["judgments"]
    assert told["judgment_no"] == CASE_NO


LONGEST: dict[str, Any] = {
    "message_id": "m" * 100,
    "judgment_no": "\U0001f600" * 200,
    "results": [
        {"agency_code": "\U0001f600" * 40, "outcome": "agreement_performance_ordered", "object": "reconsideration_decision"}
    ]
    * 60,
    "receipts": [{"agency_code": "\U0001f600" * 40, "received_on": "2026-09-16", "method": "\U0001f600" * 200}] * 20,
}


def test_the_longest_messages_have_room(court: Wire) -> None:
    assert court.report(judgment(**LONGEST)).json()["parked_reason"] == "no_subject"
    longest = hearing(message_id="h" * 100, place="\U0001f600" * 200)
    assert court.report(longest).status_code == 202
    court.report(filing())
    assert court.get(f"/court/messages/{longest['message_id']}").json()["status"] == "applied"
    results = [
        {"agency_code": code, "outcome": outcome, "object": object_}
        for code in (MARKET_CODE, LAND_CODE)
        for outcome in ("agreement_performance_ordered", "compensation_ordered")
        for object_ in ("original_act", "reconsideration_decision")
    ]
    assert court.report(judgment(judgment_no="\U0001f600" * 200, results=results * 7)).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (hearing(hearing_no=0), "/hearing_no"),
        (hearing(hearing_on=None), "/hearing_on"),
        (hearing(begins_at="2026-09-14T09:00:00"), "/begins_at"),
        (judgment(results=[]), "/results"),
        (judgment(results=[{"agency_code": MARKET_CODE, "outcome": "won"}]), "/results/0/outcome"),
        (judgment(document="summons"), "/document"),
        (judgment(results=judgment()["results"] * 31), "/results"),
        (judgment(results=[{"agency_code": "\x1c", "outcome": "revoked"}]), "/results/0/agency_code"),
        (judgment(results=[{"agency_code": f"{MARKET_CODE}\u202e", "outcome": "revoked"}]), "/results/0/agency_code"),
        (judgment(receipts=[{"agency_code": "\u200b", "received_on": "2026-09-15"}]), "/receipts/0/agency_code"),
        (judgment(occurred_at="2026-09-14T10:00:00-23:59"), "/occurred_at"),
    ],
)
def test_what_is_no_hearing_and_no_judgment_is_refused(court: Wire, topics: Topics, body: dict[str, Any], pointer: str) -> None:
    refusal = court.report(body)

    assert (refusal.status_code, [flaw["pointer"] for flaw in refusal.json()["errors"]]) == (422, [pointer])
    assert topics() == []
