"""The steps of a mediation in court, and the end of one beside a suit, as the state keeps them: each mirrors its event."""

from datetime import date

from services.mediation.steps import Step
from yingsu.events.mediation.court import CourtEnding, MediableGround
from yingsu.events.mediation.litigation import LitigationEnding
from yingsu.ledger.sealed import SealedText


class Ending(Step, frozen=True, kw_only=True):
    """诉中调解终结."""

    reason: LitigationEnding
    ended_on: date
    note: SealedText | None


class CourtSession(Step, frozen=True, kw_only=True):
    """人民法院调解 of one day (YC-2.4.4)."""

    held_on: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    agreed: bool


class CourtDocument(Step, frozen=True, kw_only=True):
    """行政调解书 (行政诉讼法 art. 60)."""

    document_no: str
    issued_on: date
    respondents: tuple[str, ...]
    ground: MediableGround | None
    perform_by: date | None
    file: str | None


class DocumentSigned(Step, frozen=True, kw_only=True):
    """签收行政调解书 by one party."""

    party: str
    document_no: str
    signed_on: date
    complete_on: date | None


class DocumentPerformed(Step, frozen=True, kw_only=True):
    """履行行政调解书 by one agency (YT-2.6.1)."""

    agency: str
    document_no: str
    performed_on: date
    note: SealedText | None


class CourtEnd(Step, frozen=True, kw_only=True):
    """人民法院调解结束 without a 行政调解书."""

    reason: CourtEnding
    ended_on: date
    note: SealedText | None
