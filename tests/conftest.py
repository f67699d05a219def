"""Fixtures every test shares: one PostgreSQL a session, a fresh copy of the migrated database for each test, settable clocks.

`YINGSU_TEST_POSTGRES_BIN` names the folder of another server's programs; `make test-pg15` runs the same suite on PostgreSQL 15.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
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

NOON = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)
"""2026-09-16 12:00 in Shanghai, a Wednesday: the day on which tests play unless they set the clock."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The superuser's URL of a server of this session's own, with the migrated database `template`."""
    bin_folder = os.environ.get("YINGSU_TEST_POSTGRES_BIN")
    with (
        tempfile.TemporaryDirectory(prefix="yingsu-test-") as folder,
        Embedded(Path(folder) / "postgres", Path(bin_folder) if bin_folder else None) as server,
    ):
        with psycopg.connect(server.url, autocommit=True) as administrator:
            # What survives a crash is tested on servers of its own (tests/journeys); a database a test must be cheap.
            administrator.execute("ALTER SYSTEM SET fsync = off")
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


@pytest.fixture
def urls(postgres: str) -> Iterator[Urls]:
    """The role URLs of a database that is this test's own."""
    name = sql.Identifier(f"test_{uuid4().hex}")
    with psycopg.connect(postgres, autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template OWNER yingsu_owner").format(name))
        yield role_urls(postgres.replace("/postgres?", f"/{name.as_string().strip(chr(34))}?"))
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


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
def subjects(urls: Urls) -> Callable[[], set[str]]:
    """The data subjects that have a key."""

    def all_subjects() -> set[str]:
        with psycopg.connect(urls.keys) as connection:
            return {row[0] for row in connection.execute("SELECT subject FROM keys.subject_key")}

    return all_subjects
