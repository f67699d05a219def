"""Writes mediations, plans and documents for one caller."""

from collections.abc import Sequence
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
from services.mediation.mediation import over
from services.mediation.record import Record
from services.mediation.responsible import listing_clauses
from services.mediation.step_answers import PersonAnswer
from services.mediation.step_writer import StepWriter
from services.mediation.steps import Plan, Submission
from services.mediation.track_writer import TrackWriter
from services.mediation.views import MediationRow, Standing, standing_of
from yingsu.law.rules import Rules
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.sight import WITHHELD


@dataclass(frozen=True)
class MediationWriter:
    """For the caller of `steps`. `rules` are those in force, None where none can be used."""

    steps: StepWriter
    rules: Rules | None = None

    def mediation(self, record: Record) -> MediationAnswer:
        """One mediation as it is now."""
        mediation, matter, steps = record.mediation, record.matter, self.steps
        return MediationAnswer(
            mediation_id=mediation.mediation_id,
            case_id=record.case_id,
            track=mediation.track,
            case_no=mediation.case_no,
            court=mediation.court,
            court_name=self._court(mediation.court),
            status=mediation.status,
            status_title=STATUSES[mediation.status],
            open=record.open,
            in_litigation=record.in_litigation,
            conductor=mediation.opening.conductor,
            conducting_agency=steps.agency(mediation.opening.agency) if mediation.opening.agency else None,
            referred_on=matter.referred_on,
            received_on=mediation.received_on,
            complaint_received_on=matter.complaint_received_on,
            opening_event_id=mediation.opening.event_id,
            accepted_on=mediation.accepted_on,
            acceptance_event_id=mediation.acceptance.event_id if mediation.acceptance else None,
            concluded_on=mediation.concluded_on,
            cause=matter.cause,
            claims=steps.sight.text(matter.claims),
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
            ending=TrackWriter(steps).ending(record),
            in_court=TrackWriter(steps).in_court(record),
            missing=self._missing(standing_of(record), mediation.received_on, record.jurisdictions),
            version=mediation.version,
        )

    def line(self, row: MediationRow) -> MediationLineAnswer:
        """A line of the list."""
        standing = row.standing
        return MediationLineAnswer(
            mediation_id=row.mediation_id,
            case_id=row.case_id,
            track=standing.track,
            case_no=row.case_no,
            court=row.court,
            court_name=self._court(row.court),
            status=row.status,
            status_title=STATUSES[row.status],
            open=not over(standing.track, row.status),
            in_litigation=standing.in_litigation,
            received_on=row.received_on,
            accepted_on=standing.accepted_on,
            concluded_on=row.concluded_on,
            session_at=standing.session_at,
            place=standing.place,
            respondents=[self.steps.agency(agency) for agency in row.agencies],
            jurisdictions=row.jurisdictions,
            missing=self._missing(standing, row.received_on, row.jurisdictions),
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

    def _missing(self, standing: Standing, since: date, jurisdictions: Sequence[str]) -> MissingAnswer:
        listed = any(listing_clauses(self.rules, jurisdiction, since) for jurisdiction in jurisdictions)
        return MissingAnswer(
            without_notice=list(standing.without_notice),
            without_plan=list(standing.without_plan),
            untold=list(standing.untold),
            unsigned=list(standing.unsigned),
            unexplained=list(standing.unexplained),
            unserved=list(standing.unserved),
            without_leader=list(standing.without_leader) if listed else [],
        )

    def _court(self, court: str) -> str | None:
        known = self.steps.directory.court(court)
        return known.name if known else None
