"""What an official reads of every event that can stand in a timeline."""

from pathlib import Path

import msgspec
import pytest

from services.intake.cases.titles import agency_of, title
from yingsu.events.mediation.mediation import PartyNotified, SettlementSigned, TerminationServed
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import decode, topics

GOLDEN = Path(__file__).resolve().parents[3] / "published" / "events"
NOT_OF_A_CASE = ("registry.", "intake.court_message_", "intake.case_number_", "intake.file_stored", "intake.dispute_claimed")
OF_CASES = sorted(
    topic for topic in topics() if topic.startswith(("intake.", "mediation.")) and not topic.startswith(NOT_OF_A_CASE)
)
AGENCY = "agency-00000000-0000-4000-8000-320813000002"


def golden(topic: str) -> Event:
    return decode(topic, (GOLDEN / f"{topic}.json").read_bytes())


@pytest.mark.parametrize("topic", OF_CASES)
def test_every_event_of_a_case_has_a_title_in_chinese(topic: str) -> None:
    text = title(golden(topic))
    assert topic not in text
    assert any("\u4e00" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize(
    ("event", "text"),
    [(PartyNotified, "告知{}调处时间、地点"), (TerminationServed, "向{}送达《行政争议终止调处通知书》")],
)
def test_a_line_says_whether_an_agency_or_an_applicant_was_told(
    event: type[PartyNotified | TerminationServed], text: str
) -> None:
    told = msgspec.structs.replace(golden(event.TOPIC), complete_on=None)
    agency, applicant = (msgspec.structs.replace(told, party=party) for party in (AGENCY, "p1"))

    assert (title(agency), agency_of(agency)) == (text.format("行政机关"), AGENCY)
    assert (title(applicant), agency_of(applicant)) == (text.format("申请人"), None)


def test_the_last_one_told_completes_it() -> None:
    event = golden(PartyNotified.TOPIC)
    assert isinstance(event, PartyNotified)
    assert event.complete_on is not None
    assert title(event).endswith("（各方均已告知）")


def test_a_plan_names_the_parts_that_it_brings() -> None:
    event = golden(MediationPlanSubmitted.TOPIC)
    assert isinstance(event, MediationPlanSubmitted)
    assert title(event) == "报送责任领导、联络人、初步调处意向方案"
    assert title(msgspec.structs.replace(event, contact=None, plan=None, file=None)) == "报送责任领导"
    assert agency_of(event) == event.agency


def test_a_signature_is_of_a_party() -> None:
    event = golden(SettlementSigned.TOPIC)
    assert isinstance(event, SettlementSigned)
    assert title(msgspec.structs.replace(event, party="p1")) == "申请人签字确认《行政争议调处协议》"
