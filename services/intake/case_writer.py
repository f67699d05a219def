"""Writes a case for one caller: resolves agencies' names, and opens persons only for those who may see them."""

from dataclasses import dataclass
from datetime import date, datetime

from services.intake import timeline
from services.intake.case import Case
from services.intake.case_answers import (
    STATUSES,
    ActAnswer,
    AgencyAnswer,
    CaseAnswer,
    CaseLineAnswer,
    DefendantAnswer,
    ExtensionAnswer,
    PartyAnswer,
    ResponseAnswer,
    ServiceAnswer,
    SubmissionAnswer,
    SubmittedAnswer,
    TimelineLineAnswer,
    TimingAnswer,
    WithdrawalAnswer,
)
from services.intake.number import TYPE_CODES
from services.intake.record import Record
from services.intake.response import Response
from services.intake.sight import ERASED, WITHHELD, Sight
from services.intake.timing import Timing
from services.intake.views import CaseRow
from yingsu.events.intake.case import CaseFiled, Plaintiff
from yingsu.ledger.entry import Entry
from yingsu.officials.directory import Directory


@dataclass(frozen=True)
class CaseWriter:
    """For one caller, whose `sight` decides about persons."""

    sight: Sight
    directory: Directory

    def case(self, record: Record, as_of: date | None, as_known_at: datetime | None) -> CaseAnswer:
        """A filed case. Raises ValueError for one that is not."""
        case, filing = record.case, record.case.filing
        if filing is None:
            raise ValueError(f"{case.case_id} is not filed")
        court = self.directory.court(filing.court)
        known_type = TYPE_CODES.get(filing.type_code)
        return CaseAnswer(
            case_id=case.case_id,
            case_no=filing.case_no,
            court=filing.court,
            court_name=court.name if court else None,
            type_code=filing.type_code,
            type_known=filing.type_known,
            type_meaning=known_type.meaning if known_type else None,
            instance=filing.instance,
            status=record.status,
            status_title=STATUSES[record.status],
            filed_on=filing.filed_on,
            complaint_received_on=filing.complaint_received_on,
            cause=filing.cause,
            mediable=filing.mediable,
            plaintiffs=[self._party(plaintiff) for plaintiff in filing.plaintiffs],
            defendants=[self._defendant(record, agency) for agency in case.agencies],
            act=_act(filing),
            claims=self.sight.text(filing.claims),
            withdrawals=[
                WithdrawalAnswer(ruling_no=w.ruling_no, ruled_on=w.ruled_on, voluntary=w.voluntary) for w in case.withdrawals
            ],
            version=case.version,
            as_of=as_of,
            as_known_at=as_known_at,
        )

    def case_line(self, row: CaseRow) -> CaseLineAnswer:
        """A line of the list of cases."""
        return CaseLineAnswer(
            case_id=row.case_id,
            case_no=row.case_no,
            court=row.court,
            status=row.status,
            status_title=STATUSES[row.status],
            filed_on=row.filed_on,
            cause=row.cause,
            defendants=[self._agency(agency) for agency in row.agencies],
            jurisdictions=row.jurisdictions,
            latest_title=row.latest_title,
            latest_on=row.latest_on,
            latest_recorded_at=row.latest_recorded_at,
        )

    def timeline_line(self, entry: Entry) -> TimelineLineAnswer:
        """A line of a timeline."""
        line = timeline.line(entry)
        return TimelineLineAnswer(
            position=line.position,
            event_id=line.event_id,
            topic=line.topic,
            title=line.title,
            agency=self._agency(line.agency) if line.agency else None,
            occurred_on=line.occurred_on,
            received_on=line.received_on,
            recorded_at=line.recorded_at,
            recorded_late=line.days_late > 0,
            days_late=line.days_late,
            actor_role=line.actor_role,
            official=line.official,
        )

    def response(self, case_id: str, response: Response) -> ResponseAnswer:
        """One defendant's response."""
        return ResponseAnswer(
            case_id=case_id,
            agency=self._agency(response.agency),
            answered=response.answered,
            submissions=[
                SubmissionAnswer(
                    submitted_on=answer.submitted_on,
                    delivery=answer.delivery,
                    posted_on=answer.posted_on,
                    counts_on=answer.counts_on,
                    has_answer=answer.has_answer,
                    evidence_count=answer.evidence_count,
                    note=self.sight.note(response.agency, answer.note),
                    event_id=answer.event_id,
                )
                for answer in response.answers
            ],
            version=response.version,
        )

    def submitted(self, case_id: str, response: Response, timing: Timing | None) -> SubmittedAnswer:
        """A response just written to, and whether it was in time."""
        found = (
            TimingAnswer(due=timing.due, provisional=timing.provisional, outcome=timing.outcome, late_days=timing.late_days)
            if timing
            else None
        )
        return SubmittedAnswer(**dict(self.response(case_id, response)), timing=found)

    def _defendant(self, record: Record, agency: str) -> DefendantAnswer:
        case = record.case
        answered = [answer.counts_on for answer in record.response_of(agency).answers if answer.has_answer]
        return DefendantAnswer(
            agency=self._agency(agency),
            jurisdiction=case.jurisdiction_of(agency),
            objects=[defendant.object for defendant in case.defendants if defendant.agency == agency],
            removed_on=case.removed_on(agency),
            complaint_received_on=case.complaint_received_on(agency),
            services=_services(case, agency),
            extensions=[
                ExtensionAnswer(period=e.period, granted_on=e.granted_on, until=e.until, reason=e.reason, event_id=e.event_id)
                for e in case.extensions
                if e.agency == agency
            ],
            answered_on=min(answered, default=None),
        )

    def _agency(self, agency_id: str) -> AgencyAnswer:
        agency = self.directory.agency(agency_id)
        return AgencyAnswer(agency_id=agency_id, name=agency.name if agency else None)

    def _party(self, plaintiff: Plaintiff) -> PartyAnswer:
        if plaintiff.person is None:
            return PartyAnswer(party=plaintiff.party, name=plaintiff.organisation or "", organisation=True)
        if not self.sight.sees_persons:
            return PartyAnswer(party=plaintiff.party, name=WITHHELD, organisation=False)
        person = self.sight.keys.open_person(plaintiff.person)
        if person is None:
            return PartyAnswer(party=plaintiff.party, name=ERASED, organisation=False)
        return PartyAnswer(
            party=plaintiff.party,
            name=person.name,
            organisation=False,
            id_number=person.id_number,
            phone=person.phone,
            address=person.address,
        )


def _services(case: Case, agency: str) -> list[ServiceAnswer]:
    return [
        ServiceAnswer(
            document=s.document,
            document_title=timeline.DOCUMENTS[s.document],
            served_on=s.served_on,
            received_on=s.received_on,
            method=s.method,
            event_id=s.event_id,
        )
        for s in case.services
        if s.agency == agency
    ]


def _act(filing: CaseFiled) -> ActAnswer | None:
    if filing.act is None:
        return None
    return ActAnswer(
        kind=filing.act.kind,
        document_no=filing.act.document_no,
        made_on=filing.act.made_on,
        implementing_unit=filing.act.implementing_unit,
    )
