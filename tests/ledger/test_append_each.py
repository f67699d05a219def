"""Several commands appended together: each recorded all or nothing, once, whatever becomes of the others."""

import pytest

from tests.ledger.writing import HONGZE, command, new, removal, write
from yingsu.errors import YingsuError
from yingsu.ledger.entry import Receipt
from yingsu.ledger.store import MAX_PAYLOAD_BYTES, Ledger


def told(outcomes: list[Receipt | YingsuError]) -> list[object]:
    """The positions of what is recorded, the codes of what is not."""
    return [
        outcome.code if isinstance(outcome, YingsuError) else [line.position for line in outcome.events] for outcome in outcomes
    ]


def test_each_gets_the_receipt_that_it_would_get_alone(ledger: Ledger) -> None:
    together = [command(write("case-1", 0, new(removal("甲")), new(removal("乙")))), command(write("case-2"))]
    outcomes = ledger.append_each(together)
    assert told(outcomes) == [[1, 2], [3]]
    assert outcomes == [ledger.receipt(one.command_id, one.body_hash) for one in together]
    assert ledger.append_each(together) == outcomes
    assert ledger.head() == 3


def test_none_disturbs_another(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    known = command(write("case-2"))
    ledger.append(known)
    reused = command(write("case-3"), command_id=known.command_id, body_hash=b"other")
    assert told(ledger.append_each([known])) == [[2]]
    outcomes = ledger.append_each(
        [
            command(write("case-1", 5)),
            command(write("case-4"), permitted=("370403",)),
            command(write("case-5", 0, new(removal("长" * MAX_PAYLOAD_BYTES)))),
            command(write("case-6", 0, new(removal("\0")))),
            reused,
            command(write("case-7")),
        ]
    )
    expected = ["version-conflict", "jurisdiction-denied", "payload-too-large", "nul-character", "idempotency-key-reused", [3]]
    assert told(outcomes) == expected
    assert [entry.stream for entry in ledger.read_all(0, 100)] == ["case-1", "case-2", "case-7"]


def test_two_with_one_stream_are_not_taken(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="in common"):
        ledger.append_each([command(write("case-1")), command(write("case-1", 1))])
    assert ledger.load("case-1", (HONGZE,)) == []


def test_more_than_one_statement_takes_go_in_several(ledger: Ledger) -> None:
    long = removal("长" * 20_000)
    outcomes = ledger.append_each([command(write(f"case-{n}", 0, new(long))) for n in range(300)])
    assert told(outcomes) == [[n + 1] for n in range(300)]
