"""The centre's steps over HTTP: both paths to the end, each refusal, and what makes a write safe to repeat."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.registry import samples
from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    APART,
    CONDUCTED,
    EXPLAINED,
    LAND,
    MARKET,
    NOTICES,
    NOTIFIED,
    RETURNED,
    SCHEDULED,
    SERVED,
    SETTLED,
    SIGNED,
    TERMINATED,
    TO_RETURN,
    TO_SETTLEMENT,
    Step,
    play,
    read,
    refer,
    send,
)
from tests.whole import AUDITOR, CENTRE, COURT, MARKET_OA, SUPERVISOR, Whole
from yingsu.events.mediation.mediation import SettlementBecameEffective, TerminationServed
from yingsu.ledger.entry import ANY_JURISDICTION, Entry


@pytest.fixture
def mediation(whole: Whole) -> str:
    """A mediation that was just referred."""
    return refer(whole)


def entries(whole: Whole, mediation: str) -> list[Entry]:
    """What the mediation's stream holds."""
    return whole.ledger.load(mediation, (ANY_JURISDICTION,))


def upload(whole: Whole, client: str) -> str:
    """A file that the client uploaded; returns its id."""
    sent = whole.wire(client).send(
        "POST",
        "/v1/intake/files?name=sample.txt",
        content="示例授权委托书".encode(),
        headers={"Content-Type": "text/plain; charset=utf-8", "Idempotency-Key": "upload"},
    )
    assert sent.status_code == 201, sent.text
    return str(sent.json()["file_id"])


def test_a_dispute_is_settled(whole: Whole, mediation: str) -> None:
    shown = play(whole, mediation, *TO_SETTLEMENT)

    assert (shown["status"], shown["open"], shown["concluded_on"]) == ("closed_settled", False, "2026-09-22")
    assert set(map(tuple, shown["missing"].values())) == {()}
    settlement = shown["settlement"]
    assert (settlement["effective_on"], settlement["perform_by"]) == ("2026-09-22", "2026-09-28")
    assert [signed["party"]["party"] for signed in settlement["signatures"]] == [MARKET, LAND, "p1", "p2"]
    assert [told["party"]["name"] for told in settlement["explanations"]] == ["示例张某", "示例食品有限公司（样例）"]
    assert shown == read(whole, mediation)


def test_a_dispute_is_terminated_and_goes_back_to_the_court(whole: Whole, mediation: str) -> None:
    shown = play(whole, mediation, *TO_RETURN)

    assert (shown["status"], shown["open"], shown["concluded_on"]) == ("returned", False, "2026-09-21")
    assert set(map(tuple, shown["missing"].values())) == {()}
    assert (shown["termination"]["reason_title"], shown["termination"]["note"]) == (
        "各方分歧较大，难以达成一致意见",
        "双方差距五千元（样例）",
    )
    assert [(m["returned"], m["reason"]) for m in shown["materials"]] == [(True, None), (False, "当事人已取回（样例）")]
    assert (shown["returned"]["letter_no"], shown["returned"]["returned_on"]) == ("洪示调函〔2026〕1号", "2026-09-23")
    assert shown == read(whole, mediation)


def test_every_step_is_recorded_with_its_legal_days(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_RETURN)

    recorded = entries(whole, mediation)
    days = {(e.topic, e.occurred_on.isoformat(), e.received_on.isoformat() if e.received_on else None) for e in recorded}
    assert ("mediation.assignment_notice_sent.v1", "2026-09-07", "2026-09-08") in days
    assert ("mediation.mediation_terminated.v1", "2026-09-21", None) in days
    assert ("mediation.termination_served.v1", "2026-09-21", "2026-09-22") in days
    assert {(e.jurisdiction, e.case_id, e.actor.client) for e in recorded[1:]} == {("320813", recorded[0].case_id, CENTRE)}
    served = [e.event.complete_on for e in recorded if isinstance(e.event, TerminationServed)]
    assert [day.isoformat() if day else None for day in served] == [None, None, None, "2026-09-22"]


def test_the_last_signature_brings_the_settlement_into_force_on_the_latest_day_of_signing(whole: Whole, mediation: str) -> None:
    """The company signed first, on the 22nd, and is recorded before the others who signed on the 18th and 21st."""
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED)
    late = "2026-09-22T18:00"
    play(whole, mediation, *(step._replace(moment=late) for step in reversed(SIGNED)))

    effects = [(e.event, e.occurred_on) for e in entries(whole, mediation) if isinstance(e.event, SettlementBecameEffective)]
    assert effects == [(SettlementBecameEffective(effective_on=date(2026, 9, 22)), date(2026, 9, 22))]


def test_a_new_time_is_told_anew(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED)
    later = {
        **SCHEDULED.body,
        "scheduled_on": "2026-09-16",
        "session_at": "2026-09-25T14:00:00+08:00",
        "reason": "示例张某生病（样例）",
    }
    shown = play(whole, mediation, Step("2026-09-16T09:00", "schedule", later))

    assert shown["missing"]["untold"] == ["p1", "p2", MARKET, LAND]
    assert [(s["in_force"], len(s["notified"]), s["reason"]) for s in shown["schedules"]] == [
        (False, 4, None),
        (True, 0, "示例张某生病（样例）"),
    ]
    shown = play(whole, mediation, Step("2026-09-16T10:00", "notifications", {"party": "p1", "notified_on": "2026-09-16"}))
    assert (len(shown["schedules"][0]["notified"]), shown["schedules"][1]["notified"][0]["party"]) == (4, "p1")


def test_more_time_needs_every_party(whole: Whole, mediation: str) -> None:
    body = {
        "agreed_on": "2026-09-08",
        "until": "2026-10-20",
        "consents": ["p1", "p2", MARKET, LAND],
        "reason": "等待鉴定（样例）",
    }
    shown = play(whole, mediation, ACCEPTED, *NOTICES, Step("2026-09-08T16:00", "extensions", body))

    (extension,) = shown["extensions"]
    assert (extension["agreed_on"], extension["until"], extension["reason"]) == ("2026-09-08", "2026-10-20", "等待鉴定（样例）")


def test_somebody_authorised_signs_with_a_file_that_proves_it(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED)
    file = upload(whole, CENTRE)
    body = {**SIGNED[2].body, "signatory": "authorised", "person": {"name": "示例律师甲"}, "authority": file}

    shown = play(whole, mediation, SIGNED[2]._replace(body=body))

    (signed,) = shown["settlement"]["signatures"]
    assert (signed["person"]["name"], signed["authority"], signed["signatory"]) == ("示例律师甲", file, "authorised")
    whole.deps.keys.destroy(f"{mediation}/p1")
    assert read(whole, mediation)["settlement"]["signatures"][0]["person"]["name"] == "（已删除）"


def test_a_settlement_may_have_its_file(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED)
    file = upload(whole, CENTRE)

    assert play(whole, mediation, SETTLED._replace(body={**SETTLED.body, "file": file}))["settlement"]["file"] == file


def test_an_authority_beside_a_party_that_signs_itself_is_refused(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED)
    refused = send(whole, mediation, changed(SIGNED[0], authority=upload(whole, CENTRE)))
    assert (refused.status_code, refused.json()["code"]) == (422, "signatory-unclear")
    assert refused.json()["errors"][0]["pointer"] == "/authority"


@pytest.mark.parametrize(("step", "name"), [(SIGNED[0], "示例局长甲"), (SIGNED[3], "示例经理乙")], ids=["agency", "company"])
def test_an_agency_or_a_company_may_name_its_head_and_signs_itself(whole: Whole, mediation: str, step: Step, name: str) -> None:
    play(whole, mediation, *CONDUCTED, AGREED, SETTLED)
    shown = play(whole, mediation, changed(step, person={"name": name}))
    (signed,) = shown["settlement"]["signatures"]
    assert (signed["signatory"], signed["person"]["name"], signed["authority"]) == ("party", name, None)
    (paper,) = [d for d in read(whole, mediation, path="/documents") if d["kind"] == "settlement"]
    assert f"（{name}）：" in paper["text"]
    assert f"由{name}经授权签字" not in paper["text"]


@pytest.mark.parametrize(
    ("done", "step", "pointer"),
    [
        ((*CONDUCTED, AGREED), SETTLED, "file"),
        ((*CONDUCTED, AGREED, SETTLED), SIGNED[0]._replace(body={**SIGNED[0].body, "signatory": "authorised"}), "authority"),
    ],
    ids=["settlement", "authority"],
)
def test_a_file_of_others_proves_nothing(whole: Whole, mediation: str, done: tuple[Step, ...], step: Step, pointer: str) -> None:
    play(whole, mediation, *done)
    for file in (upload(whole, MARKET_OA), "file-00000000-0000-4000-8000-000000000000"):
        refused = send(whole, mediation, step._replace(body={**step.body, pointer: file}))
        assert (refused.status_code, refused.json()["code"]) == (422, "file-not-usable")
        assert refused.json()["errors"][0]["pointer"] == f"/{pointer}"


def changed(step: Step, **fields: Any) -> Step:
    """The step with other contents."""
    return step._replace(body={**step.body, **fields})


EXTENSION = Step(
    "2026-09-08T16:00",
    "extensions",
    {"agreed_on": "2026-09-08", "until": "2026-10-20", "consents": ["p1", "p2", MARKET, LAND], "reason": "等待鉴定（样例）"},
)
RESCHEDULED = changed(SCHEDULED, scheduled_on="2026-09-16")._replace(moment="2026-09-16T09:00")
TO_AGREEMENT = (*CONDUCTED, AGREED)
TO_TERMINATION = (*CONDUCTED, APART, TERMINATED)

REFUSALS: list[tuple[str, tuple[Step, ...], Step, int]] = [
    ("referral-already-accepted", (ACCEPTED,), ACCEPTED, 409),
    ("date-order", (), changed(ACCEPTED, accepted_on="2026-09-03"), 422),
    ("future-fact", (), changed(ACCEPTED, accepted_on="2026-09-05"), 422),
    ("referral-not-accepted", (), NOTICES[0], 409),
    ("not-a-respondent", (ACCEPTED,), changed(NOTICES[0], agency=samples.JUSTICE), 409),
    ("assignment-notice-already-sent", (ACCEPTED, NOTICES[0]), NOTICES[0], 409),
    ("date-order", (ACCEPTED,), changed(NOTICES[0], received_on="2026-09-06"), 422),
    ("session-time-unusable", (ACCEPTED,), changed(SCHEDULED, session_at="2026-09-14T09:30:00+08:00"), 422),
    ("reschedule-reason-missing", (ACCEPTED, SCHEDULED), RESCHEDULED, 422),
    ("mediation-not-scheduled", (ACCEPTED,), NOTIFIED[0], 409),
    ("not-a-party", (ACCEPTED, SCHEDULED), changed(NOTIFIED[0], party="p3"), 409),
    ("party-already-notified", (ACCEPTED, SCHEDULED, NOTIFIED[0]), NOTIFIED[0], 409),
    ("mediation-not-scheduled", (ACCEPTED,), AGREED, 409),
    ("nobody-present", CONDUCTED, changed(AGREED, present=[]), 422),
    ("consent-missing", (ACCEPTED,), changed(EXTENSION, consents=["p1", "p2", MARKET]), 409),
    ("date-order", (ACCEPTED,), changed(EXTENSION, until="2026-09-08"), 422),
    (
        "date-order",
        (ACCEPTED, EXTENSION),
        changed(EXTENSION, agreed_on="2026-09-09", until="2026-10-19")._replace(moment="2026-09-09T16:00"),
        422,
    ),
    ("session-not-held", CONDUCTED, SETTLED, 409),
    ("session-not-agreed", (*CONDUCTED, APART), SETTLED, 409),
    ("settlement-incomplete", TO_AGREEMENT, changed(SETTLED, terms=[]), 422),
    ("settlement-incomplete", TO_AGREEMENT, changed(SETTLED, parties=["p1", "p2"]), 422),
    ("settlement-already-reached", (*TO_AGREEMENT, SETTLED), SETTLED, 409),
    ("settlement-not-reached", TO_AGREEMENT, SIGNED[0], 409),
    ("authority-missing", (*TO_AGREEMENT, SETTLED), changed(SIGNED[0], signatory="authorised"), 422),
    ("signatory-unclear", (*TO_AGREEMENT, SETTLED), changed(SIGNED[2], person={"name": "示例律师甲"}), 422),
    ("settlement-already-signed", (*TO_AGREEMENT, SETTLED, SIGNED[0]), SIGNED[0], 409),
    ("settlement-not-reached", TO_AGREEMENT, EXPLAINED[0], 409),
    ("not-an-applicant", (*TO_AGREEMENT, SETTLED), changed(EXPLAINED[0], party=MARKET), 409),
    ("withdrawal-already-explained", (*TO_AGREEMENT, SETTLED, EXPLAINED[0]), EXPLAINED[0], 409),
    (
        "settlement-in-force",
        TO_SETTLEMENT,
        changed(TERMINATED, terminated_on="2026-09-22")._replace(moment=EXPLAINED[0].moment),
        409,
    ),
    ("termination-reason-missing", (*CONDUCTED, APART), changed(TERMINATED, reason="other", note=None), 422),
    ("mediation-already-terminated", TO_TERMINATION, TERMINATED, 409),
    ("mediation-concluded", TO_TERMINATION, changed(APART, held_on="2026-09-22")._replace(moment="2026-09-22T12:00"), 409),
    ("mediation-not-terminated", (*CONDUCTED, APART), SERVED[0], 409),
    ("termination-already-served", (*TO_TERMINATION, SERVED[0]), SERVED[0], 409),
    ("mediation-not-terminated", (*CONDUCTED, APART), RETURNED, 409),
    ("returned-materials-incomplete", TO_TERMINATION, changed(RETURNED, materials=[{"material": "m1"}]), 422),
    ("already-returned-to-court", (*TO_TERMINATION, RETURNED), RETURNED, 409),
]


@pytest.mark.parametrize(
    ("code", "done", "step", "status"), REFUSALS, ids=[f"{step.path} {code}" for code, _, step, _ in REFUSALS]
)
def test_what_cannot_be_is_refused_with_its_clause_and_leaves_nothing_behind(
    whole: Whole,
    mediation: str,
    subjects: Callable[[], set[str]],
    code: str,
    done: tuple[Step, ...],
    step: Step,
    status: int,
) -> None:
    if done:
        play(whole, mediation, *done)
    before, keys = entries(whole, mediation), subjects()

    refused = send(whole, mediation, step)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert "《十项机制》第四项" in refused.json()["detail"]
    assert refused.json()["clauses"] != []
    assert (entries(whole, mediation), subjects()) == (before, keys)


def test_a_step_needs_a_version_and_a_key(whole: Whole, mediation: str) -> None:
    wire, path = whole.wire(CENTRE), f"/v1/mediation/mediations/{mediation}/acceptance"
    assert wire.post(path, ACCEPTED.body).status_code == 428
    assert wire.send("POST", path, json=ACCEPTED.body, headers={"If-Match": '"1"'}).status_code == 400
    assert len(entries(whole, mediation)) == 1


def test_whoever_decided_on_an_older_version_is_told_what_was_recorded_since(whole: Whole, mediation: str) -> None:
    play(whole, mediation, ACCEPTED)

    stale = send(whole, mediation, NOTICES[0], version=1)
    (told,) = stale.json()["errors"]
    assert (stale.status_code, stale.json()["code"], told["code"]) == (412, "version-conflict", "changed-since")
    assert "mediation.referral_accepted.v1" in told["message"]


def test_a_step_sent_twice_is_recorded_once(whole: Whole, mediation: str) -> None:
    first, again = (send(whole, mediation, ACCEPTED, version=1, key="one") for _ in range(2))
    assert (first.status_code, first.content, first.headers["ETag"]) == (201, again.content, again.headers["ETag"])
    assert first.headers["ETag"] == '"2"'
    assert len(entries(whole, mediation)) == 2

    other = send(whole, mediation, changed(ACCEPTED, accepted_on="2026-09-05"), version=1, key="one")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


def test_the_letter_to_the_court_is_sent_once_however_often_it_is_asked_for(whole: Whole, mediation: str) -> None:
    play(whole, mediation, *TO_TERMINATION)
    version = read(whole, mediation)["version"]

    answers = [send(whole, mediation, RETURNED, version=version, key="return") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert [e.topic for e in entries(whole, mediation)].count("mediation.returned_to_court.v1") == 1


@pytest.mark.parametrize("client", [MARKET_OA, SUPERVISOR, COURT, AUDITOR])
def test_only_the_centre_takes_steps(whole: Whole, mediation: str, client: str) -> None:
    refused = send(whole, mediation, ACCEPTED._replace(client=client), version=1)
    assert refused.status_code == 403
    assert refused.json()["code"] in ("role-not-allowed", "scope-missing")
    assert len(entries(whole, mediation)) == 1


def test_a_step_of_an_unknown_mediation_is_not_found(whole: Whole) -> None:
    for step in (ACCEPTED, RETURNED):
        missing = send(whole, f"mediation-{'0' * 32}", step, version=1)
        assert (missing.status_code, missing.json()["code"]) == (404, "mediation-not-found")


@pytest.mark.parametrize(
    ("step", "pointer"),
    [
        (changed(NOTICES[0], agency="agency-x"), "/agency"),
        (changed(NOTIFIED[0], party="示例张某"), "/party"),
        (changed(SCHEDULED, session_at="2026-09-18T09:30:00"), "/session_at"),
        (changed(SCHEDULED, place=" "), "/place"),
        (changed(TERMINATED, reason="tired"), "/reason"),
        (changed(SETTLED, terms=[" "]), "/terms/0"),
        (changed(RETURNED, text="其他正文"), "/text"),
    ],
)
def test_what_is_not_of_the_form_is_named(whole: Whole, mediation: str, step: Step, pointer: str) -> None:
    malformed = send(whole, mediation, step, version=1)
    assert (malformed.status_code, malformed.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize(
    "step",
    [
        changed(SCHEDULED, session_at="9999-12-31T23:59:59-12:00"),
        changed(EXTENSION, until="9999-12-31"),
        changed(SETTLED, perform_by="2036-09-19"),
    ],
    ids=["session", "term", "performance"],
)
def test_a_day_further_ahead_than_ten_years_is_a_typing_error(whole: Whole, mediation: str, step: Step) -> None:
    refused = send(whole, mediation, step, version=1)
    (flaw,) = refused.json()["errors"]
    assert (refused.status_code, flaw["code"]) == (422, "date-implausible")
    assert "不晚于其后十年" in flaw["message"]
