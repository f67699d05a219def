"""What endpoints are still to get: the tables `delivery.*`, which any number of senders share. Every function is one transaction, and short.

A sender claims a message for a while (a lease). Where it dies, the lease runs out and another one sends the message again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from services.notify.webhooks.endpoint import Endpoint
from services.notify.webhooks.schedule import OPEN_AFTER, probe_delay
from services.notify.webhooks.sending import Outcome
from yingsu.ledger.database import Connection, Cursor

LEASE: Final = timedelta(minutes=1)
"""Longer than one attempt can take."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One message that this sender alone may send now. `number` counts the attempts, `tried` the failures of the present course."""

    endpoint: str
    position: int
    webhook_id: str
    attempt: UUID
    number: int
    tried: int


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """An event that an endpoint is to get."""

    position: int
    webhook_id: str
    topic: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Which version of the endpoint the tables are in line with, and up to where its feed was taken in."""

    version: int
    taken_up_to: int


def align(cursor: Cursor, endpoint: Endpoint, now: datetime) -> None:
    """Bring the tables in line with the endpoint: what a removal drops, where deliveries begin, and that after an activation or a
    resumption everything outstanding is due, and the schedule begins anew. Safe to repeat; an older state than theirs changes nothing."""
    query = "SELECT version, begun FROM delivery.endpoint WHERE endpoint = %s FOR UPDATE"
    row = cursor.execute(query, (endpoint.stream,)).fetchone()
    if row is None:
        if endpoint.begun is not None:
            cursor.execute(
                "INSERT INTO delivery.endpoint (endpoint, version, begun, taken_up_to) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (endpoint.stream, endpoint.version, endpoint.begun, endpoint.after),
            )
        return
    version, begun = row
    if version >= endpoint.version:
        return
    if begun != endpoint.begun:
        cursor.execute("DELETE FROM delivery.message WHERE endpoint = %s AND state <> 'delivered'", (endpoint.stream,))
        if endpoint.after is not None:
            cursor.execute("UPDATE delivery.endpoint SET taken_up_to = %s WHERE endpoint = %s", (endpoint.after, endpoint.stream))
    elif endpoint.awake > version:
        cursor.execute(
            "UPDATE delivery.message SET state = 'waiting', tried = 0, next_try = %s WHERE endpoint = %s AND state <> 'delivered'",
            (now, endpoint.stream),
        )
    if begun != endpoint.begun or endpoint.awake > version:
        cursor.execute(
            "UPDATE delivery.endpoint SET failures = 0, failing_since = NULL, probe_at = NULL WHERE endpoint = %s",
            (endpoint.stream,),
        )
    cursor.execute(
        "UPDATE delivery.endpoint SET version = %s, begun = %s WHERE endpoint = %s",
        (endpoint.version, endpoint.begun, endpoint.stream),
    )


def standings(cursor: Cursor) -> dict[str, Standing]:
    """How far each endpoint's row and messages are, by stream."""
    rows = cursor.execute("SELECT endpoint, version, taken_up_to FROM delivery.endpoint").fetchall()
    return {row[0]: Standing(version=row[1], taken_up_to=row[2]) for row in rows}


def take_in(cursor: Cursor, stream: str, messages: Iterable[Message], after: int, reached: int, now: datetime) -> bool:
    """Add the messages of the feed's portion after `after`, due now, and note that it was read up to `reached`. False, and nothing done,
    where another sender is about it, or it was read further or set back meanwhile. What is there already (a recovery) is sent again."""
    query = "SELECT taken_up_to FROM delivery.endpoint WHERE endpoint = %s FOR UPDATE SKIP LOCKED"
    if cursor.execute(query, (stream,)).fetchone() != (after,):
        return False
    cursor.executemany(
        "INSERT INTO delivery.message (endpoint, position, webhook_id, topic, state, next_try) VALUES (%s, %s, %s, %s, 'waiting', %s) "
        "ON CONFLICT (endpoint, position) DO UPDATE SET state = 'waiting', tried = 0, next_try = excluded.next_try",
        [(stream, message.position, message.webhook_id, message.topic, now) for message in messages],
    )
    cursor.execute("UPDATE delivery.endpoint SET taken_up_to = %s WHERE endpoint = %s", (reached, stream))
    return True


def again(cursor: Cursor, stream: str, position: int, now: datetime) -> None:
    """A message is due now, whatever became of it, with its schedule begun anew."""
    # The endpoint before its messages, as everybody does who locks both. Its owner asks: it is worth a probe at once.
    cursor.execute("UPDATE delivery.endpoint SET probe_at = NULL WHERE endpoint = %s", (stream,))
    cursor.execute(
        "UPDATE delivery.message SET state = 'waiting', tried = 0, next_try = %s WHERE endpoint = %s AND position = %s",
        (now, stream, position),
    )


def set_back(cursor: Cursor, stream: str, position: int) -> None:
    """The feed is taken in again from after a position, where it was taken in further."""
    cursor.execute(
        "UPDATE delivery.endpoint SET taken_up_to = least(taken_up_to, %s), probe_at = NULL WHERE endpoint = %s",
        (position, stream),
    )


def due(cursor: Cursor, streams: Sequence[str], now: datetime) -> list[str]:
    """Of these endpoints, those that may be sent something now."""
    query = (
        "SELECT endpoint FROM delivery.endpoint WHERE endpoint = ANY (%(streams)s) AND (probe_at IS NULL OR probe_at <= %(now)s) "
        "AND EXISTS (SELECT FROM delivery.message WHERE message.endpoint = endpoint.endpoint AND state = 'waiting' "
        "AND next_try <= %(now)s AND (leased_until IS NULL OR leased_until <= %(now)s)) ORDER BY endpoint"
    )
    return [row[0] for row in cursor.execute(query, {"streams": list(streams), "now": now}).fetchall()]


def claim(connection: Connection, stream: str, attempt: UUID, now: datetime) -> Claim | None:
    """Claim the oldest message of an endpoint that is due and nobody has; None where there is none, or the endpoint is spared.

    Of one that is spared, only one sender at a time gets one: until its outcome is known, or its lease is over.
    """
    with connection.transaction(), connection.cursor() as cursor:
        query = "SELECT failures, probe_at FROM delivery.endpoint WHERE endpoint = %s"
        row = cursor.execute(query, (stream,)).fetchone()
        if row is not None and row[0] >= OPEN_AFTER:
            row = cursor.execute(f"{query} FOR UPDATE", (stream,)).fetchone()
        if row is None or (row[1] is not None and row[1] > now):
            return None
        taken = cursor.execute(
            "UPDATE delivery.message SET attempts = attempts + 1, leased_until = %(until)s WHERE endpoint = %(stream)s AND position = ("
            "SELECT position FROM delivery.message WHERE endpoint = %(stream)s AND state = 'waiting' AND next_try <= %(now)s "
            "AND (leased_until IS NULL OR leased_until <= %(now)s) ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED) "
            "RETURNING position, webhook_id, attempts, tried",
            {"stream": stream, "now": now, "until": now + LEASE},
        ).fetchone()
        if taken is None:
            return None
        if row[0] >= OPEN_AFTER:
            cursor.execute("UPDATE delivery.endpoint SET probe_at = %s WHERE endpoint = %s", (now + LEASE, stream))
        cursor.execute(
            "INSERT INTO delivery.attempt (attempt, endpoint, position, number, begun_at) VALUES (%s, %s, %s, %s, %s)",
            (attempt, stream, taken[0], taken[2], now),
        )
    return Claim(endpoint=stream, position=taken[0], webhook_id=taken[1], attempt=attempt, number=taken[2], tried=taken[3])


def silent_since_first_try(connection: Connection, claim: Claim) -> bool:
    """Whether the endpoint took nothing at all since the first try of the course of tries that this claim belongs to, which still is the
    message's own. A try whose outcome was lost is none of the course."""
    found = connection.execute(
        "SELECT FROM delivery.endpoint JOIN delivery.message USING (endpoint) WHERE endpoint = %(endpoint)s AND position = %(position)s "
        "AND state = 'waiting' AND attempts = %(number)s AND tried = %(tried)s AND (succeeded_at IS NULL OR succeeded_at < ("
        "SELECT min(begun_at) FROM (SELECT begun_at FROM delivery.attempt WHERE endpoint = %(endpoint)s AND position = %(position)s "
        "AND (milliseconds IS NOT NULL OR number = %(number)s) ORDER BY number DESC LIMIT %(tried)s + 1) AS course))",
        {"endpoint": claim.endpoint, "position": claim.position, "number": claim.number, "tried": claim.tried},
    ).fetchone()
    return found is not None


def record(
    connection: Connection, claim: Claim, outcome: Outcome, took: timedelta, now: datetime, delay: timedelta | None
) -> None:
    """Write down what came of an attempt. `delay` is when a failed message is tried again; None: never."""
    delivered, next_try = outcome.delivered, None if outcome.delivered or delay is None else now + delay
    state = "delivered" if delivered else "failed" if next_try is None else "waiting"
    with connection.transaction(), connection.cursor() as cursor:
        _note(cursor, claim.endpoint, delivered, now)
        cursor.execute(
            "UPDATE delivery.attempt SET milliseconds = %s, status = %s, error = %s, answer = %s, next_try = %s WHERE attempt = %s",
            (int(took / timedelta(milliseconds=1)), outcome.status, outcome.error, outcome.answer, next_try, claim.attempt),
        )
        # A failure changes nothing where the lease ran out and another attempt began, or where the owner asked for it anew.
        cursor.execute(
            "UPDATE delivery.message SET state = %(state)s, next_try = %(next_try)s, leased_until = NULL, "
            "tried = CASE WHEN %(delivered)s THEN 0 ELSE tried + 1 END "
            "WHERE endpoint = %(endpoint)s AND position = %(position)s "
            "AND (%(delivered)s OR state = 'waiting' AND attempts = %(number)s AND tried = %(tried)s)",
            {
                "endpoint": claim.endpoint,
                "position": claim.position,
                "number": claim.number,
                "tried": claim.tried,
                "state": state,
                "next_try": next_try,
                "delivered": delivered,
            },
        )


def _note(cursor: Cursor, stream: str, delivered: bool, now: datetime) -> None:
    """Count a success or a failure of the endpoint."""
    if delivered:
        cursor.execute(
            "UPDATE delivery.endpoint SET failures = 0, failing_since = NULL, probe_at = NULL, succeeded_at = %s WHERE endpoint = %s",
            (now, stream),
        )
        return
    failures = cursor.execute(
        "UPDATE delivery.endpoint SET failures = failures + 1, failing_since = coalesce(failing_since, %s) WHERE endpoint = %s "
        "RETURNING failures",
        (now, stream),
    ).fetchone()
    rest = probe_delay(failures[0]) if failures else None
    if rest is not None:
        cursor.execute("UPDATE delivery.endpoint SET probe_at = %s WHERE endpoint = %s", (now + rest, stream))
