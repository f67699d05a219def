"""Whether what the centre writes has room in one entry, found out before anything is sealed. Pure.

A sealed text is as long as its plain text says, so an event with empty boxes of the right length is as long as the real one.
"""

from collections.abc import Callable
from typing import Final

from yingsu.ledger import mapper
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import SealedText, encode_box
from yingsu.ledger.store import MAX_PAYLOAD_BYTES

NONCE: Final = 12
TAG: Final = 16
KEY_ID: Final = "0" * 36
A_CHARACTER: Final = 4
"""What one Chinese character takes in a sealed text, in bytes: three in UTF-8, four in base64."""


def empty_seal(subject: str) -> Callable[[str], SealedText]:
    """Makes values of the length that texts of `subject` have once they are sealed, with nothing in them."""

    def seal(text: str) -> SealedText:
        return SealedText(subject=subject, key_id=KEY_ID, box=encode_box(bytes(NONCE), bytes(len(text.encode()) + TAG)))

    return seal


def excess(event: Event) -> int:
    """By how many Chinese characters of sealed text an event is longer than one entry takes, rounded up; 0 where it fits."""
    return max(0, -(-(len(mapper.encode(event)) - MAX_PAYLOAD_BYTES) // A_CHARACTER))
