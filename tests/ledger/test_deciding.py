"""A request is carried out once, whoever of its twins is first."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest

from tests.ledger.writing import HONGZE, new, write
from yingsu.errors import Refused
from yingsu.ledger.appender import KeyReused, VersionConflict
from yingsu.ledger.deciding import Request, carry_out
from yingsu.ledger.entry import Actor, Receipt, StreamWrite
from yingsu.ledger.store import Ledger


def request() -> Request:
    return Request(
        command_id=uuid4(),
        body_hash=b"body",
        actor=Actor(client="sample", role="agency"),
        source="tests",
        correlation_id="c-1",
        permitted=(HONGZE,),
    )


def open_once(ledger: Ledger, stream: str) -> Sequence[StreamWrite]:
    """A decision that refuses what is there already."""
    if ledger.load(stream, (HONGZE,)):
        raise Refused("已登记。")
    return [write(stream)]


def test_a_repeat_gets_the_receipt_although_the_decision_would_now_refuse(ledger: Ledger) -> None:
    asked = request()
    first = carry_out(ledger, asked, lambda: open_once(ledger, "case-1"))
    assert carry_out(ledger, asked, lambda: open_once(ledger, "case-1")) == first
    with pytest.raises(Refused):
        carry_out(ledger, request(), lambda: open_once(ledger, "case-1"))


def test_twins_at_once_are_one_event_and_equal_receipts(ledger: Ledger) -> None:
    asked, start = request(), threading.Barrier(5)

    def send(_: int) -> Receipt:
        start.wait()
        return carry_out(ledger, asked, lambda: open_once(ledger, "case-1"))

    with ThreadPoolExecutor(5) as threads:
        assert len(set(threads.map(send, range(5)))) == 1
    assert ledger.head() == 1


def test_the_same_id_with_another_body_is_refused_before_anything_is_decided(ledger: Ledger) -> None:
    asked = request()
    carry_out(ledger, asked, lambda: [write("case-1")])
    with pytest.raises(KeyReused):
        carry_out(ledger, msgspec.structs.replace(asked, body_hash=b"other"), lambda: pytest.fail("decided"))


def test_a_stale_decision_is_the_callers_to_repeat_unless_retries_are_allowed(ledger: Ledger) -> None:
    carry_out(ledger, request(), lambda: [write("case-1")])
    with pytest.raises(VersionConflict) as raised:
        carry_out(ledger, request(), lambda: [write("case-1")])
    (change,) = raised.value.changes
    assert (change.version, change.topic, change.role) == (1, "intake.defendant_removed.v1", "agency")
    versions = iter([0, 1])
    receipt = carry_out(ledger, request(), lambda: [write("case-1", next(versions), new())], retries=1)
    assert receipt.version_of("case-1") == 2
