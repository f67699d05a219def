"""Whole categories of streams as of a position, and what is made of them once."""

from datetime import timedelta

from tests.ledger.writing import command, new, removal, write
from yingsu.clock import SettableClock
from yingsu.ledger.categories import Categories, Kept
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger


def test_the_entries_of_a_category_are_read_up_to_a_position_and_no_others(ledger: Ledger, clock: SettableClock) -> None:
    ledger.append(command(write("court-1")))
    before = clock()
    clock.set(before + timedelta(hours=1))
    ledger.append(command(write("agency_code-1"), write("agency-1")))
    ledger.append(command(write("court-1", 1)))
    courts, both = Categories("court"), Categories("court", "agency")

    with ledger.database.read(EVERYWHERE) as cursor:
        assert [entry.position for entry in courts.entries(cursor, 9)] == [1, 4]
        assert [entry.position for entry in both.entries(cursor, 3)] == [1, 3]
        assert [courts.last(cursor, position) for position in (0, 1, 3, 4, 9)] == [0, 1, 1, 4, 4]
        assert [courts.last_by(cursor, moment) for moment in (before, clock())] == [1, 4]


def test_the_last_position_there_is_is_known_at_a_glance(ledger: Ledger) -> None:
    courts = Categories("court")
    assert courts.latest(ledger.database) == 0
    ledger.append(command(write("court-1")))
    ledger.append(command(write("agency-1")))
    assert courts.latest(ledger.database) == 1
    ledger.append(command(write("court-2")))
    assert courts.latest(ledger.database) == 3


def test_what_was_made_is_kept_until_something_is_written_to_the_category(ledger: Ledger) -> None:
    made: list[int] = []

    def names(cursor: Cursor, position: int) -> list[str]:
        made.append(position)
        return [entry.stream for entry in Categories("court").entries(cursor, position)]

    kept = Kept(Categories("court"), names)
    ledger.append(command(write("court-1")))
    for stream in ("case-1", "court-2"):
        with ledger.database.read(EVERYWHERE) as cursor:
            assert kept.at(cursor, ledger.head()) == kept.at(cursor, ledger.head()) == ["court-1"]
        ledger.append(command(write(stream, 0, new(removal()))))

    with ledger.database.read(EVERYWHERE) as cursor:
        assert kept.at(cursor, ledger.head()) == ["court-1", "court-2"]
        assert kept.at(cursor, 1) == ["court-1"], "also of a position before"
    assert made == [1, 3, 1]
