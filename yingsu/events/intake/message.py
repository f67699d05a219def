"""What became of one message of a court. Streams `message-<digest of court and message id>`.

There are no events for duplicates: the same message again gets the first receipt. `content` is the body as received, sealed.
`content_hash` is the installation's HMAC-SHA256 of the canonical body, hex: a plain hash would invite guessing after erasure.
"""

from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("intake.court_message_received.v1")
class CourtMessageReceived(Event, frozen=True, kw_only=True):
    """The court's message arrived. `case_no` is the normalised number that it speaks of; `jurisdictions` may see it at the desk."""

    court: str
    message_id: str
    kind: str
    case_no: str
    jurisdictions: tuple[str, ...]
    content_hash: str
    content: SealedText


@stored("intake.court_message_parked.v1")
class CourtMessageParked(Event, frozen=True, kw_only=True):
    """The message cannot be applied yet. `no_subject` waits for its case; the others wait for a person at the desk."""

    reason: Literal["no_subject", "case_number_taken", "unknown_agency", "not_a_defendant"]
    detail: str


@stored("intake.court_message_applied.v1")
class CourtMessageApplied(Event, frozen=True, kw_only=True):
    """The message's facts are in the case (appended in the same transaction)."""

    case_id: str


@stored("intake.court_message_conflicted.v1")
class CourtMessageConflicted(Event, frozen=True, kw_only=True):
    """The same message id came with other content. A person decides; the first content stands until then."""

    content_hash: str
    content: SealedText


@stored("intake.court_message_settled.v1")
class CourtMessageSettled(Event, frozen=True, kw_only=True):
    """A person at the desk decided a parked or conflicting message, with the reason."""

    decision: Literal["keep_first", "dismiss", "retry"]
    reason: str


@stored("intake.court_message_corrected.v1")
class CourtMessageCorrected(Event, frozen=True, kw_only=True):
    """A later message of the court corrected what this one told, or took it back. `by` is that message's stream, `message_id` its id."""

    by: str
    message_id: str
    withdrawn: bool


@stored("intake.court_message_closed.v1")
class CourtMessageClosed(Event, frozen=True, kw_only=True):
    """Nothing is to be recorded for the message: it takes back one that never came to be recorded."""

    detail: str
