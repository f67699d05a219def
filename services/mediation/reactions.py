"""What follows from a court's referral: the centre has a mediation to conduct. Each is one command whose id is the reaction and the
referral's event: it happens once, however often the ledger is read. Where the court corrects the referral, the mediation goes on as that of
the corrected one; where it takes the referral back, there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

import msgspec

from services.mediation import folding as mediations
from services.mediation.correcting import following as following_from
from services.mediation.restating import restated
from yingsu import disputes
from yingsu.corrections import Because, corrected, standing_entry, voided
from yingsu.events.intake.correction import EntryCorrected, EntryVoided
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, carry_out, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "mediation.open_mediation"
RETRIES: Final = 8
"""A step of the mediation may come between."""
_REFERRED_OTHERWISE: Final = Because(reason="法院已更正或者撤回移送消息")


class NothingLeft(Exception):
    """Raised inside a decision: the mediation is that of the referral as it stands."""


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
            if isinstance(entry.event, PreLitigationReferred) and entry.corrects is None:
                self.open(entry)
            elif isinstance(entry.event, EntryCorrected | EntryVoided) and entry.event.topic == PreLitigationReferred.TOPIC:
                self._follow(entry)

    def open(self, referral: Entry) -> str:
        """Open the mediation of a referral, once; returns its stream."""
        if not isinstance(referral.event, PreLitigationReferred) or referral.case_id is None:
            raise TypeError(f"{referral.topic} refers no dispute")
        stream = stream_of(referral.case_id, referral.event_id)
        new = _opening(referral, referral.event)
        request = following(referral, NAME, body_hash=self.keys.keyed_hash(stream.encode()), source=referral.stream)
        carry_out(self.ledger, request, lambda: [StreamWrite(stream=stream, expected_version=0, events=(new,))])
        return stream

    def _follow(self, correction: Entry) -> None:
        """Make the openings of a record's mediations those of its referrals as they stand."""
        for referral in self.ledger.load(correction.stream, EVERYWHERE):
            stream = stream_of(referral.case_id or "", referral.event_id)
            originals = self.ledger.load_original(stream, EVERYWHERE)
            if originals:
                self._open_as_it_stands(referral, stream, correction)

    def _open_as_it_stands(self, referral: Entry, stream: str, correction: Entry) -> None:
        def decide() -> list[StreamWrite]:
            originals = self.ledger.load_original(stream, EVERYWHERE)
            last = next(e for e in reversed(originals) if isinstance(e.event, MediationOpened) and e.corrects is None)
            standing = standing_entry(originals, last.event_id)
            new = _opening(referral, referral.event) if isinstance(referral.event, PreLitigationReferred) else None
            seal = partial(self.keys.seal_text, stream)
            events: tuple[NewEvent, ...] = ()
            if standing is None:
                events = (new,) if new else ()
            elif new is None:
                events = (voided(standing, _REFERRED_OTHERWISE, seal, correction.event_id),)
            elif new.event != standing.event:
                events = corrected(standing, new, _REFERRED_OTHERWISE, seal, correction.event_id)
            if not events:
                raise NothingLeft
            if new is not None:
                events += self._following(stream, new, originals, correction)
            return [StreamWrite(stream=stream, expected_version=len(originals), events=events)]

        request = following(correction, NAME, stream, body_hash=self.keys.keyed_hash(stream.encode()), source=correction.stream)
        try:
            carry_out(self.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return

    def _following(self, stream: str, new: NewEvent, originals: Sequence[Entry], correction: Entry) -> tuple[NewEvent, ...]:
        """What follows from the referral as it stands in the steps that are there: whom all parties are, whom nobody waits for any more."""
        opening = msgspec.structs.replace(originals[0], event=new.event, occurred_on=new.occurred_on)
        known = disputes.load(self.ledger, new.case_id or "", EVERYWHERE).entries
        entries = [opening, *(e for e in known if e.stream != stream or not isinstance(e.event, MediationOpened))]
        state = mediations.fold(entries, stream)
        follows = restated(state, entries, stream) if state else []
        return following_from(follows, new, originals, partial(self.keys.seal_text, stream), correction.event_id)


def stream_of(case_id: str, referral: UUID) -> str:
    """The stream of the mediation that a referral, by the id of its entry, opens."""
    return digest_stream("mediation", case_id, str(referral))


def _opening(referral: Entry, referred: PreLitigationReferred) -> NewEvent:
    return NewEvent(
        event=_opened(referred, referral.event_id),
        jurisdiction=referral.jurisdiction,
        case_id=referral.case_id,
        concerns=tuple(dict.fromkeys(respondent.jurisdiction for respondent in referred.respondents)),
        occurred_on=referred.received_on,
        causation_id=referral.event_id,
    )


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
