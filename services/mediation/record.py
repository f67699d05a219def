"""A mediation within its dispute: the court's referral or filing before it, the court's filing beside or after it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.mediation import folding as mediations
from services.mediation.folding import OPENINGS
from services.mediation.matter import Matter, defendants, of_filing, of_referral
from services.mediation.mediation import Mediation
from services.mediation.responsible import Responsible, responsible_of
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.mediation.court import CourtMediationStarted
from yingsu.events.mediation.litigation import InLitigationMediationOpened
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.ledger.entry import Entry


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One mediation. `case_id` is the dispute's; `jurisdiction` owns the mediation's entries; `filed_on` is the day of the dispute's first
    filing, None where the court has filed none; `responsible` tells of a mediation in court who answers for each respondent."""

    case_id: str
    mediation: Mediation
    matter: Matter
    jurisdiction: str
    jurisdictions: tuple[str, ...]
    filed_on: date | None
    responsible: tuple[Responsible, ...] = ()

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return not self.mediation.over

    @property
    def in_litigation(self) -> bool:
        """Whether the court filed the dispute before the mediation was over. By the legal days: on the day of its end it was over."""
        if self.mediation.track != "pre_suit":
            return True
        concluded_on = self.mediation.concluded_on
        return self.filed_on is not None and (concluded_on is None or self.filed_on < concluded_on)

    @property
    def natural_persons(self) -> tuple[str, ...]:
        """The applicants that are no organisation."""
        return self.matter.natural_persons

    @property
    def without_notice(self) -> tuple[str, ...]:
        """The respondents that 《行政争议调处交办通知书》 was not sent to (HZ-4.2). Empty once the mediation is over."""
        return tuple(agency for agency in self._engaged if self.mediation.notice_to(agency) is None)

    @property
    def without_plan(self) -> tuple[str, ...]:
        """The respondents of which leader, contact or plan lacks (HZ-4.3). Empty once the mediation is over."""
        return tuple(agency for agency in self._engaged if self.mediation.plan_of(agency).complete_on is None)

    @property
    def untold(self) -> tuple[str, ...]:
        """The parties to be told of the time and place (HZ-4.4). Empty once the mediation is over."""
        return () if self.mediation.concluded_on else self.mediation.untold

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The parties whose signature the settlement waits for (HZ-4.6). Empty once the mediation is over."""
        return () if self.mediation.concluded_on else self.mediation.unsigned

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The applicants to whom withdrawal is to be explained (HZ-4.7)."""
        return () if self.mediation.termination else self.mediation.unexplained

    @property
    def unserved(self) -> tuple[str, ...]:
        """The parties to be served with 《行政争议终止调处通知书》 (HZ-4.8)."""
        return self.mediation.unserved

    @property
    def without_leader(self) -> tuple[str, ...]:
        """The respondents that nobody answers for in a mediation by the court (HZ-6.1). Empty once the mediation is over."""
        if self.mediation.concluded_on:
            return ()
        return tuple(responsible.agency for responsible in self.responsible if responsible.leader is None)

    @property
    def _engaged(self) -> tuple[str, ...]:
        return () if self.mediation.concluded_on or self.mediation.track != "pre_suit" else self.mediation.respondents

    def jurisdiction_of(self, agency: str) -> str:
        """Where an agency belonged on the day of the referral or filing; the mediation's own jurisdiction for one that is no respondent."""
        return self.matter.jurisdiction_of(agency) or self.jurisdiction


def records(case_id: str, entries: Sequence[Entry]) -> Iterator[Record]:
    """The mediations of a dispute, from all its entries in position order. One whose referral or filing cannot be read is left out."""
    filed_on = min((entry.event.filed_on for entry in entries if isinstance(entry.event, CaseFiled)), default=None)
    by_id = {entry.event_id: entry for entry in entries}
    for opening in entries:
        if not isinstance(opening.event, OPENINGS):
            continue
        matter = _matter(opening, by_id, entries)
        mediation = mediations.fold(entries, opening.stream)
        if mediation is None or matter is None:
            continue
        of_record = {entry.jurisdiction for entry in entries if entry.case_id == opening.case_id}
        yield Record(
            case_id=case_id,
            mediation=mediation,
            matter=matter,
            jurisdiction=opening.jurisdiction,
            jurisdictions=tuple(sorted(of_record | set(matter.jurisdictions))),
            filed_on=filed_on,
            responsible=tuple(responsible_of(agency, entries) for agency in mediation.respondents)
            if mediation.track == "court"
            else (),
        )


def _matter(opening: Entry, by_id: Mapping[UUID, Entry], entries: Sequence[Entry]) -> Matter | None:
    """What the mediation is about; None where what brought it cannot be read."""
    match opening.event:
        case MediationOpened(referral=referral):
            brought = by_id.get(referral)
            return of_referral(brought.event) if brought and isinstance(brought.event, PreLitigationReferred) else None
        case (InLitigationMediationOpened() | CourtMediationStarted()) as event:
            brought = by_id.get(event.filing)
            if brought is None or not isinstance(brought.event, CaseFiled):
                return None
            sued = defendants(brought, entries, opening.occurred_on)
            return of_filing(brought.event, [defendant for defendant in sued if defendant[0] in event.respondents])
        case _:
            return None


def record(case_id: str, entries: Sequence[Entry], mediation_id: str) -> Record | None:
    """One mediation of a dispute; None where the entries do not tell of it."""
    return next((found for found in records(case_id, entries) if found.mediation.mediation_id == mediation_id), None)
