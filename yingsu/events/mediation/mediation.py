"""One mediation before the suit, as the mediation centre conducts it. Streams `mediation-<digest>`. HZ clauses are those of 洪泽's document.

A *party* is an applicant of the referral ("p1", "p2", …) or a respondent agency's id. `complete_on` tells, where one event a party is
needed, the day from which every party has its own: None while one lacks.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText

Track = Literal["pre_suit"]
"""诉前移送调处."""

TerminationReason = Literal["withdrawn", "unreachable", "unwilling", "too_far_apart", "term_expired", "refuses_to_sign", "other"]
"""申请人撤回, 当事人无法联系, 当事人不愿调处, 分歧较大, 期限届满, 拒绝签字, 其他 (《人民法院在线调解规则》 art. 25, by analogy)."""


@stored("mediation.mediation_opened.v1")
class MediationOpened(Event, frozen=True, kw_only=True):
    """调处登记. Follows from a court's referral, whose entry is `referral`: the centre has the materials from `received_on` on (HZ-4.1)."""

    track: Track
    referral: UUID
    court: str
    case_no: str
    received_on: date
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    materials: tuple[str, ...]


@stored("mediation.referral_accepted.v1")
class ReferralAccepted(Event, frozen=True, kw_only=True):
    """签收移送材料. The centre takes the matter on; the term of mediation runs from `accepted_on` (法释〔2016〕14号 art. 27, by analogy)."""

    accepted_on: date


@stored("mediation.assignment_notice_sent.v1")
class AssignmentNoticeSent(Event, frozen=True, kw_only=True):
    """《行政争议调处交办通知书》 (HZ-4.2), one an agency. Its 3 working days run from `received_on`, the day on which it had the notice."""

    agency: str
    document_no: str
    sent_on: date
    received_on: date
    method: str | None


@stored("mediation.mediation_scheduled.v1")
class MediationScheduled(Event, frozen=True, kw_only=True):
    """确定调处时间、地点 (HZ-4.4). `reason` where an earlier time is replaced: every party is then told anew."""

    scheduled_on: date
    session_at: datetime
    place: str
    reason: SealedText | None


@stored("mediation.party_notified.v1")
class PartyNotified(Event, frozen=True, kw_only=True):
    """告知当事人 the time and place (HZ-4.4)."""

    party: str
    notified_on: date
    method: str | None
    complete_on: date | None


@stored("mediation.mediation_session_held.v1")
class MediationSessionHeld(Event, frozen=True, kw_only=True):
    """调处会. Who came, and what was noted. The notes are for the centre alone: what is said for a settlement is no evidence later."""

    held_on: date
    present: tuple[str, ...]
    agreed: bool
    notes: SealedText | None


@stored("mediation.mediation_term_extended.v1")
class MediationTermExtended(Event, frozen=True, kw_only=True):
    """延长调处期限, by consent of every party (《人民法院在线调解规则》 art. 24, by analogy)."""

    until: date
    consents: tuple[str, ...]
    reason: str


@stored("mediation.settlement_reached.v1")
class SettlementReached(Event, frozen=True, kw_only=True):
    """《行政争议调处协议》 (HZ-4.5). `parties` took part and sign. `terms` are the sealed text of each term."""

    document_no: str
    reached_on: date
    parties: tuple[str, ...]
    terms: tuple[SealedText, ...]
    perform_by: date | None
    file: str | None


@stored("mediation.settlement_signed.v1")
class SettlementSigned(Event, frozen=True, kw_only=True):
    """签字确认 (HZ-4.6), by the party itself or by a person it authorised; `authority` is the file that proves the authority."""

    party: str
    signed_on: date
    signatory: Literal["party", "authorised"]
    person: SealedPerson | None
    authority: str | None


@stored("mediation.settlement_became_effective.v1")
class SettlementBecameEffective(Event, frozen=True, kw_only=True):
    """协议生效. Every party has signed (HZ-4.6); the last on `effective_on`. Appended with the signature that completes them."""

    effective_on: date


@stored("mediation.withdrawal_explained.v1")
class WithdrawalExplained(Event, frozen=True, kw_only=True):
    """释明撤回行政诉讼 to one applicant (HZ-4.7). Explained, never forced."""

    party: str
    explained_on: date
    note: SealedText | None
    complete_on: date | None


@stored("mediation.mediation_terminated.v1")
class MediationTerminated(Event, frozen=True, kw_only=True):
    """终止调处, with 《行政争议终止调处通知书》 for each party (HZ-4.8)."""

    reason: TerminationReason
    terminated_on: date
    document_no: str
    note: SealedText | None


@stored("mediation.termination_served.v1")
class TerminationServed(Event, frozen=True, kw_only=True):
    """送达《行政争议终止调处通知书》 to one party (HZ-4.8)."""

    party: str
    served_on: date
    received_on: date
    method: str | None
    complete_on: date | None


class ReturnedMaterial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the materials that were received: returned, or the reason why not."""

    material: str
    returned: bool
    reason: SealedText | None


@stored("mediation.returned_to_court.v1")
class ReturnedToCourt(Event, frozen=True, kw_only=True):
    """退回法院: 《行政争议终止调处告知函》 with every material that was received, or the reason why one is not returned (HZ-4.9)."""

    letter_no: str
    returned_on: date
    materials: tuple[ReturnedMaterial, ...]
    text: SealedText
