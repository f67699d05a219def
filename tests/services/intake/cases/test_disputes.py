"""A dispute before its filing and after, as the list, the single case and the timeline show it to each who may see it."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from services.intake.court.numbering import number_stream, reserved_by
from tests.services.intake.cast import (
    CASE_NO,
    COURT,
    MARKET,
    PRE_FILING_NO,
    REFERRAL_NO,
    filing,
    pre_filing,
    pre_filing_withdrawal,
    referral,
    service,
)
from tests.whole import Calling
from tests.wire import Wire
from yingsu.events.mediation.mediation import MediationSessionHeld, MediationTerminated
from yingsu.ledger.entry import Actor, Command, Event, NewEvent, StreamWrite
from yingsu.ledger.store import Ledger

MEDIATION = f"mediation-{'c' * 32}"


@pytest.fixture
def record_of(ledger: Ledger) -> Callable[[str], str]:
    """The case record of one of the court's numbers."""

    def found(case_no: str) -> str:
        return reserved_by(ledger.load(number_stream(COURT, case_no), ("*",))) or ""

    return found


@pytest.fixture
def mediated(ledger: Ledger, court: Wire, record_of: Callable[[str], str]) -> str:
    """A referral whose mediation failed in a session; returns the referral's record."""
    court.report(referral())
    case_id = record_of(REFERRAL_NO)
    held = MediationSessionHeld(held_on=date(2026, 9, 8), present=("p1",), agreed=False, notes=None)
    ended = MediationTerminated(reason="too_far_apart", terminated_on=date(2026, 9, 9), document_no="1", note=None)
    events: list[tuple[Event, date]] = [(held, date(2026, 9, 8)), (ended, date(2026, 9, 9))]
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(
                StreamWrite(
                    stream=MEDIATION,
                    expected_version=0,
                    events=tuple(
                        NewEvent(event=event, jurisdiction="320813", case_id=case_id, occurred_on=day) for event, day in events
                    ),
                ),
            ),
            actor=Actor(client="centre", role="mediation_centre"),
            source="test",
            correlation_id="test",
            permitted=("320813",),
        )
    )
    return case_id


def test_a_court_learns_nothing_of_a_mediation_from_its_list_of_cases(
    mediated: str, court: Wire, supervisor: Wire, project: Callable[[], None]
) -> None:
    project()
    (for_court,), (for_supervisor,) = court.get("/cases").json(), supervisor.get("/cases").json()

    assert (for_court["status"], for_supervisor["status"]) == ("referred", "terminated")
    assert for_supervisor["latest_title"] == "终止调处：各方分歧较大"
    assert for_court["latest_title"].startswith("法院诉前移送调处")
    assert [len(court.get("/cases", status=status).json()) for status in ("terminated", "referred")] == [0, 1]
    assert [len(supervisor.get("/cases", status=status).json()) for status in ("terminated", "referred")] == [1, 0]


def test_nor_from_the_case_or_its_timeline(mediated: str, court: Wire, supervisor: Wire) -> None:
    seen = court.get(f"/cases/{mediated}").json()
    lines = court.get(f"/cases/{mediated}/timeline").json()

    assert (seen["status"], seen["mediations"]) == ("referred", [])
    assert [line["topic"] for line in lines] == ["intake.pre_litigation_referred.v1"]
    assert supervisor.get(f"/cases/{mediated}").json()["status"] == "terminated"
    assert len(supervisor.get(f"/cases/{mediated}/timeline").json()) == 3


def test_a_dispute_is_seen_before_its_filing(mediated: str, supervisor: Wire, line: Calling, project: Callable[[], None]) -> None:
    project()
    found = supervisor.get(f"/cases/by-number/{REFERRAL_NO}").json()

    assert (found["case_id"], found["case_no"], found["filed_on"], found["plaintiffs"]) == (mediated, REFERRAL_NO, None, [])
    assert [party["name"] for party in found["referrals"][0]["applicants"]] == ["示例张某"]
    assert line("market").get(f"/cases/{mediated}").status_code == 200
    assert line("neighbour").get(f"/cases/{mediated}").json()["code"] == "case-not-found"
    assert [case["case_id"] for case in line("market").get("/cases").json()] == [mediated]


def test_a_suit_takes_in_what_preceded_it_and_any_number_leads_to_it(
    mediated: str, court: Wire, supervisor: Wire, record_of: Callable[[str], str], project: Callable[[], None]
) -> None:
    court.report(pre_filing())
    court.report(filing(pre_case_nos=[REFERRAL_NO, PRE_FILING_NO]))
    project()
    numbers = (REFERRAL_NO, PRE_FILING_NO, CASE_NO)
    found = [supervisor.get(f"/cases/by-number/{number}").json() for number in numbers]

    assert found[0] == found[1] == found[2]
    assert (found[0]["case_id"], found[0]["status"]) == (record_of(CASE_NO), "filed")
    assert {known["case_no"]: known["case_id"] for known in found[0]["numbers"]} == {n: record_of(n) for n in numbers}
    assert [len(supervisor.get("/cases", case_no=number).json()) for number in numbers] == [1, 1, 1]
    assert len(supervisor.get("/cases").json()) == 1
    before = supervisor.get(f"/cases/{mediated}", as_of="2026-08-25").json()
    assert (before["case_id"], before["case_no"]) == (mediated, REFERRAL_NO)


def test_an_answer_waits_for_the_filing_and_then_finds_it_under_any_record(
    mediated: str, court: Wire, market: Wire, record_of: Callable[[str], str]
) -> None:
    body = {"submitted_on": "2026-09-15", "delivery": "court_platform", "has_answer": True, "evidence_count": 1}
    early = market.post(f"/cases/{mediated}/responses/{MARKET}/answer", body, version=0)
    assert (early.status_code, early.json()["code"]) == (409, "case-not-filed")
    assert "行政诉讼法第六十七条" in early.json()["detail"]

    court.report(filing(pre_case_nos=[REFERRAL_NO]))
    court.report(service())
    answered = market.post(f"/cases/{mediated}/responses/{MARKET}/answer", body, version=0)
    assert answered.status_code == 201
    assert answered.json()["case_id"] in (mediated, record_of(CASE_NO))


def test_a_notice_that_was_taken_back_leaves_the_dispute_where_it_was(
    mediated: str, court: Wire, supervisor: Wire, project: Callable[[], None]
) -> None:
    court.report(pre_filing())
    assert supervisor.get(f"/cases/{mediated}").json()["status"] == "pre_filing"
    court.report(pre_filing_withdrawal())

    found = supervisor.get(f"/cases/{mediated}").json()
    assert (found["status"], found["pre_filings"][0]["withdrawn_on"]) == ("terminated", pre_filing_withdrawal()["occurred_on"])
