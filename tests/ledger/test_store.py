"""What a receipt promises: once, in order, without gaps, and only what was allowed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import psycopg
import pytest
from psycopg.pq import TransactionStatus

from tests.ledger.writing import HONGZE, command, new, removal, write
from yingsu.clock import SettableClock
from yingsu.errors import YingsuError
from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.appender import EntryRefused, JurisdictionDenied, KeyReused, VersionConflict
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Command, Receipt
from yingsu.ledger.ids import UnknownStreamCategory
from yingsu.ledger.store import BlobNotFound, EmptyCommand, FutureFact, Ledger, NulCharacter, PayloadTooLarge
from yingsu.settings import Urls


def positions(ledger: Ledger) -> list[int]:
    return [entry.position for entry in ledger.read_all(0, 10_000)]


def test_a_receipt_says_where_the_events_are(ledger: Ledger) -> None:
    receipt = ledger.append(command(write("case-1", 0, new(removal("甲")), new(removal("乙"))), write("response-1", 0)))
    assert [(line.stream, line.version, line.position) for line in receipt.events] == [
        ("case-1", 1, 1),
        ("case-1", 2, 2),
        ("response-1", 1, 3),
    ]
    assert [entry.event for entry in ledger.load("case-1", (HONGZE,))] == [removal("甲"), removal("乙")]
    assert receipt.version_of("case-1") == 2


def test_the_same_command_again_gets_an_equal_receipt_and_no_event(ledger: Ledger) -> None:
    once = command(write("case-1"))
    assert ledger.append(once) == ledger.append(once) == ledger.receipt(once.command_id, once.body_hash)
    assert positions(ledger) == [1]


def test_the_same_command_id_with_another_body_is_refused(ledger: Ledger) -> None:
    once = command(write("case-1"))
    ledger.append(once)
    with pytest.raises(KeyReused):
        ledger.append(msgspec.structs.replace(once, body_hash=b"another"))
    assert positions(ledger) == [1]


def test_a_stream_that_moved_on_refuses_the_decision(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    for wrong in (0, 2, 7):
        with pytest.raises(VersionConflict):
            ledger.append(command(write("case-1", wrong)))
    assert ledger.append(command(write("case-1", 1))).events[0].position == 2


def test_several_streams_are_written_all_or_none(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    with pytest.raises(VersionConflict):
        ledger.append(command(write("case-2"), write("case-1")))
    assert ledger.load("case-2", (HONGZE,)) == []
    assert positions(ledger) == [1]


def test_a_reserved_value_has_one_owner(ledger: Ledger) -> None:
    def claim(number: int) -> bool:
        try:
            ledger.append(command(write(f"case-{number}"), write("case_number-x")))
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(claim, range(8))) == 1
    assert positions(ledger) == [1, 2]


def test_one_command_sent_five_times_at_once_is_one_event_and_five_equal_receipts(ledger: Ledger) -> None:
    once = command(write("case-1"))
    start = threading.Barrier(5)

    def send(_: int) -> Receipt:
        start.wait()
        return ledger.append(once)

    with ThreadPoolExecutor(5) as threads:
        receipts = set(threads.map(send, range(5)))
    assert len(receipts) == 1
    assert positions(ledger) == [1]


def test_two_ledgers_on_one_database_leave_no_gap_and_no_twin(ledger: Ledger, database: Database, clock: SettableClock) -> None:
    other = Ledger(database, clock)

    def send(number: int) -> int:
        return (ledger if number % 2 else other).append(command(write(f"case-{number}"))).events[0].position

    with ThreadPoolExecutor(16) as threads:
        assert sorted(threads.map(send, range(200))) == list(range(1, 201))
    other.close()
    assert positions(ledger) == list(range(1, 201))


def test_in_one_batch_a_conflict_a_repeat_and_a_broken_row_fail_alone(ledger: Ledger) -> None:
    known = command(write("case-0"))
    ledger.append(known)
    broken = command(write("case-broken", 0, msgspec.structs.replace(new(), jurisdiction="")), permitted=("*",))
    commands = [command(write(f"case-{n}")) for n in range(1, 30)]
    commands[5:5] = [command(write("case-0")), known, broken, command(write("case-99"), permitted=("370403",))]

    def outcome(one: Command) -> str:
        try:
            return "recorded" if ledger.append(one) else ""
        except YingsuError as error:
            return error.code

    with ThreadPoolExecutor(len(commands)) as threads:
        outcomes = list(threads.map(outcome, commands))
    assert outcomes[5:9] == ["version-conflict", "recorded", "entry-refused", "jurisdiction-denied"]
    assert set(outcomes[:5] + outcomes[9:]) == {"recorded"}
    assert positions(ledger) == list(range(1, 31))


def test_what_cannot_be_recorded_is_refused_by_name_and_leaves_nothing(ledger: Ledger, clock: SettableClock) -> None:
    tomorrow = date(2026, 9, 17)
    refusals: list[tuple[Command, type[YingsuError]]] = [
        (command(write("case-1", 0, new(removal("长" * 30_000)))), PayloadTooLarge),
        (command(write("dossier-1")), UnknownStreamCategory),
        (command(write("case-")), UnknownStreamCategory),
        (command(write("case-1", 0, msgspec.structs.replace(new(), occurred_on=tomorrow))), FutureFact),
        (command(write("case-1", 0, new(removal("空\0字符")))), NulCharacter),
        (command(write("case-1\0")), NulCharacter),
        (command(), EmptyCommand),
        (command(write("case-1"), write("case-1", 1)), EmptyCommand),
        (command(write("case-1"), permitted=("370403",)), JurisdictionDenied),
        (command(write("case-1", 0, new(jurisdiction="")), permitted=("*",)), EntryRefused),
    ]
    for refused, reason in refusals:
        with pytest.raises(reason) as raised:
            ledger.append(refused)
        assert raised.value.message.endswith("。"), "an official reads this"
    assert ledger.head() == 0


def test_a_backslash_before_u0000_is_only_text(ledger: Ledger) -> None:
    ledger.append(command(write("case-1", 0, new(removal("\\u0000")))))
    assert ledger.load("case-1", (HONGZE,))[0].event == removal("\\u0000")


def test_recorded_at_never_runs_backwards(ledger: Ledger, clock: SettableClock) -> None:
    first = ledger.append(command(write("case-1"))).recorded_at
    clock.set(first - timedelta(hours=1))
    assert ledger.append(command(write("case-2"))).recorded_at == first


def test_a_fact_is_dated_by_the_legal_day_in_shanghai(ledger: Ledger, clock: SettableClock) -> None:
    clock.set(clock().replace(hour=16, minute=30))  # 00:30 of the 17th in Shanghai
    ledger.append(command(write("case-1", 0, msgspec.structs.replace(new(), occurred_on=date(2026, 9, 17)))))
    assert ledger.head() == 1


def test_a_case_is_read_by_the_jurisdictions_it_concerns_and_no_other(ledger: Ledger) -> None:
    ledger.append(command(write("case-1", 0, new(case_id="case-1", concerns=("370600",)))))
    ledger.append(command(write("response-1", 0, new(case_id="case-1"))))
    assert len(ledger.load_case("case-1", (HONGZE,))) == 2
    assert len(ledger.load_case("case-1", ("370600",))) == 2
    assert ledger.load_case("case-1", ("370403",)) == []


def test_a_case_is_read_as_of_a_day_and_as_known_at_a_moment(ledger: Ledger, clock: SettableClock) -> None:
    for n, day in enumerate((date(2026, 9, 1), date(2026, 9, 10))):
        ledger.append(command(write("case-1", n, msgspec.structs.replace(new(case_id="case-1"), occurred_on=day))))
        clock.set(clock() + timedelta(hours=1))
    first, second = ledger.load_case("case-1", (HONGZE,))
    assert ledger.load_case("case-1", (HONGZE,), as_of=date(2026, 9, 9)) == [first]
    assert ledger.load_case("case-1", (HONGZE,), as_known_at=second.recorded_at) == [first, second]
    assert ledger.load_case("case-1", (HONGZE,), as_known_at=second.recorded_at - timedelta(seconds=1)) == [first]


def test_without_a_tenant_a_read_raises_even_where_nothing_would_be_found(database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.session() as connection:
        connection.execute("SELECT FROM ledger.entry WHERE stream = 'case-none'")


@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize(
    ("table", "change"),
    [("ledger.entry", "payload = ''"), ("ledger.case_access", "jurisdiction = ''"), ("ledger.blob", "content = ''")],
)
def test_no_role_of_the_software_changes_the_ledger(ledger: Ledger, urls: Urls, statement: str, table: str, change: str) -> None:
    ledger.append(command(write("case-1")))
    ledger.put_blob(b"content")
    for url, refusal in (
        (urls.app, psycopg.errors.InsufficientPrivilege),
        (urls.reader, psycopg.errors.InsufficientPrivilege),
        (urls.keys, psycopg.errors.InsufficientPrivilege),
        (urls.owner, psycopg.errors.RestrictViolation),
    ):
        with psycopg.connect(url) as connection, pytest.raises(refusal):
            connection.execute(statement.format(table, change))
    assert positions(ledger) == [1]


def test_the_app_role_inserts_only_through_the_append(ledger: Ledger, database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.session() as connection:
        connection.execute("INSERT INTO ledger.case_access VALUES ('case-1', '320813')")


def test_published_content_is_found_by_its_hash(ledger: Ledger) -> None:
    sha256 = ledger.put_blob("内容".encode())
    assert ledger.put_blob("内容".encode()) == sha256
    assert ledger.get_blob(sha256) == "内容".encode()
    with pytest.raises(BlobNotFound):
        ledger.get_blob("0" * 64)


def test_an_append_survives_the_loss_of_its_connection(ledger: Ledger, postgres: str) -> None:
    ledger.append(command(write("case-1")))
    with psycopg.connect(postgres, autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yingsu_app'")
    assert ledger.append(command(write("case-2"))).events[0].position == 2
    assert len(ledger.load("case-2", (HONGZE,))) == 1


def test_an_append_whose_answer_was_lost_is_recognised(ledger: Ledger, lose_the_answer: Callable[[Ledger], Any]) -> None:
    """The COMMIT reached the disk, the acknowledgement did not reach us: the repeat finds the event and returns its receipt."""
    lose_the_answer(ledger)
    one = command(write("case-1"), command_id=uuid4())
    receipt = ledger.append(one)
    assert receipt == ledger.receipt(one.command_id, one.body_hash)
    assert positions(ledger) == [1]
    assert isinstance(ledger.load("case-1", (HONGZE,))[0].event, DefendantRemoved)


def test_a_ledger_whose_head_is_wrong_refuses_instead_of_trying_for_ever(ledger: Ledger, urls: Urls) -> None:
    ledger.append(command(write("case-1"), write("case-2")))
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE ledger.head SET position = 0")
    with pytest.raises(RuntimeError, match="head"):
        ledger.append(command(write("case-3")))
    assert positions(ledger) == [1, 2]


def test_a_receipt_reads_its_own_entries_and_not_up_to_the_head(ledger: Ledger, database: Database) -> None:
    """Under row-level security PostgreSQL takes only the simplest comparisons as index conditions."""
    first = command(write("case-0", 0, new(), new()))
    ledger.append(first)
    for n in range(1, 40):
        ledger.append(command(write(f"case-{n}")))
    with database.read((HONGZE,)) as cursor:
        # A table this small would be read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = cursor.execute("SELECT position FROM ledger.read_command(%s)", (first.command_id,)).fetchall()
        fetched = cursor.execute(
            "SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'ledger.entry'::regclass"
        ).fetchone()
    assert found == [(1,), (2,)]
    assert fetched == (3,)


def test_several_streams_are_read_at_once_each_in_the_order_of_its_versions(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        ledger.append(command(write("case-1", number - 1)))
    ledger.append(command(write("case-2")))
    found = ledger.load_several(("case-2", "case-1", "case-3"), (HONGZE,))
    assert {stream: [entry.version for entry in entries] for stream, entries in found.items()} == {
        "case-2": [1],
        "case-1": [1, 2, 3],
        "case-3": [],
    }
    assert found["case-1"] == ledger.load("case-1", (HONGZE,))
    assert ledger.load_several(("case-1",), ("110000",)) == {"case-1": []}


def test_a_glance_sees_what_a_reading_sees_and_leaves_no_transaction_open(ledger: Ledger) -> None:
    ledger.append(command(write("case-1")))
    count = b"SELECT count(*) FROM ledger.entry"
    assert ledger.database.glance((HONGZE,), count) == (1,)
    assert ledger.database.glance(("110000",), count) == (0,)
    with pytest.raises(psycopg.errors.UndefinedTable):
        ledger.database.glance((HONGZE,), b"SELECT 1 FROM ledger.nothing")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        ledger.database.glance((HONGZE,), b"DELETE FROM ledger.entry")
    with ledger.database.session() as connection:
        assert connection.info.transaction_status == TransactionStatus.IDLE
    assert ledger.database.glance((HONGZE,), count) == (1,)
