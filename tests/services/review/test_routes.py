"""Reviews over HTTP: who sees which, each refusal, and what makes a write safe to repeat."""

from typing import Any

import pytest

from services.registry import samples
from tests.services.review.record import CASE, CASE_NO, GOVERNMENT, LAND, MARKET, TOWNSHIP, UNIT, filed, judged, july, received
from tests.services.review.story import (
    ACCEPTED,
    DEPUTY,
    DRAFTED,
    HEAD,
    PARTS,
    PLANNED,
    RECTIFIED,
    RETURNED,
    REVIEW,
    SIGNED,
    STARTED,
    SUBMITTED,
    TO_RECTIFICATION,
    TO_SUBMISSION,
    VOIDED,
    Step,
    changed,
    lose,
    opened,
    play,
    send,
    tell,
)
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole
from tests.wire import write_headers
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import ANY_JURISDICTION, Entry

LIST = "/v1/review/reviews"
ONE = f"{LIST}/{REVIEW}"
UNDETERMINED = "/v1/review/undetermined"
UNKNOWN_UNIT = "示例征收办（样例）"
ASSIGNMENT = {"case_id": CASE, "judgment_no": CASE_NO, "defendant": GOVERNMENT, "agency": TOWNSHIP}


def entries(whole: Whole) -> list[Entry]:
    """What the review's stream holds."""
    return whole.ledger.load(REVIEW, (ANY_JURISDICTION,))


def upload(whole: Whole, client: str) -> str:
    """A file that the client uploaded; returns its id."""
    sent = whole.wire(client).send(
        "POST",
        "/v1/intake/files?name=sample.txt",
        content="示例整改材料".encode(),
        headers={"Content-Type": "text/plain; charset=utf-8", "Idempotency-Key": f"upload-{client}"},
    )
    assert sent.status_code == 201, sent.text
    return str(sent.json()["file_id"])


def test_a_lost_case_is_reviewed_signed_submitted_and_rectified(whole: Whole) -> None:
    lose(whole)
    shown = play(whole, *TO_RECTIFICATION)

    assert (shown["status"], shown["status_title"], shown["remaining"], shown["version"]) == (
        "rectified",
        "已报送整改情况",
        [],
        8,
    )
    assert (shown["agency"]["name"], shown["grounds_title"]) == ("洪泽区示例市场监督管理局（样例）", "败诉")
    assert [(outcome["title"], outcome["article"]) for outcome in shown["outcomes"]] == [("撤销", "行政诉讼法第七十条")]
    assert {part["part"]: part["text"] for part in shown["draft"]["parts"]} == PARTS
    assert (shown["signature"]["name"], shown["signature"]["post"], shown["started"]["led_by"]) == ("示例甲", "局长", "示例乙")
    (submission,) = shown["submissions"]
    assert shown["submission"] == submission
    assert (submission["addressees"], submission["decided_under"]) == (
        ["区司法局"],
        {"profile": "hongze.1", "clauses": ["HZ-9.5", "HZ-9.6"]},
    )
    assert shown["plan"]["timetable"] == [{"step": "修订（样例）", "due": "2026-07-24"}]
    assert shown["rectification"]["result"] == "已修订并培训（样例）"
    assert shown == whole.wire(MARKET_OA).get(ONE).json()


def test_every_step_is_recorded_in_the_review_with_its_legal_day(whole: Whole) -> None:
    lose(whole)
    play(whole, *TO_RECTIFICATION)

    recorded = entries(whole)
    assert {(entry.case_id, entry.jurisdiction) for entry in recorded} == {(CASE, "320813")}
    assert [(entry.topic.split(".")[1], entry.occurred_on.isoformat()) for entry in recorded] == [
        ("review_opened", "2026-07-06"),
        ("review_started", "2026-07-09"),
        ("review_drafted", "2026-07-10"),
        ("review_signed", "2026-07-13"),
        ("review_submitted", "2026-07-14"),
        ("review_accepted", "2026-07-15"),
        ("rectification_planned", "2026-07-16"),
        ("rectification_submitted", "2026-07-24"),
    ]
    assert [(entry.actor.client, entry.actor.official) for entry in recorded if "signed" in entry.topic] == [(MARKET_OA, HEAD)]
    stored = b"".join(entry.payload for entry in recorded).decode()
    assert [word for word in (*PARTS.values(), "示例乙", "已修订", "法规科") if word in stored] == []


def test_a_fact_of_an_earlier_day_may_be_recorded_late(whole: Whole) -> None:
    lose(whole)
    send(whole, STARTED._replace(moment="2026-08-20T09:00"))
    assert [entry.occurred_on for entry in entries(whole)] == [july(6), july(9)]


def test_a_report_that_came_back_is_drafted_signed_and_submitted_anew(whole: Whole) -> None:
    lose(whole)
    shown = play(whole, *TO_SUBMISSION, RETURNED)
    assert (shown["status"], shown["returns"][0]["reason"]) == ("returned", "原因不够具体（样例）")
    assert (shown["submission"], shown["signature"]) == (None, None)

    moment = "2026-07-16T09:00"
    again = [
        changed(DRAFTED, drafted_on="2026-07-15", parts={**PARTS, "cause": "听证告知书遗漏（样例）"})._replace(moment=moment),
        changed(SIGNED, signed_on="2026-07-16")._replace(moment=moment),
        changed(SUBMITTED, submitted_on="2026-07-16")._replace(moment=moment),
    ]
    early = send(whole, again[1])
    assert (early.status_code, early.json()["code"]) == (409, "review-not-drafted")
    shown = play(whole, *again, changed(ACCEPTED, accepted_on="2026-07-16")._replace(moment=moment))
    assert (shown["status"], [sent["submitted_on"] for sent in shown["submissions"]]) == (
        "accepted",
        ["2026-07-14", "2026-07-16"],
    )


@pytest.mark.parametrize(
    ("before", "step", "status", "code", "clause", "pointer"),
    [
        ((), changed(STARTED, started_on="2026-07-05"), 422, "date-order", "HZ-9.4", "/started_on"),
        ((), changed(STARTED, started_on="2026-12-31"), 422, "future-fact", "HZ-9.4", "/started_on"),
        ((STARTED,), STARTED, 409, "review-already-started", "HZ-9.4", None),
        ((), DRAFTED, 409, "review-not-started", "HZ-9.5", None),
        (
            (STARTED,),
            changed(DRAFTED, parts={k: v for k, v in PARTS.items() if k != "cause"}),
            422,
            "review-parts-incomplete",
            "HZ-9.5",
            "/parts/cause",
        ),
        ((STARTED,), changed(DRAFTED, parts={**PARTS, "excuses": "无"}), 422, "review-part-unknown", "HZ-9.5", "/parts/excuses"),
        (
            (STARTED,),
            changed(DRAFTED, parts={**PARTS, "cause": "因" * 8000, "conclusion": "果" * 7999, "brief_facts": "案" * 999}),
            422,
            "review-too-long",
            "HZ-9.5",
            "/parts/cause",
        ),
        ((STARTED,), SIGNED, 409, "review-not-drafted", "HZ-9.5", None),
        ((STARTED, DRAFTED), SIGNED._replace(official=DEPUTY), 409, "signer-not-head", "HZ-9.6", None),
        ((STARTED, DRAFTED, SIGNED), SIGNED, 409, "review-already-signed", "HZ-9.6", None),
        ((STARTED, DRAFTED), SUBMITTED, 409, "review-unsigned", "HZ-9.6", None),
        (TO_SUBMISSION, SUBMITTED, 409, "review-already-submitted", "HZ-9.6", None),
        ((STARTED,), ACCEPTED, 409, "review-not-submitted", "HZ-9.6", None),
        ((*TO_SUBMISSION, ACCEPTED), RETURNED, 409, "review-already-accepted", "HZ-9.6", None),
        ((VOIDED,), STARTED._replace(moment="2026-07-31T09:00"), 409, "review-voided", "HZ-9.4", None),
        ((STARTED, DRAFTED), PLANNED, 409, "review-analysis-unfinished", "HZ-9.7", None),
        (TO_SUBMISSION, changed(PLANNED, timetable=[]), 422, "rectification-plan-incomplete", "HZ-9.7", "/timetable"),
        (TO_SUBMISSION, RECTIFIED, 409, "rectification-not-planned", "HZ-9.7", None),
        (TO_RECTIFICATION, RECTIFIED, 409, "rectification-already-submitted", "HZ-9.9", None),
    ],
)
def test_a_step_that_may_not_be_is_refused_with_its_clause_and_not_recorded(
    whole: Whole, before: tuple[Step, ...], step: Step, status: int, code: str, clause: str, pointer: str | None
) -> None:
    lose(whole)
    play(whole, *before)
    recorded = len(entries(whole))
    answer = send(whole, step)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert clause in problem["clauses"]
    assert "第九项" in problem["detail"]
    if pointer:
        assert [flaw["pointer"] for flaw in problem["errors"]] == [pointer]
    assert len(entries(whole)) == recorded


def test_an_empty_cause_is_malformed_and_named(whole: Whole) -> None:
    """HZ-9.5: cause empty → 422 naming cause."""
    lose(whole)
    play(whole, STARTED)
    answer = send(whole, changed(DRAFTED, parts={**PARTS, "cause": " "}))
    assert answer.status_code == 422
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == ["/parts/cause"]


def test_nobody_signs_without_saying_who_it_is(whole: Whole) -> None:
    lose(whole)
    play(whole, STARTED, DRAFTED)
    nobody = send(whole, SIGNED._replace(official=None))
    assert (nobody.status_code, nobody.json()["code"]) == (403, "official-missing")
    stranger = send(whole, SIGNED._replace(official=samples.OFFICIALS[3].official_id))
    assert (stranger.status_code, stranger.json()["code"]) == (403, "official-unknown")


def test_files_are_those_of_the_agency(whole: Whole) -> None:
    lose(whole)
    play(whole, STARTED)
    own, other = upload(whole, MARKET_OA), upload(whole, LAND_OA)
    refused = send(whole, changed(DRAFTED, files=[own, other]))
    assert (refused.status_code, refused.json()["code"]) == (422, "file-not-usable")
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == ["/files/1"]
    assert play(whole, changed(DRAFTED, files=[own]))["draft"]["files"] == [own]


def test_a_step_sent_twice_is_recorded_once_and_a_stale_one_not_at_all(whole: Whole) -> None:
    lose(whole)
    first, again = (send(whole, STARTED, version=1, key="start") for _ in range(2))
    assert (first.status_code, first.content, first.headers["ETag"]) == (201, again.content, '"2"')
    assert len(entries(whole)) == 2

    stale = send(whole, DRAFTED, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    (flaw,) = stale.json()["errors"]
    assert "review.review_started.v1" in str(flaw)
    wire = whole.wire(MARKET_OA)
    assert wire.post(f"{ONE}/start", STARTED.body).status_code == 428
    assert wire.send("POST", f"{ONE}/start", json=STARTED.body, headers={"If-Match": '"2"'}).status_code == 400


def test_the_version_is_for_deciding_and_saves_no_reading(whole: Whole) -> None:
    """What remains to be done follows from the rules besides."""
    lose(whole)
    answer = whole.wire(MARKET_OA).send("GET", ONE, headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')


@pytest.mark.parametrize("client", [MARKET_OA, SUPERVISOR, AUDITOR])
def test_the_agency_and_those_who_watch_over_it_see_the_review(whole: Whole, client: str) -> None:
    lose(whole)
    play(whole, STARTED, DRAFTED)
    assert [line["review_id"] for line in whole.wire(client).get(LIST).json()] == [REVIEW]
    shown = whole.wire(client).get(ONE).json()
    assert shown["draft"]["parts"][3]["text"] == PARTS["cause"]
    (next_step,) = shown["remaining"]
    assert (next_step["title"], next_step["clauses"][0]["quote"]) == (
        "主要负责人审签",
        "报告经本单位主要负责人审签后移送区司法局",
    )


@pytest.mark.parametrize("client", [COURT, CENTRE])
def test_courts_and_the_mediation_centre_see_no_review(whole: Whole, client: str) -> None:
    lose(whole)
    for path in (LIST, ONE, UNDETERMINED):
        answer = whole.wire(client).get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "role-not-allowed")


def test_another_agency_of_the_case_sees_its_own_review_only(whole: Whole) -> None:
    lose(whole, MARKET, LAND)
    wire = whole.wire(LAND_OA)
    assert [line["agency"]["agency_id"] for line in wire.get(LIST).json()] == [LAND]
    assert (wire.get(ONE).status_code, wire.get(ONE).json()["code"]) == (404, "review-not-found")
    other = send(whole, STARTED._replace(client=LAND_OA), version=1)
    assert (other.status_code, other.json()["code"]) == (404, "review-not-found")


@pytest.mark.parametrize(
    ("step", "client"),
    [
        *((step, SUPERVISOR) for step in (STARTED, DRAFTED, SUBMITTED, PLANNED, RECTIFIED)),
        *((step, MARKET_OA) for step in (ACCEPTED, RETURNED, VOIDED)),
        *((step, AUDITOR) for step in (STARTED, ACCEPTED)),
    ],
)
def test_each_does_its_own_part_only(whole: Whole, step: Step, client: str) -> None:
    lose(whole)
    answer = send(whole, step._replace(client=client), version=1)
    assert answer.status_code == 403
    assert len(entries(whole)) == 1


def test_the_list_is_narrowed_and_paged(whole: Whole) -> None:
    lose(whole, MARKET, LAND)
    play(whole, STARTED)
    wire = whole.wire(SUPERVISOR)

    def listed(**query: Any) -> set[str]:
        return {line["agency"]["agency_id"] for line in wire.get(LIST, **query).json()}

    assert listed() == listed(case_id=CASE) == {MARKET, LAND}
    assert (listed(status="started"), listed(status="opened"), listed(status="voided")) == ({MARKET}, {LAND}, set())
    assert (listed(agency_id=LAND), listed(case_id="case-none")) == ({LAND}, set())
    first = wire.get(LIST, limit=1)
    second = wire.get(first.headers["Link"].split(">")[0][1:])
    assert {answer.json()[0]["agency"]["agency_id"] for answer in (first, second)} == {MARKET, LAND}
    assert "Link" not in second.headers


def wait(whole: Whole, *, received_on: int | None = 6, unit: str | None = UNKNOWN_UNIT) -> None:
    """A government and the land agency lose; the unit is not registered."""
    receipts = () if received_on is None else (received(GOVERNMENT, july(received_on)),)
    tell(whole, filed(GOVERNMENT, LAND, unit=unit), *judged(GOVERNMENT, LAND), *receipts)
    whole.settle()


def register(whole: Whole, name: str) -> str:
    """A new agency of 洪泽 by this name; returns its id."""
    body = {
        "name": name,
        "code": "11320813000009996C",
        "type": "institution",
        "jurisdiction": "320813",
        "valid_from": "2019-01-01",
    }
    sent = whole.wire("administrator").post("/v1/registry/agencies", body)
    assert sent.status_code == 201, sent.text
    whole.settle()
    return str(sent.json()["agency_id"])


def test_what_nobody_reviews_is_listed_and_given_to_an_agency(whole: Whole) -> None:
    wait(whole)
    wire = whole.wire(SUPERVISOR)
    (line,) = wire.get(UNDETERMINED).json()
    assert (line["case_id"], line["judgment_no"], line["received_on"]) == (CASE, CASE_NO, "2026-07-06")
    assert (line["defendant"]["agency_id"], line["implementing_unit"]) == (GOVERNMENT, UNKNOWN_UNIT)
    assert whole.wire(AUDITOR).get(UNDETERMINED).json() == [line]

    given, again = (wire.post(LIST, ASSIGNMENT, key="assign") for _ in range(2))
    assert (given.status_code, given.content, given.headers["ETag"]) == (201, again.content, '"1"')
    shown = given.json()
    assert (shown["agency"]["agency_id"], shown["status"], shown["received_on"]) == (TOWNSHIP, "opened", "2026-07-06")
    assert [one["agency_id"] for one in shown["defendants"]] == [GOVERNMENT]
    assert shown["decided_under"] == {"profile": "hongze.1", "clauses": ["HZ-9.1", "HZ-9.4", "HZ-9.3"]}
    whole.settle()
    assert wire.get(UNDETERMINED).json() == []
    assert [entry.actor.role for entry in opened(whole)] == ["supervisor"]
    board = wire.get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert [(owed["agency_id"], owed["due"]) for owed in board] == [(TOWNSHIP, "2026-07-13")]

    repeated = wire.post(LIST, ASSIGNMENT)
    assert (repeated.status_code, repeated.json()["code"], repeated.json()["clauses"]) == (
        409,
        "review-already-open",
        ["HZ-9.1", "HZ-9.3"],
    )
    tell(whole, received(GOVERNMENT, july(7)))
    whole.settle()
    assert len(opened(whole)) == 1, "the reaction leaves it as the supervising body decided"


def test_what_nobody_reviews_is_paged_however_long_the_numbers_of_the_judgments_are(whole: Whole) -> None:
    numbers = ["\U0001f600" * 199 + mark for mark in "甲乙"]
    days = (july(1), july(2))
    judgments = [event for number, on in zip(numbers, days, strict=True) for event in judged(GOVERNMENT, number=number, on=on)]
    tell(whole, filed(GOVERNMENT, unit=UNKNOWN_UNIT), *judgments, *(received(GOVERNMENT, on) for on in days))
    whole.settle()
    wire = whole.wire(SUPERVISOR)
    first = wire.get(UNDETERMINED, limit=1)
    second = wire.get(first.headers["Link"].split(">")[0][1:])
    assert [answer.json()[0]["judgment_no"] for answer in (first, second)] == numbers


def test_a_unit_that_is_registered_afterwards_changes_nothing_that_was_decided(whole: Whole) -> None:
    wait(whole)
    assert whole.wire(SUPERVISOR).post(LIST, ASSIGNMENT).status_code == 201
    register(whole, UNKNOWN_UNIT)
    tell(whole, received(GOVERNMENT, july(7)))
    whole.settle()
    assert [entry.event.agency for entry in opened(whole) if isinstance(entry.event, ReviewOpened)] == [TOWNSHIP]


def test_a_unit_that_is_registered_before_anybody_decided_stays_for_the_supervising_body(whole: Whole) -> None:
    """Nothing is lost: the matter is listed until there is a review, and by then only the unit itself can be named."""
    wait(whole)
    unit = register(whole, UNKNOWN_UNIT)
    wire = whole.wire(SUPERVISOR)
    assert len(wire.get(UNDETERMINED).json()) == 1
    refused = wire.post(LIST, ASSIGNMENT)
    assert (refused.status_code, refused.json()["code"]) == (409, "review-owner-fixed")
    assert wire.post(LIST, {**ASSIGNMENT, "agency": unit}).status_code == 201
    whole.settle()
    assert wire.get(UNDETERMINED).json() == []


def test_a_part_may_be_given_to_an_agency_that_reviews_the_case_anyway(whole: Whole) -> None:
    wait(whole)
    tell(whole, received(LAND, july(7)))
    whole.settle()
    given = whole.wire(SUPERVISOR).post(LIST, {**ASSIGNMENT, "agency": LAND})
    assert given.status_code == 201, given.text
    assert [one["agency_id"] for one in given.json()["defendants"]] == [LAND, GOVERNMENT]
    assert given.json()["version"] == 2
    whole.settle()
    assert whole.wire(SUPERVISOR).get(UNDETERMINED).json() == []
    board = whole.wire(SUPERVISOR).get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert len(board) == 1, "one review, one period"


def test_a_part_that_is_given_to_several_agencies_at_once_goes_to_one(whole: Whole) -> None:
    """HZ-9.1: one case, one review, although each agency's review would be a stream of its own."""
    wait(whole)
    agencies = [agency.agency_id for agency in samples.AGENCIES if agency.agency_id not in (GOVERNMENT, LAND)]
    answers = whole.wire(SUPERVISOR).together(
        [("POST", LIST, {"json": {**ASSIGNMENT, "agency": agency}, "headers": write_headers()}) for agency in agencies]
    )
    refusals = [answer.json()["code"] for answer in answers if answer.status_code == 409]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert refusals == ["review-already-open"] * (len(agencies) - 1)
    assert len(opened(whole)) == 1


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"case_id": "case-none"}, 404, "judgment-not-found", None),
        ({"judgment_no": "（2026）苏0813行初99号"}, 404, "judgment-not-found", None),
        ({"defendant": MARKET}, 409, "review-not-owed", "/defendant"),
        ({"defendant": LAND}, 409, "review-owner-fixed", "/agency"),
        ({"agency": "agency-00000000-0000-4000-8000-320813000099"}, 422, "agency-unknown", "/agency"),
    ],
)
def test_what_is_not_for_the_supervising_body_to_decide_is_refused(
    whole: Whole, change: dict[str, str], status: int, code: str, pointer: str | None
) -> None:
    wait(whole)
    answer = whole.wire(SUPERVISOR).post(LIST, {**ASSIGNMENT, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    if pointer:
        assert [flaw["pointer"] for flaw in answer.json()["errors"]] == [pointer]
    assert opened(whole) == []


def test_a_unit_that_the_record_tells_is_not_chosen_by_hand(whole: Whole) -> None:
    wait(whole, unit=UNIT, received_on=None)
    answer = whole.wire(SUPERVISOR).post(LIST, {**ASSIGNMENT, "agency": MARKET})
    assert (answer.status_code, answer.json()["code"]) == (409, "review-owner-fixed")
    assert UNIT in answer.json()["detail"]


def test_before_the_receipt_there_is_nothing_to_review(whole: Whole) -> None:
    wait(whole, received_on=None)
    assert whole.wire(SUPERVISOR).get(UNDETERMINED).json() == []
    answer = whole.wire(SUPERVISOR).post(LIST, ASSIGNMENT)
    assert (answer.status_code, answer.json()["code"], answer.json()["clauses"]) == (409, "judgment-not-received", ["HZ-9.4"])


@pytest.mark.parametrize("client", [MARKET_OA, AUDITOR, COURT, CENTRE])
def test_only_the_supervising_body_says_who_reviews(whole: Whole, client: str) -> None:
    wait(whole)
    assert whole.wire(client).post(LIST, ASSIGNMENT).status_code == 403
    assert opened(whole) == []
