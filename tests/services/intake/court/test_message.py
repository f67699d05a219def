"""What becomes of a court's message: given its entries, when a person decides, then the event or why not."""

from datetime import date

import pytest

from services.intake.court import message as messages
from services.intake.court.message import Decision, DecisionDoesNotFit, Message, MessageStatus
from tests.services.intake.cast import CASE, CASE_NO, COURT, entries
from yingsu.events.intake.message import (
    CourtMessageApplied,
    CourtMessageConflicted,
    CourtMessageParked,
    CourtMessageReceived,
    CourtMessageSettled,
)
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedText

SEALED = SealedText(subject="message-1", key_id="k", box="eA==")
RECEIVED = CourtMessageReceived(
    court=COURT,
    message_id="m-1",
    kind="service",
    case_no=CASE_NO,
    jurisdictions=("320813",),
    content_hash="00",
    content=SEALED,
)
APPLIED = CourtMessageApplied(case_id=CASE)
PARKED = CourtMessageParked(reason="no_subject", detail="尚未立案登记")
TAKEN = CourtMessageParked(reason="case_number_taken", detail="内容不同")
CONFLICTED = CourtMessageConflicted(content_hash="01", content=SEALED)


def settled(decision: Decision) -> CourtMessageSettled:
    """A decision."""
    return CourtMessageSettled(decision=decision, reason="核对后决定")


def given(*events: Event) -> Message:
    """The message of these events."""
    found = messages.fold(entries(*((event, date(2026, 9, 16)) for event in events), stream="message-1"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((RECEIVED,), "received"),
        ((RECEIVED, APPLIED), "applied"),
        ((RECEIVED, PARKED), "parked"),
        ((RECEIVED, PARKED, APPLIED), "applied"),
        ((RECEIVED, PARKED, settled("dismiss")), "settled"),
        ((RECEIVED, TAKEN, settled("keep_first")), "settled"),
        ((RECEIVED, PARKED, settled("retry"), APPLIED), "applied"),
        ((RECEIVED, APPLIED, CONFLICTED), "conflicted"),
        ((RECEIVED, PARKED, CONFLICTED), "conflicted"),
        ((RECEIVED, PARKED, CONFLICTED, APPLIED), "conflicted"),
        ((RECEIVED, APPLIED, CONFLICTED, settled("keep_first")), "applied"),
        ((RECEIVED, PARKED, CONFLICTED, settled("keep_first")), "parked"),
        ((RECEIVED, PARKED, CONFLICTED, settled("dismiss")), "settled"),
    ],
)
def test_a_message_is_where_its_events_left_it(events: tuple[Event, ...], status: MessageStatus) -> None:
    message = given(*events)

    assert (message.status, message.version) == (status, len(events))


def test_an_applied_message_names_its_case_and_waits_for_nothing() -> None:
    message = given(RECEIVED, PARKED, APPLIED)

    assert (message.case_id, message.parked_reason, message.parked_detail) == (CASE, None, None)


def test_no_entries_are_no_message() -> None:
    assert messages.fold([]) is None
    assert messages.fold(entries((APPLIED, date(2026, 9, 16)), stream="message-1")) is None


@pytest.mark.parametrize(
    ("events", "decision"),
    [
        ((RECEIVED, PARKED), "dismiss"),
        ((RECEIVED, PARKED), "retry"),
        ((RECEIVED, TAKEN), "keep_first"),
        ((RECEIVED, APPLIED, CONFLICTED), "keep_first"),
        ((RECEIVED, PARKED, CONFLICTED), "dismiss"),
    ],
)
def test_a_fitting_decision_is_recorded_with_its_reason(events: tuple[Event, ...], decision: Decision) -> None:
    assert messages.settle(given(*events), decision, "核对后决定") == settled(decision)


@pytest.mark.parametrize(
    ("events", "decision", "why"),
    [
        ((RECEIVED, APPLIED), "dismiss", "已处理完毕"),
        ((RECEIVED, PARKED, settled("dismiss")), "retry", "已处理完毕"),
        ((RECEIVED, PARKED), "keep_first", "没有先前的内容可以维持"),
        ((RECEIVED, APPLIED, CONFLICTED), "dismiss", "首次内容已登记入案"),
        ((RECEIVED, PARKED, CONFLICTED), "retry", "请先选择“维持首次内容”"),
    ],
)
def test_a_decision_that_means_nothing_is_refused(events: tuple[Event, ...], decision: Decision, why: str) -> None:
    with pytest.raises(DecisionDoesNotFit, match=why):
        messages.settle(given(*events), decision, "核对后决定")


def test_a_message_is_known_by_court_and_id() -> None:
    streams = {messages.stream_of(court, message_id) for court in ("苏0813", "苏08") for message_id in ("m-1", "m-2")}

    assert len(streams) == 4
    assert messages.stream_of("苏0813", "m-1") in streams
