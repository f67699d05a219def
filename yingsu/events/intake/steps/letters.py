"""What a defendant does about the letters of a court: advice, warnings, opinions, questions. Each is known by the court's number for it."""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@stored("intake.judicial_advice_replied.v1")
class JudicialAdviceReplied(Event, frozen=True, kw_only=True):
    """书面回复司法建议 `to` the court, or the copy of it to the government's legal office (YT-3.1.3: both)."""

    agency: str
    advice_no: str
    to: Literal["court", "legal_office"]
    replied_on: date
    measures: SealedText
    file: str | None


@internal()
@stored("intake.court_letter_follow_up_planned.v1")
class CourtLetterFollowUpPlanned(Event, frozen=True, kw_only=True):
    """落实函件的计划 (DH-5.3): 具体措施, 完成时限, 对接人."""

    agency: str
    letter_no: str
    planned_on: date
    measures: SealedText | None
    due: date | None
    contact: SealedPerson | None


@internal()
@stored("intake.court_letter_follow_up_revised.v1")
class CourtLetterFollowUpRevised(Event, frozen=True, kw_only=True):
    """调整完成时限, with the reason."""

    agency: str
    letter_no: str
    revised_on: date
    due: date
    reason: str


@internal()
@stored("intake.court_letter_completed.v1")
class CourtLetterCompleted(Event, frozen=True, kw_only=True):
    """完成落实 (DH-5.3)."""

    agency: str
    letter_no: str
    completed_on: date
    result: SealedText
    files: tuple[str, ...]


@stored("intake.court_query_answered.v1")
class CourtQueryAnswered(Event, frozen=True, kw_only=True):
    """回应人民法院提出的程序、证据问题 (DH-5.1)."""

    agency: str
    query_no: str
    answered_on: date
    answer: SealedText


@internal()
@stored("intake.court_opinion_followed_up.v1")
class CourtOpinionFollowedUp(Event, frozen=True, kw_only=True):
    """落实法院意见、建议 (YC-2.3)."""

    agency: str
    opinion_no: str
    followed_up_on: date
    result: SealedText
