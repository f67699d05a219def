"""An entry that a view cannot apply stops its case in that view only. The others go on; after a fix a release catches the case up."""

import logging
import secrets
from collections.abc import Callable, Sequence

import psycopg
import pytest

from tests.ledger.reasons import Reasons, rows
from tests.ledger.writing import command, new, removal, write
from tests.rebuilding.one_view import rebuild
from yingsu.errors import Stale
from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.database import Cursor, Database, DatabaseUnavailable
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import LIMIT, listed, quarantined
from yingsu.ledger.reader import (
    NotQuarantined,
    Projector,
    StillQuarantined,
    advance,
    catch_up,
    release,
)
from yingsu.ledger.stopping import stopped
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls

BATCHES = [1, 7, 500]
CASES = 5


@pytest.fixture
def history(ledger: Ledger) -> Callable[[str], None]:
    """Appends one entry to each of five cases in turn, round by round: case 2 in round b says "2b"."""
    versions = dict.fromkeys(range(CASES), 0)

    def rounds(names: str) -> None:
        for name in names:
            for n in versions:
                stream = f"case-{n}"
                ledger.append(command(write(stream, versions[n], new(removal(f"{n}{name}"), case_id=stream))))
                versions[n] += 1

    return rounds


def expected(**texts: str) -> bytes:
    """The view's rows, by case."""
    return "".join(f"case-{name.removeprefix('c')}\t{text}\n" for name, text in texts.items()).encode()


def held(database: Database) -> list[tuple[str, int, str]]:
    return [(found.subject, found.position, found.error) for found in listed(database)]


@pytest.mark.parametrize("batch", BATCHES)
def test_a_poisoned_case_is_left_out_and_its_neighbours_go_on(
    history: Callable[[str], None], database: Database, view: Reasons, batch: int
) -> None:
    history("abc")
    view.poisons = frozenset({"2b"})
    assert catch_up(database, view, batch=batch) == 15
    assert rows(database) == expected(c0="0a0b0c", c1="1a1b1c", c2="2a", c3="3a3b3c", c4="4a4b4c")
    assert held(database) == [("case-2", 8, "ValueError")]
    assert quarantined(database) == {"tests.reasons": 1}

    view.poisons = frozenset()
    history("d")
    assert catch_up(database, view, batch=batch) == 20, "also later batches leave it out, although it would not fail any more"
    assert rows(database) == expected(c0="0a0b0c0d", c1="1a1b1c1d", c2="2a", c3="3a3b3c3d", c4="4a4b4c4d")


@pytest.mark.parametrize("batch", BATCHES)
def test_two_poisoned_cases_are_left_out(history: Callable[[str], None], database: Database, view: Reasons, batch: int) -> None:
    history("ab")
    view.poisons = frozenset({"0a", "3b", "3a"})
    catch_up(database, view, batch=batch)
    assert rows(database) == expected(c1="1a1b", c2="2a2b", c4="4a4b")
    assert held(database) == [("case-0", 1, "ValueError"), ("case-3", 4, "ValueError")]


@pytest.mark.parametrize("batch", BATCHES)
def test_where_there_is_no_case_the_stream_is_left_out(ledger: Ledger, database: Database, view: Reasons, batch: int) -> None:
    for version, name in enumerate("abc"):
        ledger.append(
            command(write("court-1", version, new(removal(f"1{name}"))), write("court-2", version, new(removal(f"2{name}"))))
        )
    view.poisons = frozenset({"2b"})
    catch_up(database, view, batch=batch)
    assert rows(database) == b"court-1\t1a1b1c\ncourt-2\t2a\n"
    assert held(database) == [("court-2", 4, "ValueError")]

    view.poisons = frozenset()
    assert release(database, view, "court-2") == 6
    assert rows(database) == b"court-1\t1a1b1c\ncourt-2\t2a2b2c\n"


@pytest.mark.parametrize("batch", BATCHES)
def test_a_release_after_a_fix_equals_a_rebuild(
    history: Callable[[str], None], database: Database, view: Reasons, batch: int
) -> None:
    history("ab")
    view.poisons = frozenset({"2b", "4a"})
    catch_up(database, view, batch=batch)
    history("cd")
    catch_up(database, view, batch=batch)

    view.poisons = frozenset()
    for subject in ("case-2", "case-4"):
        assert release(database, view, subject, batch=batch) == 20
    released = rows(database)
    assert released == expected(c0="0a0b0c0d", c1="1a1b1c1d", c2="2a2b2c2d", c3="3a3b3c3d", c4="4a4b4c4d")
    assert quarantined(database) == {}
    rebuild(database, view, batch=batch)
    assert rows(database) == released


def test_a_release_applies_nothing_beyond_the_bookmark(history: Callable[[str], None], database: Database, view: Reasons) -> None:
    history("ab")
    view.poisons = frozenset({"2a"})
    with database.project() as cursor:
        advance(cursor, view, batch=5)
    view.poisons = frozenset()
    assert release(database, view, "case-2") == 5
    assert rows(database) == expected(c0="0a", c1="1a", c2="2a", c3="3a", c4="4a")
    catch_up(database, view)
    assert b"case-2\t2a2b\n" in rows(database)


def test_a_release_without_a_fix_changes_nothing(history: Callable[[str], None], database: Database, view: Reasons) -> None:
    history("abc")
    view.poisons = frozenset({"2b"})
    catch_up(database, view)
    before = rows(database)
    with pytest.raises(StillQuarantined, match="case-2（第 8 条，ValueError）"):
        release(database, view, "case-2")
    assert (rows(database), held(database)) == (before, [("case-2", 8, "ValueError")])


def test_a_release_ends_where_the_next_entry_fails_as_a_rebuild_does(
    history: Callable[[str], None], database: Database, view: Reasons
) -> None:
    history("abc")
    view.poisons = frozenset({"2a", "2c"})
    catch_up(database, view)
    view.poisons = frozenset({"2c"})
    with pytest.raises(StillQuarantined, match="第 13 条"):
        release(database, view, "case-2")
    after = rows(database)
    assert b"case-2\t2a2b\n" in after
    rebuild(database, view)
    assert (rows(database), held(database)) == (after, [("case-2", 13, "ValueError")])


def test_a_release_that_meets_a_lost_connection_leaves_everything_as_it_was(
    history: Callable[[str], None], database: Database, view: Reasons
) -> None:
    history("abc")
    view.poisons = frozenset({"2b"})
    catch_up(database, view)
    before = rows(database)
    view.failure = psycopg.OperationalError("lost")
    with pytest.raises(DatabaseUnavailable):
        release(database, view, "case-2")
    assert (rows(database), held(database)) == (before, [("case-2", 8, "ValueError")])


def test_only_what_is_quarantined_can_be_released(history: Callable[[str], None], database: Database, view: Reasons) -> None:
    history("a")
    catch_up(database, view)
    before = rows(database)
    with pytest.raises(NotQuarantined, match="没有隔离 case-1"):
        release(database, view, "case-1")
    assert rows(database) == before


@pytest.mark.parametrize("batch", BATCHES)
def test_a_rebuild_finds_the_poison_again_and_gives_equal_bytes(
    history: Callable[[str], None], database: Database, view: Reasons, batch: int
) -> None:
    history("abc")
    view.poisons = frozenset({"2b", "0a"})
    catch_up(database, view)
    before, found = rows(database), held(database)
    rebuild(database, view, batch=batch)
    assert (rows(database), held(database)) == (before, found)


class HiddenLater(Reasons):
    """Looks only at the end of a batch, so that a later entry in the same batch hides what an earlier one would show."""

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        super().apply(cursor, entries)
        last = entries[-1].event
        if isinstance(last, DefendantRemoved) and last.reason == "1a":
            raise KeyError("1a")


@pytest.mark.parametrize("batch", BATCHES)
def test_a_rebuild_also_finds_what_a_later_entry_would_hide(
    history: Callable[[str], None], database: Database, view: Reasons, batch: int
) -> None:
    hidden = HiddenLater()
    history("ab")
    catch_up(database, hidden, batch=1)
    before = rows(database)
    assert held(database) == [("case-1", 2, "KeyError")]
    rebuild(database, hidden, batch=batch)
    assert (rows(database), held(database)) == (before, [("case-1", 2, "KeyError")])


def test_the_error_is_told_by_its_class_alone(
    history: Callable[[str], None], database: Database, view: Reasons, caplog: pytest.LogCaptureFixture
) -> None:
    """Its message may quote persons."""
    history("a")
    view.poisons, view.failure = frozenset({"2a"}), ValueError("张三")
    catch_up(database, view)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in told] == [
        "view tests.reasons leaves out case-2 from position 3 (intake.defendant_removed.v1) on: ValueError"
    ]
    with database.project() as cursor:
        stored = cursor.execute("SELECT quarantine::text FROM views.quarantine").fetchall()
    assert "ValueError" in str(stored)
    assert "张三" not in str(stored)


def test_a_row_that_is_too_large_is_its_own_cases_failure(
    history: Callable[[str], None], ledger: Ledger, database: Database, view: Reasons, urls: Urls
) -> None:
    """The driver counts it as operational, but trying again would never help."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE INDEX ON views.reasons (text)")
    history("a")
    ledger.append(command(write("case-9", 0, new(removal(secrets.token_hex(8000)), case_id="case-9"))))
    history("b")
    catch_up(database, view)
    assert held(database) == [("case-9", 6, "ProgramLimitExceeded")]
    assert rows(database) == expected(c0="0a0b", c1="1a1b", c2="2a2b", c3="3a3b", c4="4a4b")


@pytest.mark.parametrize(
    ("failure", "seen"),
    [
        (psycopg.OperationalError("lost"), DatabaseUnavailable),
        (psycopg.errors.DeadlockDetected(), DatabaseUnavailable),
        (psycopg.InterfaceError("closed"), psycopg.InterfaceError),
        (DatabaseUnavailable("不可用"), DatabaseUnavailable),
        (Stale("有人在先"), Stale),
        (OSError(28, "no space left"), OSError),
        (psycopg.errors.UndefinedColumn(), psycopg.errors.UndefinedColumn),
    ],
)
def test_what_is_not_the_cases_own_failure_leaves_the_batch_to_be_tried_again(
    history: Callable[[str], None], database: Database, view: Reasons, failure: Exception, seen: type[Exception]
) -> None:
    history("ab")
    view.poisons, view.failure = frozenset({"2b"}), failure
    with pytest.raises(seen):
        catch_up(database, view)
    assert (rows(database), quarantined(database)) == (b"", {})
    view.poisons = frozenset()
    assert catch_up(database, view) == 10


@pytest.mark.parametrize("batch", BATCHES)
def test_when_too_many_cases_fail_the_view_stops_instead(ledger: Ledger, database: Database, view: Reasons, batch: int) -> None:
    for n in range(LIMIT + 1):
        ledger.append(command(write(f"case-{n}", 0, new(removal("x"), case_id=f"case-{n}"))))
    view.poisons = frozenset("x")
    with pytest.raises(ValueError, match="poison"):
        catch_up(database, view, batch=batch)
    assert quarantined(database).get("tests.reasons", 0) <= LIMIT
    view.poisons = frozenset()
    assert rebuild(database, view) == LIMIT + 1
    assert (rows(database).count(b"\tx\n"), quarantined(database)) == (LIMIT + 1, {})


def test_other_views_do_not_leave_the_case_out(history: Callable[[str], None], database: Database, view: Reasons) -> None:
    class Seeing(Reasons):
        name = "tests.seeing"
        tables = ()

        def __init__(self) -> None:
            self.seen: list[str] = []

        def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
            self.seen += [entry.stream for entry in entries]

    seeing = Seeing()
    history("ab")
    view.poisons = frozenset({"2a"})
    catch_up(database, view)
    catch_up(database, seeing)
    assert seeing.seen == [f"case-{n}" for n in range(CASES)] * 2


def test_the_projector_quarantines_and_goes_on_and_a_release_beside_it_catches_up(
    history: Callable[[str], None], database: Database, view: Reasons
) -> None:
    view.poisons = frozenset({"2b"})
    projector = Projector(database, [view], poll_seconds=0.05)
    projector.start()
    try:
        history("abc")
        assert projector.wait_for(15, timeout=10)
        assert rows(database) == expected(c0="0a0b0c", c1="1a1b1c", c2="2a", c3="3a3b3c", c4="4a4b4c")
        assert (quarantined(database), stopped(database)) == ({"tests.reasons": 1}, {})
        assert [(p.leading, p.error) for p in projector.progress()] == [(True, None)]

        view.poisons = frozenset()
        assert release(database, view, "case-2") == 15
        history("d")
        assert projector.wait_for(20, timeout=10)
        assert rows(database) == expected(c0="0a0b0c0d", c1="1a1b1c1d", c2="2a2b2c2d", c3="3a3b3c3d", c4="4a4b4c4d")
        assert quarantined(database) == {}
    finally:
        projector.stop()


def test_a_view_without_its_table_stops_quarantines_nothing_and_goes_on_by_itself(
    history: Callable[[str], None], database: Database, view: Reasons, urls: Urls
) -> None:
    history("a")
    catch_up(database, view)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE views.reasons RENAME TO lost")
        history("b")
        with pytest.raises(psycopg.errors.UndefinedTable):
            catch_up(database, view, batch=1)
        assert quarantined(database) == {}
        owner.execute("ALTER TABLE views.lost RENAME TO reasons")
    assert catch_up(database, view) == 10
    assert rows(database) == expected(c0="0a0b", c1="1a1b", c2="2a2b", c3="3a3b", c4="4a4b")
