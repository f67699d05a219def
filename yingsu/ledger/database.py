"""Connections to PostgreSQL for the two run-time roles.

The *app* role reads under row-level security and may execute the append; the *reader* role sees every entry and writes views.
Neither may change or delete an entry. Time limits are set on every connection: the library's and PostgreSQL's defaults wait for ever.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from weakref import WeakKeyDictionary

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import Escaping
from psycopg_pool import ConnectionPool, PoolTimeout

from yingsu.errors import Unavailable

Cursor = psycopg.Cursor[tuple[Any, ...]]
Connection = psycopg.Connection[tuple[Any, ...]]

WITH_TIME_LIMITS = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "options": "-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=120000"
    " -c TimeZone=UTC"
    # The server's side: a view's lock must not stay with a machine that vanished.
    " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}
WAIT_SECONDS = 10
RESTED_SECONDS: Final = 1.0
"""A connection that was not lent for so long is checked before it is lent again: the server may have gone meanwhile."""


class DatabaseUnavailable(Unavailable):
    """No connection within the time limit, or it broke."""

    code = "database-unavailable"


def connect(url: str) -> Connection:
    """One autocommit connection with the time limits set. Raises `psycopg.OperationalError`."""
    return psycopg.connect(make_conninfo(url, **WITH_TIME_LIMITS), autocommit=True)


def pool(url: str, size: int) -> ConnectionPool[Connection]:
    """A pool of autocommit connections with the time limits set, each checked before it is lent after a rest."""
    lent: WeakKeyDictionary[Connection, float] = WeakKeyDictionary()

    def check(connection: Connection) -> None:
        # A check is a round trip of its own, and a command borrows a dozen times. One that breaks while it is lent is not lent again.
        if time.monotonic() - lent.get(connection, 0.0) > RESTED_SECONDS:
            ConnectionPool.check_connection(connection)
        lent[connection] = time.monotonic()

    return ConnectionPool(
        make_conninfo(url, **WITH_TIME_LIMITS),
        kwargs={"autocommit": True},
        min_size=1,
        max_size=size,
        timeout=WAIT_SECONDS,
        check=check,
        open=True,
    )


class Database:
    """Pools for the app and the reader role. Close it when done."""

    def __init__(self, app_url: str, reader_url: str, *, app_connections: int = 12) -> None:
        self.app_url = app_url
        self.reader_url = reader_url
        self._app = pool(app_url, app_connections)
        self._reader = pool(reader_url, 4)

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """An autocommit connection of the app role, for statements that are complete in themselves."""
        with _borrow(self._app) as connection:
            yield connection

    @contextmanager
    def read(self, tenants: tuple[str, ...]) -> Iterator[Cursor]:
        """One read-only transaction of the app role that sees the rows of `tenants`; ("*",) is the system itself, which sees all."""
        with _borrow(self._app) as connection, _reading(connection, tenants, b"") as cursor:
            yield cursor

    def glance(self, tenants: tuple[str, ...], statement: bytes) -> tuple[Any, ...] | None:
        """The first row of one statement without parameters, in a transaction as of `read` and in one round trip: for what is asked for again
        and again."""
        with _borrow(self._app) as connection, connection.cursor() as cursor:
            try:
                cursor.execute(b"; ".join((_begin(connection, tenants, b""), statement, b"ROLLBACK")))
            except psycopg.Error:
                connection.rollback()
                raise
            cursor.nextset()
            cursor.nextset()
            return cursor.fetchone()

    @contextmanager
    def snapshot(self, tenants: tuple[str, ...]) -> Iterator[Cursor]:
        """As `read`, but all that is read was true at one moment, that of the first reading."""
        with _borrow(self._app) as connection, _reading(connection, tenants, b"ISOLATION LEVEL REPEATABLE READ ") as cursor:
            yield cursor

    @contextmanager
    def project(self) -> Iterator[Cursor]:
        """One transaction of the reader role: every entry is visible, views can be written."""
        with _borrow(self._reader) as connection, connection.transaction(), connection.cursor() as cursor:
            yield cursor

    def close(self) -> None:
        """Close every connection."""
        self._app.close()
        self._reader.close()


@contextmanager
def _borrow(pool: ConnectionPool[Connection]) -> Iterator[Connection]:
    try:
        with pool.connection() as connection:
            yield connection
    except (PoolTimeout, psycopg.OperationalError) as error:
        raise DatabaseUnavailable("数据库暂时无法连接，请稍后用同一请求重试；已提交的内容不会丢失或重复。") from error


@contextmanager
def _reading(connection: Connection, tenants: tuple[str, ...], level: bytes) -> Iterator[Cursor]:
    """A read-only transaction for `tenants`. It begins in one round trip, for there are many of them."""
    with connection.cursor() as cursor:
        cursor.execute(_begin(connection, tenants, level))
        try:
            yield cursor
        finally:
            connection.rollback()


def _begin(connection: Connection, tenants: tuple[str, ...], level: bytes) -> bytes:
    named = bytes(Escaping(connection.pgconn).escape_literal(",".join(tenants).encode()))
    return b"BEGIN " + level + b"READ ONLY; SELECT set_config('yingsu.tenants', " + named + b", true)"
