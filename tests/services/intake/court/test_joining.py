"""A dispute that its court numbers several times: one record a number, joined as the court says, the same in every order of messages."""

import json
from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import pytest

from services.intake.court.numbering import number_stream, reserved_by
from tests.services.intake.cast import (
    CASE_NO,
    COURT,
    LAND_CODE,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR_CODE,
    PRE_FILING_NO,
    REFERRAL_NO,
    UNKNOWN_CODE,
    filing,
    pre_filing,
    pre_filing_withdrawal,
    referral,
    service,
    withdrawal,
)
from tests.services.intake.conftest import Register, register_agency
from tests.wire import Wire, write_headers
from yingsu import disputes
from yingsu.disputes import Dispute
from yingsu.events.intake.prelitigation import CaseRecordsJoined, PreFilingNotified, PreLitigationReferred
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger

Line = Callable[[str], Wire]
Topics = Callable[[], list[str]]
Subjects = Callable[[], set[str]]

CLAIMS = filing(pre_case_nos=[REFERRAL_NO, PRE_FILING_NO])
MESSAGES: dict[str, dict[str, Any]] = {
    "referral": referral(),
    "pre-filing": pre_filing(),
    "filing": CLAIMS,
    "service under the referral's number": service(case_no=REFERRAL_NO),
    "withdrawal of the notice": pre_filing_withdrawal(),
}
STATEMENTS = [
    ("CaseFiled", CASE_NO, "320813"),
    ("PreFilingNotified", PRE_FILING_NO, "320813"),
    ("PreFilingWithdrawn", PRE_FILING_NO, "320813"),
    ("PreLitigationReferred", REFERRAL_NO, "320813"),
    ("ServiceRecorded", CASE_NO, "320813"),
    ("joined", CASE_NO, PRE_FILING_NO),
    ("joined", CASE_NO, REFERRAL_NO),
    ("joined", PRE_FILING_NO, REFERRAL_NO),
]


@pytest.fixture
def record_of(ledger: Ledger) -> Callable[[str], str]:
    """The record that a number has."""

    def found(case_no: str) -> str:
        case_id = reserved_by(ledger.load(number_stream(COURT, case_no), EVERYWHERE))
        assert case_id is not None
        return case_id

    return found


def renumbered(body: dict[str, Any], serial: str) -> dict[str, Any]:
    """A message of another dispute, with numbers and an id of its own."""
    text = json.dumps(body, ensure_ascii=False)
    for number in (REFERRAL_NO, PRE_FILING_NO, CASE_NO):
        text = text.replace(number, number.replace("号", f"{serial}号"))
    other: dict[str, Any] = json.loads(text)
    return other | {"message_id": f"{serial}-{body['message_id']}"}


def said(dispute: Dispute, serial: str = "") -> list[tuple[str, ...]]:
    """What the ledger says of a dispute: joins by both numbers, everything else by its record's number and jurisdiction."""
    numbers: dict[str, str] = {}
    for entry in dispute.entries:
        event = entry.event
        if isinstance(event, CaseRecordsJoined):
            numbers |= {event.case_id: event.case_no, event.joined_case_id: event.joined_case_no}
            assert (entry.stream, entry.case_id) == (event.joined_case_id, event.case_id)
        else:
            assert entry.stream == entry.case_id
    plain = {record: number.replace(f"{serial}号", "号") for record, number in numbers.items()}
    return sorted(
        ("joined", plain[event.case_id], plain[event.joined_case_id])
        if isinstance(event, CaseRecordsJoined)
        else (type(event).__name__, plain[entry.stream], entry.jurisdiction)
        for entry, event in ((entry, entry.event) for entry in dispute.entries)
    )


@pytest.mark.parametrize("first", MESSAGES)
def test_every_order_of_messages_sent_twice_says_the_same(court: Wire, ledger: Ledger, first: str) -> None:
    for serial, order in enumerate((order for order in permutations(MESSAGES) if order[0] == first), start=100):
        bodies = {name: renumbered(body, str(serial)) for name, body in MESSAGES.items()}
        for name in order:
            court.report(bodies[name])
        for name in reversed(order):
            assert court.report(bodies[name]).status_code == 201, order

        receipts = {name: court.get(f"/court/messages/{body['message_id']}").json() for name, body in bodies.items()}
        assert {receipt["status"] for receipt in receipts.values()} == {"applied"}, order
        assert [len(receipts[name]["facts"]) for name in MESSAGES] == [1, 2, 3, 1, 1], order
        filed = receipts["filing"]["case_id"]
        assert receipts["service under the referral's number"]["case_id"] == filed, order
        for receipt in receipts.values():
            dispute = disputes.load(ledger, receipt["case_id"], ("320813",))
            assert (dispute.case_id, len(dispute.records)) == (filed, 3), order
            assert said(dispute, str(serial)) == STATEMENTS, order


def test_all_messages_at_once_say_the_same_and_leave_nothing_parked(
    court: Wire, ledger: Ledger, record_of: Callable[[str], str]
) -> None:
    bodies = [*MESSAGES.values(), *MESSAGES.values()]

    answers = court.together([("POST", "/court/messages", {"json": body, "headers": write_headers()}) for body in bodies])

    assert {answer.status_code for answer in answers} <= {201, 202}
    statuses = {court.get(f"/court/messages/{body['message_id']}").json()["status"] for body in MESSAGES.values()}
    assert statuses == {"applied"}
    assert said(disputes.load(ledger, record_of(REFERRAL_NO), EVERYWHERE)) == STATEMENTS


def test_a_number_that_was_only_named_is_found_by_its_facts_when_they_come(
    court: Wire, ledger: Ledger, record_of: Callable[[str], str]
) -> None:
    court.report(CLAIMS)
    named = record_of(REFERRAL_NO)
    assert disputes.load(ledger, named, ("320813",)).case_id == record_of(CASE_NO)

    receipt = court.report(referral()).json()
    assert receipt["case_id"] == named
    assert [fact["topic"] for fact in receipt["facts"]] == ["intake.pre_litigation_referred.v1"]


def test_one_number_can_be_the_referrals_and_the_notices(court: Wire, topics: Topics) -> None:
    referred = court.report(referral()).json()
    told = court.report(pre_filing(case_no=REFERRAL_NO, pre_case_nos=[])).json()

    assert (told["case_id"], told["status"]) == (referred["case_id"], "applied")
    assert topics().count("intake.case_number_reserved.v1") == 1


def test_what_is_kept_of_a_referral_is_sealed_under_the_keys_of_its_record(
    court: Wire, ledger: Ledger, subjects: Subjects
) -> None:
    case_id = court.report(referral()).json()["case_id"]

    entry = ledger.load(case_id, EVERYWHERE)[0]
    assert isinstance(entry.event, PreLitigationReferred)
    assert (entry.occurred_on.isoformat(), str(entry.received_on)) == ("2026-08-20", "2026-08-21")
    assert {name for name in subjects() if name.startswith("case-")} == {
        f"{case_id}/p1",
        f"{case_id}/claims",
        f"{case_id}/materials",
    }
    kept = b"".join(entry.payload for entry in ledger.read_all(0, 1000))
    assert [text for text in ("示例张某", "请求撤销", "起诉状") if text.encode() in kept] == []


@pytest.mark.parametrize("body", [referral(), pre_filing()], ids=["referral", "pre-filing"])
@pytest.mark.parametrize("key", ["one-key", None], ids=["one Idempotency-Key", "a key each"])
def test_keys_of_records_that_lost_a_race_are_destroyed(
    court: Wire, subjects: Subjects, body: dict[str, Any], key: str | None
) -> None:
    court.together([("POST", "/court/messages", {"json": body, "headers": write_headers(key)}) for _ in range(5)])
    case_id = court.get(f"/court/messages/{body['message_id']}").json()["case_id"]

    assert {name.partition("/")[0] for name in subjects() if name.startswith("case-")} == {case_id}


def test_a_referral_that_the_token_does_not_reach_leaves_nothing_behind(line: Line, topics: Topics, subjects: Subjects) -> None:
    refusal = line("court-of-one").report(referral(agency_codes=[MARKET_CODE, NEIGHBOUR_CODE]))

    assert (refusal.status_code, refusal.json()["code"]) == (403, "jurisdiction-denied")
    assert (topics(), subjects()) == ([], set())


def test_a_file_that_the_court_did_not_upload_is_refused(court: Wire, topics: Topics) -> None:
    refusal = court.report(referral(materials=[{"title": "起诉状", "file": "file-00000000-0000-4000-8000-000000000001"}]))

    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (422, "file-not-usable")
    assert problem["errors"][0]["pointer"] == "/materials/0/file"
    assert topics() == []


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("（2026）苏08行诉前调8号", "earlier-number-of-another-court"),
        ("(2026)苏0813行初0012号", "earlier-number-is-its-own"),
        ("诉前调8号", "malformed-case-number"),
    ],
)
def test_what_cannot_be_an_earlier_number_is_refused_and_nothing_is_stored(
    court: Wire, topics: Topics, named: str, code: str
) -> None:
    refusal = court.report(filing(pre_case_nos=[REFERRAL_NO, named]))

    problem = refusal.json()
    assert (refusal.status_code, problem["code"]) == (422, code)
    assert [flaw["pointer"] for flaw in problem["errors"]] == ["/pre_case_nos/1"]
    assert topics() == []


def test_an_earlier_number_named_twice_is_joined_once(court: Wire, topics: Topics) -> None:
    court.report(filing(pre_case_nos=[REFERRAL_NO, "(2026)苏0813行诉前调08号"]))

    assert topics().count("intake.case_records_joined.v1") == 1


@pytest.mark.parametrize("body", [referral(), pre_filing()], ids=["referral", "pre-filing"])
def test_the_same_facts_under_another_id_belong_to_the_record(court: Wire, topics: Topics, body: dict[str, Any]) -> None:
    first = court.report(body).json()
    second = court.report(body | {"message_id": "p-9"})

    assert (second.status_code, second.json()["case_id"], second.json()["facts"]) == (201, first["case_id"], [])
    assert topics().count("intake.case_number_reserved.v1") == len(set(topics()) & {"intake.case_records_joined.v1"}) + 1


@pytest.mark.parametrize("late", [False, True], ids=["named first", "named second"])
def test_an_earlier_number_that_one_of_two_equal_messages_names_is_joined(court: Wire, topics: Topics, late: bool) -> None:
    bodies = [filing(pre_case_nos=[REFERRAL_NO]), filing(message_id="m-9")]

    receipts = [court.report(body).json() for body in (reversed(bodies) if late else bodies)]

    assert len({receipt["case_id"] for receipt in receipts}) == 1
    assert topics().count("intake.case_filed.v1") == topics().count("intake.case_records_joined.v1") == 1


@pytest.mark.parametrize(
    ("body", "other"),
    [
        (referral(), {"cause": "行政许可"}),
        (referral(), {"occurred_on": "2026-08-21"}),
        (referral(), {"received_on": "2026-08-22"}),
        (referral(), {"agency_codes": [MARKET_CODE]}),
        (referral(), {"claims": "请求确认违法（样例）"}),
        (referral(), {"materials": [{"title": "起诉状（样例）", "pages": 4}]}),
        (referral(), {"materials": [{"title": "起诉状（样例）", "pages": 4}, {"title": "照片（样例）"}]}),
        (referral(), {"applicants": [{"organisation": "示例公司（样例）"}]}),
        (pre_filing(), {"occurred_on": "2026-09-03", "received_on": "2026-09-04"}),
        (pre_filing(), {"applicants": [{"person": {"name": "示例李某"}}]}),
        (pre_filing(), {"agency_codes": [LAND_CODE]}),
    ],
    ids=lambda value: value["kind"] if "kind" in value else "+".join(value),
)
def test_other_facts_under_a_number_are_kept_for_a_person(
    court: Wire, topics: Topics, body: dict[str, Any], other: dict[str, Any]
) -> None:
    court.report(body)
    answer = court.report(body | other | {"message_id": "p-9"})

    assert (answer.status_code, answer.json()["parked_reason"]) == (202, "case_number_taken")
    assert "两次内容不同" in answer.json()["parked_detail"]
    facts = ("intake.pre_litigation_referred.v1", "intake.pre_filing_notified.v1")
    assert len([topic for topic in topics() if topic in facts]) == 1


SECOND_NO = "（2026）苏0813行初13号"
TWO_FILINGS: dict[str, tuple[dict[str, Any], ...]] = {
    "both name one number": (
        filing(pre_case_nos=[REFERRAL_NO]),
        filing(message_id="m-9", case_no=SECOND_NO, pre_case_nos=[REFERRAL_NO]),
    ),
    "one names the other": (filing(message_id="m-9", case_no=SECOND_NO), filing(pre_case_nos=[SECOND_NO])),
    "one was named by the other": (filing(pre_case_nos=[SECOND_NO]), filing(message_id="m-9", case_no=SECOND_NO)),
    "a notice would join them": (
        filing(pre_case_nos=[PRE_FILING_NO]),
        filing(message_id="m-9", case_no=SECOND_NO, pre_case_nos=[REFERRAL_NO]),
        pre_filing(),
    ),
}


@pytest.mark.parametrize("bodies", TWO_FILINGS.values(), ids=list(TWO_FILINGS))
def test_a_second_filing_in_one_dispute_is_kept_for_a_person(
    court: Wire, ledger: Ledger, bodies: tuple[dict[str, Any], ...]
) -> None:
    answers = [court.report(body) for body in bodies]

    assert [answer.status_code for answer in answers] == [201] * (len(bodies) - 1) + [202]
    held = answers[-1].json()
    assert held["parked_reason"] == "case_number_taken"
    assert "一个争议只能有一个立案案号" in held["parked_detail"]
    for number in (CASE_NO, SECOND_NO, REFERRAL_NO, PRE_FILING_NO):
        case_id = reserved_by(ledger.load(number_stream(COURT, number), EVERYWHERE))
        entries = disputes.load(ledger, case_id, EVERYWHERE).entries if case_id else []
        assert len([entry for entry in entries if entry.topic == "intake.case_filed.v1"]) <= 1


def test_a_notice_that_takes_a_filed_case_for_an_earlier_number_is_kept_for_a_person(court: Wire, topics: Topics) -> None:
    court.report(filing())

    held = court.report(pre_filing(pre_case_nos=[CASE_NO]))
    assert (held.status_code, held.json()["parked_reason"]) == (202, "case_number_taken")
    assert f"诉前案号 {CASE_NO} 已经立案" in held.json()["parked_detail"]
    assert "intake.case_records_joined.v1" not in topics()


def test_a_notice_may_name_the_referral_of_a_case_that_is_filed_already(court: Wire) -> None:
    court.report(filing(pre_case_nos=[REFERRAL_NO]))

    assert court.report(pre_filing()).status_code == 201


def test_a_referral_with_an_unknown_agency_waits_for_a_person_and_then_keeps_its_place(
    court: Wire, supervisor: Wire, registered: Register, project: Callable[[], None], record_of: Callable[[str], str]
) -> None:
    held = court.report(referral(agency_codes=[MARKET_CODE, UNKNOWN_CODE]))
    assert (held.status_code, held.json()["parked_reason"]) == (202, "unknown_agency")
    court.report(CLAIMS)
    register_agency(registered, "agency-00000000-0000-4000-8000-320813000099", UNKNOWN_CODE, "320813")
    project()
    row = supervisor.get("/desk/messages").json()[0]

    body = {"decision": "retry", "reason": "已补登记"}
    settled = supervisor.post(f"/desk/messages/{row['stream']}/settle", body, version=row["version"]).json()

    assert (settled["status"], settled["case_id"]) == ("applied", record_of(REFERRAL_NO))


def test_a_notice_that_a_person_retries_brings_what_waited_for_it(
    court: Wire, supervisor: Wire, registered: Register, project: Callable[[], None]
) -> None:
    court.report(pre_filing(agency_codes=[MARKET_CODE, UNKNOWN_CODE]))
    court.report(pre_filing_withdrawal())
    register_agency(registered, "agency-00000000-0000-4000-8000-320813000099", UNKNOWN_CODE, "320813")
    project()
    row = next(row for row in supervisor.get("/desk/messages").json() if row["message_id"] == "p-2")

    body = {"decision": "retry", "reason": "已补登记"}
    assert supervisor.post(f"/desk/messages/{row['stream']}/settle", body, version=row["version"]).status_code == 200

    assert court.get("/court/messages/p-3").json()["status"] == "applied"


@pytest.mark.parametrize("number", [REFERRAL_NO, PRE_FILING_NO, CASE_NO])
@pytest.mark.parametrize("subject", ["service", "withdrawal"])
def test_what_needs_a_filing_waits_under_whichever_number_it_names(court: Wire, number: str, subject: str) -> None:
    body = service(case_no=number) if subject == "service" else withdrawal(case_no=number)
    for before in (referral(), pre_filing()):
        court.report(before)
    parked = court.report(body)
    assert (parked.status_code, parked.json()["parked_reason"]) == (202, "no_subject")
    assert number in parked.json()["parked_detail"]

    filed = court.report(CLAIMS).json()["case_id"]
    receipt = court.get(f"/court/messages/{body['message_id']}").json()
    assert (receipt["status"], receipt["case_id"]) == ("applied", filed)


def test_what_waits_is_placed_when_a_later_notice_leads_to_the_case(court: Wire) -> None:
    """The case names the notice's number only; that the referral's belongs to it too is what the notice says."""
    court.report(service(case_no=REFERRAL_NO))
    court.report(filing(pre_case_nos=[PRE_FILING_NO]))
    assert court.get("/court/messages/m-2").json()["status"] == "parked"

    court.report(pre_filing())
    assert court.get("/court/messages/m-2").json()["status"] == "applied"


def test_a_withdrawal_of_a_notice_waits_for_the_notice_and_not_for_the_case(court: Wire) -> None:
    parked = court.report(pre_filing_withdrawal())
    assert (parked.status_code, parked.json()["parked_reason"]) == (202, "no_subject")
    assert "尚无预立案通报" in parked.json()["parked_detail"]
    court.report(CLAIMS)
    assert court.get("/court/messages/p-3").json()["status"] == "parked"

    told = court.report(pre_filing()).json()["case_id"]
    receipt = court.get("/court/messages/p-3").json()
    assert (receipt["status"], receipt["case_id"]) == ("applied", told)


def test_the_same_withdrawal_of_a_notice_is_recorded_once(court: Wire, topics: Topics) -> None:
    court.report(pre_filing())
    receipts = [court.report(pre_filing_withdrawal(message_id=message)).json() for message in ("p-3", "p-4")]

    assert [len(receipt["facts"]) for receipt in receipts] == [1, 0]
    assert topics().count("intake.pre_filing_withdrawn.v1") == 1


def test_a_withdrawal_earlier_than_its_notice_is_refused_and_nothing_is_stored(
    court: Wire, topics: Topics, subjects: Subjects
) -> None:
    court.report(pre_filing())
    before = (topics(), subjects())

    refusal = court.report(pre_filing_withdrawal(occurred_on="2026-09-03"))
    problem = refusal.json()
    assert (refusal.status_code, problem["code"], problem["errors"][0]["pointer"]) == (422, "date-order", "/occurred_on")
    assert (topics(), subjects()) == before


def test_a_withdrawal_that_waited_for_a_later_notice_stays_with_the_desk(court: Wire, topics: Topics) -> None:
    court.report(pre_filing_withdrawal(occurred_on="2026-09-03"))

    assert court.report(pre_filing()).status_code == 201
    assert court.get("/court/messages/p-3").json()["status"] == "parked"
    assert "intake.pre_filing_withdrawn.v1" not in topics()


@pytest.mark.parametrize("first", [True, False], ids=["after the notice", "before the notice"])
def test_another_withdrawal_of_one_notice_is_kept_for_a_person(court: Wire, topics: Topics, first: bool) -> None:
    bodies = [pre_filing_withdrawal(), pre_filing_withdrawal(message_id="p-4", occurred_on="2026-09-07")]
    for body in (pre_filing(), *bodies) if first else (*bodies, pre_filing()):
        court.report(body)

    receipts = [court.get(f"/court/messages/{message}").json() for message in ("p-3", "p-4")]
    assert [receipt["status"] for receipt in receipts] == ["applied", "parked"]
    assert receipts[1]["parked_reason"] == "case_number_taken"
    assert "已于 2026-09-08 撤回" in receipts[1]["parked_detail"]
    assert topics().count("intake.pre_filing_withdrawn.v1") == 1


@pytest.mark.parametrize("named_first", [False, True])
def test_every_jurisdiction_concerned_reads_the_referral(
    court: Wire, ledger: Ledger, record_of: Callable[[str], str], named_first: bool
) -> None:
    """Also where another message had opened the record's stream before."""
    both = referral(agency_codes=[MARKET_CODE, NEIGHBOUR_CODE])
    for body in (filing(pre_case_nos=[REFERRAL_NO]), both) if named_first else (both,):
        court.report(body)

    for tenant in ("320813", "320812"):
        found = ledger.load_case(record_of(REFERRAL_NO), (tenant,))
        assert [entry.topic for entry in found] == ["intake.pre_litigation_referred.v1"]


def test_a_notice_keeps_who_is_concerned_and_when_the_centre_had_it(
    court: Wire, ledger: Ledger, record_of: Callable[[str], str]
) -> None:
    court.report(pre_filing(agency_codes=[MARKET_CODE, MARKET_CODE], received_on="2026-09-07"))

    entry = next(e for e in ledger.load(record_of(PRE_FILING_NO), EVERYWHERE) if isinstance(e.event, PreFilingNotified))
    assert isinstance(entry.event, PreFilingNotified)
    assert [respondent.agency for respondent in entry.event.respondents] == [MARKET]
    assert (str(entry.occurred_on), str(entry.received_on), str(entry.event.received_on)) == (
        "2026-09-04",
        "2026-09-07",
        "2026-09-07",
    )


@pytest.mark.parametrize("known", [pair for size in (1, 2) for pair in combinations(range(3), size)], ids=str)
def test_a_conflict_under_one_id_is_recorded_for_every_opening_kind(court: Wire, topics: Topics, known: tuple[int, ...]) -> None:
    bodies = [(referral(), pre_filing(), CLAIMS)[index] for index in known]
    for body in bodies:
        court.report(body)

    refusals = [court.report(body | {"cause": "行政许可"}) for body in bodies]
    assert {(refusal.status_code, refusal.json()["code"]) for refusal in refusals} == {(409, "message-conflict")}
    assert topics().count("intake.court_message_conflicted.v1") == len(bodies)
