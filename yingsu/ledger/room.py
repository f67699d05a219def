"""Whether what somebody writes has room in one entry, found out before anything is sealed. Pure.

A sealed text is as long as its plain text says, so an event with empty boxes of the right length is as long as the real one.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from yingsu.ledger import mapper
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import Measure, SealedText
from yingsu.ledger.store import MAX_PAYLOAD_BYTES

A_CHARACTER: Final = 4
"""What one Chinese character takes in a sealed text, in bytes: three in UTF-8, four in base64."""


def empty_seal(subject: str) -> Callable[[str], SealedText]:
    """Makes values of the length that texts of `subject` have once they are sealed, with nothing in them."""
    return partial(Measure().seal_text, subject)


def excess(event: Event) -> int:
    """By how many Chinese characters of sealed text an event is longer than one entry takes, rounded up; 0 where it fits."""
    return max(0, -(-(len(mapper.encode(event)) - MAX_PAYLOAD_BYTES) // A_CHARACTER))
