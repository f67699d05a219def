"""The log of deliveries, as its owner reads it: how an endpoint stands, what it got and is still to get, and every attempt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.notify.webhooks.schedule import OPEN_AFTER
from yingsu.ledger.database import Cursor

State = Literal["waiting", "delivered", "failed"]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How sending to an endpoint goes. `backlog` is what is waiting; `failures` count since the last success."""

    backlog: int = 0
    failed: int = 0
    failures: int = 0
    failing_since: datetime | None = None
    succeeded_at: datetime | None = None
    next_try: datetime | None = None

    @property
    def spared(self) -> bool:
        """Whether only single probes are sent."""
        return self.failures >= OPEN_AFTER


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the log, and the event that it is about."""

    webhook_id: str
    position: int
    event_id: UUID
    topic: str
    case_id: str | None
    recorded_at: datetime
    state: State
    attempts: int
    next_try: datetime | None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt. Without `milliseconds` its outcome is not known: it is under way, or the sender was killed."""

    attempt: UUID
    number: int
    begun_at: datetime
    milliseconds: int | None
    status: int | None
    error: str | None
    answer: str | None
    next_try: datetime | None


_DELIVERY = (
    "SELECT message.webhook_id, message.position, entry.event_id, message.topic, entry.case_id, entry.recorded_at, message.state, "
    "message.attempts, message.next_try FROM delivery.message JOIN ledger.entry USING (position) "
)


def health(cursor: Cursor, stream: str) -> Health:
    """How an endpoint stands; nothing at all where nothing was ever sent."""
    row = cursor.execute(
        "SELECT failures, failing_since, succeeded_at, probe_at FROM delivery.endpoint WHERE endpoint = %s", (stream,)
    ).fetchone()
    if row is None:
        return Health()
    counts = cursor.execute(
        "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failed'), min(next_try) "
        "FROM delivery.message WHERE endpoint = %s AND state <> 'delivered'",
        (stream,),
    ).fetchone()
    waiting, failed, earliest = counts or (0, 0, None)
    spared_until: datetime | None = row[3]
    next_try = max(earliest, spared_until) if earliest and spared_until else earliest
    return Health(backlog=waiting, failed=failed, failures=row[0], failing_since=row[1], succeeded_at=row[2], next_try=next_try)


def deliveries(cursor: Cursor, stream: str, state: State | None, before: int | None, limit: int) -> list[Delivery]:
    """An endpoint's messages, of one state or all, the newest event first, from before position `before` (None: the newest) on. `cursor`
    is that of the system itself."""
    query = (
        f"{_DELIVERY}WHERE endpoint = %(stream)s AND (%(state)s::text IS NULL OR state = %(state)s) "
        "AND (%(before)s::bigint IS NULL OR position < %(before)s) ORDER BY position DESC LIMIT %(limit)s"
    )
    rows = cursor.execute(query, {"stream": stream, "state": state, "before": before, "limit": limit}).fetchall()
    return [_delivery(row) for row in rows]


def delivery(cursor: Cursor, stream: str, webhook_id: str) -> Delivery | None:
    """One message of an endpoint; None where it has none of this id. `cursor` is that of the system itself."""
    row = cursor.execute(f"{_DELIVERY}WHERE endpoint = %s AND webhook_id = %s", (stream, webhook_id)).fetchone()
    return None if row is None else _delivery(row)


def attempts(cursor: Cursor, stream: str, position: int) -> list[Attempt]:
    """Every attempt at a message, in order."""
    rows = cursor.execute(
        "SELECT attempt, number, begun_at, milliseconds, status, error, answer, next_try FROM delivery.attempt "
        "WHERE endpoint = %s AND position = %s ORDER BY number",
        (stream, position),
    ).fetchall()
    return [
        Attempt(
            attempt=row[0],
            number=row[1],
            begun_at=row[2],
            milliseconds=row[3],
            status=row[4],
            error=row[5],
            answer=row[6],
            next_try=row[7],
        )
        for row in rows
    ]


def _delivery(row: Sequence[object]) -> Delivery:
    return msgspec.convert(dict(zip(Delivery.__struct_fields__, row, strict=True)), Delivery)
