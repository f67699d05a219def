"""The courts' door over HTTP, on a real ledger."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.services.intake.cast import (
    CASE_NO,
    LAND_CODE,
    MARKET_CODE,
    NEIGHBOUR_CODE,
    TODAY,
    UNKNOWN_CODE,
    filing,
    service,
    withdrawal,
)
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.store import Ledger

Line = Callable[[str], Wire]
Topics = Callable[[], list[str]]
Subjects = Callable[[], set[str]]

FILED = [
    "intake.court_message_received.v1",
    "intake.court_message_applied.v1",
    "intake.case_filed.v1",
    "intake.case_number_reserved.v1",
]


def test_a_filing_makes_a_case_and_its_receipt_names_it(court: Wire, topics: Topics) -> None:
    answer = court.report(filing())

    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["status"] == "applied"
    assert receipt["case_no"] == CASE_NO
    assert receipt["case_id"].startswith("case-")
    assert [fact["title"] for fact in receipt["facts"]] == ["一审立案"]
    assert topics() == FILED
    assert court.get("/court/messages/m-1").json() == receipt


@pytest.mark.parametrize("key", ["one-key", None], ids=["one Idempotency-Key", "a key each"])
def test_five_equal_messages_at_once_make_one_case_and_five_equal_receipts(court: Wire, topics: Topics, key: str | None) -> None:
    requests = [("POST", "/court/messages", {"json": filing(), "headers": write_headers(key)}) for _ in range(5)]

    answers = court.together(requests)

    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.content for answer in answers}) == 1
    assert topics() == FILED


@pytest.mark.parametrize("key", ["one-key", None], ids=["one Idempotency-Key", "a key each"])
def test_keys_of_cases_that_lost_a_race_are_destroyed(court: Wire, subjects: Subjects, key: str | None) -> None:
    court.together([("POST", "/court/messages", {"json": filing(), "headers": write_headers(key)}) for _ in range(5)])
    case_id = court.get("/court/messages/m-1").json()["case_id"]

    assert {subject for subject in subjects() if subject.startswith("case-")} == {f"{case_id}/p1", f"{case_id}/claims"}


def test_the_same_message_again_later_gets_the_same_receipt(court: Wire, topics: Topics) -> None:
    first = court.report(filing())
    again = court.report(dict(reversed(filing().items())))

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert topics() == FILED


def test_another_content_under_the_same_id_is_recorded_once_and_refused(court: Wire, topics: Topics) -> None:
    court.report(filing())
    refusals = [court.report(filing(cause="行政许可")) for _ in range(2)]

    assert [refusal.status_code for refusal in refusals] == [409, 409]
    problem = refusals[0].json()
    assert problem["code"] == "message-conflict"
    assert "换用新的消息编号" in problem["detail"]
    assert "/court/messages/m-1" in problem["detail"]
    assert topics() == [*FILED, "intake.court_message_conflicted.v1"]
    assert court.get("/court/messages/m-1").json()["status"] == "conflicted"

    court.report(filing(cause="行政强制"))
    assert topics().count("intake.court_message_conflicted.v1") == 2


def test_another_content_under_the_same_id_and_the_same_key_is_recorded_too(court: Wire, topics: Topics) -> None:
    court.report(filing(), key="k")
    refusal = court.report(filing(cause="行政许可"), key="k")

    assert (refusal.status_code, refusal.json()["code"]) == (422, "idempotency-key-reused")
    assert topics()[-1] == "intake.court_message_conflicted.v1"


def test_an_idempotency_key_is_not_for_two_messages(court: Wire, topics: Topics) -> None:
    court.report(filing(), key="k")
    refusal = court.report(service(), key="k")

    assert (refusal.status_code, refusal.json()["code"]) == (422, "idempotency-key-reused")
    assert topics() == FILED


MESSAGES: dict[str, dict[str, Any]] = {
    "filing": filing(),
    "service on the market agency": service(),
    "service on the land agency": service(message_id="m-6", agency_code=LAND_CODE, occurred_on="2026-09-12"),
    "withdrawal": withdrawal(),
}


@pytest.mark.parametrize("order", list(permutations(MESSAGES)), ids=" - ".join)
def test_messages_make_the_same_case_in_whatever_order_they_come(court: Wire, topics: Topics, order: tuple[str, ...]) -> None:
    answers = [court.report(MESSAGES[name]) for name in order]

    before = order.index("filing")
    assert [answer.status_code for answer in answers] == [202] * before + [201] * (4 - before)
    receipts = [court.get(f"/court/messages/{body['message_id']}").json() for body in MESSAGES.values()]
    assert [receipt["status"] for receipt in receipts] == ["applied"] * 4
    assert [len(receipt["facts"]) for receipt in receipts] == [1] * 4
    case = court.get(f"/cases/{receipts[0]['case_id']}").json()
    assert case["status"] == "withdrawn"
    assert [defendant["complaint_received_on"] for defendant in case["defendants"]] == ["2026-09-10", "2026-09-12"]
    facts = [topic for topic in topics() if "message" not in topic and "number" not in topic]
    assert sorted(facts) == [
        "intake.case_filed.v1",
        "intake.case_withdrawn.v1",
        "intake.service_recorded.v1",
        "intake.service_recorded.v1",
    ]


def test_a_filing_and_the_services_at_once_leave_nothing_parked(court: Wire) -> None:
    bodies = list(MESSAGES.values())
    court.together([("POST", "/court/messages", {"json": body, "headers": write_headers()}) for body in bodies])

    receipts = [court.get(f"/court/messages/{body['message_id']}").json() for body in bodies]
    assert [receipt["status"] for receipt in receipts] == ["applied"] * 4


def test_a_message_before_its_case_says_that_it_waits(court: Wire, topics: Topics) -> None:
    answer = court.report(service())

    assert answer.status_code == 202
    receipt = answer.json()
    assert (receipt["status"], receipt["parked_reason"], receipt["case_id"]) == ("parked", "no_subject", None)
    assert "尚未立案登记" in receipt["parked_detail"]
    assert court.report(service()).content == answer.content
    assert topics() == [
        "intake.court_message_received.v1",
        "intake.court_message_parked.v1",
        "intake.case_number_awaited.v1",
    ]


def test_a_filing_against_an_unknown_agency_is_kept_for_a_person(court: Wire) -> None:
    answer = court.report(filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": UNKNOWN_CODE}]))

    assert answer.status_code == 202
    assert answer.json()["parked_reason"] == "unknown_agency"
    assert UNKNOWN_CODE in answer.json()["parked_detail"]


def test_a_fact_about_an_agency_that_is_no_defendant_is_kept_for_a_person(court: Wire) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}]))
    answer = court.report(service(agency_code=LAND_CODE))

    assert (answer.status_code, answer.json()["parked_reason"]) == (202, "not_a_defendant")


def test_the_same_filing_under_another_id_belongs_to_the_case(court: Wire, topics: Topics) -> None:
    first = court.report(filing()).json()
    second = court.report(filing(message_id="m-9"))

    assert second.status_code == 201
    assert (second.json()["case_id"], second.json()["facts"]) == (first["case_id"], [])
    assert topics().count("intake.case_filed.v1") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"cause": "行政许可"},
        {"plaintiffs": [{"person": {"name": "示例李某", "phone": "000"}}]},
        {"plaintiffs": [{"organisation": "示例公司（样例）"}]},
        {"defendants": [{"agency_code": MARKET_CODE}]},
        {"claims": "请求确认违法（样例）"},
        {"claims": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_filing_of_the_same_number_is_kept_for_a_person(court: Wire, topics: Topics, other: dict[str, Any]) -> None:
    court.report(filing())
    answer = court.report(filing(message_id="m-9", **other))

    assert (answer.status_code, answer.json()["parked_reason"]) == (202, "case_number_taken")
    assert topics().count("intake.case_filed.v1") == 1


def test_a_fact_that_the_record_holds_is_not_recorded_twice(court: Wire, topics: Topics) -> None:
    court.report(filing())
    court.report(service())
    again = court.report(service(message_id="m-7"))

    assert (again.status_code, again.json()["facts"]) == (201, [])
    assert topics().count("intake.service_recorded.v1") == 1


def test_a_number_in_another_spelling_names_the_same_case(court: Wire) -> None:
    case_id = court.report(filing(case_no="(2026) 苏0813 行初字第0012号")).json()["case_id"]

    assert court.report(service(case_no="[２０２６]苏０８１３行初１２号")).json()["case_id"] == case_id


def test_an_unknown_type_code_is_accepted_and_flagged(court: Wire) -> None:
    case_id = court.report(filing(case_no="（2026）苏0813行新12号")).json()["case_id"]

    case = court.get(f"/cases/{case_id}").json()
    assert (case["type_code"], case["type_known"], case["type_meaning"]) == ("行新", False, None)


def test_a_case_against_agencies_of_two_jurisdictions_needs_a_token_for_both(
    line: Line, topics: Topics, subjects: Subjects
) -> None:
    both = filing(defendants=[{"agency_code": MARKET_CODE}, {"agency_code": NEIGHBOUR_CODE}])

    refusal = line("court-of-one").report(both)

    assert (refusal.status_code, refusal.json()["code"]) == (403, "jurisdiction-denied")
    assert topics() == []
    assert subjects() == set()
    assert line("court").report(both).status_code == 201


NOTHING_STORED: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("a court that is not registered", filing(court="苏0899"), 422, "court-unknown", "/court"),
    ("another court than the token's", filing(court="苏08"), 403, "court-mismatch", "/court"),
    ("a number of another court", filing(case_no="（2026）苏08行终12号"), 403, "court-mismatch", "/case_no"),
    ("a number of an unknown court", filing(case_no="（2026）苏0899行初12号"), 422, "court-unknown", "/case_no"),
    ("no case number", filing(case_no="苏0813行初12号"), 422, "malformed-case-number", "/case_no"),
    ("a future fact", filing(occurred_on="2026-09-17"), 422, "future-fact", "/occurred_on"),
    ("a future receipt", service(received_on="2026-09-17"), 422, "future-fact", "/received_on"),
    ("received before it was sent", service(received_on="2026-09-09"), 422, "date-order", "/received_on"),
    ("a moment on another day", service(occurred_at="2026-09-10T16:00:00Z"), 422, "date-order", "/occurred_at"),
    ("a complaint after filing", filing(complaint_received_on="2026-09-08"), 422, "date-order", "/complaint_received_on"),
    ("a moment in the year 1", filing(occurred_at="0001-01-01T00:00:00+14:00"), 422, "date-order", "/occurred_at"),
    ("a fact older than the law", filing(occurred_on="0001-01-01"), 422, "date-order", "/occurred_on"),
    ("30 February", filing(occurred_on="2026-02-30"), 422, "request-invalid", "/occurred_on"),
    ("an unknown kind", filing(kind="party"), 422, "request-invalid", ""),
    ("no defendant", filing(defendants=[]), 422, "request-invalid", "/defendants"),
    ("a plaintiff who is neither", filing(plaintiffs=[{}]), 422, "request-invalid", "/plaintiffs/0"),
    ("a field of our own", filing(note="x"), 422, "request-invalid", "/note"),
    ("an id with a slash", filing(message_id="a/b"), 422, "request-invalid", "/message_id"),
    ("NUL in a name", filing(cause="行政\x00处罚"), 422, "nul-character", ""),
]


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"), [case[1:] for case in NOTHING_STORED], ids=[c[0] for c in NOTHING_STORED]
)
def test_what_cannot_be_true_is_refused_and_nothing_is_stored(
    court: Wire, topics: Topics, body: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    refusal = court.report(body)

    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (status, code)
    assert [flaw["pointer"] for flaw in problem["errors"]] == [pointer]
    assert topics() == []


@pytest.mark.parametrize(
    "content",
    [b'{"kind": "service"', b'{"cause": "\\ud800"}', b"[" * 100 + b"]" * 100, b'"' + b"x" * 2_000_000 + b'"'],
    ids=["cut off", "a lone surrogate", "100 deep", "2 MB"],
)
def test_what_is_no_message_at_all_is_refused_and_nothing_is_stored(court: Wire, topics: Topics, content: bytes) -> None:
    headers = write_headers() | {"Content-Type": "application/json"}
    refusal = court.send("POST", "/court/messages", content=content, headers=headers)

    assert refusal.status_code in (400, 413, 422)
    assert refusal.headers["Content-Type"] == "application/problem+json"
    assert topics() == []


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"cause": "\u200b"}, "/cause", "text-unreadable"),
        ({"cause": "\u3164"}, "/cause", "text-blank"),
        ({"cause": "行政\n处罚"}, "/cause", "text-unreadable"),
        ({"claims": "请求\u202e撤销"}, "/claims", "text-unreadable"),
        ({"plaintiffs": [{"person": {"name": "示例\r张某"}}]}, "/plaintiffs/0/person/name", "text-unreadable"),
        ({"plaintiffs": [{"organisation": "\u2066示例公司\u2069"}]}, "/plaintiffs/0/organisation", "text-unreadable"),
        ({"act": {"kind": "行政处罚", "document_no": "洪示\u200b1号"}}, "/act/document_no", "text-unreadable"),
    ],
    ids=ascii,
)
def test_a_text_that_does_not_show_what_it_says_is_refused_and_nothing_is_stored(
    court: Wire, topics: Topics, change: dict[str, Any], pointer: str, code: str
) -> None:
    refusal = court.report(filing(**change))

    assert (refusal.status_code, topics()) == (422, [])
    assert [(flaw["pointer"], flaw["code"]) for flaw in refusal.json()["errors"]] == [(pointer, code)]


def test_what_a_court_writes_is_kept_as_it_is(court: Wire, topics: Topics) -> None:
    texts = {"cause": "行政处罚　😀", "claims": "一、撤销；\n二、赔偿。", "plaintiffs": [{"person": {"name": "示例　买买提·𠮷"}}]}

    assert court.report(filing(**texts)).status_code == 201
    assert "intake.case_filed.v1" in topics()


def test_a_message_that_was_taken_in_keeps_its_receipt_where_it_would_be_refused_now(court: Wire, clock: SettableClock) -> None:
    first = court.report(filing(occurred_on=str(TODAY)))
    clock.set(clock() - timedelta(days=1))

    again = court.report(filing(occurred_on=str(TODAY)))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    other = court.report(filing(occurred_on=str(TODAY), cause="行政许可"))
    assert (other.status_code, other.json()["code"]) == (422, "future-fact")


def test_a_court_that_is_not_registered_cannot_report(line: Line, topics: Topics) -> None:
    refusal = line("unregistered-court").report(filing(case_no="（2026）苏0899行初1号"))

    assert (refusal.status_code, refusal.json()["code"]) == (422, "court-unknown")
    assert topics() == []


@pytest.mark.parametrize("client", ["market", "supervisor", "auditor"])
def test_only_courts_report(line: Line, topics: Topics, client: str) -> None:
    assert line(client).report(filing()).status_code == 403
    assert topics() == []


def test_a_report_needs_an_idempotency_key(court: Wire, topics: Topics) -> None:
    assert court.send("POST", "/court/messages", json=filing()).status_code == 400
    assert topics() == []


def test_a_court_sees_its_own_receipts_only(court: Wire, line: Line) -> None:
    court.report(filing())

    refusal = line("other-court").get("/court/messages/m-1")
    assert (refusal.status_code, refusal.json()["code"]) == (404, "message-not-found")


def test_persons_and_claims_are_sealed_wherever_they_are_kept(court: Wire, ledger: Ledger, project: Callable[[], None]) -> None:
    court.report(filing())
    court.report(filing(claims="请求赔偿示例张某（样例）"))
    project()

    kept = b"".join(entry.payload for entry in ledger.read_all(0, 1000))
    with ledger.database.project() as cursor:
        for table in ("intake_case", "intake_timeline", "intake_message"):
            kept += str(cursor.execute(f"SELECT * FROM views.{table}").fetchall()).encode()
    assert "示例张某".encode() not in kept
    assert "请求".encode() not in kept


@pytest.mark.parametrize("until", ["2026-09-14", "1990-01-01", "2036-09-18", "9999-12-31"])
def test_an_extension_to_an_implausible_day_is_a_typing_error(court: Wire, topics: Callable[[], list[str]], until: str) -> None:
    body = {
        "message_id": "m-9",
        "kind": "extension",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-15",
        "agency_code": MARKET_CODE,
        "until": until,
        "reason": "不可抗力",
    }
    refused = court.post("/court/messages", body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "until-implausible")
    assert topics() == []


def test_a_receipt_is_for_tokens_of_its_jurisdictions(court: Wire, line: Line) -> None:
    court.report(filing(defendants=[{"agency_code": NEIGHBOUR_CODE}]))

    refusal = line("court-of-one").get("/court/messages/m-1")

    assert (refusal.status_code, refusal.json()["code"]) == (404, "message-not-found")
    assert court.get("/court/messages/m-1").status_code == 200
