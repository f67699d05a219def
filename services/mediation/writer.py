"""Writes mediations, plans and documents for one caller."""

from dataclasses import dataclass
from datetime import date

from services.mediation.answers import (
    STATUSES,
    DocumentAnswer,
    MediationAnswer,
    MediationLineAnswer,
    MissingAnswer,
    PlanAnswer,
    SubmissionAnswer,
)
from services.mediation.dossier import Paper
from services.mediation.record import ENDED, Record
from services.mediation.step_answers import PersonAnswer
from services.mediation.step_writer import StepWriter
from services.mediation.steps import Plan, Submission
from services.mediation.views import MediationRow, Standing, standing_of
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.sight import WITHHELD


@dataclass(frozen=True)
class MediationWriter:
    """For the caller of `steps`."""

    steps: StepWriter

    def mediation(self, record: Record) -> MediationAnswer:
        """One mediation as it is now."""
        mediation, referral, steps = record.mediation, record.referral, self.steps
        return MediationAnswer(
            mediation_id=mediation.mediation_id,
            case_id=record.case_id,
            case_no=mediation.case_no,
            court=mediation.court,
            court_name=self._court(mediation.court),
            status=mediation.status,
            status_title=STATUSES[mediation.status],
            open=record.open,
            in_litigation=record.in_litigation,
            referred_on=referral.referred_on,
            received_on=mediation.received_on,
            complaint_received_on=referral.complaint_received_on,
            accepted_on=mediation.accepted_on,
            concluded_on=mediation.concluded_on,
            cause=referral.cause,
            claims=steps.sight.text(referral.claims),
            act=steps.act(record),
            applicants=steps.applicants(record),
            respondents=steps.respondents(record),
            materials=steps.materials(record),
            schedules=steps.schedules(mediation),
            sessions=steps.sessions(record),
            extensions=steps.extensions(mediation),
            settlement=steps.settlement(record),
            termination=steps.termination(record),
            returned=steps.returned(mediation),
            missing=_missing(standing_of(record)),
            version=mediation.version,
        )

    def line(self, row: MediationRow) -> MediationLineAnswer:
        """A line of the list."""
        standing = row.standing
        return MediationLineAnswer(
            mediation_id=row.mediation_id,
            case_id=row.case_id,
            case_no=row.case_no,
            court=row.court,
            court_name=self._court(row.court),
            status=row.status,
            status_title=STATUSES[row.status],
            open=row.status not in ENDED,
            in_litigation=standing.in_litigation,
            received_on=row.received_on,
            accepted_on=standing.accepted_on,
            concluded_on=row.concluded_on,
            session_at=standing.session_at,
            place=standing.place,
            respondents=[self.steps.agency(agency) for agency in row.agencies],
            jurisdictions=row.jurisdictions,
            missing=_missing(standing),
        )

    def plan(self, mediation_id: str, plan: Plan, due: date | None) -> PlanAnswer:
        """What one agency told; without its content for the other agencies."""
        return PlanAnswer(
            mediation_id=mediation_id,
            agency=self.steps.agency(plan.agency),
            due=due,
            complete_on=plan.complete_on,
            lacking=list(plan.lacking),
            submissions=[self._submission(plan.agency, submission) for submission in plan.submissions],
            version=plan.version,
        )

    def document(self, record: Record, paper: Paper) -> DocumentAnswer:
        """A document with its text."""
        return DocumentAnswer(
            kind=paper.kind,
            title=paper.title,
            document_no=paper.document_no,
            addressee=self.steps.party(record, paper.addressee) if paper.addressee else None,
            made_on=paper.made_on,
            text=paper.text,
        )

    def _submission(self, agency: str, submission: Submission) -> SubmissionAnswer:
        sight = self.steps.sight
        shown = sight.is_for(agency)
        return SubmissionAnswer(
            received_on=submission.received_on,
            leader=self._of_agency(agency, submission.leader),
            leader_post=submission.leader_post if shown or submission.leader_post is None else WITHHELD,
            contact=self._of_agency(agency, submission.contact),
            plan=sight.note(agency, submission.plan),
            file=submission.file if shown or submission.file is None else WITHHELD,
            event_id=submission.event_id,
        )

    def _of_agency(self, agency: str, sealed: SealedPerson | None) -> PersonAnswer | None:
        if sealed is not None and not self.steps.sight.is_for(agency):
            return PersonAnswer(name=WITHHELD)
        return self.steps.person(sealed)

    def _court(self, court: str) -> str | None:
        known = self.steps.directory.court(court)
        return known.name if known else None


def _missing(standing: Standing) -> MissingAnswer:
    return MissingAnswer(
        without_notice=list(standing.without_notice),
        without_plan=list(standing.without_plan),
        untold=list(standing.untold),
        unsigned=list(standing.unsigned),
        unexplained=list(standing.unexplained),
        unserved=list(standing.unserved),
    )
