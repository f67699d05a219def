"""What a proof is about: the canonical bytes of an entry, and their leaf hash.

The leaf of position p is leaf p - 1 of an RFC 6962 Merkle tree. The bytes are JSON as any language's standard library writes it: one
object, keys in ASCII order, no white space, UTF-8 without escapes beyond those JSON requires. Absent values are null. `payload` and
`actor` are the stored JSON texts, as strings: personal data in them is ciphertext, so a proof outlives an erasure.
Golden vectors: tests/published/leaves.json. The form never changes; a new one would be a new tree.
"""

import hashlib
import json
from datetime import UTC, datetime

import msgspec

from yingsu.ledger.entry import Entry

LEAF_PREFIX = b"\x00"
_encode = msgspec.json.Encoder().encode


def leaf_bytes(entry: Entry) -> bytes:
    """The canonical bytes of one entry."""
    fields = {
        "actor": _encode(entry.actor).decode(),
        "case_id": entry.case_id,
        "causation_id": _text(entry.causation_id),
        "correlation_id": entry.correlation_id,
        "corrects": _text(entry.corrects),
        "event_id": str(entry.event_id),
        "jurisdiction": entry.jurisdiction,
        "occurred_at": _moment(entry.occurred_at),
        "occurred_on": entry.occurred_on.isoformat(),
        "payload": entry.payload.decode(),
        "position": entry.position,
        "received_on": _text(entry.received_on),
        "recorded_at": _moment(entry.recorded_at),
        "source": entry.source,
        "source_seq": entry.source_seq,
        "stream": entry.stream,
        "topic": entry.topic,
        "version": entry.version,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def leaf_hash(entry: Entry) -> bytes:
    """SHA-256 over 0x00 and the canonical bytes (RFC 6962 section 2.1), 32 bytes."""
    return hashlib.sha256(LEAF_PREFIX + leaf_bytes(entry)).digest()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(moment: datetime | None) -> str | None:
    """UTC with six digits of seconds, as in 2026-09-16T04:00:00.000000Z."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
