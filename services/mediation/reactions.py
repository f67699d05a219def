"""What follows from a court's referral: the centre has a mediation to conduct. Each is one command whose id is the reaction and the
referral's event: it happens once, however often the ledger is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import carry_out, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "mediation.open_mediation"


@dataclass(frozen=True)
class OpenMediation:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    name: str = NAME
    tables: tuple[str, ...] = ()

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """React to the referrals of one batch. A repeat finds the command ids in the ledger and does nothing."""
        for entry in entries:
            if isinstance(entry.event, PreLitigationReferred):
                self.open(entry)

    def open(self, referral: Entry) -> str:
        """Open the mediation of a referral, once; returns its stream."""
        if not isinstance(referral.event, PreLitigationReferred) or referral.case_id is None:
            raise TypeError(f"{referral.topic} refers no dispute")
        stream = stream_of(referral.case_id, referral.event_id)
        new = NewEvent(
            event=_opened(referral.event, referral.event_id),
            jurisdiction=referral.jurisdiction,
            case_id=referral.case_id,
            concerns=tuple(dict.fromkeys(respondent.jurisdiction for respondent in referral.event.respondents)),
            occurred_on=referral.event.received_on,
            causation_id=referral.event_id,
        )
        request = following(referral, NAME, body_hash=self.keys.keyed_hash(stream.encode()), source=referral.stream)
        carry_out(self.ledger, request, lambda: [StreamWrite(stream=stream, expected_version=0, events=(new,))])
        return stream


def stream_of(case_id: str, referral: UUID) -> str:
    """The stream of the mediation that a referral, by the id of its entry, opens."""
    return digest_stream("mediation", case_id, str(referral))


def _opened(referred: PreLitigationReferred, referral: UUID) -> MediationOpened:
    return MediationOpened(
        track="pre_suit",
        referral=referral,
        court=referred.court,
        case_no=referred.case_no,
        received_on=referred.received_on,
        applicants=tuple(applicant.party for applicant in referred.applicants),
        respondents=tuple(dict.fromkeys(respondent.agency for respondent in referred.respondents)),
        materials=tuple(material.material for material in referred.materials),
    )
