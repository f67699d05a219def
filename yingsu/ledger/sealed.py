"""Personal data: only sealed inside events, so that it can be erased while every hash still holds.

A sealed value is AES-256-GCM ciphertext under a key of its data subject (one subject is one party of one case). Events, views and
exports hold the ciphertext; the edge unseals for those who may read. Destroying the key erases the person everywhere at once.
`Person` is never stored: no event type may have a field of it (a test walks the catalogue).
"""

import base64
from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
_NO_KEY: Final = str(UUID(int=0))


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A natural person in the clear: in requests, in answers to those who may read, never in an event or a log."""

    name: str
    id_number: str | None = None
    phone: str | None = None
    address: str | None = None

    def __repr__(self) -> str:
        return "Person(…)"


class SealedPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `Person` as stored. `subject` names the data subject without saying who it is; `box` is nonce and ciphertext, base64."""

    subject: str
    key_id: str
    box: str


class SealedText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Free text that can hold names (claims, titles, notes) as stored; same form as `SealedPerson`."""

    subject: str
    key_id: str
    box: str


class Seals(NamedTuple):
    """How what a decision admits is sealed."""

    text: Callable[[str], SealedText]
    person: Callable[[Person], SealedPerson]


def encode_box(nonce: bytes, ciphertext: bytes) -> str:
    """The stored form of nonce (12 bytes) and ciphertext."""
    return base64.b64encode(nonce + ciphertext).decode("ascii")


def decode_box(box: str) -> tuple[bytes, bytes]:
    """The nonce and ciphertext of a stored box."""
    raw = base64.b64decode(box, validate=True)
    return raw[:NONCE_BYTES], raw[NONCE_BYTES:]


class Measure:
    """Seals nothing and makes no key: gives values as long as the sealed ones, to find out what has room before anything is sealed."""

    def seal_person(self, subject: str, person: Person) -> SealedPerson:
        """As long as the sealed person."""
        return SealedPerson(subject=subject, key_id=_NO_KEY, box=_as_long_as(msgspec.json.encode(person)))

    def seal_text(self, subject: str, text: str) -> SealedText:
        """As long as the sealed text."""
        return SealedText(subject=subject, key_id=_NO_KEY, box=_as_long_as(text.encode()))


def _as_long_as(plain: bytes) -> str:
    return encode_box(bytes(NONCE_BYTES), bytes(len(plain) + TAG_BYTES))
