"""What follows from other entries by itself: messages that waited are placed when their subject arrives, and a court gets its letter when
the mediation centre returns a matter to it.

The door places what waited at once; the reaction also does it after a crash. Each waiting message is one command whose id is the reaction,
the cause's event and the message: it happens once. A message can be put on hold at the very moment at which its subject arrives, under
another number of the dispute. So each message that begins to wait is looked at once more: whichever of the two was recorded second finds
the first.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from services.intake.court import correcting
from services.intake.court.correspondence import RETRIES, Correspondence, NothingLeft, outcome_of
from services.intake.court.delivery import Held
from services.intake.court.message import Message
from services.intake.court.numbering import awaiting, number_stream, numbered, numbers_of
from services.intake.court.waiting import WAITING, awaited, still_waiting
from services.intake.dates import DateOrder
from services.intake.letters import letter as letters
from yingsu import disputes
from yingsu.errors import Forbidden, Malformed, Refused
from yingsu.events.intake.case import CaseFiled, CaseNumberAwaited
from yingsu.events.intake.correction import CorrectionAwaited
from yingsu.events.intake.parties import DefendantAdded, PlaintiffSubstituted
from yingsu.events.intake.prelitigation import CaseRecordsJoined, PreFilingNotified, PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened, ReturnedToCourt
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, carry_out, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.snapshot import at_one_moment
from yingsu.ledger.store import Ledger

NAME = "intake.settle_parked"
LETTERS = "intake.issue_letters"

SUBJECTS = CaseFiled | PreFilingNotified | PreLitigationReferred | CaseRecordsJoined | DefendantAdded | PlaintiffSubstituted
"""What messages wait for, and what leads them to it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SettleParked:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    correspondence: Correspondence
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to what one batch brings. A repeat finds the command ids in the ledger and does nothing."""
        for entry in self._concerned(entries):
            if isinstance(entry.event, SUBJECTS):
                self.settle(entry)
            elif isinstance(entry.event, CaseNumberAwaited):
                # What comes later than the wait looks for it by itself.
                self._look_again(entry.event.court, entry.event.case_no, entry.event.message, before=entry.position)
            elif isinstance(entry.event, CorrectionAwaited):
                self.settle_corrections(entry.event.corrected)

    def _concerned(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries for which a message waits now. One that begins to wait later is told by an entry of its own."""
        brought = [entry for entry in entries if isinstance(entry.event, SUBJECTS) and entry.case_id]
        waits = {entry.event.message for entry in entries if isinstance(entry.event, CaseNumberAwaited | CorrectionAwaited)}
        if not brought and not waits:
            return []
        with at_one_moment(self.correspondence.ledger) as cursor:
            ledger = disputes.DisputesAtOnce(self.correspondence.ledger, cursor)
            cases = awaited(ledger, [str(entry.case_id) for entry in brought])
            waiting = still_waiting(ledger, waits)
        return [
            entry
            for entry in entries
            if (isinstance(entry.event, SUBJECTS) and entry.case_id in cases)
            or (isinstance(entry.event, CaseNumberAwaited | CorrectionAwaited) and entry.event.message in waiting)
        ]

    def settle_case(self, case_id: str) -> int:
        """Place every message that waited for this case's dispute; returns how many were decided now. Safe to repeat at any time."""
        latest = self._latest(case_id)
        return 0 if latest is None else self.settle(latest)

    def settle(self, cause: Entry) -> int:
        """The same, from the entry that brought the subject."""
        if cause.case_id is None or not isinstance(cause.event, SUBJECTS):
            raise TypeError(f"nothing waits for {cause.topic}")
        ledger = self.correspondence.ledger
        numbers = numbers_of(disputes.load(ledger, cause.case_id, EVERYWHERE).entries)
        waiting = (stream for number in numbers for stream in awaiting(ledger.load(number_stream(*number), EVERYWHERE)))
        # A message may have been taken back while it waited, and its correction waits on for what it waited for.
        placed = sum(self._settle_one(stream, cause) or self.settle_corrections(stream) for stream in dict.fromkeys(waiting))
        # What was placed now may be what others of them wait for.
        brought = self._latest(cause.case_id) if placed else None
        return placed + (self.settle(brought) if brought and brought.position > cause.position else 0)

    def settle_corrections(self, corrected: str) -> int:
        """Place every message that waited for the message of this stream, where that is on record; returns how many were decided now."""
        ledger = self.correspondence.ledger
        waiting = correcting.awaiting(ledger, corrected)
        arrived = ledger.load(corrected, EVERYWHERE) if waiting else []
        return sum(self._settle_one(stream, arrived[-1]) for stream in waiting) if arrived else 0

    def look_again(self, message: Message) -> int:
        """Place a message that was put on hold just now, where its subject arrived meanwhile; returns how many were decided."""
        return self._look_again(message.court, message.case_no, message.stream)

    def _look_again(self, court: str, case_no: str, stream: str, before: int | None = None) -> int:
        case_id = numbered(self.correspondence.ledger, court, case_no).case_id
        latest = None if case_id is None else self._latest(case_id, before)
        return 0 if latest is None else self._settle_one(stream, latest)

    def _latest(self, case_id: str, before: int | None = None) -> Entry | None:
        """What last brought a subject to the dispute, up to a position."""
        entries = disputes.load(self.correspondence.ledger, case_id, EVERYWHERE).entries
        found = (entry for entry in reversed(entries) if before is None or entry.position < before)
        return next((entry for entry in found if isinstance(entry.event, SUBJECTS)), None)

    def _settle_one(self, stream: str, cause: Entry) -> int:
        mail = self.correspondence

        def decide() -> list[StreamWrite]:
            message = mail.message(stream)
            if message is None or message.progress != "parked" or message.parked_reason not in WAITING:
                raise NothingLeft
            notice = mail.read(message)
            if notice is None:
                raise NothingLeft
            try:
                placed = mail.placing(message, notice, EVERYWHERE).place()
            except DateOrder as refusal:
                # It contradicts what it waited for, and waits for a person now.
                placed = Held(reason="case_number_taken", detail=refusal.message, jurisdictions=message.jurisdictions)
            if isinstance(placed, Held) and placed.reason in ("no_subject", message.parked_reason):
                raise NothingLeft
            new = mail.about(outcome_of(placed), message.jurisdictions[0], causation_id=cause.event_id)
            return [StreamWrite(stream=stream, expected_version=message.version, events=(new,)), *placed.writes]

        request = following(cause, NAME, stream, body_hash=mail.keys.keyed_hash(stream.encode()), source=stream)
        if mail.ledger.receipt(request.command_id, request.body_hash) is not None:
            return 0
        try:
            carry_out(mail.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return 0
        except (Refused, Malformed, Forbidden) as error:
            # It stays parked and visible at the desk; it must not hold up the filing or the other messages.
            _log.error("a parked message could not be placed", extra={"stream": stream, "code": error.code})
            return 0
        return 1 + self.settle_corrections(stream)


@dataclass(frozen=True)
class IssueLetters:
    """The reaction to what the centre returns: the court's letter, once for each return."""

    ledger: Ledger
    keys: KeyStore
    name: str = LETTERS
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """Issue the letters that follow from one batch. A repeat finds the command ids in the ledger and does nothing."""
        for entry in entries:
            if isinstance(entry.event, ReturnedToCourt):
                self._issue(entry, entry.event)

    def _issue(self, cause: Entry, returned: ReturnedToCourt) -> None:
        def decide() -> list[StreamWrite]:
            opened, referral = self._received(cause)
            first = letters.stream_of(str(cause.event_id))
            seal = partial(self.keys.seal_text, first)
            issued = letters.of_termination(returned, opened, referral, cause.stream, seal)
            return [
                StreamWrite(
                    stream=letters.stream_of(str(cause.event_id), part),
                    expected_version=0,
                    events=(
                        NewEvent(
                            event=event,
                            jurisdiction=cause.jurisdiction,
                            case_id=cause.case_id,
                            occurred_on=returned.returned_on,
                            causation_id=cause.event_id,
                        ),
                    ),
                )
                for part, event in enumerate(issued, start=1)
            ]

        body_hash = self.keys.keyed_hash(str(cause.event_id).encode())
        carry_out(self.ledger, following(cause, LETTERS, body_hash=body_hash, source=cause.stream), decide)

    def _received(self, cause: Entry) -> tuple[MediationOpened, PreLitigationReferred]:
        """How the mediation began, and what the court had sent. Raises `LookupError`: a mediation follows from a referral."""
        begun = [entry.event for entry in self.ledger.load(cause.stream, EVERYWHERE)]
        opened = next((event for event in begun if isinstance(event, MediationOpened)), None)
        for entry in self.ledger.load(cause.case_id or "", EVERYWHERE):
            if opened is not None and entry.event_id == opened.referral and isinstance(entry.event, PreLitigationReferred):
                return opened, entry.event
        raise LookupError(f"no referral for {cause.stream}")
