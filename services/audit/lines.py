"""What a download consists of: one line of JSON for each entry, and a last line without which it is not whole.

A line has the entry's canonical leaf as it is hashed (`yingsu.ledger.transparency`), so that whoever parses a line and writes
`entry` canonically has the leaf bytes. The form of the lines is published (docs/guides/audit.md): fields may be added, none changed.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from services.audit.trail import Trail
from yingsu.ledger.entry import Entry
from yingsu.ledger.transparency import leaf_bytes, leaf_hash

MEDIA_TYPE: Final = "application/x-ndjson"
PIECE_BYTES: Final = 64 * 1024
"""How much is collected before it is sent: a packet for every line would cost more than the line."""

_encode = msgspec.json.Encoder().encode


class EndLine(msgspec.Struct, frozen=True, kw_only=True):
    """The last line: how many entries were before it, over which stretch of the ledger, and the SHA-256 of all their leaf hashes."""

    end: bool = True
    case_id: str
    entries: int
    head: int
    as_known_at: datetime | None
    leaves_sha256: str


def entry_line(entry: Entry, leaf: bytes) -> bytes:
    """One entry: its place in the ledger and in the Merkle tree, its leaf hash (`leaf`), and what was hashed."""
    begin = f'{{"position":{entry.position},"leaf_index":{entry.position - 1},"leaf_hash":"{leaf.hex()}","entry":'
    return begin.encode() + leaf_bytes(entry) + b"}\n"


def lines_of(trail: Trail, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Every line of a download. The last one comes only after all entries were read: a download that breaks off does not have it."""
    count, leaves = 0, hashlib.sha256()
    for entry in entries:
        leaf = leaf_hash(entry)
        yield entry_line(entry, leaf)
        count += 1
        leaves.update(leaf)
    end = EndLine(
        case_id=trail.case_id,
        entries=count,
        head=trail.head,
        as_known_at=trail.as_known_at,
        leaves_sha256=leaves.hexdigest(),
    )
    yield _encode(end) + b"\n"


def in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about `PIECE_BYTES`."""
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
