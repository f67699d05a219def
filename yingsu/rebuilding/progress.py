"""How far rebuilds are: noted by the one that rebuilds, read by health from any process. Owns the lock by which it is one at a time."""

from collections.abc import Sequence
from typing import Final

import msgspec

from yingsu.ledger.database import Connection, Database

LOCK: Final = "yingsu rebuild"
_HELD: Final = (
    "EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database WHERE datname = current_database() "
    "AND locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = hashtext(%s))"
)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a view's rebuild is: `position` of `head` entries, `seconds` since it began."""

    view: str
    position: int
    head: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Entries a second so far."""
        return self.position / self.seconds if self.seconds else 0.0

    @property
    def eta_seconds(self) -> float | None:
        """How long the rest takes at that pace; None before the first entry."""
        return (self.head - self.position) / self.per_second if self.position else None


def alone(connection: Connection) -> bool:
    """Whether nobody else rebuilds: from here on, as long as the connection lives, nobody else does."""
    return connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (LOCK,)).fetchone() == (True,)


def begin(connection: Connection, views: Sequence[str], head: int) -> None:
    """Note that these views are rebuilt, up to `head`, and no others: what is noted of those is left from a rebuild that broke off."""
    connection.execute("DELETE FROM views.rebuilding WHERE view <> ALL (%s)", (list(views),))
    connection.execute(
        "INSERT INTO views.rebuilding (view, position, head, began, updated) "
        "SELECT unnest(%s::text[]), 0, %s, clock_timestamp(), clock_timestamp() "
        "ON CONFLICT (view) DO UPDATE SET position = 0, head = excluded.head, began = excluded.began, updated = excluded.updated",
        (list(views), head),
    )


def note(connection: Connection, views: Sequence[str], position: int) -> tuple[Progress, ...]:
    """Note how many entries these views have taken in."""
    rows = connection.execute(
        "UPDATE views.rebuilding SET position = least(%s, head), updated = clock_timestamp() WHERE view = ANY (%s) "
        "RETURNING view, position, head, extract(epoch FROM updated - began)::float",
        (position, list(views)),
    )
    return _progress(rows.fetchall())


def end(connection: Connection, views: Sequence[str]) -> None:
    """Note that these views are no longer rebuilt."""
    connection.execute("DELETE FROM views.rebuilding WHERE view = ANY (%s)", (list(views),))


def under_way(database: Database) -> tuple[Progress, ...]:
    """Every rebuild under way, by view; nothing of one that was killed. Raises `DatabaseUnavailable`."""
    with database.session() as connection:
        rows = connection.execute(
            f"SELECT view, position, head, extract(epoch FROM updated - began)::float FROM views.rebuilding WHERE {_HELD} ORDER BY view",  # noqa: S608
            (LOCK,),
        ).fetchall()
    return _progress(rows)


def _progress(rows: Sequence[tuple[str, int, int, float]]) -> tuple[Progress, ...]:
    return tuple(Progress(view=row[0], position=row[1], head=row[2], seconds=row[3]) for row in rows)
