"""What tests begin with is what `yingsu init` makes, whether it has just run or what it left is given again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from services.registry.setup import initialise
from tests.installed import WRITTEN, install
from yingsu.clock import SettableClock
from yingsu.law import calendar, published
from yingsu.ledger.database import Database
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.settings import Urls, load

BEGUN = datetime(2026, 1, 17, tzinfo=UTC)
"""A day on which no other test begins."""

Opened = Callable[[Urls], tuple[Ledger, KeyStore]]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """The ledger and the keys of a database, on the day on which the tests here begin."""
    with ExitStack() as stack:

        def open_both(urls: Urls) -> tuple[Ledger, KeyStore]:
            clock = SettableClock(BEGUN)
            database = stack.enter_context(closing(Database(urls.app, urls.reader)))
            keys = stack.enter_context(closing(KeyStore(urls.keys, bytes(32), clock)))
            return stack.enter_context(closing(Ledger(database, clock))), keys

        yield open_both


def rows(urls: Urls) -> dict[str, list[str]]:
    with psycopg.connect(urls.owner) as owner:
        return {
            table: sorted(text for (text,) in owner.execute(f"SELECT t::text FROM {table} t").fetchall())
            for table in ("ledger.head", "ledger.case_access", *WRITTEN)
        }


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in found}


def test_what_is_given_again_is_what_it_left(new_database: Callable[[], Urls], opened: Opened, tmp_path: Path) -> None:
    made, given = new_database(), new_database()
    for urls, name in ((made, "made"), (given, "given")):
        ledger, keys = opened(urls)
        install(ledger, keys, load({"YINGSU_DATA": str(tmp_path / name)}), ledger.clock)
    assert rows(given) == rows(made)
    assert len(rows(made)["keys.subject_key"]) > 1
    assert files(tmp_path / "given") == files(tmp_path / "made")
    done = initialise(ledger, keys, load({"YINGSU_DATA": str(tmp_path / "given")}), ledger.clock)
    assert (done.registered, done.lost, rows(given)) == ((), (), rows(made))


def test_where_something_was_kept_already_it_runs(new_database: Callable[[], Urls], opened: Opened, tmp_path: Path) -> None:
    for name in ("empty", "begun"):
        ledger, keys = opened(new_database())
        if name == "begun":
            ledger.put_blob(calendar.builtin_bytes(2018))
        install(ledger, keys, load({"YINGSU_DATA": str(tmp_path / name)}), ledger.clock)
        event = published.calendar(ledger, 2018)
        assert event is not None
        assert event.version == 1
