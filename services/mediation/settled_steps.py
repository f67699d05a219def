"""What becomes of a settlement in force, as the state keeps it: each mirrors its event."""

from datetime import date

from services.mediation.steps import Step
from yingsu.ledger.sealed import SealedText


class Application(Step, frozen=True, kw_only=True):
    """共同申请司法确认. `late_days` after the 30 days; 0 in time."""

    court: str
    applied_on: date
    late_days: int


class Confirmation(Step, frozen=True, kw_only=True):
    """法院对司法确认申请的裁定."""

    ruling_no: str
    decided_on: date
    confirmed: bool


class Performance(Step, frozen=True, kw_only=True):
    """履行协议 (HZ-4.5)."""

    performed_on: date
    note: SealedText | None


class Breach(Step, frozen=True, kw_only=True):
    """违反协议 by one party."""

    party: str
    breached_on: date
    note: SealedText
