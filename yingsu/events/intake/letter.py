"""What is sent to a court. Streams `letter-<digest>`. A court's system collects its letters and confirms each one."""

from datetime import date

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


class Enclosure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the materials that the court had sent: returned with the letter, or the reason why not."""

    material: str
    title: SealedText
    file: str | None
    returned: bool
    reason: SealedText | None


@stored("intake.court_letter_issued.v1")
class CourtLetterIssued(Event, frozen=True, kw_only=True):
    """致法院函件 of a `kind` (`mediation_terminated`: 《行政争议终止调处告知函》). `case_no` is the number that the court knows the matter by; `mediation` the stream that the letter is about."""

    kind: str
    court: str
    case_no: str
    mediation: str
    letter_no: str
    issued_on: date
    text: SealedText
    enclosures: tuple[Enclosure, ...]


@stored("intake.court_letter_collected.v1")
class CourtLetterCollected(Event, frozen=True, kw_only=True):
    """法院签收. The court's system confirmed that it has the letter and its enclosures. At most one in a stream."""

    court: str
    collected_on: date
