"""Entries as CloudEvents 1.0, one by one and in batches. Pure.

`data` is the stored payload, byte for byte: what is sealed in it stays sealed. Extension attributes have lower-case names without marks, as the
specification asks: `sequence` (the position, padded with zeros so that texts sort like numbers), `tenantid`, `correlationid`, `occurredon`
and, where the addressee learned of the fact on another day, `receivedon`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from yingsu.ledger.entry import Entry
from yingsu.ledger.view import subject_of

BATCH: Final = "application/cloudevents-batch+json"
SEQUENCE_DIGITS: Final = 19
"""As many as the largest position has."""


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event. `time` is when it was recorded; `subject` the case record, or the stream of what belongs to no case."""

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"]
    dataschema: str
    sequence: str
    tenantid: str
    correlationid: str
    occurredon: date
    receivedon: date | None = None
    data: msgspec.Raw


_encode = msgspec.json.Encoder().encode


def schema_address(topic: str) -> str:
    """Where the JSON Schema of a topic's payload is served."""
    return f"/v1/notify/schemas/{topic}"


def cloud_event(entry: Entry) -> CloudEvent:
    """An entry as it is sent."""
    return CloudEvent(
        specversion="1.0",
        id=entry.event_id,
        source=f"/v1/{entry.topic.partition('.')[0]}",
        type=entry.topic,
        subject=subject_of(entry),
        time=entry.recorded_at,
        datacontenttype="application/json",
        dataschema=schema_address(entry.topic),
        sequence=f"{entry.position:0{SEQUENCE_DIGITS}}",
        tenantid=entry.jurisdiction,
        correlationid=entry.correlation_id,
        occurredon=entry.occurred_on,
        receivedon=entry.received_on,
        data=msgspec.Raw(entry.payload),
    )


def batch(entries: Iterable[Entry]) -> bytes:
    """A batch in the JSON batch format, in the order given."""
    return _encode([cloud_event(entry) for entry in entries])
