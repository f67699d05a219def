"""What an official reads of every event that can stand in a timeline."""

from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from services.intake.cases.titles import agency_of, title
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.events.mediation.mediation import PartyNotified, SettlementSigned, TerminationServed
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.events.notify.timer import ObligationOverdue, ReminderSent
from yingsu.events.review.review import Basis, ReviewOpened, ReviewVoided
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import decode, topics
from yingsu.ledger.sealed import SealedText

GOLDEN = Path(__file__).resolve().parents[3] / "published" / "events"
NOT_OF_A_CASE = (
    "registry.",
    "notify.endpoint_",
    "intake.court_message_",
    "intake.case_number_",
    "intake.court_list_received",
    "intake.file_stored",
    "intake.dispute_claimed",
    "intake.correction_awaited",
)
SERVICES = ("intake.", "mediation.", "review.", "notify.")
OF_CASES = sorted(topic for topic in topics() if topic.startswith(SERVICES) and not topic.startswith(NOT_OF_A_CASE))
DAY = date(2026, 11, 6)
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


def test_an_appearance_names_no_one_and_says_who_was_missing() -> None:
    event = golden(LeaderAttendanceRecorded.TOPIC)
    assert isinstance(event, LeaderAttendanceRecorded)
    alone = msgspec.structs.replace(event, leader=None, leader_post=None, rank=None, spoke=None)

    assert (title(event), agency_of(event)) == ("第 1 次开庭：负责人（副职）出庭，工作人员 1 人，律师 1 人", event.agency)
    assert title(msgspec.structs.replace(alone, staff=0)) == "第 1 次开庭：负责人未出庭，律师 1 人"
    assert title(msgspec.structs.replace(alone, staff=0, lawyers=0)) == "第 1 次开庭：无人到庭"


def test_a_judgment_a_loss_and_a_hearing_read_as_an_official_says_them() -> None:
    lost, hearing = golden(JudgmentLost.TOPIC), golden(HearingScheduled.TOPIC)
    assert isinstance(lost, JudgmentLost)
    assert isinstance(hearing, HearingScheduled)

    assert title(golden(JudgmentDelivered.TOPIC)) == "法院作出判决书，（2026）苏0813行初12号"
    assert (title(lost), agency_of(lost)) == ("败诉：责令赔偿或者补偿、撤销", lost.agency)
    assert title(hearing) == "定于 2026-10-20 09:00 开庭（第 1 次）"
    assert title(msgspec.structs.replace(hearing, begins_at=None)) == "定于 2026-10-20 开庭（第 1 次）"


def test_a_review_says_whether_its_agency_lost_and_why_it_was_voided() -> None:
    basis = Basis(profile="hongze.2025-04-18", clauses=("HZ-9.2",))
    opened = ReviewOpened(
        agency=AGENCY,
        defendant=AGENCY,
        grounds="lost",
        court="苏0813",
        case_no="1",
        judgment=UUID(int=1),
        judgment_no="1",
        judged_on=DAY,
        received_on=DAY,
        outcomes=("revoked",),
        decided_under=basis,
    )
    reason = SealedText(subject="s", key_id="k", box="eA==")
    voided = ReviewVoided(agency=AGENCY, judgment_no="1", voided_on=DAY, because="reversed", authority="1", reason=reason)

    assert (title(opened), agency_of(opened)) == ("收到败诉裁判文书，开始一案一复盘", AGENCY)
    assert title(msgspec.structs.replace(opened, grounds="joint_defendant")) == "共同被告败诉，开始一案一复盘"
    assert title(voided) == "撤销复盘：裁判已改判"
    assert title(msgspec.structs.replace(voided, because="corrected")) == "撤销复盘：败诉登记已更正"


def test_what_the_clock_tells_is_named_after_its_duty_and_can_concern_no_agency() -> None:
    overdue = ObligationOverdue(obligation="o", code="c", title="提交答辩状", agency=AGENCY, owed_by="agency", latest=DAY)
    reminder = ReminderSent(
        obligation="o", code="c", title="审理期限", agency=None, owed_by="court", stage="ahead", for_day=DAY, due=DAY, latest=DAY
    )

    assert (title(overdue), agency_of(overdue)) == ("逾期：提交答辩状", AGENCY)
    assert (title(reminder), agency_of(reminder)) == ("提醒：审理期限，2026-11-06 届满", None)
