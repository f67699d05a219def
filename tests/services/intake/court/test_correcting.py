"""A court's corrections of its own messages at the door: in any order, alone and in batches, each with a receipt that tells the truth."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from services.intake.court.correspondence import Correspondence
from services.intake.reactions import SettleParked
from tests.services.intake.cast import CASE_NO, REFERRAL_NO, filing, referral, service
from tests.wire import Wire
from yingsu import disputes
from yingsu.events.intake.case import CaseFiled, ServiceRecorded
from yingsu.events.intake.prelitigation import CaseRecordsJoined
from yingsu.ledger.correcting import Striking, stands
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.reader import catch_up
from yingsu.ledger.store import Ledger
from yingsu.web.deps import Deps

Topics = Callable[[], list[str]]

DAY = "2026-09-12"


def correction(replacement: dict[str, Any], message_id: str = "c-1", **body: Any) -> dict[str, Any]:
    """The court puts another message in the place of one that it sent."""
    told = {"message_id": message_id, "kind": "message_correction", "case_no": replacement["case_no"], "occurred_on": DAY}
    return told | {"reason": "录入有误", "replacement": replacement} | body


def taken_back(message_id: str, by: str = "w-1", **body: Any) -> dict[str, Any]:
    """The court takes a message back."""
    told = {"message_id": by, "kind": "message_withdrawal", "case_no": CASE_NO, "occurred_on": DAY}
    return told | {"withdraws": message_id, "reason": "误报"} | body


def standing(ledger: Ledger, case_id: str) -> list[tuple[str, Any]]:
    """What the dispute says, without what only tells that something was corrected."""
    entries = [entry for entry in disputes.load(ledger, case_id, EVERYWHERE).entries if stands(entry)]
    return sorted((entry.topic, entry.occurred_on) for entry in entries if not isinstance(entry.event, Striking))


LATER = service(occurred_on="2026-09-11")
"""The service with another day."""


@pytest.mark.parametrize("order", list(permutations([filing(), service(), correction(LATER)])))
def test_a_correction_finds_its_message_in_whatever_order_they_come(court: Wire, ledger: Ledger, order: tuple[Any, ...]) -> None:
    for body in order:
        answer = court.report(body)
        assert answer.status_code in (201, 202), answer.text

    receipts = {body["message_id"]: court.get(f"/court/messages/{body['message_id']}").json() for body in order}
    assert [receipts[one["message_id"]]["status"] for one in (filing(), service(), correction(LATER))] == [
        "applied",
        "corrected",
        "applied",
    ]
    case_id = receipts["c-1"]["case_id"]
    served = [e.event for e in disputes.load(ledger, case_id, EVERYWHERE).entries if isinstance(e.event, ServiceRecorded)]
    assert [str(event.received_on) for event in served] == ["2026-09-11"]


def test_a_batch_holds_a_message_and_its_correction(court: Wire) -> None:
    answer = court.send("POST", "/court/messages/batches", json={"messages": [correction(LATER), service(), filing()]})
    assert [outcome["status"] for outcome in answer.json()["outcomes"]] == [201, 201, 201]
    assert answer.json()["outcomes"][1]["receipt"]["status"] == "corrected"


def test_a_batch_with_a_filing_and_its_correction_leaves_the_parties_readable(court: Wire) -> None:
    wrong = filing(cause="行政许可")
    answer = court.send("POST", "/court/messages/batches", json={"messages": [wrong, correction(filing())]})
    first, _ = answer.json()["outcomes"]
    assert first["receipt"]["status"] == "corrected"
    case = court.get(f"/cases/{first['receipt']['case_id']}").json()
    assert (case["cause"], [one["name"] for one in case["plaintiffs"]]) == ("行政处罚", ["示例张某"])
    assert case["claims"] == filing()["claims"]


def test_the_same_correction_again_gets_the_same_receipt(court: Wire, topics: Topics) -> None:
    for body in (filing(), service(), correction(LATER)):
        first = court.report(body)
    before = topics()
    again = court.report(correction(LATER))
    assert (again.status_code, again.json()) == (201, first.json())
    assert topics() == before


def test_of_two_corrections_the_one_of_the_later_day_counts_whichever_came_first(court: Wire, ledger: Ledger) -> None:
    for body in (filing(), service()):
        court.report(body)
    court.report(correction(LATER, "c-2", occurred_on="2026-09-13"))
    early = court.report(correction(service(occurred_on="2026-09-09"), "c-1")).json()

    assert (early["status"], early["case_id"]) == ("settled", None)
    assert "c-2" in early["decided_because"]
    case_id = court.get("/court/messages/c-2").json()["case_id"]
    assert ("intake.service_recorded.v1", LATER["occurred_on"]) in [(t, str(d)) for t, d in standing(ledger, case_id)]


def test_what_is_corrected_and_taken_back_and_told_again_says_what_was_said_last(court: Wire, ledger: Ledger) -> None:
    case_id = court.report(filing()).json()["case_id"]
    court.report(service())
    before = standing(ledger, case_id)
    court.report(taken_back(service()["message_id"]))
    assert standing(ledger, case_id) == [one for one in before if one[0] != "intake.service_recorded.v1"]
    court.report(correction(service(), "c-2", occurred_on="2026-09-13"))
    assert standing(ledger, case_id) == before


def test_a_message_that_still_waits_is_corrected_once_its_subject_arrives(court: Wire, ledger: Ledger) -> None:
    court.report(service())
    assert court.report(correction(LATER)).json()["status"] == "parked"
    case_id = court.report(filing()).json()["case_id"]
    assert [court.get(f"/court/messages/{one}").json()["status"] for one in ("m-2", "c-1")] == ["corrected", "applied"]
    assert ("intake.service_recorded.v1", LATER["occurred_on"]) in [(t, str(d)) for t, d in standing(ledger, case_id)]


def test_a_correction_of_a_message_that_was_taken_back_on_hold_is_not_forgotten_when_the_case_comes(court: Wire) -> None:
    assert court.report(correction(LATER, occurred_on="2026-09-13")).json()["status"] == "parked"
    court.report(taken_back(service()["message_id"]))
    court.report(service())
    case_id = court.report(filing()).json()["case_id"]
    told = court.get("/court/messages/c-1").json()
    assert (told["status"], told["case_id"]) == ("applied", case_id)


@pytest.mark.parametrize("taken_in", ["batch", "crash"])
def test_nor_where_the_case_comes_in_a_batch_or_the_door_stops_right_after_it(
    court: Wire, deps: Deps, monkeypatch: pytest.MonkeyPatch, taken_in: str
) -> None:
    court.report(correction(LATER, occurred_on="2026-09-13"))
    court.report(taken_back(service()["message_id"]))
    court.report(service())
    if taken_in == "batch":
        court.send("POST", "/court/messages/batches", json={"messages": [filing()]})
    else:
        reaction = SettleParked(Correspondence(deps.ledger, deps.keys, deps.directory))
        catch_up(deps.ledger.database, reaction)
        monkeypatch.setattr(SettleParked, "settle_case", lambda *_: 0)
        court.report(filing())
        assert court.get("/court/messages/c-1").json()["status"] == "parked"
        catch_up(deps.ledger.database, reaction)
    assert court.get("/court/messages/c-1").json()["status"] == "applied"


def test_taking_back_a_message_that_never_was_applied_closes_both(court: Wire) -> None:
    court.report(service())
    answer = court.report(taken_back(service()["message_id"]))
    assert (answer.status_code, answer.json()["status"]) == (202, "settled")
    assert court.get(f"/court/messages/{service()['message_id']}").json()["status"] == "withdrawn"
    court.report(filing())
    assert court.get(f"/court/messages/{service()['message_id']}").json()["facts"] == []


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (
            correction(service(), service()["message_id"] + "x") | {"message_id": service()["message_id"]},
            "corrects-itself",
            "/message_id",
        ),
        (correction(filing(message_id=service()["message_id"])), "other-kind-of-message", "/replacement/kind"),
        (correction(service(occurred_on="2030-01-01")), "future-fact", "/replacement/occurred_on"),
        (correction(service(received_on="2026-09-01")), "date-order", "/replacement/received_on"),
    ],
    ids=["itself", "another kind", "the future", "the order of days"],
)
def test_what_cannot_be_a_correction_is_refused_with_its_place(
    court: Wire, topics: Topics, body: dict[str, Any], code: str, pointer: str
) -> None:
    court.report(filing())
    if code != "corrects-itself":
        court.report(service())
    before = topics()
    refused = court.report(body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert topics() == before


def test_a_correction_is_not_corrected_itself(court: Wire) -> None:
    for body in (filing(), service(), correction(LATER)):
        court.report(body)
    refused = court.report(taken_back("c-1"))
    assert (refused.status_code, refused.json()["code"]) == (422, "corrects-a-correction")


def test_an_earlier_number_named_by_mistake_parts_the_records_again(court: Wire, ledger: Ledger) -> None:
    referred = court.report(referral()).json()["case_id"]
    filed = court.report(filing(pre_case_nos=[REFERRAL_NO])).json()["case_id"]
    assert disputes.load(ledger, referred, EVERYWHERE).case_id == filed

    court.report(correction(filing()))

    assert disputes.load(ledger, referred, EVERYWHERE).case_id == referred
    entries = disputes.load(ledger, filed, EVERYWHERE).entries
    assert not any(isinstance(entry.event, CaseRecordsJoined) for entry in entries)
    assert [entry.event.case_no for entry in entries if isinstance(entry.event, CaseFiled)] == [CASE_NO]


def test_a_filing_that_was_none_leaves_nothing_filed(court: Wire) -> None:
    case_id = court.report(filing()).json()["case_id"]
    assert court.report(taken_back(filing()["message_id"])).status_code == 201
    again = court.report(filing(message_id="m-again", cause="行政许可"))
    assert (again.status_code, again.json()["case_id"]) == (201, case_id)


def test_a_number_is_corrected_once_more_and_the_case_goes_on(court: Wire) -> None:
    """苏0813行初13号, then 14号, then back: the case keeps its id, and what else was wrong is corrected under any of them."""
    case_id = court.report(filing()).json()["case_id"]
    thirteen, fourteen = (filing(case_no=f"（2026）苏0813行初{number}号") for number in (13, 14))
    bodies = [thirteen, thirteen | {"cause": "行政许可"}, fourteen, filing(), thirteen]
    for index, body in enumerate(bodies, start=1):
        told = court.report(correction(body, f"c-{index}"))
        assert (told.status_code, told.json()["case_id"]) == (201, case_id), told.text
        case = court.get(f"/cases/{case_id}").json()
        assert ([one["case_no"] for one in case["numbers"]], case["cause"]) == ([body["case_no"]], body["cause"])


def test_what_was_on_hold_and_taken_in_by_its_correction_is_taken_back_from_its_case(court: Wire) -> None:
    case_id = court.report(filing()).json()["case_id"]
    held = court.report(service(agency_code="11320813000008100U"))
    assert held.json()["parked_reason"] == "unknown_agency"
    assert court.report(correction(service())).json()["case_id"] == case_id
    back = court.report(taken_back(service()["message_id"]))
    assert (back.status_code, back.json()["status"], back.json()["case_id"]) == (201, "applied", case_id)
    assert [fact["topic"] for fact in back.json()["facts"]] == ["intake.entry_voided.v1"]


def test_a_corrected_number_that_has_a_record_of_its_own_waits_for_a_person(court: Wire) -> None:
    other = "（2026）苏0813行初13号"
    court.report(filing())
    court.report(filing(message_id="m-13", case_no=other))
    held = court.report(correction(filing(case_no=other)))
    assert (held.status_code, held.json()["parked_reason"]) == (202, "case_number_taken")


def test_a_corrected_number_that_was_only_named_is_told_anew(court: Wire) -> None:
    """The way out that the receipt names: take the message back and send another under the right number."""
    wrong = referral(case_no="（2026）苏0813行诉前调9号")
    court.report(wrong)
    case_id = court.report(filing(pre_case_nos=[REFERRAL_NO])).json()["case_id"]
    held = court.report(correction(referral())).json()
    assert (held["parked_reason"], "撤回原消息" in held["parked_detail"]) == ("case_number_taken", True)

    assert court.report(taken_back(wrong["message_id"])).status_code == 201
    assert court.report(referral(message_id="p-2")).status_code == 201
    referrals = court.get(f"/cases/{case_id}").json()["referrals"]
    assert [one["case_no"] for one in referrals] == [REFERRAL_NO]
