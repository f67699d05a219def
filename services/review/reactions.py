"""What follows from a lost judgment and its receipts: each agency that owes a review has one to hold.

Once for each case record, judgment and owner: the command's id is the reaction and the review's stream, whichever entry brought the last
that was lacking, so the order of judgment and receipts makes no difference. A review that the supervising body opened stays as it is. Where
the judgment or its receipt is corrected, the opening is corrected with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import msgspec

from services.review import opening
from services.review.opening import Assignment
from services.review.review import stream_of
from yingsu import disputes
from yingsu.corrections import Because, corrected, standing_entry
from yingsu.disputes import Dispute
from yingsu.errors import Refused
from yingsu.events.intake.case import ServedDocument, ServiceRecorded
from yingsu.events.intake.correction import EntryCorrected, EntryVoided
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.review.review import ReviewOpened
from yingsu.law.in_force import EVER
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, carry_out, command_id, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.registered import RegisteredAgencies

NAME: Final = "review.open_reviews"
DECISIONS: Final[tuple[ServedDocument, ...]] = ("judgment", "ruling")
"""The documents in which a court decides a case."""


RETRIES: Final = 8
"""A step of the agency may come between."""
_GROUNDS: Final = frozenset(event.TOPIC for event in (JudgmentDelivered, JudgmentLost, ServiceRecorded))
_JUDGED_OTHERWISE: Final = Because(reason="裁判或者其送达的登记已经更正")


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

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """React to the judgments and receipts of one batch, each record once. A repeat finds the reviews in the ledger and does nothing."""
        last = {entry.case_id: entry for entry in entries if entry.case_id and _concerns(entry)}
        if not last:
            return
        rules = self.rules.now()
        with self.ledger.database.read(EVERYWHERE) as cursor:
            agencies = self.agencies.at(cursor, EVER)
        known = disputes.load_several(self.ledger, last)
        for case_id, cause in last.items():
            record = _of_record(known[case_id], case_id)
            for owed in opening.assignments(opening.duties(record, rules), agencies):
                if owed.received_on is not None:
                    self._open(cause, case_id, owed, record)

    def _open(self, cause: Entry, case_id: str, owed: Assignment, record: Sequence[Entry]) -> None:
        """Open what a record calls for as it was read; what came to it since has an entry of its own."""
        stream = stream_of(case_id, owed.duty.judgment_no, owed.agency)

        known = _opened_here(record, stream, owed)
        if known is not None:
            self._follow(cause, known, owed)
            return

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
            return

    def _follow(self, cause: Entry, opening_entry: Entry, owed: Assignment) -> None:
        """Correct an opening that says otherwise than the judgment and its receipt do by now. The rules it was opened under stay."""
        stream = opening_entry.stream

        def decide() -> list[StreamWrite]:
            originals = self.ledger.load_original(stream, EVERYWHERE)
            standing = standing_entry(originals, opening_entry.event_id)
            if standing is None or not isinstance(standing.event, ReviewOpened):
                raise NothingLeft("这一复盘的登记已撤销。")
            opened = msgspec.structs.replace(owed.opened(), decided_under=standing.event.decided_under)
            if opened == standing.event:
                raise NothingLeft("这一复盘已经登记。")
            new = NewEvent(
                event=opened,
                jurisdiction=owed.duty.jurisdiction,
                case_id=opening_entry.case_id,
                occurred_on=opened.received_on,
                causation_id=cause.event_id,
            )
            events = corrected(standing, new, _JUDGED_OTHERWISE, partial(self.keys.seal_text, stream), cause.event_id)
            return [StreamWrite(stream=stream, expected_version=len(originals), events=events)]

        request = following(cause, NAME, stream, body_hash=self.keys.keyed_hash(stream.encode()), source=cause.stream)
        try:
            carry_out(self.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return

    def _is_open(self, case_id: str, stream: str, owed: Assignment) -> bool:
        """Whether the owner has its review, or the supervising body gave this part to another agency."""
        for entry in _of_record(disputes.load(self.ledger, case_id, EVERYWHERE), case_id):
            event = entry.event
            if isinstance(event, ReviewOpened) and (
                entry.stream == stream or (event.judgment_no, event.defendant) == (owed.duty.judgment_no, owed.duty.defendant)
            ):
                return True
        return False


def _of_record(dispute: Dispute, case_id: str) -> list[Entry]:
    return [entry for entry in dispute.entries if entry.case_id == case_id]


def _opened_here(record: Sequence[Entry], stream: str, owed: Assignment) -> Entry | None:
    """The opening of this review that followed from a judgment, as it stands."""
    for entry in record:
        event = entry.event
        of_part = isinstance(event, ReviewOpened) and event.defendant == owed.duty.defendant
        if of_part and entry.stream == stream and entry.actor == SYSTEM:
            return entry
    return None


def _concerns(entry: Entry) -> bool:
    match entry.event:
        case JudgmentDelivered() | JudgmentLost():
            return True
        case ServiceRecorded(document=document):
            return document in DECISIONS
        case EntryCorrected(topic=topic) | EntryVoided(topic=topic):
            return topic in _GROUNDS
        case _:
            return False
