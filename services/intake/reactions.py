"""What follows from a filing: the messages that came before it and waited are placed. The door does it at once; this also does it after
a crash. Each waiting message is one command whose id is the reaction, the filing's event and the message: it happens once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.correspondence import RETRIES, Correspondence, NothingLeft, command_id, outcome_of
from services.intake.placing import EVERYWHERE, awaiting, number_stream
from yingsu.errors import Forbidden, Malformed, Refused
from yingsu.events.intake.case import CaseFiled
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import Request, carry_out
from yingsu.ledger.entry import Actor, Entry, StreamWrite

NAME = "intake.settle_parked"
SYSTEM = Actor(client="yingsu", role="system")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SettleParked:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    correspondence: Correspondence
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the filings of one batch. A repeat finds the command ids in the ledger and does nothing."""
        for entry in entries:
            if isinstance(entry.event, CaseFiled):
                self.settle(entry)

    def settle_case(self, case_id: str) -> int:
        """Place every message that waited for this case; returns how many were decided now. Safe to repeat at any time."""
        entries = self.correspondence.ledger.load(case_id, EVERYWHERE)
        return sum(self.settle(entry) for entry in entries if isinstance(entry.event, CaseFiled))

    def settle(self, filed: Entry) -> int:
        """The same, from the entry of the filing."""
        if not isinstance(filed.event, CaseFiled):
            raise TypeError(f"{filed.topic} files no case")
        numbering = self.correspondence.ledger.load(number_stream(filed.event.court, filed.event.case_no), EVERYWHERE)
        return sum(self._settle_one(stream, filed) for stream in awaiting(numbering))

    def _settle_one(self, stream: str, filed: Entry) -> int:
        mail = self.correspondence

        def decide() -> list[StreamWrite]:
            message = mail.message(stream)
            if message is None or (message.progress, message.parked_reason) != ("parked", "no_subject"):
                raise NothingLeft
            notice = mail.read(message)
            if notice is None:
                raise NothingLeft
            placed = mail.placing(message, notice, EVERYWHERE).place()
            new = mail.about(outcome_of(placed), message.jurisdictions[0], causation_id=filed.event_id)
            return [StreamWrite(stream=stream, expected_version=message.version, events=(new,)), *placed.writes]

        request = Request(
            command_id=command_id(NAME, str(filed.event_id), stream),
            body_hash=mail.keys.keyed_hash(stream.encode()),
            actor=SYSTEM,
            source=stream,
            correlation_id=filed.correlation_id,
            permitted=EVERYWHERE,
        )
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
        return 1
