"""Views follow the ledger, once and in order, and a replay from zero gives equal bytes."""

import threading
import time
from collections.abc import Sequence

import psycopg
import pytest

from tests.ledger.reasons import Reasons, rows
from tests.ledger.writing import command, new, removal, write
from tests.rebuilding.one_view import rebuild
from yingsu.ledger import reader
from yingsu.ledger.database import Cursor, Database, DatabaseUnavailable
from yingsu.ledger.entry import Entry
from yingsu.ledger.reader import Projector, advance, catch_up, lag
from yingsu.ledger.stopping import stopped
from yingsu.ledger.store import Ledger
from yingsu.ledger.view import View
from yingsu.settings import Urls


def test_a_view_catches_up_in_any_batch_size(ledger: Ledger, database: Database, view: Reasons) -> None:
    for n in range(20):
        ledger.append(command(write(f"case-{n % 3}", n // 3, new(removal(str(n % 10))))))
    assert catch_up(database, view, batch=7) == 20
    assert rows(database) == b"case-0\t0369258\ncase-1\t1470369\ncase-2\t258147\n"


def test_replaying_from_zero_gives_equal_bytes(ledger: Ledger, database: Database, view: Reasons) -> None:
    for n in range(10):
        ledger.append(command(write(f"case-{n}", 0, new(removal(str(n))))))
    catch_up(database, view)
    before = rows(database)
    assert rebuild(database, view, batch=3) == 10
    assert rows(database) == before != b""


def test_a_failed_batch_leaves_neither_rows_nor_bookmark(ledger: Ledger, database: Database, view: Reasons) -> None:
    ledger.append(command(write("case-1", 0, new(removal("甲")), new(removal("乙")))))
    view.poisons, view.failure = frozenset("乙"), psycopg.OperationalError("lost")
    with pytest.raises(DatabaseUnavailable), database.project() as cursor:
        advance(cursor, view)
    assert rows(database) == b""
    view.poisons = frozenset()
    assert catch_up(database, view) == 2
    assert rows(database) == "case-1\t甲乙\n".encode()


def test_the_projector_follows_appends(ledger: Ledger, database: Database, view: Reasons) -> None:
    projector = Projector(database, [view], poll_seconds=30)
    projector.start()
    try:
        for n in range(5):
            position = ledger.append(command(write("case-1", n, new(removal(str(n)))))).events[0].position
            assert projector.wait_for(position, timeout=10)
        assert rows(database) == b"case-1\t01234\n"
        assert [(p.view, p.position, p.leading, p.error) for p in projector.progress()] == [("tests.reasons", 5, True, None)]
    finally:
        projector.stop()


def test_what_is_announced_while_a_view_is_busy_is_one_piece_of_news(
    ledger: Ledger, database: Database, view: Reasons, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, go_on, rounds = threading.Event(), threading.Event(), 0

    def counted(cursor: Cursor, of: View) -> int:
        nonlocal rounds
        rounds += 1
        position = advance(cursor, of)
        if position == 1:
            busy.set()
            assert go_on.wait(30)
        return position

    monkeypatch.setattr(reader, "advance", counted)
    projector = Projector(database, [view], poll_seconds=30)
    projector.start()
    try:
        ledger.append(command(write("case-1", 0, new(removal("0")))))
        assert busy.wait(30)
        for n in range(1, 40):
            ledger.append(command(write("case-1", n, new(removal("0")))))
        go_on.set()
        assert projector.wait_for(40, timeout=30)
        after = rounds
        time.sleep(1.0)
        assert rounds - after <= 3, "the forty are not told of one by one"
    finally:
        go_on.set()
        projector.stop()


def test_a_lost_notification_only_delays(ledger: Ledger, database: Database, view: Reasons, urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("ALTER FUNCTION ledger.append SET synchronous_commit = on")
        definition = owner.execute("SELECT pg_get_functiondef('ledger.append'::regproc)").fetchone()
        assert definition is not None
        owner.execute(definition[0].replace("PERFORM pg_notify('ledger', last::text);", ""))
    projector = Projector(database, [view], poll_seconds=0.1)
    projector.start()
    try:
        position = ledger.append(command(write("case-1"))).events[0].position
        assert projector.wait_for(position, timeout=10)
    finally:
        projector.stop()


def test_one_projector_leads_and_another_takes_over(ledger: Ledger, database: Database, view: Reasons) -> None:
    first, second = (Projector(database, [view], poll_seconds=0.05) for _ in range(2))
    first.start()
    assert first.wait_for(0, timeout=10)
    ledger.append(command(write("case-1")))
    assert first.wait_for(1, timeout=10)
    second.start()
    assert not second.progress()[0].leading
    first.stop()
    ledger.append(command(write("case-2")))
    try:
        assert second.wait_for(2, timeout=10)
        assert second.progress()[0].leading
    finally:
        second.stop()


def test_a_view_that_fails_says_so_and_the_others_go_on(ledger: Ledger, database: Database, view: Reasons, urls: Urls) -> None:
    class Counting:
        name = "tests.counting"
        tables = ()

        def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
            return None

    with psycopg.connect(urls.owner) as owner:
        owner.execute("ALTER TABLE views.reasons RENAME TO lost")
    projector = Projector(database, [view, Counting()], poll_seconds=0.05)
    projector.start()
    try:
        ledger.append(command(write("case-1")))
        assert not projector.wait_for(1, timeout=1)
        failed, fine = projector.progress()
        assert failed.error is not None
        assert failed.error.startswith("UndefinedTable")
        assert (fine.position, fine.error) == (1, None)
        assert stopped(database) == {"tests.reasons": "UndefinedTable"}, "health can tell, in whatever process it is asked"
    finally:
        projector.stop()


def test_a_view_that_goes_on_is_no_longer_reported(ledger: Ledger, database: Database, view: Reasons) -> None:
    with database.project() as cursor:
        cursor.execute("INSERT INTO views.stopped (view, error) VALUES ('tests.reasons', 'ValueError')")
    position = ledger.append(command(write("case-1"))).events[0].position
    projector = Projector(database, [view], poll_seconds=0.05)
    projector.start()
    try:
        assert projector.wait_for(position, timeout=10)
        assert stopped(database) == {}
    finally:
        projector.stop()


def test_no_view_can_write_the_ledger(database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.project() as cursor:
        cursor.execute("UPDATE ledger.head SET position = 0")


def test_the_lag_of_a_view_is_what_it_has_yet_to_apply(ledger: Ledger, database: Database, view: Reasons) -> None:
    assert lag(database, (view,)) == {"tests.reasons": 0}
    ledger.append(command(write("case-1"), write("case-2"), write("case-3")))
    assert lag(database, (view,)) == {"tests.reasons": 3}
    with database.project() as cursor:
        advance(cursor, view, batch=2)
    assert lag(database, (view,)) == {"tests.reasons": 1}
