"""The review of one lost case by one agency: its steps, and where it stands. Owns the fold.

The state is a collection of facts; what the review is at a moment (`status`, which draft counts, whose signature holds) is computed from
them. A return by the supervising body takes the report back to drafting; a new draft takes the place of the one before, and of the
signature on that. HZ clauses are those of 洪泽区《关于进一步压降行政诉讼败诉率的十项机制》.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec

from yingsu.events.review.rectification import RectificationPlanned, RectificationSubmitted
from yingsu.events.review.review import (
    ReviewAccepted,
    ReviewDrafted,
    ReviewOpened,
    ReviewReturned,
    ReviewSigned,
    ReviewStarted,
    ReviewSubmitted,
    ReviewVoided,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream

Status = Literal[
    "opened",
    "started",
    "drafted",
    "signed",
    "submitted",
    "returned",
    "accepted",
    "rectifying",
    "rectified",
    "voided",
]
"""待开展, 已开展, 报告已起草, 报告已审签, 报告已移送, 已退回重报, 报告已接收, 整改中, 已报送整改情况, 已撤销."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The report as drafted: the entry `event_id`, number `version` of the review's stream."""

    event: ReviewDrafted
    event_id: UUID
    version: int


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A signing of a draft."""

    event: ReviewSigned
    event_id: UUID


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it went to its addressees."""

    event: ReviewSubmitted
    event_id: UUID
    version: int


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was sent back."""

    event: ReviewReturned
    event_id: UUID
    version: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A rectification plan."""

    event: RectificationPlanned
    event_id: UUID


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one review. `review_id` is its stream, `case_id` the case record of the judgment, `opening_id` the entry of 复盘登记.

    `further` are the other openings: parts of the same case for which the same agency answers. `version` is that of the stream.
    """

    review_id: str
    case_id: str
    jurisdiction: str
    opening: ReviewOpened
    opening_id: UUID
    further: tuple[ReviewOpened, ...] = ()
    started: ReviewStarted | None = None
    draft: Draft | None = None
    signatures: tuple[Signature, ...] = ()
    submissions: tuple[Submission, ...] = ()
    returns: tuple[Return, ...] = ()
    accepted: ReviewAccepted | None = None
    voided: ReviewVoided | None = None
    plans: tuple[Plan, ...] = ()
    rectified: RectificationSubmitted | None = None
    version: int = 0

    @property
    def agency(self) -> str:
        """Who has to review."""
        return self.opening.agency

    @property
    def received_on(self) -> date:
        """The day on which the judgment was received: the day for which the rules are looked up."""
        return self.opening.received_on

    @property
    def defendants(self) -> tuple[str, ...]:
        """For whose parts of the case the review is held, each once."""
        return tuple(dict.fromkeys(opening.defendant for opening in (self.opening, *self.further)))

    @property
    def submission(self) -> Submission | None:
        """The report that is with its addressees: the last one, unless it was sent back."""
        last = self.submissions[-1] if self.submissions else None
        return last if last and last.version > self._returned_at else None

    @property
    def current_draft(self) -> Draft | None:
        """The draft that can be signed and submitted: the last one, unless it was submitted and sent back."""
        return self.draft if self.draft and self.draft.version > self._returned_at else None

    @property
    def signature(self) -> Signature | None:
        """The signature under the current draft."""
        draft = self.current_draft
        return next((signed for signed in reversed(self.signatures) if draft and signed.event.draft == draft.event_id), None)

    @property
    def completed_on(self) -> date | None:
        """The day on which the analysis was complete: first signed, or submitted where it was not signed (HZ-9.9)."""
        signed = [signature.event.signed_on for signature in self.signatures]
        return min([*signed, *(submission.event.submitted_on for submission in self.submissions)], default=None)

    @property
    def plan(self) -> Plan | None:
        """The rectification plan that holds: the last one."""
        return self.plans[-1] if self.plans else None

    @property
    def status(self) -> Status:
        """Where the review stands. A report that has to be submitted goes before the rectification."""
        if self.voided:
            return "voided"
        if self.submission:
            if self.rectified:
                return "rectified"
            if self.plans:
                return "rectifying"
            return "accepted" if self.accepted else "submitted"
        if self.signature:
            return "signed"
        if self.current_draft:
            return "drafted"
        if self.returns:
            return "returned"
        return "started" if self.started else "opened"

    @property
    def _returned_at(self) -> int:
        return self.returns[-1].version if self.returns else 0


def stream_of(case_id: str, judgment_no: str, agency: str) -> str:
    """The stream of the review that an agency owes for a judgment of a case record: one, whatever it rests on."""
    return digest_stream("review", case_id, judgment_no, agency)


def evolve(state: Review | None, entry: Entry) -> Review | None:
    """The state after one more entry of the review's stream. None before 复盘登记."""
    if state is None:
        if not isinstance(entry.event, ReviewOpened):
            return None
        return Review(
            review_id=entry.stream,
            case_id=entry.case_id or "",
            jurisdiction=entry.jurisdiction,
            opening=entry.event,
            opening_id=entry.event_id,
            version=entry.version,
        )
    if entry.stream != state.review_id:
        return state
    return msgspec.structs.replace(state, version=max(state.version, entry.version), **_change(state, entry))


def fold(entries: Iterable[Entry]) -> Review | None:
    """The review of its stream's entries. None without an opening."""
    state: Review | None = None
    for entry in entries:
        state = evolve(state, entry)
    return state


def _change(state: Review, entry: Entry) -> dict[str, Any]:
    """The fields that one more entry of the stream changes."""
    event, entry_id = entry.event, entry.event_id
    match event:
        case ReviewOpened():
            return {"further": (*state.further, event)}
        case ReviewStarted():
            return {"started": state.started or event}
        case ReviewDrafted():
            return {"draft": Draft(event=event, event_id=entry_id, version=entry.version)}
        case ReviewSigned():
            return {"signatures": (*state.signatures, Signature(event=event, event_id=entry_id))}
        case ReviewSubmitted():
            sent = Submission(event=event, event_id=entry_id, version=entry.version)
            return {"submissions": (*state.submissions, sent)}
        case ReviewReturned():
            return {"returns": (*state.returns, Return(event=event, event_id=entry_id, version=entry.version))}
        case ReviewAccepted():
            return {"accepted": state.accepted or event}
        case ReviewVoided():
            return {"voided": state.voided or event}
        case RectificationPlanned():
            return {"plans": (*state.plans, Plan(event=event, event_id=entry_id))}
        case RectificationSubmitted():
            return {"rectified": state.rectified or event}
        case _:
            return {}
