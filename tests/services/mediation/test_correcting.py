"""Corrections of steps of a mediation over HTTP: by the form, in the entry's place, with what follows; the original stays."""

from typing import Any

import httpx
import pytest

from services.mediation.correcting_routes import FORMS
from services.mediation.folding import OPENINGS
from services.mediation.restating import EFFECTS
from tests.services.intake.cast import filing as filed_notice
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    CONDUCTED,
    LAND,
    MARKET,
    NOTICES,
    NOTIFIED,
    PLANS,
    SCHEDULED,
    SETTLED,
    SIGNED,
    TERMINATED,
    TO_RETURN,
    TO_SETTLEMENT,
    Step,
    at,
    play,
    read,
    refer,
    send,
)
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.mediation import correction, unresolved
from yingsu.events.mediation.correcting import MediationEntryCorrected, MediationEntryVoided
from yingsu.events.mediation.mediation import PartyNotified, ReturnedToCourt, SettlementBecameEffective
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import ANY_JURISDICTION, Entry
from yingsu.ledger.mapper import topics

WHY = {"reason": "录入有误（样例）", "authority": "承办科室负责人批准（样例）"}
MEDIATIONS = "/v1/mediation/mediations"


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation that was just referred."""
    return refer(whole)


def correct(whole: Whole, mediation: str, event_id: str, content: dict[str, Any], client: str = CENTRE) -> httpx.Response:
    """A client corrects an entry of the mediation's stream."""
    return send(whole, mediation, Step("2026-10-09T09:00", f"entries/{event_id}/correction", {**WHY, "content": content}, client))


def void(whole: Whole, mediation: str, event_id: str, client: str = CENTRE) -> httpx.Response:
    """A client voids an entry of the mediation's stream."""
    return send(whole, mediation, Step("2026-10-09T09:00", f"entries/{event_id}/voiding", WHY, client))


def standing(whole: Whole, stream: str) -> list[Entry]:
    """A stream as it stands."""
    return whole.ledger.load(stream, (ANY_JURISDICTION,))


def test_a_step_is_corrected_in_its_place_and_what_was_known_stays(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_SETTLEMENT)
    before = read(whole, mediation)

    done = correct(whole, mediation, before["acceptance_event_id"], {"accepted_on": "2026-09-07"})

    assert done.status_code == 201, done.text
    whole.settle()
    shown = read(whole, mediation)
    assert done.json() == {"event_id": before["acceptance_event_id"], "stands": True, "version": shown["version"]}
    assert shown == before | {"accepted_on": "2026-09-07", "version": before["version"] + 2}
    (listed,) = whole.wire(CENTRE).get(MEDIATIONS).json()
    assert listed["accepted_on"] == "2026-09-07"
    timeline = f"/v1/intake/cases/{shown['case_id']}/timeline"
    lines = whole.wire(CENTRE).get(timeline).json()
    assert [line["title"] for line in lines if line["topic"] == "mediation.entry_corrected.v1"] == [
        "更正“调处中心签收移送材料”的登记"
    ]
    known = whole.wire(CENTRE).get(timeline, as_known_at="2026-10-01T00:00:00+08:00").json()
    assert [line["occurred_on"] for line in known if line["event_id"] == before["acceptance_event_id"]] == ["2026-09-04"]
    assert not [line for line in whole.wire(COURT).get(timeline).json() if line["topic"].startswith("mediation.")]


def test_content_is_checked_as_the_form_is_and_by_the_days_before(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED)
    entry = read(whole, mediation)["acceptance_event_id"]
    for content, code, pointer in (
        ({"accepted_on": "gestern"}, "request-invalid", "/content/accepted_on"),
        ({}, "request-invalid", "/content/accepted_on"),
        ({"accepted_on": "2026-09-03"}, "date-order", "/content/accepted_on"),
        ({"accepted_on": "2027-01-01"}, "future-fact", "/content/accepted_on"),
    ):
        refused = correct(whole, mediation, entry, content)
        assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]


def test_a_correction_that_later_steps_do_not_bear_is_refused_and_names_them(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED)
    shown = read(whole, mediation)
    notice = shown["respondents"][0]["notice"]["event_id"]
    version = shown["version"]

    late = correct(whole, mediation, shown["acceptance_event_id"], {"accepted_on": "2026-09-08"})
    taken = void(whole, mediation, shown["acceptance_event_id"])
    scheduled = void(whole, mediation, shown["schedules"][0]["event_id"])
    twice = correct(whole, mediation, notice, {**NOTICES[0].body, "agency": LAND})

    for refused in (late, taken, scheduled, twice):
        assert (refused.status_code, refused.json()["code"]) == (409, "later-step-rests-on-entry"), refused.text
    assert notice in late.json()["detail"]
    assert "HZ-4.1" in late.json()["clauses"]
    assert read(whole, mediation)["version"] == version


def test_the_first_of_two_times_and_places_is_corrected_as_the_first(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED)
    again = {
        **SCHEDULED.body,
        "scheduled_on": "2026-09-16",
        "session_at": "2026-09-21T09:30:00+08:00",
        "reason": "场地有变（样例）",
    }
    shown = play(whole, mediation, SCHEDULED._replace(moment="2026-09-16T09:00", body=again))

    done = correct(whole, mediation, shown["schedules"][0]["event_id"], {**SCHEDULED.body, "place": "示例调处中心二号调处室"})

    assert done.status_code == 201, done.text
    schedules = read(whole, mediation)["schedules"]
    assert [(one["place"], one["in_force"], len(one["notified"])) for one in schedules] == [
        ("示例调处中心二号调处室", False, 4),
        ("示例调处中心一号调处室", True, 0),
    ]


def test_whether_everybody_was_told_follows(whole: Whole, mediation: str) -> None:
    """The rule that the parties are told is satisfied by the notification that completes them."""
    play(whole, mediation, *CONDUCTED)
    first = read(whole, mediation)["schedules"][0]["notified"][0]["event_id"]

    assert void(whole, mediation, first).status_code == 201
    whole.settle()
    assert read(whole, mediation)["missing"]["untold"] == ["p1"]
    assert [e.event.complete_on for e in standing(whole, mediation) if isinstance(e.event, PartyNotified)] == [None] * 3

    told = play(
        whole, mediation, NOTIFIED[0]._replace(moment="2026-10-09T10:00", body={"party": "p1", "notified_on": "2026-09-17"})
    )
    assert told["missing"]["untold"] == []
    completes = [str(e.event.complete_on) for e in standing(whole, mediation) if isinstance(e.event, PartyNotified)]
    assert completes == ["None", "None", "None", "2026-09-17"]

    third = told["schedules"][0]["notified"][2]["event_id"]
    done = correct(whole, mediation, third, {"party": LAND, "notified_on": "2026-09-18"})
    assert done.status_code == 201, done.text
    completes = [str(e.event.complete_on) for e in standing(whole, mediation) if isinstance(e.event, PartyNotified)]
    assert completes == ["None", "None", "None", "2026-09-18"]


def test_a_settlement_comes_into_force_with_the_signatures_that_stand(whole: Whole, mediation: str) -> None:
    shown = play(whole, mediation, *CONDUCTED, AGREED, SETTLED, *SIGNED)
    last = shown["settlement"]["signatures"][-1]["event_id"]

    done = correct(whole, mediation, last, {"party": "p2", "signed_on": "2026-09-23", "signatory": "party"})
    assert done.status_code == 201, done.text
    assert read(whole, mediation)["settlement"]["effective_on"] == "2026-09-23"

    assert void(whole, mediation, last).status_code == 201
    whole.settle()
    shown = read(whole, mediation)
    assert (shown["status"], shown["settlement"]["effective_on"], shown["missing"]["unsigned"]) == (
        "settled_unsigned",
        None,
        ["p2"],
    )
    refused = void(whole, mediation, shown["settlement"]["event_id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "later-step-rests-on-entry")

    without = {**SETTLED.body, "parties": ["p1", MARKET, LAND]}
    assert correct(whole, mediation, shown["settlement"]["event_id"], without).status_code == 201
    shown = read(whole, mediation)
    assert (shown["settlement"]["effective_on"], shown["missing"]["unsigned"]) == ("2026-09-21", [])
    effects = [e for e in standing(whole, mediation) if isinstance(e.event, SettlementBecameEffective)]
    assert [str(e.occurred_on) for e in effects] == ["2026-09-21"]


def test_what_follows_or_has_left_the_house_is_not_corrected_here(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_RETURN)
    shown = read(whole, mediation)
    for event_id, content, code, status in (
        (shown["opening_event_id"], {}, "entry-not-found", 404),
        (shown["returned"]["event_id"], {}, "letter-already-sent", 409),
        (shown["termination"]["event_id"], TERMINATED.body, "letter-already-sent", 409),
        ("00000000-0000-4000-8000-000000000001", {}, "entry-not-found", 404),
    ):
        for refused in (void(whole, mediation, event_id), correct(whole, mediation, event_id, content)):
            assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


def test_the_effect_itself_is_not_corrected(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_SETTLEMENT)
    effect = next(e for e in standing(whole, mediation) if isinstance(e.event, SettlementBecameEffective))
    refused = correct(whole, mediation, str(effect.event_id), {})
    assert (refused.status_code, refused.json()["code"]) == (409, "entry-follows-from-others")


def test_only_who_conducts_the_mediation_corrects(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED)
    entry = read(whole, mediation)["acceptance_event_id"]
    for client, code in ((MARKET_OA, "not-conducted-here"), (SUPERVISOR, "not-conducted-here"), (AUDITOR, "scope-missing")):
        refused = correct(whole, mediation, entry, {"accepted_on": "2026-09-05"}, client)
        assert (refused.status_code, refused.json()["code"]) == (403, code), client


def test_a_correction_is_safe_to_repeat_and_decided_on_a_version(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED)
    shown = read(whole, mediation)
    step = Step(
        "2026-10-09T09:00",
        f"entries/{shown['acceptance_event_id']}/correction",
        {**WHY, "content": {"accepted_on": "2026-09-05"}},
    )
    stale = send(whole, mediation, step, version=shown["version"] - 1)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    answers = [send(whole, mediation, step, version=shown["version"], key="once") for _ in range(3)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(201, answers[0].json())] * 3
    assert len([e for e in standing(whole, mediation) if isinstance(e.event, MediationEntryCorrected)]) == 1


def test_an_entry_is_corrected_again_and_then_voided_under_its_own_id(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED)
    entry = read(whole, mediation)["acceptance_event_id"]
    for day in ("2026-09-05", "2026-09-06"):
        assert correct(whole, mediation, entry, {"accepted_on": day}).status_code == 201
        assert read(whole, mediation)["accepted_on"] == day
    assert void(whole, mediation, entry).status_code == 201
    assert read(whole, mediation)["accepted_on"] is None
    again = void(whole, mediation, entry)
    assert (again.status_code, again.json()["code"]) == (404, "entry-not-found")
    assert play(whole, mediation, ACCEPTED)["accepted_on"] == "2026-09-04"
    (struck,) = [e.event for e in standing(whole, mediation) if isinstance(e.event, MediationEntryVoided)]
    assert struck.topic == "mediation.referral_accepted.v1"


def test_an_agency_corrects_its_plan_and_is_late_after_all(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED, *NOTICES, *PLANS)
    address = f"plans/{LAND}"
    first, second = (one["event_id"] for one in read(whole, mediation, LAND_OA, f"/{address}")["submissions"])

    def change(event_id: str, what: str, body: dict[str, Any], client: str = LAND_OA) -> httpx.Response:
        whole.clock.set(at("2026-10-09T09:00"))
        wire = whole.wire(client)
        version = int(wire.get(f"{MEDIATIONS}/{mediation}/{address}").headers["ETag"].strip('"'))
        return wire.post(f"{MEDIATIONS}/{mediation}/{address}/entries/{event_id}/{what}", body, version=version)

    content = {"received_on": "2026-09-16", "leader": {"name": "示例丁"}, "contact": {"name": "示例戊"}}
    done = change(first, "correction", {**WHY, "content": content})
    assert done.status_code == 201, done.text
    plan = read(whole, mediation, LAND_OA, f"/{address}")
    assert (plan["complete_on"], plan["version"], done.json()["version"]) == ("2026-09-16", 6, 6)
    whole.settle()
    told = (
        whole.wire(LAND_OA)
        .get("/v1/notify/obligations", case_id=read(whole, mediation)["case_id"], standing="satisfied")
        .json()["obligations"]
    )
    assert [one["satisfied_on"] for one in told if one["code"] == "mediation_plan"] == ["2026-09-16"]

    assert change(second, "voiding", WHY).status_code == 201
    plan = read(whole, mediation, LAND_OA, f"/{address}")
    assert (plan["complete_on"], plan["lacking"], len(plan["submissions"])) == (None, ["初步调处意向方案"], 1)
    refused = change(first, "voiding", WHY, MARKET_OA)
    assert (refused.status_code, refused.json()["code"]) == (403, "other-agency")
    assert change(second, "voiding", WHY).json()["code"] == "entry-not-found"


def test_a_mediation_beside_a_suit_that_was_opened_by_mistake_is_no_more(whole: Whole) -> None:
    case = filed(whole)
    opening = {"case_id": case, "opened_on": "2026-09-15"}
    mediation = whole.wire(MARKET_OA).post("/v1/mediation/in-litigation-mediations", opening).json()["mediation_id"]
    entry = read(whole, mediation, MARKET_OA)["opening_event_id"]

    moved = correct(whole, mediation, entry, {"case_id": case, "opened_on": "2026-09-14"}, MARKET_OA)
    assert moved.status_code == 201, moved.text
    assert read(whole, mediation, MARKET_OA)["received_on"] == "2026-09-14"
    elsewhere = {"case_id": "case-00000000-0000-4000-8000-000000000009", "opened_on": "2026-09-14"}
    assert correct(whole, mediation, entry, elsewhere, MARKET_OA).json()["code"] == "correction-names-other-case"
    held = Step("2026-10-09T09:00", "sessions", {"held_on": "2026-09-16", "present": ["p1", MARKET], "agreed": False}, MARKET_OA)
    session = play(whole, mediation, held)["sessions"][0]["event_id"]
    assert void(whole, mediation, entry, MARKET_OA).json()["code"] == "later-step-rests-on-entry"

    assert void(whole, mediation, session, MARKET_OA).status_code == 201
    assert void(whole, mediation, entry, MARKET_OA).status_code == 201
    whole.settle()
    gone = whole.wire(MARKET_OA).get(f"{MEDIATIONS}/{mediation}")
    assert (gone.status_code, gone.json()["code"]) == (404, "mediation-not-found")
    assert whole.wire(MARKET_OA).get(MEDIATIONS, case_id=case).json() == []
    again = whole.wire(MARKET_OA).post("/v1/mediation/in-litigation-mediations", opening)
    assert (again.status_code, again.json()["mediation_id"] != mediation) == (201, True), again.text


def test_in_court_each_side_corrects_what_it_registered(whole: Whole) -> None:
    case = filed(whole)
    opening = {"case_id": case, "started_on": "2026-09-15"}
    mediation = whole.wire(MARKET_OA).post("/v1/mediation/court-mediations", opening).json()["mediation_id"]
    held = Step(
        "2026-10-09T09:00", "court-sessions", {"held_on": "2026-09-16", "present": ["p1", MARKET], "agreed": True}, LAND_OA
    )
    session = play(whole, mediation, held)["in_court"]["sessions"][0]["event_id"]

    for client in (MARKET_OA, SUPERVISOR):
        assert void(whole, mediation, session, client).json()["code"] == "not-conducted-here"
    done = correct(whole, mediation, session, {**held.body, "present": ["p1", MARKET, LAND]}, LAND_OA)
    assert done.status_code == 201, done.text
    (shown,) = read(whole, mediation, LAND_OA)["in_court"]["sessions"]
    assert (len(shown["present"]), shown["absent"]) == (3, [])


def test_a_courts_document_takes_its_number_and_effect_along(whole: Whole) -> None:
    case = filed(whole)
    opening = {"case_id": case, "started_on": "2026-09-15"}
    mediation = whole.wire(SUPERVISOR).post("/v1/mediation/court-mediations", opening).json()["mediation_id"]
    document = {
        "document_no": "（2026）苏0813行初12号之一",
        "issued_on": "2026-09-17",
        "ground": "discretion",
        "perform_by": "2026-10-17",
    }
    moment = "2026-10-09T09:00"
    shown = play(
        whole,
        mediation,
        Step(moment, "court-sessions", {"held_on": "2026-09-16", "present": ["p1", MARKET], "agreed": True}, SUPERVISOR),
        Step(moment, "court-document", document, SUPERVISOR),
        *(
            Step(moment, "court-document/signatures", {"party": party, "signed_on": f"2026-09-{day}"}, SUPERVISOR)
            for party, day in (("p1", 18), (MARKET, 19), (LAND, 21))
        ),
        Step(moment, "court-document/performances", {"agency": MARKET, "performed_on": "2026-09-22"}, SUPERVISOR),
    )["in_court"]["document"]
    assert shown["effective_on"] == "2026-09-21"

    renumbered = {**document, "document_no": "（2026）苏0813行初12号之二"}
    assert correct(whole, mediation, shown["event_id"], renumbered, SUPERVISOR).status_code == 201
    found = {e.event.document_no for e in standing(whole, mediation) if hasattr(e.event, "document_no")}
    assert found == {"（2026）苏0813行初12号之二"}

    last = shown["signatures"][-1]["event_id"]
    assert void(whole, mediation, last, SUPERVISOR).json()["code"] == "later-step-rests-on-entry"
    sooner = correct(whole, mediation, last, {"party": LAND, "signed_on": "2026-09-18"}, SUPERVISOR)
    assert sooner.status_code == 201, sooner.text
    assert read(whole, mediation, SUPERVISOR)["in_court"]["document"]["effective_on"] == "2026-09-19"
    effects = [e for e in standing(whole, mediation) if e.topic == "mediation.court_mediation_document_became_effective.v1"]
    assert {str(e.occurred_on) for e in effects} == {"2026-09-19"}


def test_every_step_has_its_form(whole: Whole) -> None:
    own = {MediationPlanSubmitted, ReturnedToCourt, MediationEntryCorrected, MediationEntryVoided, *OPENINGS, *EFFECTS}
    in_responses = {correction.__name__, unresolved.__name__}
    of_mediation = {
        event for topic, event in topics().items() if topic.startswith("mediation.") and event.__module__ not in in_responses
    }
    assert set(FORMS) == of_mediation - own
    assert own <= of_mediation
    forms = {form.__name__ for form, _ in FORMS.values()}
    assert forms <= set(whole.wire(CENTRE).get("/v1/mediation/openapi.json").json()["components"]["schemas"])


def filed(whole: Whole) -> str:
    """A case against two agencies, filed on 7 September."""
    whole.clock.set(at("2026-09-16T12:00"))
    told = whole.wire(COURT).post("/v1/intake/court/messages", filed_notice())
    assert told.status_code == 201, told.text
    whole.settle()
    return str(told.json()["case_id"])
