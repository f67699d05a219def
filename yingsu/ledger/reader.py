"""Readers of the ledger: views that are rows, kept by projectors.

A view applies entries in position order. Its rows and its bookmark are written in one transaction, so a crash repeats nothing and
loses nothing; applying the whole ledger again gives equal bytes. A case that a view cannot apply is quarantined in that view alone
(`yingsu.ledger.quarantine`). One projector at a time leads a view (advisory lock); the others stand by. It is woken by NOTIFY and polls
as well, because a lost NOTIFY must only delay.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import psycopg
from psycopg import sql

from yingsu.errors import NotFound, Refused
from yingsu.ledger import quarantine
from yingsu.ledger.database import Connection, Cursor, Database, connect
from yingsu.ledger.entry import Entry
from yingsu.ledger.recent import FollowingCursor, Recent, recent_of
from yingsu.ledger.rows import read_subject, stream_entries
from yingsu.ledger.stopping import leave_word, take_back
from yingsu.ledger.view import Deriving, View, handed, selected

log = logging.getLogger(__name__)

BATCH = 500
VIEWS: Final = "views"
"""The schema that readers see."""
POLL_SECONDS = 1.0
REST_SECONDS = (0.05, 0.5)
REST_TIMES = 4
REST_AN_ENTRY = 0.006
"""A view rests after a batch for so many times as long as it took, and so long for each entry that came, within these bounds, unless there is
more than a batch to do: each costs about the same, however small it is, and who waits for an answer goes first. Up to some hundred and fifty
entries a second are seen at once; of more, many are taken in together."""
RETRY_SECONDS = 5.0


class NotQuarantined(NotFound):
    """The subject is not quarantined in this view."""

    code = "not-quarantined"


class StillQuarantined(Refused):
    """A released subject failed again."""

    code = "still-quarantined"
    title = "仍被隔离"


@dataclass(frozen=True)
class Progress:
    """Where one view stands. `error` says why it stopped; it is tried again every few seconds."""

    view: str
    position: int
    leading: bool
    error: str | None = None


def advance(cursor: Cursor, view: View, *, batch: int = BATCH, schema: str = VIEWS) -> int:
    """Apply the next batch inside the cursor's transaction; returns the new position. The bookmark row is locked meanwhile.

    In its own schema, who waits for the view is notified on the channel `views`, with the view's name and its position.
    A case that cannot be applied is quarantined. Raises what is not the failure of one case: the batch is to be tried again.
    """
    before, head = locked_bookmark(cursor, view, schema)
    if head <= before:
        return before
    entries, position = read_selected(cursor, view, before, head, batch)
    if entries:
        quarantine.apply_batch(cursor, view, entries)
    cursor.execute(
        "WITH moved AS (UPDATE bookmark SET position = %s WHERE view = %s RETURNING view, position) "
        "SELECT pg_notify('views', view || ' ' || position) FROM moved WHERE %s",
        (position, view.name, schema == VIEWS),
    )
    return position


def read_selected(cursor: Cursor, view: View, after: int, last: int, limit: int) -> tuple[list[Entry], int]:
    """Up to `limit` entries above `after` up to `last` that the view is handed, and up to where the ledger was looked through for them."""
    recent = recent_of(cursor)
    shared = recent.read(cursor, after, last) if recent else None
    if shared is not None:
        entries = handed(view, shared)[:limit]
    else:
        condition = "position > %s AND position <= %s AND topic LIKE ANY (%s) ORDER BY position LIMIT %s"
        entries = list(stream_entries(cursor, condition, (after, last, selected(view), limit)))
    return entries, entries[-1].position if len(entries) == limit else last


def catch_up(database: Database, view: View, *, batch: int = BATCH) -> int:
    """Apply all there is; returns the position reached."""
    reached = -1
    while True:
        with database.project() as cursor:
            position = advance(cursor, view, batch=batch)
        if position == reached:
            return position
        reached = position


def release(database: Database, view: View, subject: str, *, batch: int = BATCH) -> int:
    """End a quarantine: apply what the view left out of the subject up to the bookmark; returns the bookmark's position.

    One transaction; the projector waits meanwhile. Raises `NotQuarantined`; `StillQuarantined` when an entry fails (again): those
    before it are applied, and the subject is left out from there on.
    """
    with database.project() as cursor:
        bookmark, _ = locked_bookmark(cursor, view)
        taken = cursor.execute(
            "DELETE FROM quarantine WHERE view = %s AND subject = %s RETURNING position, event_id", (view.name, subject)
        ).fetchone()
        if taken is None:
            raise NotQuarantined(f"视图 {view.name} 没有隔离 {subject}。可用 yingsu quarantine 查看被隔离的案件。")
        if isinstance(view, Deriving):
            error = quarantine.derive_again(cursor, view, subject, bookmark)
            if error is not None:
                quarantine.put(cursor, view.name, subject, taken[0], taken[1], error)
        else:
            entries = read_subject(cursor, subject, taken[0], bookmark)
            for begin in range(0, len(entries), batch):
                quarantine.apply_batch(cursor, view, entries[begin : begin + batch])
        again = cursor.execute(
            "SELECT position, error FROM quarantine WHERE view = %s AND subject = %s", (view.name, subject)
        ).fetchone()
    if again is not None:
        raise StillQuarantined(
            f"视图 {view.name} 仍不能处理 {subject}（第 {again[0]} 条，{again[1]}），继续隔离。请先安装修正后的版本，再解除隔离。"
        )
    return bookmark


def lag(database: Database, views: Sequence[View]) -> dict[str, int]:
    """How many entries each view has yet to apply, by name: also right while another process leads. Raises `DatabaseUnavailable`."""
    with database.session() as connection:
        rows = connection.execute(
            "SELECT head.position, bookmark.view, bookmark.position FROM ledger.head LEFT JOIN views.bookmark ON true"
        ).fetchall()
    head = rows[0][0]
    applied = {view: position for _, view, position in rows}
    return {view.name: max(0, head - applied.get(view.name, 0)) for view in views}


def contents(cursor: Cursor, table: str) -> bytes:
    """All rows of a view table as text in a fixed order: two replays of one ledger give equal bytes."""
    query = sql.SQL('COPY (SELECT t.* FROM views.{} AS t ORDER BY t::text COLLATE "C") TO STDOUT').format(sql.Identifier(table))
    with cursor.copy(query) as copy:
        return b"".join(bytes(block) for block in copy)


def locked_bookmark(cursor: Cursor, view: View, schema: str = VIEWS) -> tuple[int, int]:
    """Where a view stands in `schema`, locked until the transaction ends, and the ledger's last position. Names without a schema mean that
    one from here on."""
    query = _bookmark_query(schema)
    row = cursor.execute(query, (schema, view.name)).fetchone()
    if row is None:
        new = sql.SQL("INSERT INTO {} (view, position) VALUES (%s, 0) ON CONFLICT DO NOTHING")
        cursor.execute(new.format(sql.Identifier(schema, "bookmark")), (view.name,))
        row = cursor.execute(query, (schema, view.name)).fetchone()
    if row is None:
        raise RuntimeError(f"the bookmark of {view.name} vanished")
    return int(row[0]), int(row[1])


@cache
def _bookmark_query(schema: str) -> bytes:
    """One statement: every round of every view begins with it."""
    query = sql.SQL(
        "SELECT bookmark.position, head.position, set_config('search_path', %s, true) "
        "FROM {} AS bookmark, ledger.head WHERE view = %s FOR UPDATE OF bookmark"
    )
    return query.format(sql.Identifier(schema, "bookmark")).as_bytes()


class Projector:
    """Keeps views up to date, one thread a view. `start` returns at once; `stop` waits for the batches under way."""

    def __init__(self, database: Database, views: Sequence[View], *, poll_seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._views = tuple(views)
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._recent = Recent()
        self._progress = {view.name: Progress(view.name, 0, leading=False) for view in self._views}
        self._threads = [
            threading.Thread(target=self._keep, args=(view,), name=f"view {view.name}", daemon=True) for view in self._views
        ]

    def start(self) -> None:
        """Start every view's thread."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop after the batches under way."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def progress(self) -> tuple[Progress, ...]:
        """Where each view stands, from the bookmarks: also right while another process leads."""
        with self._database.read(("*",)) as cursor:
            positions = dict(cursor.execute("SELECT view, position FROM views.bookmark").fetchall())
        with self._changed:
            return tuple(replace(p, position=positions.get(p.view, 0)) for p in self._progress.values())

    def wait_for(self, position: int, timeout: float) -> bool:
        """Wait until this projector has applied `position` to every view; False after `timeout` seconds, as when another leads."""
        with self._changed:
            return self._changed.wait_for(lambda: all(p.position >= position for p in self._progress.values()), timeout)

    def _keep(self, view: View) -> None:
        while not self._stopping.is_set():
            try:
                with self._leadership(view) as connection:
                    self._lead(view, connection)
            except psycopg.OperationalError as error:
                self._note(view, leading=False, error="数据库连接中断，正在重连")
                log.warning("view %s lost its connection: %s", view.name, type(error).__name__)
                self._stopping.wait(min(self._poll_seconds, RETRY_SECONDS))
            # A view that fails must be seen in health, not take the process down: it stops here and is tried again.
            except Exception as error:
                self._note(view, leading=False, error=f"{type(error).__name__}（详见日志）")
                log.exception("view %s stopped", view.name)
                leave_word(self._database, view.name, error)
                self._stopping.wait(RETRY_SECONDS)

    @contextmanager
    def _leadership(self, view: View) -> Iterator[Connection]:
        with connect(self._database.reader_url) as connection:
            while not self._stopping.is_set():
                row = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (f"yingsu view {view.name}",)).fetchone()
                if row and row[0]:
                    break
                self._note(view, leading=False)
                self._stopping.wait(self._poll_seconds)
            # What a crash takes of a view is applied again. And who notifies keeps every other commit waiting until its own is on disk.
            connection.execute("SET synchronous_commit = off")
            connection.execute("LISTEN ledger")
            yield connection

    def _lead(self, view: View, connection: Connection) -> None:
        first = True
        while not self._stopping.is_set():
            begun, before = time.monotonic(), self._progress[view.name].position
            with connection.transaction(), FollowingCursor(connection, self._recent) as cursor:
                position = advance(cursor, view)
                if first:
                    take_back(cursor, view.name)
                    first = False
            self._note(view, position=position, leading=True)
            # Fewer than a batch: all there was. What came meanwhile is news, and while much comes it is taken in together.
            fresh = position - before
            if fresh < BATCH:
                least, most = REST_SECONDS
                took = time.monotonic() - begun
                self._stopping.wait(min(most, max(least, REST_TIMES * took, REST_AN_ENTRY * fresh)))
                self._await_news(connection)

    def _await_news(self, connection: Connection) -> None:
        until = time.monotonic() + self._poll_seconds
        while not self._stopping.is_set() and time.monotonic() < until:
            # All that came until now is one piece of news. What is not taken off the connection stays with it for ever.
            if list(connection.notifies(timeout=min(0.2, self._poll_seconds), stop_after=1)):
                return

    def _note(self, view: View, *, leading: bool, position: int | None = None, error: str | None = None) -> None:
        with self._changed:
            known = self._progress[view.name]
            self._progress[view.name] = Progress(view.name, known.position if position is None else position, leading, error)
            self._changed.notify_all()
