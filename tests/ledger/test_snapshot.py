"""The ledger at one moment: what comes later is not seen, however often and in whatever order it is read."""

import pytest

from tests.ledger.writing import HONGZE, command, write
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.snapshot import ReadAhead, Snapshot, at_one_moment
from yingsu.ledger.store import Ledger


def test_what_comes_after_the_first_reading_is_not_there(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    with at_one_moment(ledger) as cursor:
        snapshot = Snapshot(ledger, cursor)
        assert [entry.version for entry in snapshot.load("case-1", EVERYWHERE)] == [1]
        ledger.append(command(write("case-1", 1)))
        ledger.append(command(write("case-2")))
        assert [entry.version for entry in snapshot.load("case-1", EVERYWHERE)] == [1]
        assert snapshot.load("case-2", EVERYWHERE) == []
    assert [entry.version for entry in ledger.load("case-1", EVERYWHERE)] == [1, 2]


def test_streams_that_are_fetched_together_are_what_they_are_alone(ledger: Ledger) -> None:
    for stream in ("case-1", "case-2"):
        ledger.append(command(write(stream)))
        ledger.append(command(write(stream, 1)))
    with at_one_moment(ledger) as cursor:
        snapshot = Snapshot(ledger, cursor)
        snapshot.fetch(["case-2", "case-1", "case-3"])
        for stream in ("case-1", "case-2", "case-3"):
            assert snapshot.load(stream, EVERYWHERE) == ledger.load(stream, EVERYWHERE)


def test_only_the_system_itself_reads_it(ledger: Ledger) -> None:
    with at_one_moment(ledger) as cursor, pytest.raises(ValueError, match="the system itself"):
        Snapshot(ledger, cursor).load("case-1", (HONGZE,))


def test_what_was_read_ahead_is_not_read_again_and_the_rest_when_it_is_asked_for(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    ahead = ReadAhead(ledger, ["case-1", "case-2", "case-1"])
    ledger.append(command(write("case-1", 1)))
    ledger.append(command(write("case-2")))
    ledger.append(command(write("case-3")))
    assert [entry.version for entry in ahead.load("case-1", EVERYWHERE)] == [1]
    assert ahead.load("case-2", EVERYWHERE) == []
    assert [entry.version for entry in ahead.load("case-3", EVERYWHERE)] == [1]
    ledger.append(command(write("case-3", 1)))
    assert [entry.version for entry in ahead.load("case-3", EVERYWHERE)] == [1], "none is read twice"
    with pytest.raises(ValueError, match="the system itself"):
        ahead.load("case-1", (HONGZE,))
