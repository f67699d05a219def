"""A mediation within its dispute: the court's referral before it, the court's filing beside or after it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from services.mediation import mediation as mediations
from services.mediation.mediation import Mediation, Status
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import PreLitigationReferred
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.ledger.entry import Entry

ENDED: Final[frozenset[Status]] = frozenset({"closed_settled", "returned"})
"""The states in which nothing is left for the centre to do."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One mediation. `case_id` is the dispute's; `jurisdiction` owns the mediation's entries; `filed_on` is the day of the dispute's first
    filing, None where the court has filed none."""

    case_id: str
    mediation: Mediation
    referral: PreLitigationReferred
    jurisdiction: str
    jurisdictions: tuple[str, ...]
    filed_on: date | None

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.mediation.status not in ENDED

    @property
    def in_litigation(self) -> bool:
        """Whether the court filed the dispute before the mediation was over. By the legal days: on the day of its end it was over."""
        concluded_on = self.mediation.concluded_on
        return self.filed_on is not None and (concluded_on is None or self.filed_on < concluded_on)

    @property
    def natural_persons(self) -> tuple[str, ...]:
        """The applicants that are no organisation."""
        return tuple(applicant.party for applicant in self.referral.applicants if applicant.person is not None)

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
    def _engaged(self) -> tuple[str, ...]:
        return () if self.mediation.concluded_on else self.mediation.respondents

    def jurisdiction_of(self, agency: str) -> str:
        """Where an agency belonged on the day of the referral; the mediation's own jurisdiction for one that is no respondent."""
        found = (respondent.jurisdiction for respondent in self.referral.respondents if respondent.agency == agency)
        return next(found, self.jurisdiction)


def records(case_id: str, entries: Sequence[Entry]) -> Iterator[Record]:
    """The mediations of a dispute, from all its entries in position order. One whose referral cannot be read is left out."""
    filed_on = min((entry.event.filed_on for entry in entries if isinstance(entry.event, CaseFiled)), default=None)
    by_id = {entry.event_id: entry for entry in entries}
    for opening in entries:
        if not isinstance(opening.event, MediationOpened):
            continue
        referral = by_id.get(opening.event.referral)
        mediation = mediations.fold(entries, opening.stream)
        if mediation is None or referral is None or not isinstance(referral.event, PreLitigationReferred):
            continue
        of_record = {entry.jurisdiction for entry in entries if entry.case_id == opening.case_id}
        named = {respondent.jurisdiction for respondent in referral.event.respondents}
        yield Record(
            case_id=case_id,
            mediation=mediation,
            referral=referral.event,
            jurisdiction=opening.jurisdiction,
            jurisdictions=tuple(sorted(of_record | named)),
            filed_on=filed_on,
        )


def record(case_id: str, entries: Sequence[Entry], mediation_id: str) -> Record | None:
    """One mediation of a dispute; None where the entries do not tell of it."""
    return next((found for found in records(case_id, entries) if found.mediation.mediation_id == mediation_id), None)
