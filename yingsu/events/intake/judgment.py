"""How a court decided a case. Streams `case-<uuid>`. Receipts are `ServiceRecorded` (document judgment or ruling), one per defendant."""

from datetime import date
from typing import Literal

import msgspec

from yingsu.events.intake.case import DisputedObject
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored

Outcome = Literal[
    "claims_dismissed",
    "suit_dismissed",
    "revoked",
    "partly_revoked",
    "revoked_and_remade",
    "performance_ordered",
    "payment_ordered",
    "illegality_confirmed",
    "invalidity_confirmed",
    "remedy_ordered",
    "altered",
    "compensation_ordered",
    "agreement_performance_ordered",
]
"""驳回诉讼请求, 驳回起诉, 撤销, 部分撤销, 撤销并责令重作, 责令履行法定职责, 责令给付, 确认违法, 确认无效, 责令采取补救措施, 变更,
责令赔偿或者补偿, 责令履行行政协议. What each means is in `yingsu.law.outcomes`."""


class Result(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outcome for one defendant and what it was sued for (行政诉讼法 art. 79: one for each)."""

    agency: str
    object: DisputedObject
    outcome: Outcome


@stored("intake.judgment_delivered.v1")
class JudgmentDelivered(Event, frozen=True, kw_only=True):
    """裁判. The court decided the case on `judged_on`; `judgment_no` is the number of the document."""

    court: str
    case_no: str
    judgment_no: str
    document: Literal["judgment", "ruling"]
    judged_on: date
    results: tuple[Result, ...]


@stored("intake.judgment_lost.v1")
class JudgmentLost(Event, frozen=True, kw_only=True):
    """败诉. One for each defendant with an outcome that counts as a loss, however many objects; recorded with the judgment."""

    agency: str
    judgment_no: str
    judged_on: date
    outcomes: tuple[Outcome, ...]
