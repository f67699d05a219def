"""An append that rests on the absence of entries: nothing that matters may come between the decision and the append."""

import threading
from functools import partial
from uuid import uuid4

import msgspec
import psycopg
import pytest

from tests.ledger.writing import command, new, write
from yingsu.errors import Malformed
from yingsu.ledger.appender import EntryRefused, VersionConflict
from yingsu.ledger.database import Database
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry, StreamWrite
from yingsu.ledger.lines import encoded_lines
from yingsu.ledger.store import Ledger, NulCharacter

CASE = "case-1"


def of_the_case(entry: Entry) -> bool:
    return entry.case_id == CASE


def about(stream: str = "obligation-1", version: int = 0) -> StreamWrite:
    return write(stream, version, new(case_id=CASE))


def test_it_is_appended_where_nothing_came_between(ledger: Ledger) -> None:
    ledger.append(command(write(CASE)))
    since = ledger.head()
    ledger.append(command(write("case-2")))
    receipt = ledger.append_unless(command(about(), permitted=EVERYWHERE), since, of_the_case)
    assert [(line.stream, line.version, line.position) for line in receipt.events] == [("obligation-1", 1, 3)]
    assert [entry.position for entry in ledger.load("obligation-1", EVERYWHERE)] == [3]
    assert ledger.receipt(receipt.command_id, b"body") == receipt


def test_it_is_refused_where_something_that_matters_came_between(ledger: Ledger) -> None:
    ledger.append(command(write(CASE)))
    since = ledger.head()
    ledger.append(command(write(CASE, 1)))
    with pytest.raises(VersionConflict) as refused:
        ledger.append_unless(command(about(), permitted=EVERYWHERE), since, of_the_case)
    assert (refused.value.code, ledger.head()) == ("version-conflict", 2)
    assert "请按最新情况重新决定" in refused.value.message
    ledger.append(command(write("case-2")))
    assert [entry.position for entry in ledger.read_all(0, 10)] == [1, 2, 3], "the refused one left no gap"


def test_it_is_refused_where_its_own_stream_moved_on(ledger: Ledger) -> None:
    ledger.append(command(about(), permitted=EVERYWHERE))
    with pytest.raises(VersionConflict):
        ledger.append_unless(command(about(), permitted=EVERYWHERE), ledger.head(), of_the_case)


def test_a_repeat_gets_the_receipt_of_the_first(ledger: Ledger) -> None:
    same = command(about(), command_id=uuid4(), permitted=EVERYWHERE)
    first = ledger.append_unless(same, 0, of_the_case)
    assert ledger.append_unless(same, ledger.head(), of_the_case) == first
    assert ledger.head() == 1


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (write("obligation-1", 0, new(case_id="\0")), NulCharacter),
        (write("obligation-1", 0, new(jurisdiction="")), EntryRefused),
    ],
    ids=["a text that cannot be stored", "a row without a jurisdiction"],
)
def test_it_is_refused_for_what_cannot_be_recorded_as_every_append_is(
    ledger: Ledger, broken: StreamWrite, error: type[Malformed]
) -> None:
    for append in (ledger.append, partial(ledger.append_unless, since=0, touches=of_the_case)):
        with pytest.raises(error):
            append(command(broken, permitted=EVERYWHERE))
    assert ledger.head() == 0


def test_what_is_being_appended_at_that_moment_is_waited_for(ledger: Ledger, database: Database) -> None:
    """Another append holds the ledger's head and is about to commit a fact of the case."""
    since = ledger.head()
    found: list[object] = []

    def guarded() -> None:
        try:
            found.append(ledger.append_unless(command(about(), permitted=EVERYWHERE), since, of_the_case))
        except VersionConflict as error:
            found.append(error.code)

    lines = encoded_lines(command(write(CASE)), ledger.clock)[0]
    body = "[" + ",".join(msgspec.json.encode(line).decode() for line in lines) + "]"
    with database.session() as other, other.transaction():
        other.execute("SELECT ledger.append(%s, 1, true, %s::json)", (ledger.clock(), body))
        waiting = threading.Thread(target=guarded)
        waiting.start()
        _until_it_waits(database)
        assert found == []
    waiting.join()
    assert found == ["version-conflict"]


def _until_it_waits(database: Database) -> None:
    query = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted "
        "AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
    )
    with psycopg.connect(database.app_url, autocommit=True) as looking:
        for _ in range(3000):
            if looking.execute(query).fetchone() != (0,):
                return
            looking.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits")
