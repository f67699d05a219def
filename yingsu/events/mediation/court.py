"""人民法院调解 in a filed case (行政诉讼法 art. 60), as those that took part register it from what the court did. Streams `mediation-<digest>`.

A formal 行政调解书 there is only in cases of compensation, indemnity and discretionary powers; in every other there is settlement and
withdrawal.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

MediableGround = Literal["compensation", "indemnity", "discretion"]
"""行政赔偿, 行政补偿, 行使法律、法规规定的自由裁量权 (行政诉讼法 art. 60)."""

CourtEnding = Literal["unwilling", "no_agreement", "refused_document", "settled_by_withdrawal", "other"]
"""当事人不愿调解, 调解未达成协议, 调解书签收前反悔, 和解后申请撤诉, 其他."""


@stored("mediation.court_mediation_started.v1")
class CourtMediationStarted(Event, frozen=True, kw_only=True):
    """人民法院介入调处 (HZ-6.1), in the case that the entry `filing` filed. Parties are those of the filing."""

    filing: UUID
    court: str
    case_no: str
    started_on: date
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]


@stored("mediation.court_mediation_session_held.v1")
class CourtMediationSessionHeld(Event, frozen=True, kw_only=True):
    """人民法院调解 of one day (YC-2.4.4): which parties came, and which did not. What was said there stays
    there."""

    held_on: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    agreed: bool


@stored("mediation.court_mediation_document_issued.v1")
class CourtMediationDocumentIssued(Event, frozen=True, kw_only=True):
    """制作行政调解书 (行政诉讼法 art. 60; YT-2.5.2). `ground`: why the case is mediable, where the filing does not say that it is.
    `respondents`: the agencies that it is for."""

    document_no: str
    issued_on: date
    respondents: tuple[str, ...]
    ground: MediableGround | None
    perform_by: date | None
    file: str | None


@stored("mediation.court_mediation_document_signed.v1")
class CourtMediationDocumentSigned(Event, frozen=True, kw_only=True):
    """签收行政调解书 by one party. `complete_on`: the day of the last signature, where this one completes them."""

    party: str
    document_no: str
    signed_on: date
    complete_on: date | None


@stored("mediation.court_mediation_document_became_effective.v1")
class CourtMediationDocumentBecameEffective(Event, frozen=True, kw_only=True):
    """行政调解书生效 (YT-2.6.1) for one agency, by the last signature. Appended with it, once an agency."""

    agency: str
    document_no: str
    effective_on: date
    perform_by: date | None


@stored("mediation.court_mediation_document_performed.v1")
class CourtMediationDocumentPerformed(Event, frozen=True, kw_only=True):
    """履行行政调解书 (YT-2.6.1) by one agency."""

    agency: str
    document_no: str
    performed_on: date
    note: SealedText | None


@stored("mediation.court_mediation_ended.v1")
class CourtMediationEnded(Event, frozen=True, kw_only=True):
    """人民法院调解结束 without a 行政调解书. `note`: what "other" is."""

    reason: CourtEnding
    ended_on: date
    note: SealedText | None
