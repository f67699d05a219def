"""A rebuild from beginning to end: new tables beside the old, loaded from the whole ledger, swapped when they have caught up.

Reads are answered from the old tables until the swap, and the projector keeps those up meanwhile. A rebuild that is broken off leaves
nothing that anybody sees; the next one clears it away. Run as the owner of the tables; one at a time.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final

import psycopg
from psycopg import sql

from yingsu.derived import DisputeView, StreamView
from yingsu.disputes import joined
from yingsu.errors import Refused, Unavailable
from yingsu.ledger.database import Connection, Cursor, connect
from yingsu.ledger.reader import VIEWS, advance, locked_bookmark
from yingsu.ledger.view import View
from yingsu.rebuilding import loading, progress
from yingsu.rebuilding.loading import LeftOut, Note
from yingsu.rebuilding.progress import Progress
from yingsu.rebuilding.tables import create_like, finish, swap, writing

NEXT: Final = "views_next"
"""The schema in which the new tables stand."""
BATCH: Final = 2000
SWAP_SECONDS: Final = 5
"""So long the swap waits for readers of the old tables; then it lets them pass and tries again."""
SWAP_TRIES: Final = 60
KEPT: Final = ("bookmark", "quarantine")
"""What is kept of every view beside its tables."""

Tell = Callable[[Sequence[Progress]], None]


class RebuildUnderWay(Refused):
    """Another process rebuilds."""

    code = "rebuild-under-way"
    title = "正在重建"


class TablesBusy(Refused):
    """The old tables are read without a pause, so that they could not be swapped."""

    code = "tables-busy"
    title = "视图正被占用"


class RebuildBrokenOff(Unavailable):
    """The database went away in the middle."""

    code = "rebuild-broken-off"
    title = "重建中断"


def silently(_: Sequence[Progress]) -> None:
    """Tell nobody."""


def rebuild(owner_url: str, views: Sequence[View], tell: Tell = silently, *, batch: int = BATCH) -> int:
    """Rebuild these views from the whole ledger; returns the position that each has reached at least.

    `tell` hears of the progress now and then. Raises `RebuildUnderWay`, `TablesBusy`, `RebuildBrokenOff`, and what is the fault of a view
    and of no case.
    """
    try:
        with connect(owner_url) as connection:
            connection.execute("SELECT set_config('statement_timeout', '0', false)")
            if not progress.alone(connection):
                raise RebuildUnderWay("另一个进程正在重建视图，请等它完成后再试；进度见 /health。")
            return _Rebuild(connection, tuple(views), tell, batch).run()
    except psycopg.OperationalError as error:
        raise RebuildBrokenOff(
            f"数据库不可用或者中途断开（{type(error).__name__}）。没有替换的视图仍是原来的内容，照常读取。"
            "请确认数据库正常运行、磁盘未满后，重新执行 yingsu rebuild。"
        ) from error


class _Rebuild:
    """One run."""

    def __init__(self, connection: Connection, views: tuple[View, ...], tell: Tell, batch: int) -> None:
        self._connection = connection
        self._views = views
        self._tell = tell
        self._batch = batch

    def run(self) -> int:
        """The whole rebuild."""
        names = [view.name for view in self._views]
        try:
            left_out = self._prepare()
            head = self._head()
            progress.begin(self._connection, names, head)
            self._load(head, left_out)
            for view in self._views:
                self._catch_up(view)
            return min(self._swap(view) for view in self._views)
        finally:
            if not self._connection.closed:
                progress.end(self._connection, names)
                self._connection.execute(_in_next("DROP SCHEMA IF EXISTS {} CASCADE"))

    def _prepare(self) -> dict[str, LeftOut]:
        """Make the new tables; returns what each view leaves out now."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(_in_next("DROP SCHEMA IF EXISTS {} CASCADE"))
            cursor.execute(_in_next("CREATE SCHEMA {}"))
            create_like(cursor, VIEWS, NEXT, (*KEPT, *(table for view in self._views for table in view.tables)))
            finish(cursor, VIEWS, NEXT, KEPT)
            held = "SELECT subject, position FROM views.quarantine WHERE view = %s"
            return {view.name: dict(cursor.execute(held, (view.name,)).fetchall()) for view in self._views}

    def _head(self) -> int:
        row = self._connection.execute("SELECT position FROM ledger.head").fetchone()
        return int(row[0]) if row else 0

    def _load(self, head: int, left_out: dict[str, LeftOut]) -> None:
        """Load every view up to `head`, and give the tables their indexes."""
        disputes = [view for view in self._views if isinstance(view, DisputeView)]
        streams = [view for view in self._views if isinstance(view, StreamView)]
        others = [view for view in self._views if not isinstance(view, DisputeView | StreamView)]
        slow = self._load_disputes(disputes, head, left_out) if disputes else {}
        left = {
            view.name: loading.load_streams(self._loading, view, head, left_out[view.name], self._noting([view]))
            for view in streams
        }
        for loaded in (*disputes, *streams):
            self._finish(loaded)
        for dispute_view in disputes:
            with self._loading() as cursor:
                loading.derive_step_by_step(cursor, dispute_view, slow[dispute_view.name], head)
        for stream_view in streams:
            for stream in left[stream_view.name]:
                with self._loading() as cursor:
                    loading.apply_stream(cursor, stream_view, stream, head)
        # What is applied in order may look for rows that it wrote before.
        for view in others:
            self._finish(view)
        if others:
            loading.apply_in_order(self._loading, others, head, left_out, self._batch, self._noting(others))
        with self._loading() as cursor:
            for view in self._views:
                locked_bookmark(cursor, view, NEXT)
                cursor.execute("UPDATE bookmark SET position = %s WHERE view = %s", (head, view.name))

    def _load_disputes(self, views: Sequence[DisputeView], head: int, left_out: dict[str, LeftOut]) -> dict[str, set[str]]:
        """Load the rows of every dispute; returns, by view, the records that are left to be derived step by step."""
        with self._loading() as cursor:
            joins = joined(cursor, None, position=head)
            for view in views:
                view.prepare(cursor, head)
        slow = {view.name: {record for case_id in left_out[view.name] for record in joins.records_of(case_id)} for view in views}
        note, done = self._noting(views), 0
        with self._connection.cursor() as listing:
            for cases in loading.chunks_of_cases(listing, joins):
                with self._loading() as cursor:
                    done += loading.load_disputes(cursor, views, cases, joins, head, slow)
                note(done)
        return slow

    def _finish(self, view: View) -> None:
        with self._loading() as cursor:
            finish(cursor, VIEWS, NEXT, view.tables)

    def _noting(self, views: Sequence[View]) -> Note:
        names = [view.name for view in views]

        def note(position: int) -> None:
            self._tell(progress.note(self._connection, names, position))

        return note

    def _catch_up(self, view: View) -> None:
        reached = -1
        while True:
            with self._connection.transaction(), self._connection.cursor() as cursor:
                position = advance(cursor, view, batch=self._batch, schema=NEXT)
            if position == reached:
                return
            reached = position

    def _swap(self, view: View) -> int:
        """Let the new tables take the place of the old, with all that was appended until then. Raises `TablesBusy`."""
        for _ in range(SWAP_TRIES):
            try:
                return self._swap_now(view)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                self._catch_up(view)
        raise TablesBusy(
            f"视图 {view.name} 已重建，但旧表一直被占用，未能替换。请停止长时间的查询后重新执行 yingsu rebuild {view.name}。"
        )

    def _swap_now(self, view: View) -> int:
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{SWAP_SECONDS}s",))
            # Held until the end: the projector waits, and goes on from here with the new tables.
            locked_bookmark(cursor, view)
            reached, position = -1, 0
            while position != reached:
                reached, position = position, advance(cursor, view, batch=self._batch, schema=NEXT)
            swap(cursor, NEXT, VIEWS, view.tables)
            cursor.execute("DELETE FROM views.quarantine WHERE view = %s", (view.name,))
            cursor.execute(_in_next("INSERT INTO views.quarantine SELECT * FROM {}.quarantine WHERE view = %s"), (view.name,))
            cursor.execute("UPDATE views.bookmark SET position = %s WHERE view = %s", (position, view.name))
            cursor.execute("SELECT pg_notify('views', %s)", (f"{view.name} {position}",))
            return position

    def _loading(self) -> AbstractContextManager[Cursor]:
        return writing(self._connection, NEXT)


def _in_next(statement: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(NEXT))
