"""Names of streams and entries: UUIDv7 for what is minted, digests for what must be unique.

A stream id is `<category>-<rest>`. A *reservation* stream has a digest of the reserved value as its rest: whoever appends its
first event owns the value, and nobody else can.
"""

import hashlib
import os
from uuid import UUID

from yingsu.clock import Clock
from yingsu.errors import Malformed

CATEGORIES = frozenset(
    {
        "agency",
        "agency_code",
        "calendar",
        "case",
        "case_number",
        "client",
        "correction",
        "court",
        "court_list",
        "dispute",
        "endpoint",
        "file",
        "forwarding",
        "handling",
        "letter",
        "mediation",
        "message",
        "obligation",
        "office",
        "official",
        "plan",
        "profile",
        "profile_draft",
        "response",
        "review",
        "supervision",
    }
)
"""Every kind of stream there is. An append to another kind is refused: it would be a typing error kept for ever."""


class UnknownStreamCategory(Malformed):
    """The stream's category is not one of `CATEGORIES`."""

    code = "unknown-stream-category"


def category_of(stream: str) -> str:
    """The category of a stream id. Raises `UnknownStreamCategory`."""
    category, dash, rest = stream.partition("-")
    if category not in CATEGORIES or not dash or not rest:
        raise UnknownStreamCategory(f"流水号“{stream[:64]}”的类别不在登记范围内，未写入。请检查流水号前缀。")
    return category


def uuid7(clock: Clock) -> UUID:
    """A UUIDv7 (RFC 9562): the clock's milliseconds, then 74 random bits."""
    milliseconds = int(clock().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)


def digest_stream(category: str, *parts: str) -> str:
    """The deterministic stream id of a reserved value: 128 bits of SHA-256 over the parts, hex. Parts must hold no NUL."""
    if any("\0" in part for part in parts):
        raise ValueError("a part of a digest holds no NUL")
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{category}-{digest[:32]}"
