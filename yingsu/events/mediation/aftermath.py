"""What becomes of a settlement in force: judicial confirmation, performance, breach. In the stream of its mediation."""

from datetime import date

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("mediation.judicial_confirmation_applied.v1")
class JudicialConfirmationApplied(Event, frozen=True, kw_only=True):
    """共同申请司法确认, within 30 days of the settlement's effect (民事诉讼法 2023 art. 205; 行政诉讼法 art. 101). `late_days`: how many days
    after that; 0 in time."""

    court: str
    applied_on: date
    late_days: int


@stored("mediation.judicial_confirmation_decided.v1")
class JudicialConfirmationDecided(Event, frozen=True, kw_only=True):
    """裁定: the settlement is confirmed, or the application dismissed (民事诉讼法 2023 art. 206)."""

    ruling_no: str
    decided_on: date
    confirmed: bool


@stored("mediation.settlement_performed.v1")
class SettlementPerformed(Event, frozen=True, kw_only=True):
    """履行协议 (HZ-4.5): everything that the settlement binds its parties to is done."""

    performed_on: date
    note: SealedText | None


@stored("mediation.settlement_breached.v1")
class SettlementBreached(Event, frozen=True, kw_only=True):
    """违反协议 by one party. A fact that was told, not a finding; the suit is not closed by a settlement, nor opened by its breach."""

    party: str
    breached_on: date
    note: SealedText
