"""No correction brings a mediation where no step could: parties, the end, the one open mediation of a case, notices and plans hold."""

from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from services.mediation import desk
from tests.clauses.district import District
from tests.clauses.sued import ACT, oa_of
from tests.services.intake.cast import CASE_NO, pre_filing, referral
from tests.services.intake.court.test_correcting import correction as court_correction
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    CONDUCTED,
    EXPLAINED,
    LAND,
    MARKET,
    NOTICES,
    PLANS,
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
    send,
)
from tests.services.mediation.test_correcting import MEDIATIONS, WHY, correct, filed, standing, void
from tests.services.mediation.test_step_routes import upload
from tests.whole import CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.mediation.court import CourtMediationDocumentIssued, CourtMediationSessionHeld
from yingsu.events.mediation.mediation import PartyNotified
from yingsu.ledger.deciding import Request, carry_out_unless
from yingsu.ledger.entry import Receipt
from yingsu.ledger.store import Ledger

NOW: Final = "2026-10-09T09:00"
RESTS: Final = (409, "later-step-rests-on-entry")
MARKET_CODE: Final = "11320813000008125D"


def outcome(answer: httpx.Response) -> tuple[int, str | None]:
    """Status and code."""
    return answer.status_code, answer.json().get("code")


def beside(whole: Whole, case: str, opened_on: str, client: str = MARKET_OA) -> httpx.Response:
    """A client opens a mediation beside the suit."""
    return whole.wire(client).post("/v1/mediation/in-litigation-mediations", {"case_id": case, "opened_on": opened_on})


def in_court(whole: Whole, case: str, started_on: str = "2026-09-10", client: str = SUPERVISOR) -> str:
    """A client registers that the court mediates."""
    opened = whole.wire(client).post("/v1/mediation/court-mediations", {"case_id": case, "started_on": started_on})
    assert opened.status_code == 201, opened.text
    return str(opened.json()["mediation_id"])


def session_in_court(present: list[str], held_on: str = "2026-09-16", client: str = SUPERVISOR) -> Step:
    """A session of the court."""
    return Step(NOW, "court-sessions", {"held_on": held_on, "present": present, "agreed": True}, client)


DOCUMENT: Final = Step(
    NOW, "court-document", {"document_no": "样例1号", "issued_on": "2026-09-17", "ground": "discretion"}, SUPERVISOR
)


def signed_in_court(party: str, signed_on: str) -> Step:
    """A party signs the court's document."""
    return Step(NOW, "court-document/signatures", {"party": party, "signed_on": signed_on}, SUPERVISOR)


def settled_beside(parties: list[str], *signing: str) -> tuple[Step, ...]:
    """A settlement beside the suit of 16 September, which these sign on the next day."""
    held = {"held_on": "2026-09-16", "present": parties, "agreed": True}
    settled = {"document_no": "样例2号", "reached_on": "2026-09-16", "parties": parties, "terms": ["样例"]}
    return (
        Step(NOW, "sessions", held, MARKET_OA),
        Step(NOW, "settlement", settled, MARKET_OA),
        *(
            Step(NOW, "settlement/signatures", {"party": party, "signed_on": "2026-09-17", "signatory": "party"}, MARKET_OA)
            for party in signing
        ),
    )


def land_leaves(whole: Whole, case_no: str = CASE_NO) -> None:
    """The land agency is a defendant up to 13 September."""
    whole.clock.set(at("2026-10-09T07:00"))
    told = {
        "message_id": "left-1",
        "kind": "defendant_removal",
        "case_no": case_no,
        "occurred_on": "2026-09-14",
        "agency_code": "113208130000081338",
        "reason": "变更被告",
    }
    answer = whole.wire(COURT).post("/v1/intake/court/messages", told)
    assert answer.status_code in (201, 202), answer.text
    whole.settle()


def court_tells(whole: Whole, body: dict[str, Any], moment: str) -> str:
    """A message of the court; returns the case."""
    whole.clock.set(at(moment))
    answer = whole.wire(COURT).post("/v1/intake/court/messages", body)
    assert answer.status_code in (201, 202), answer.text
    whole.settle()
    return str(answer.json()["case_id"])


def test_an_agency_conducts_only_what_it_is_a_defendant_of(whole: Whole) -> None:
    case = filed(whole)
    land_leaves(whole)
    mediation = str(beside(whole, case, "2026-09-10", LAND_OA).json()["mediation_id"])
    shown = read(whole, mediation, LAND_OA)
    assert outcome(beside(whole, case, "2026-09-15", LAND_OA)) == (404, "case-not-found")

    later = {"case_id": case, "opened_on": "2026-09-15"}
    assert outcome(correct(whole, mediation, shown["opening_event_id"], later, LAND_OA)) == (404, "case-not-found")
    assert read(whole, mediation, LAND_OA) == shown


def test_another_day_of_the_opening_brings_its_parties_along(whole: Whole) -> None:
    case = filed(whole)
    land_leaves(whole)
    mediation = in_court(whole, case)
    shown = play(whole, mediation, session_in_court(["p1", MARKET, LAND]), DOCUMENT, signed_in_court(LAND, "2026-09-18"))
    opening, held = shown["opening_event_id"], shown["in_court"]["sessions"][0]["event_id"]
    signature = shown["in_court"]["document"]["signatures"][0]["event_id"]
    later = {"case_id": case, "started_on": "2026-09-15"}

    assert outcome(correct(whole, mediation, opening, later, SUPERVISOR)) == RESTS
    alone = session_in_court(["p1", MARKET]).body
    assert correct(whole, mediation, held, alone, SUPERVISOR).status_code == 201
    assert outcome(correct(whole, mediation, opening, later, SUPERVISOR)) == RESTS
    assert void(whole, mediation, signature, SUPERVISOR).status_code == 201
    done = correct(whole, mediation, opening, later, SUPERVISOR)

    assert done.status_code == 201, done.text
    events = [entry.event for entry in standing(whole, mediation)]
    assert [event.absent for event in events if isinstance(event, CourtMediationSessionHeld)] == [()]
    assert [event.respondents for event in events if isinstance(event, CourtMediationDocumentIssued)] == [(MARKET,)]


@pytest.mark.parametrize("returned", [False, True])
def test_a_mediation_that_was_terminated_is_not_settled_by_a_correction(whole: Whole, returned: bool) -> None:
    mediation = refer(whole)
    shown = play(whole, mediation, *CONDUCTED, AGREED, SETTLED, *SIGNED[:3])
    ended = {**TERMINATED.body, "terminated_on": "2026-09-24"}
    served = tuple(
        step._replace(moment=NOW, body={**step.body, "served_on": "2026-09-24", "received_on": "2026-09-24"}) for step in SERVED
    )
    back = RETURNED._replace(moment=NOW, body={**RETURNED.body, "returned_on": "2026-09-25"})
    play(whole, mediation, TERMINATED._replace(moment=NOW, body=ended), *((*served, back) if returned else ()))

    without = {**SETTLED.body, "parties": ["p1", MARKET, LAND]}
    assert outcome(correct(whole, mediation, shown["settlement"]["event_id"], without)) == RESTS
    assert read(whole, mediation)["settlement"]["effective_on"] is None


def test_beside_a_suit_neither(whole: Whole) -> None:
    mediation = str(beside(whole, filed(whole), "2026-09-15").json()["mediation_id"])
    steps = settled_beside(["p1", MARKET, LAND], "p1", MARKET)
    ended = Step(NOW, "ending", {"reason": "too_far_apart", "ended_on": "2026-09-20"}, MARKET_OA)
    shown = play(whole, mediation, *steps, ended)

    without = {**steps[1].body, "parties": ["p1", MARKET]}
    assert outcome(correct(whole, mediation, shown["settlement"]["event_id"], without, MARKET_OA)) == RESTS


def test_at_most_one_is_open_in_a_case(whole: Whole) -> None:
    case = filed(whole)
    first = str(beside(whole, case, "2026-09-15").json()["mediation_id"])
    ended = play(whole, first, Step(NOW, "ending", {"reason": "too_far_apart", "ended_on": "2026-09-16"}, MARKET_OA))
    second = str(beside(whole, case, "2026-09-17").json()["mediation_id"])

    refused = void(whole, first, ended["ending"]["event_id"], MARKET_OA)
    assert outcome(refused) == (409, "mediation-track-open")
    assert second in refused.json()["detail"]
    sooner = {"case_id": case, "opened_on": "2026-09-14"}
    assert correct(whole, first, ended["opening_event_id"], sooner, MARKET_OA).status_code == 201

    assert void(whole, second, read(whole, second, MARKET_OA)["opening_event_id"], MARKET_OA).status_code == 201
    assert void(whole, first, ended["ending"]["event_id"], MARKET_OA).status_code == 201


def test_a_settlement_comes_out_of_force_only_where_nothing_else_is_open(whole: Whole) -> None:
    case = filed(whole)
    first = str(beside(whole, case, "2026-09-15").json()["mediation_id"])
    explained = Step(NOW, "withdrawal-explanations", {"party": "p1", "explained_on": "2026-09-17"}, MARKET_OA)
    shown = play(whole, first, *settled_beside(["p1", MARKET], "p1", MARKET), explained)
    assert beside(whole, case, "2026-09-18").status_code == 201

    signature = shown["settlement"]["signatures"][0]["event_id"]
    assert outcome(void(whole, first, signature, MARKET_OA)) == (409, "mediation-track-open")


def test_a_correction_that_is_asked_for_again_is_answered_whatever_came_since(whole: Whole) -> None:
    mediation = refer(whole)
    shown = play(whole, mediation, ACCEPTED)
    entry = shown["acceptance_event_id"]
    step = Step(NOW, f"entries/{entry}/correction", {**WHY, "content": {"accepted_on": "2026-09-05"}})
    first = send(whole, mediation, step, version=shown["version"], key="once")
    assert void(whole, mediation, entry).status_code == 201

    again = send(whole, mediation, step, version=shown["version"], key="once")
    assert (again.status_code, again.json()) == (201, first.json())
    assert outcome(send(whole, mediation, step)) == (404, "entry-not-found")


def test_so_is_the_correction_of_an_opening_that_was_voided(whole: Whole) -> None:
    case = filed(whole)
    mediation = str(beside(whole, case, "2026-09-15").json()["mediation_id"])
    entry = read(whole, mediation, MARKET_OA)["opening_event_id"]
    content = {"case_id": case, "opened_on": "2026-09-14"}
    step = Step(NOW, f"entries/{entry}/correction", {**WHY, "content": content}, MARKET_OA)
    first = send(whole, mediation, step, version=1, key="once")
    assert void(whole, mediation, entry, MARKET_OA).status_code == 201

    again = send(whole, mediation, step, version=1, key="once")
    assert (again.status_code, again.json()) == (201, first.json())


def test_in_court_an_agency_corrects_its_signature_though_the_effect_belongs_to_another_district(whole: Whole) -> None:
    """What follows from a correction is the system's to write; what the caller asks for stays within its own reach."""
    here, there = District.of(whole, "350526", "闽0526"), District(whole, "370404", "闽0526")
    ours = here.agency("德化示例县人民政府（样例）", "11350526000020011P", "government")
    theirs = there.agency("示例镇人民政府（样例）", "11370404000008100T", "township")
    here.made(
        "clients",
        {
            "client_id": "court-two",
            "name": "示例系统（样例）",
            "role": "court",
            "court": "闽0526",
            "jurisdictions": ["350526", "370404"],
        },
    )
    case = two_districts_sued(whole)
    first, second = oa_of(here, ours), oa_of(there, theirs)
    opened = first.post("/v1/mediation/court-mediations", {"case_id": case, "started_on": "2026-06-10"})
    address = f"{MEDIATIONS}/{opened.json()['mediation_id']}"

    def go(wire: Any, path: str, body: dict[str, Any]) -> httpx.Response:
        version = int(wire.get(address).headers["ETag"].strip('"'))
        answer: httpx.Response = wire.post(f"{address}/{path}", body, version=version)
        return answer

    go(first, "court-sessions", {"held_on": "2026-06-11", "present": ["p1", ours, theirs], "agreed": True})
    go(first, "court-document", {"document_no": "样例3号", "issued_on": "2026-06-12", "ground": "discretion"})
    go(first, "court-document/signatures", {"party": "p1", "signed_on": "2026-06-12"})
    go(second, "court-document/signatures", {"party": theirs, "signed_on": "2026-06-12"})
    shown = go(first, "court-document/signatures", {"party": ours, "signed_on": "2026-06-12"}).json()
    mine = next(one["event_id"] for one in shown["in_court"]["document"]["signatures"] if theirs in str(one["party"]))
    other = next(one["event_id"] for one in shown["in_court"]["document"]["signatures"] if ours in str(one["party"]))
    content = {"party": theirs, "signed_on": "2026-06-13"}

    done = go(second, f"entries/{mine}/correction", {**WHY, "content": content})

    assert done.status_code == 201, done.text
    assert second.get(address).json()["in_court"]["document"]["effective_on"] == "2026-06-13"
    assert outcome(go(there.client("supervisor"), f"entries/{other}/voiding", WHY))[0] == 403


def two_districts_sued(whole: Whole) -> str:
    """A case against an agency of each of two districts, filed on 1 June 2026."""
    whole.clock.set(at("2026-07-01T12:00"))
    message = {
        "message_id": "two-1",
        "kind": "case_filing",
        "case_no": "（2026）闽0526行初12号",
        "occurred_on": "2026-06-01",
        "cause": "行政处罚",
        "plaintiffs": [{"person": {"name": "示例张某"}}],
        "defendants": [{"agency_code": code, "object": ACT} for code in ("11350526000020011P", "11370404000008100T")],
    }
    answer = whole.wire("court-two").post("/v1/intake/court/messages", message)
    assert answer.status_code == 201, answer.text
    whole.settle()
    return str(answer.json()["case_id"])


def test_a_notice_is_not_voided_while_its_plan_comes_in(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan is recorded between the decision on the voiding and its append, and the other way round."""
    mediation = refer(whole)
    shown = play(whole, mediation, ACCEPTED, *NOTICES)
    first, second = (respondent["notice"]["event_id"] for respondent in shown["respondents"])
    between: list[httpx.Response] = []

    def meanwhile(other: Callable[[], httpx.Response]) -> Callable[..., Receipt]:
        """Another request comes in when the first is decided for the first time."""
        waiting = [other]

        def interrupted(ledger: Ledger, request: Request, decide: Callable[[], Any], touches: Any, **how: Any) -> Receipt:
            def decided() -> Any:
                writes = decide()
                if waiting:
                    between.append(waiting.pop()())
                return writes

            return carry_out_unless(ledger, request, decided, touches, **how)

        return interrupted

    monkeypatch.setattr(desk, "carry_out_unless", meanwhile(lambda: send(whole, mediation, PLANS[0]._replace(moment=NOW))))
    assert outcome(void(whole, mediation, first)) == RESTS
    monkeypatch.setattr(desk, "carry_out_unless", meanwhile(lambda: void(whole, mediation, second)))
    assert outcome(send(whole, mediation, PLANS[1]._replace(moment=NOW))) == (409, "assignment-notice-not-sent")
    assert [answer.status_code for answer in between] == [201, 201]


def test_what_was_left_unsigned_or_explained_lies_before_the_end(whole: Whole) -> None:
    mediation = refer(whole)
    shown = play(whole, mediation, *CONDUCTED, AGREED, SETTLED, EXPLAINED[0])
    play(whole, mediation, TERMINATED._replace(moment=NOW, body={**TERMINATED.body, "terminated_on": "2026-09-24"}))
    explained = shown["settlement"]["explanations"][0]["event_id"]
    assert outcome(correct(whole, mediation, explained, {"party": "p1", "explained_on": "2026-09-30"})) == RESTS

    courts = in_court(whole, filed(whole))
    ended = Step(NOW, "court-ending", {"reason": "refused_document", "ended_on": "2026-09-20"}, SUPERVISOR)
    shown = play(whole, courts, session_in_court(["p1", MARKET]), DOCUMENT, signed_in_court("p1", "2026-09-18"), ended)
    document = shown["in_court"]["document"]
    signature = document["signatures"][0]["event_id"]
    late = signed_in_court("p1", "2026-09-25").body
    assert outcome(correct(whole, courts, signature, late, SUPERVISOR)) == RESTS
    assert void(whole, courts, signature, SUPERVISOR).status_code == 201
    moved = {**DOCUMENT.body, "issued_on": "2026-09-25"}
    assert outcome(correct(whole, courts, document["event_id"], moved, SUPERVISOR)) == RESTS


def test_a_settlement_keeps_the_session_that_it_was_decided_on(whole: Whole) -> None:
    mediation = refer(whole)
    shown = play(whole, mediation, *CONDUCTED, AGREED, SETTLED, AGREED._replace(moment=NOW))
    first, second = (session["event_id"] for session in shown["sessions"])

    assert outcome(void(whole, mediation, first)) == RESTS
    assert correct(whole, mediation, first, {**AGREED.body, "held_on": "2026-09-17"}).status_code == 201
    assert void(whole, mediation, second).status_code == 201
    renumbered = {**SETTLED.body, "document_no": "洪示调协〔2026〕9号"}
    assert correct(whole, mediation, shown["settlement"]["event_id"], renumbered).status_code == 201


def test_what_the_court_corrects_in_its_referral_follows_in_the_steps(whole: Whole) -> None:
    """Everybody but the land agency was told; with it gone, everybody was, and what it was sent is taken back."""
    court_tells(whole, referral(), "2026-08-22T10:00")
    (listed,) = whole.wire(CENTRE).get(MEDIATIONS).json()
    mediation = listed["mediation_id"]
    steps = [step._replace(moment="2026-10-09T08:00") for step in CONDUCTED if step.body.get("party") not in ("p2", LAND)]
    play(whole, mediation, *steps)
    agencies = [str(respondent["agency"]) for respondent in read(whole, mediation)["respondents"]]
    assert len(agencies) == 2

    court_tells(whole, court_correction(referral(agency_codes=[MARKET_CODE]), occurred_on="2026-10-08"), "2026-10-09T10:00")

    told = [entry.event.complete_on for entry in standing(whole, mediation) if isinstance(entry.event, PartyNotified)]
    assert [str(day) for day in told] == ["None", "2026-09-15"]
    owed = whole.wire(CENTRE).get("/v1/notify/obligations", standing="satisfied").json()["obligations"]
    assert "mediation_schedule" in {one["code"] for one in owed}
    (sent,) = [e for e in standing(whole, mediation) if getattr(e.event, "agency", None) == LAND and "notice" in e.topic]
    assert void(whole, mediation, str(sent.event_id)).status_code == 201


def test_what_an_agency_was_told_that_the_court_does_not_name_any_more_is_taken_back(whole: Whole) -> None:
    case = court_tells(whole, pre_filing(), "2026-09-05T10:00")
    wire, address = whole.wire(CENTRE), f"/v1/intake/cases/{case}/forwardings/{LAND}"
    told = {"notified_on": "2026-09-07", "advice": "请做好准备（样例）"}
    whole.clock.set(at("2026-09-10T10:00"))
    assert wire.post(address, told, version=0).status_code == 201
    court_tells(whole, court_correction(pre_filing(agency_codes=[MARKET_CODE])), "2026-09-20T10:00")

    assert wire.get(address).json()["notified_on"] == "2026-09-07"
    done = wire.post(f"{address}/voiding", WHY, version=1)
    assert (done.status_code, done.json()["notified_on"]) == (201, None), done.text
    assert outcome(wire.get(address)) == (404, "forwarding-not-found")
    assert outcome(wire.post(address, told, version=2)) == (409, "agency-not-concerned")


def test_in_court_supervisor_and_centre_correct_their_own_entries(whole: Whole) -> None:
    mediation = in_court(whole, filed(whole))
    shown = play(whole, mediation, session_in_court(["p1", MARKET]), session_in_court(["p1"], "2026-09-17", CENTRE))
    supervisors, centres = (session["event_id"] for session in shown["in_court"]["sessions"])

    assert outcome(void(whole, mediation, supervisors, CENTRE)) == (403, "not-conducted-here")
    assert outcome(void(whole, mediation, centres, SUPERVISOR)) == (403, "not-conducted-here")
    assert void(whole, mediation, centres, CENTRE).status_code == 201


def test_a_file_that_is_there_stays_whoever_corrects_the_entry(whole: Whole) -> None:
    mediation = str(beside(whole, filed(whole), "2026-09-15", CENTRE).json()["mediation_id"])
    held, settled = (step._replace(client=CENTRE) for step in settled_beside(["p1", MARKET]))
    settled = settled._replace(body={**settled.body, "file": upload(whole, CENTRE)})
    shown = play(whole, mediation, held, settled)

    content = {**settled.body, "document_no": "样例4号"}
    done = correct(whole, mediation, shown["settlement"]["event_id"], content, SUPERVISOR)
    assert done.status_code == 201, done.text
