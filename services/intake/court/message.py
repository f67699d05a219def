"""What became of one message of a court: received, then applied or parked, and settled by a person where it needs one. Pure.

    received → applied
             → parked → applied | settled
             → settled
    any of them, with another content under the same id: conflicted until settled; the first content stands
    any of them, by a later message of the court: corrected or withdrawn; what that one tells stands

Stream `message-<digest of court and message id>`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from yingsu.errors import Refused
from yingsu.events.intake.message import (
    CourtMessageApplied,
    CourtMessageClosed,
    CourtMessageConflicted,
    CourtMessageCorrected,
    CourtMessageParked,
    CourtMessageReceived,
    CourtMessageSettled,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.sealed import SealedText

Progress = Literal["received", "applied", "parked", "settled"]
MessageStatus = Literal["received", "applied", "parked", "conflicted", "settled", "corrected", "withdrawn"]
ParkedReason = Literal["no_subject", "case_number_taken", "unknown_agency", "not_a_defendant"]
Decision = Literal["keep_first", "dismiss", "retry"]
"""维持首次内容, 不予采用, 重新处理."""

REASONS: dict[ParkedReason, str] = {
    "no_subject": "所称案件、预立案通报或者所更正的消息尚未登记",
    "case_number_taken": "该案号或者裁判文书号已有其他内容，或者所称争议已有另一立案案号",
    "unknown_agency": "所称机关尚未登记",
    "not_a_defendant": "所称机关不是本案被告",
}


class DecisionDoesNotFit(Refused):
    """The decision means nothing for what the message waits for."""

    code = "decision-does-not-fit"
    title = "处理方式不适用"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as of its last event. `client` sent it; `conflicting` are the other contents that nobody has decided on; `corrections` are
    the streams of the later messages that corrected it or took it back, the first one first, `corrected_by` is the id of the last,
    `corrected_on` its day with its place in that day, and `withdrawn` whether it took the message back; `version` is the stream's."""

    stream: str
    court: str
    message_id: str
    kind: str
    case_no: str
    jurisdictions: tuple[str, ...]
    content_hash: str
    content: SealedText
    received_at: datetime
    client: str
    progress: Progress = "received"
    case_id: str | None = None
    parked_reason: ParkedReason | None = None
    parked_detail: str | None = None
    conflicting: tuple[SealedText, ...] = ()
    decision: Decision | None = None
    decided_because: str | None = None
    corrections: tuple[str, ...] = ()
    corrected_by: str | None = None
    corrected_on: tuple[date, int] | None = None
    withdrawn: bool = False
    version: int = 0

    @property
    def status(self) -> MessageStatus:
        """What the court and the desk are told: an open conflict before everything else."""
        if self.conflicting:
            return "conflicted"
        if self.corrected_by is not None:
            return "withdrawn" if self.withdrawn else "corrected"
        return self.progress


def stream_of(court: str, message_id: str) -> str:
    """The stream of a court's message."""
    return digest_stream("message", court, message_id)


def evolve(state: Message | None, entry: Entry) -> Message | None:
    """The state after one more entry of the message's stream."""
    event = entry.event
    if state is None:
        return _received(event, entry) if isinstance(event, CourtMessageReceived) else None
    state = msgspec.structs.replace(state, version=entry.version)
    match event:
        case CourtMessageApplied():
            return msgspec.structs.replace(
                state, progress="applied", case_id=event.case_id, parked_reason=None, parked_detail=None
            )
        case CourtMessageParked():
            return msgspec.structs.replace(state, progress="parked", parked_reason=event.reason, parked_detail=event.detail)
        case CourtMessageConflicted():
            return msgspec.structs.replace(state, conflicting=(*state.conflicting, event.content))
        case CourtMessageSettled():
            return _settled(state, event)
        case CourtMessageClosed(detail=detail):
            return msgspec.structs.replace(
                state, progress="settled", decided_because=detail, parked_reason=None, parked_detail=None
            )
        case CourtMessageCorrected():
            # What the court says last stands: nobody has to decide between what it said before.
            return msgspec.structs.replace(
                state,
                corrections=(*state.corrections, event.by),
                corrected_by=event.message_id,
                corrected_on=(entry.occurred_on, entry.source_seq or 0),
                withdrawn=event.withdrawn,
                conflicting=(),
                progress="settled" if state.progress == "parked" else state.progress,
                parked_reason=None,
                parked_detail=None,
            )
        case _:
            return state


def fold(entries: Iterable[Entry]) -> Message | None:
    """The message of its stream's entries; None without any."""
    state: Message | None = None
    for entry in entries:
        state = evolve(state, entry)
    return state


def _received(event: CourtMessageReceived, entry: Entry) -> Message:
    return Message(
        stream=entry.stream,
        court=event.court,
        message_id=event.message_id,
        kind=event.kind,
        case_no=event.case_no,
        jurisdictions=event.jurisdictions,
        content_hash=event.content_hash,
        content=event.content,
        received_at=entry.recorded_at,
        client=entry.actor.client,
        version=entry.version,
    )


def _settled(state: Message, event: CourtMessageSettled) -> Message:
    state = msgspec.structs.replace(state, decision=event.decision, decided_because=event.reason)
    if event.decision == "retry":
        return state
    if event.decision == "keep_first" and state.conflicting:
        return msgspec.structs.replace(state, conflicting=())
    return msgspec.structs.replace(state, conflicting=(), progress="settled" if state.progress == "parked" else state.progress)


def settle(state: Message, decision: Decision, reason: str) -> CourtMessageSettled:
    """A person's decision on a parked or conflicting message. Raises `DecisionDoesNotFit`.

    keep_first: of two contents the first one stands; of two messages that open one number the first one stands.
    dismiss: a parked message is not applied (what is applied already can only be corrected).
    retry: a parked message is tried again, now that what it waited for is there.
    """
    if state.conflicting:
        fits = decision == "keep_first" or (decision == "dismiss" and state.progress == "parked")
    elif state.progress == "parked":
        fits = decision != "keep_first" or state.parked_reason == "case_number_taken"
    else:
        fits = False
    if not fits:
        raise DecisionDoesNotFit(_why_not(state, decision), pointer="/decision")
    return CourtMessageSettled(decision=decision, reason=reason)


def _why_not(state: Message, decision: Decision) -> str:
    if state.status not in ("parked", "conflicted"):
        return "该消息已处理完毕，无需再处理。请刷新列表。"
    if decision == "keep_first":
        return "该消息没有先前的内容可以维持。请选择“重新处理”（retry）或者“不予采用”（dismiss）。"
    if decision == "dismiss":
        return "该消息的首次内容已登记入案，不能不予采用。请选择“维持首次内容”（keep_first）；登记有误的，请法院报送更正。"
    return "该消息有两份不同的内容，请先选择“维持首次内容”（keep_first），再重新处理。"
