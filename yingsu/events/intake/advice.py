"""What the court writes to a defendant beside the suit: warnings, letters, advice, questions, opinions. Streams `case-<uuid>`.

`received_on` is the day on which the agency had it. `file` is an uploaded document. What it is about is sealed.
"""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

LetterKind = Literal["loss_risk", "advice", "opinion"]
"""败诉风险提示函, 司法建议书, 意见书 (DH-5.3)."""


@stored("intake.loss_warning_received.v1")
class LossWarningReceived(Event, frozen=True, kw_only=True):
    """收到《败诉预警函》 (HZ-6.3; XC-2.4)."""

    agency: str
    letter_no: str
    received_on: date
    file: str | None


@stored("intake.court_letter_received.v1")
class CourtLetterReceived(Event, frozen=True, kw_only=True):
    """收到人民法院函件 (DH-5.3)."""

    agency: str
    letter_no: str
    kind: LetterKind
    received_on: date
    subject: SealedText | None
    file: str | None


@stored("intake.judicial_advice_received.v1")
class JudicialAdviceReceived(Event, frozen=True, kw_only=True):
    """收到司法建议 (行政诉讼法 arts. 66, 96; YT-3.1.3). `reply_by`: the day that the court set for the reply."""

    agency: str
    advice_no: str
    received_on: date
    reply_by: date | None
    subject: SealedText | None
    file: str | None


@stored("intake.advice_withdrawn.v1")
class AdviceWithdrawn(Event, frozen=True, kw_only=True):
    """撤回司法建议."""

    agency: str
    advice_no: str
    withdrawn_on: date
    reason: str


@stored("intake.court_query_received.v1")
class CourtQueryReceived(Event, frozen=True, kw_only=True):
    """人民法院提出程序、证据问题 (DH-5.1)."""

    agency: str
    query_no: str
    received_on: date
    subject: SealedText | None


@stored("intake.court_opinion_received.v1")
class CourtOpinionReceived(Event, frozen=True, kw_only=True):
    """收到法院意见、建议 (YC-2.3 and others)."""

    agency: str
    opinion_no: str
    received_on: date
    subject: SealedText | None
