"""Rows of the ledger as entries. Owns the order of the columns."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
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

STREAMED: Final = 100
"""So many rows of a stream are handed over together: few enough to be in the processor's cache."""

_actor = lru_cache(1024)(msgspec.json.Decoder(Actor).decode)


def read_in_order(cursor: Cursor, after: int, last: int) -> Iterator[Entry]:
    """The entries above `after` up to `last`, in order, as they come from the server, through a cursor of the reader role."""
    return stream_entries(cursor, "position > %s AND position <= %s ORDER BY position", (after, last))


def stream_entries(cursor: Cursor, condition: str, values: Sequence[object]) -> Iterator[Entry]:
    """The entries that meet a condition, as they come from the server. The cursor does nothing else until the last was taken.

    Loop over it, or make a list of it, and keep it under no name: as long as anything holds it before its end, nobody can end the
    transaction either.
    """
    query = f"SELECT {COLUMNS} FROM ledger.entry WHERE {condition}"  # noqa: S608
    return map(to_entry, cursor.stream(query, values, binary=True, size=STREAMED))


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
    event = mapper.decode(row[4], payload)
    # By position, because every reader pays for it a hundred thousand times.
    fields: tuple[Any, ...]
    fields = (*row[:8], _utc(row[8]), *row[9:11], _utc(row[11]), _actor(row[12]), *row[13:17], payload, event)
    return Entry(*fields)


def _utc(moment: datetime | None) -> datetime | None:
    """Connections of the ledger speak UTC; another session may not."""
    return moment if moment is None or moment.tzinfo is UTC else moment.astimezone(UTC)
