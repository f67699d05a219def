"""Fixtures every test shares: one PostgreSQL a session, a fresh copy of the migrated database for each test, settable clocks.

`YINGSU_TEST_POSTGRES_BIN` names the folder of another server's programs, as in `make test-pg15`. Then every test runs that asks for a
server, through whatever fixture; the others would run again as they did without it, and are deselected.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from yingsu.clock import SettableClock
from yingsu.embedded import Embedded
from yingsu.ledger.database import Database
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.schema import migrate, provision
from yingsu.settings import Urls, role_urls

if TYPE_CHECKING:
    from tests.whole import Whole

NOON = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)
"""2026-09-16 12:00 in Shanghai, a Wednesday: the day on which tests play unless they set the clock."""

OTHER_SERVER = "YINGSU_TEST_POSTGRES_BIN"
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2**31


def in_memory() -> str | None:
    """A folder in memory with room for what tests write, where there is one: there PostgreSQL makes a database in a tenth of the time."""
    roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES
    return str(MEMORY) if roomy else None


def pytest_configure() -> None:
    """`tmp_path` in memory too, unless the environment says where: an installation of a test's own has its databases there."""
    if folder := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another server: only what asks for it."""
    if OTHER_SERVER in os.environ:
        asking = {item: "programs" in getattr(item, "fixturenames", ()) for item in items}
        config.hook.pytest_deselected(items=[item for item, asks in asking.items() if not asks])
        items[:] = [item for item, asks in asking.items() if asks]


@pytest.fixture(scope="session")
def programs() -> Path | None:
    """The folder of the server's programs; None is the wheel's. Whoever starts a server of the tests' version asks for it."""
    folder = os.environ.get(OTHER_SERVER)
    return Path(folder) if folder else None


@pytest.fixture(scope="session")
def postgres(programs: Path | None) -> Iterator[str]:
    """The superuser's URL of a server of this session's own, with the migrated database `template`."""
    with (
        tempfile.TemporaryDirectory(prefix="yingsu-test-", dir=in_memory()) as folder,
        Embedded(Path(folder) / "postgres", programs) as server,
    ):
        with psycopg.connect(server.url, autocommit=True) as administrator:
            # What survives a crash is tested on servers of its own (tests/journeys); a database a test must be cheap.
            administrator.execute("ALTER SYSTEM SET fsync = off")
            administrator.execute("ALTER SYSTEM SET full_page_writes = off")
            administrator.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
            administrator.execute("SELECT pg_reload_conf()")
        migrate(provision(server.url, database="template").owner)
        yield server.url


@pytest.fixture
def fresh(postgres: str) -> Iterator[str]:
    """The administrator's URL of a database that does not exist yet, on a server that belongs to no installation."""
    name = f"fresh_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as administrator:
        yield postgres.replace("/postgres?", f"/{name}?")
        administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        administrator.execute("COMMENT ON ROLE yingsu_owner IS NULL")


@pytest.fixture(scope="session")
def used() -> list[sql.Identifier]:
    """The databases that tests have done with. PostgreSQL waits 100 ms to drop one whose connections are just ending, so it is done later."""
    return []


@pytest.fixture
def new_database(postgres: str, used: list[sql.Identifier]) -> Iterator[Callable[[], Urls]]:
    """Makes a database that is this test's own; returns its role URLs."""
    made: list[sql.Identifier] = []

    def make() -> Urls:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(postgres, autocommit=True) as administrator:
            while used:
                administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(used.pop()))
            made.append(sql.Identifier(name))
            # The other strategy writes every page to the log too.
            create = sql.SQL("CREATE DATABASE {} TEMPLATE template OWNER yingsu_owner STRATEGY file_copy")
            administrator.execute(create.format(sql.Identifier(name)))
        return role_urls(postgres.replace("/postgres?", f"/{name}?"))

    yield make
    used.extend(made)


@pytest.fixture
def urls(new_database: Callable[[], Urls]) -> Urls:
    """The role URLs of a database that is this test's own."""
    return new_database()


@pytest.fixture
def clock() -> SettableClock:
    """The record clock."""
    return SettableClock(NOON)


@pytest.fixture
def database(urls: Urls) -> Iterator[Database]:
    """The run-time roles' connections."""
    opened = Database(urls.app, urls.reader)
    yield opened
    opened.close()


@pytest.fixture
def ledger(database: Database, clock: SettableClock) -> Iterator[Ledger]:
    """An empty ledger."""
    opened = Ledger(database, clock)
    yield opened
    opened.close()


@pytest.fixture
def keys(urls: Urls, clock: SettableClock) -> Iterator[KeyStore]:
    """An empty key store under a master key of zeros."""
    opened = KeyStore(urls.keys, bytes(32), clock)
    yield opened
    opened.close()


@pytest.fixture
def begun() -> datetime:
    """When the whole system is set up, where a folder of tests says no other day."""
    return datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path, begun: datetime) -> "Whole":
    """Every service, with the samples of 洪泽."""
    # Here and not above: who tests one pure module need not wait until all services are imported.
    from tests.whole import Whole

    clock.set(begun)
    return Whole(ledger, keys, clock, tmp_path)


@pytest.fixture
def subjects(urls: Urls) -> Callable[[], set[str]]:
    """The data subjects that have a key."""

    def all_subjects() -> set[str]:
        with psycopg.connect(urls.keys) as connection:
            return {row[0] for row in connection.execute("SELECT subject FROM keys.subject_key")}

    return all_subjects
