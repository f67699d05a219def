"""What follows from a lost judgment and its receipts: each agency that owes a review has one to hold.

Once for each case record, judgment and owner: the command's id is the reaction and the review's stream, whichever entry brought the last
that was lacking, so the order of judgment and receipts makes no difference. A review that the supervising body opened stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from services.review import opening
from services.review.opening import Assignment
from services.review.review import stream_of
from yingsu import disputes
from yingsu.errors import Refused
from yingsu.events.intake.case import ServedDocument, ServiceRecorded
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.review.review import ReviewOpened
from yingsu.law.in_force import EVER
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, carry_out, command_id, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.registered import RegisteredAgencies

NAME: Final = "review.open_reviews"
DECISIONS: Final[tuple[ServedDocument, ...]] = ("judgment", "ruling")
"""The documents in which a court decides a case."""


class NothingLeft(Refused):
    """The review is open."""

    code = "review-open"


@dataclass(frozen=True)
class OpenReviews:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    rules: RulesInForce
    agencies: RegisteredAgencies = field(default_factory=RegisteredAgencies)
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the judgments and receipts of one batch, each record once. A repeat finds the reviews in the ledger and does nothing."""
        last = {entry.case_id: entry for entry in entries if entry.case_id and _concerns(entry)}
        for cause in last.values():
            self.open(cause)

    def open(self, cause: Entry) -> tuple[str, ...]:
        """Open what the record of `cause` calls for by now; returns the streams of all reviews that it calls for."""
        if cause.case_id is None:
            raise TypeError(f"{cause.topic} belongs to no case")
        called_for = opening.duties(self._record(cause.case_id), self.rules.now())
        if not called_for:
            return ()
        with self.ledger.database.read(EVERYWHERE) as cursor:
            agencies = self.agencies.at(cursor, EVER)
        found = [owed for owed in opening.assignments(called_for, agencies) if owed.received_on is not None]
        return tuple(self._open(cause, cause.case_id, owed) for owed in found)

    def _open(self, cause: Entry, case_id: str, owed: Assignment) -> str:
        stream = stream_of(case_id, owed.duty.judgment_no, owed.agency)

        def decide() -> list[StreamWrite]:
            if self._is_open(case_id, stream, owed):
                raise NothingLeft("这一复盘已经登记。")
            opened = owed.opened()
            new = NewEvent(
                event=opened,
                jurisdiction=owed.duty.jurisdiction,
                case_id=case_id,
                occurred_on=opened.received_on,
                causation_id=cause.event_id,
            )
            return [StreamWrite(stream=stream, expected_version=0, events=(new,))]

        request = following(cause, NAME, body_hash=self.keys.keyed_hash(stream.encode()), source=cause.stream)
        own = msgspec.structs.replace(request, command_id=command_id(NAME, stream))
        try:
            carry_out(self.ledger, own, decide, retries=1)
        except NothingLeft:
            return stream
        return stream

    def _is_open(self, case_id: str, stream: str, owed: Assignment) -> bool:
        """Whether the owner has its review, or the supervising body gave this part to another agency."""
        for entry in self._record(case_id):
            event = entry.event
            if isinstance(event, ReviewOpened) and (
                entry.stream == stream or (event.judgment_no, event.defendant) == (owed.duty.judgment_no, owed.duty.defendant)
            ):
                return True
        return False

    def _record(self, case_id: str) -> list[Entry]:
        return [e for e in disputes.load(self.ledger, case_id, EVERYWHERE).entries if e.case_id == case_id]


def _concerns(entry: Entry) -> bool:
    match entry.event:
        case JudgmentDelivered() | JudgmentLost():
            return True
        case ServiceRecorded(document=document):
            return document in DECISIONS
        case _:
            return False
