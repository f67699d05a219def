"""自查和自我纠正: an agency looks at the act it is sued for, and may put it right itself. Streams `response-<case uuid>-<agency uuid>`.

No court and no other agency sees it: a changed act is told to the court by `intake.court_informed.v1`.
"""

from datetime import date
from typing import Literal

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

SelfReviewResult = Literal["correct", "settle", "defend"]
"""自行纠正, 和解, 应诉 (DH-5.4)."""

CorrectionMethod = Literal["revoke", "supplement", "correct", "change", "confirm_unlawful", "confirm_void"]
"""撤销, 补正, 更正, 改变原行政行为, 确认违法, 确认无效 (HZ-3.1)."""


@internal(centre=True)
@stored("mediation.self_review_done.v1")
class SelfReviewDone(Event, frozen=True, kw_only=True):
    """对被诉行政行为进行全面审查 (DH-5.4, HZ-6.3). `reason`: why it comes to this."""

    agency: str
    done_on: date
    result: SelfReviewResult
    reason: SealedText | None
    file: str | None


@internal(centre=True)
@stored("mediation.self_correction_started.v1")
class SelfCorrectionStarted(Event, frozen=True, kw_only=True):
    """启动自我纠正 (HZ-3.1, HZ-3.2, HZ-6.3, YT-2.6.2). `method`: the one in view. Encouraged, never owed because it is encouraged."""

    agency: str
    started_on: date
    method: CorrectionMethod | None
    reason: SealedText | None


@internal(centre=True)
@stored("mediation.self_correction_decided.v1")
class SelfCorrectionDecided(Event, frozen=True, kw_only=True):
    """作出是否纠正的决定 (HZ-3.1, HZ-3.3), after weighing 国家利益, 公共利益, 他人合法权益. `method` None: the act stands. `remedies` may be that
    there are none, and why."""

    agency: str
    decided_on: date
    method: CorrectionMethod | None
    document_no: str | None
    state_interest: SealedText | None
    public_interest: SealedText | None
    third_party_interest: SealedText | None
    remedies: SealedText | None
    file: str | None
