"""Rows of the ledger as entries. Owns the order of the columns."""

from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from typing import Any, Final

import msgspec

from yingsu.ledger import mapper
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Actor, Entry

COLUMNS: Final = (
    "position, event_id, stream, version, topic, jurisdiction, case_id, occurred_on, occurred_at, received_on, source_seq, "
    "recorded_at, actor, source, correlation_id, causation_id, corrects, payload"
)

_actor = lru_cache(1024)(msgspec.json.Decoder(Actor).decode)


def read_entries(cursor: Cursor, after: int, limit: int) -> list[Entry]:
    """Up to `limit` entries above `after`, in order, through an open cursor of the reader role."""
    query = f"SELECT {COLUMNS} FROM ledger.entry WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608
    return [to_entry(row) for row in cursor.execute(query, (after, limit))]


def read_subject(cursor: Cursor, subject: str, first: int, last: int) -> list[Entry]:
    """The entries of a case, or of a stream without a case, from position `first` to `last`, through a cursor of the reader role."""
    query = (
        f"SELECT {COLUMNS} FROM ledger.entry WHERE (case_id = %s OR (stream = %s AND case_id IS NULL)) "  # noqa: S608
        "AND position BETWEEN %s AND %s ORDER BY position"
    )
    return [to_entry(row) for row in cursor.execute(query, (subject, subject, first, last))]


def to_entry(row: Sequence[Any]) -> Entry:
    """One row of the ledger as an `Entry`; its event decoded, or `UnknownEvent`."""
    payload = row[17].encode()
    return Entry(
        position=row[0],
        event_id=row[1],
        stream=row[2],
        version=row[3],
        topic=row[4],
        jurisdiction=row[5],
        case_id=row[6],
        occurred_on=row[7],
        occurred_at=row[8].astimezone(UTC) if row[8] else None,
        received_on=row[9],
        source_seq=row[10],
        recorded_at=row[11].astimezone(UTC),
        actor=_actor(row[12]),
        source=row[13],
        correlation_id=row[14],
        causation_id=row[15],
        corrects=row[16],
        payload=payload,
        event=mapper.decode(row[4], payload),
    )
