"""The supervising body's part of a review: it accepts a report, sends it back with the reason, or takes the review back. Pure."""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from services.review.bounds import check_day, check_stands
from services.review.requirements import Requirements
from services.review.review import Review, Submission
from yingsu.errors import Refused
from yingsu.events.review.review import ReviewAccepted, ReviewReturned, ReviewVoided
from yingsu.ledger.sealed import SealedText


class NotSubmitted(Refused):
    """No report is with the supervising body."""

    code = "review-not-submitted"
    title = "分析报告尚未移送"


class AlreadyAccepted(Refused):
    """The report was accepted."""

    code = "review-already-accepted"
    title = "分析报告已接收"


class AcceptReview(msgspec.Struct, frozen=True, kw_only=True):
    """接收."""

    accepted_on: date


class ReturnReview(msgspec.Struct, frozen=True, kw_only=True):
    """退回重报."""

    returned_on: date
    reason: str


class VoidReview(msgspec.Struct, frozen=True, kw_only=True):
    """撤销复盘: the judgment was reversed, or the loss was recorded by mistake; `authority` is the document that says so."""

    voided_on: date
    because: Literal["reversed", "corrected"]
    authority: str
    reason: str


def accept_review(state: Review, command: AcceptReview, required: Requirements, today: date) -> ReviewAccepted:
    """接收分析报告 (HZ-9.6). Raises `ReviewIsVoided`, `NotSubmitted`, `AlreadyAccepted`, `FutureFact`, `DateOrder`."""
    since = _pending(state, "接收", required).event.submitted_on
    check_day(command.accepted_on, today, "/accepted_on", since=since, fact="移送", rests_on=("addressees",), required=required)
    return ReviewAccepted(agency=state.agency, judgment_no=state.opening.judgment_no, accepted_on=command.accepted_on)


def return_review(
    state: Review, command: ReturnReview, required: Requirements, today: date, seal: Callable[[str], SealedText]
) -> ReviewReturned:
    """退回重报: the report is drafted, signed and submitted anew. Raises as `accept_review`."""
    since = _pending(state, "退回", required).event.submitted_on
    check_day(command.returned_on, today, "/returned_on", since=since, fact="移送", rests_on=("addressees",), required=required)
    return ReviewReturned(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        returned_on=command.returned_on,
        reason=seal(command.reason),
    )


def void_review(
    state: Review, command: VoidReview, required: Requirements, today: date, seal: Callable[[str], SealedText]
) -> ReviewVoided:
    """撤销复盘, at whatever stage: the loss that it rests on (HZ-9.1) does not stand. Raises `ReviewIsVoided`, `FutureFact`, `DateOrder`."""
    check_stands(state, ("owner",), required)
    since, fact = state.received_on, "收到败诉裁判文书"
    check_day(command.voided_on, today, "/voided_on", since=since, fact=fact, rests_on=("owner",), required=required)
    return ReviewVoided(
        agency=state.agency,
        judgment_no=state.opening.judgment_no,
        voided_on=command.voided_on,
        because=command.because,
        authority=command.authority,
        reason=seal(command.reason),
    )


def _pending(state: Review, what: str, required: Requirements) -> Submission:
    """The report that waits for an answer."""
    check_stands(state, ("addressees",), required)
    if state.submission is None:
        raise NotSubmitted(
            f"没有待接收的分析报告，不能{what}。按照{required.cited('addressees')}，报告先由承担复盘的机关审签、移送，请待其移送后办理。",
            clauses=required.ids("addressees"),
        )
    if state.accepted:
        raise AlreadyAccepted(
            f"分析报告已于 {state.accepted.accepted_on} 接收（{required.cited('addressees')}），未登记。"
            "败诉不成立的，请登记撤销复盘；其他问题请在整改中解决。",
            clauses=required.ids("addressees"),
        )
    return state.submission
