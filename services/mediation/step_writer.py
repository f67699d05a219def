"""Writes the steps of a mediation for one caller: resolves names, and opens what is sealed only for those who may see it.

An agency does not see the centre's notes: what is said for a settlement is no evidence later.
"""

from dataclasses import dataclass

from services.mediation.documents import REASONS
from services.mediation.mediation import Mediation
from services.mediation.record import Record
from services.mediation.step_answers import (
    ActAnswer,
    ApplicantAnswer,
    BreachAnswer,
    ConfirmationAnswer,
    ExplanationAnswer,
    ExtensionAnswer,
    MaterialAnswer,
    NamedPartyAnswer,
    NoticeAnswer,
    NotificationAnswer,
    PersonAnswer,
    RespondentAnswer,
    ReturnAnswer,
    ScheduleAnswer,
    ServingAnswer,
    SessionAnswer,
    SettlementAnswer,
    SignatureAnswer,
    TerminationAnswer,
)
from services.mediation.steps import Notice, Schedule, Signature
from yingsu.events.intake.case import Plaintiff
from yingsu.ledger.sealed import Person, SealedPerson, SealedText
from yingsu.officials.directory import Directory
from yingsu.officials.sight import WITHHELD, Sight
from yingsu.web.parts import AgencyAnswer, agency_answer


@dataclass(frozen=True)
class StepWriter:
    """For one caller, whose `sight` decides about persons and notes."""

    sight: Sight
    directory: Directory

    def agency(self, agency_id: str) -> AgencyAnswer:
        """An agency by name."""
        return agency_answer(self.directory, agency_id)

    def party_name(self, record: Record, party: str) -> str:
        """What a party is called: an applicant, or an agency (its id where it is not registered)."""
        for applicant in record.matter.applicants:
            if applicant.party == party:
                return self._applicant_person(applicant).name
        return self.agency(party).name or party

    def party(self, record: Record, party: str) -> NamedPartyAnswer:
        """A party with its name."""
        return NamedPartyAnswer(party=party, name=self.party_name(record, party))

    def person(self, sealed: SealedPerson | None) -> PersonAnswer | None:
        """A sealed person."""
        return None if sealed is None else _person(self.sight.person(sealed))

    def note(self, sealed: SealedText | None, by: str | None = None) -> str | None:
        """A note of who conducts the mediation: not for the agencies, but for the one that does (`by`)."""
        own = self.sight.caller.role != "agency" or self.sight.caller.answers_for(by)
        return self.sight.text(sealed) if own or sealed is None else WITHHELD

    def applicants(self, record: Record) -> list[ApplicantAnswer]:
        """Who asked the court."""
        return [
            ApplicantAnswer(
                party=applicant.party,
                organisation=applicant.person is None,
                **dict(_person(self._applicant_person(applicant))),
            )
            for applicant in record.matter.applicants
        ]

    def respondents(self, record: Record) -> list[RespondentAnswer]:
        """Each agency with its notice, and what lacks of its plan."""
        mediation = record.mediation
        return [
            RespondentAnswer(
                agency=self.agency(agency),
                jurisdiction=record.jurisdiction_of(agency),
                notice=_notice(mediation.notice_to(agency)),
                plan_complete_on=mediation.plan_of(agency).complete_on,
                plan_lacking=list(mediation.plan_of(agency).lacking),
            )
            for agency in mediation.respondents
        ]

    def act(self, record: Record) -> ActAnswer | None:
        """The act in dispute."""
        act = record.matter.act
        if act is None:
            return None
        return ActAnswer(kind=act.kind, document_no=act.document_no, made_on=act.made_on, implementing_unit=act.implementing_unit)

    def materials(self, record: Record) -> list[MaterialAnswer]:
        """What came with the referral, and what went back."""
        returned = record.mediation.returned
        back = {material.material: material for material in returned.materials} if returned else {}
        return [
            MaterialAnswer(
                material=material.material,
                title=self.sight.text(material.title) or "",
                pages=material.pages,
                file=material.file,
                returned=back[material.material].returned if material.material in back else None,
                reason=self.note(back[material.material].reason) if material.material in back else None,
            )
            for material in record.matter.materials
        ]

    def schedules(self, mediation: Mediation) -> list[ScheduleAnswer]:
        """Every time and place, the last of which holds."""
        return [self._schedule(mediation, schedule) for schedule in mediation.schedules]

    def sessions(self, record: Record) -> list[SessionAnswer]:
        """The sessions."""
        return [
            SessionAnswer(
                held_on=session.held_on,
                present=[self.party(record, party) for party in session.present],
                agreed=session.agreed,
                notes=self.note(session.notes, record.mediation.opening.agency),
                event_id=session.event_id,
            )
            for session in record.mediation.sessions
        ]

    def extensions(self, mediation: Mediation) -> list[ExtensionAnswer]:
        """More time."""
        return [
            ExtensionAnswer(agreed_on=more.agreed_on, until=more.until, reason=more.reason, event_id=more.event_id)
            for more in mediation.extensions
        ]

    def settlement(self, record: Record) -> SettlementAnswer | None:
        """The settlement with its signatures and explanations. What it says, and who signed it for whom, is not for an agency that is no
        party of it."""
        mediation, settlement = record.mediation, record.mediation.settlement
        if settlement is None:
            return None
        shown = any(map(self.sight.is_for, settlement.parties))
        return SettlementAnswer(
            document_no=settlement.document_no,
            reached_on=settlement.reached_on,
            parties=[self.party(record, party) for party in settlement.parties],
            terms=[(self.sight.text(term) or "") if shown else WITHHELD for term in settlement.terms],
            perform_by=settlement.perform_by,
            file=settlement.file if shown or settlement.file is None else WITHHELD,
            signatures=[self._signature(record, signed, shown=shown) for signed in mediation.signatures],
            effective_on=mediation.effective_on,
            explanations=[
                ExplanationAnswer(
                    party=self.party(record, told.party),
                    explained_on=told.explained_on,
                    note=self.note(told.note, mediation.opening.agency),
                    event_id=told.event_id,
                )
                for told in mediation.explanations
            ],
            confirmation=_confirmation(mediation),
            performed_on=mediation.performance.performed_on if mediation.performance else None,
            performance_event_id=mediation.performance.event_id if mediation.performance else None,
            performance=self._told(mediation.performance.note if mediation.performance else None, shown=shown),
            breaches=[
                BreachAnswer(
                    party=self.party(record, breach.party),
                    breached_on=breach.breached_on,
                    note=self._told(breach.note, shown=shown),
                    event_id=breach.event_id,
                )
                for breach in mediation.breaches
            ],
            event_id=settlement.event_id,
        )

    def termination(self, record: Record) -> TerminationAnswer | None:
        """The termination and whom it was served on."""
        termination = record.mediation.termination
        if termination is None:
            return None
        return TerminationAnswer(
            reason=termination.reason,
            reason_title=REASONS[termination.reason],
            terminated_on=termination.terminated_on,
            document_no=termination.document_no,
            # What "other" is, is the reason that the notice states to every party.
            note=self.sight.text(termination.note) if termination.reason == "other" else self.note(termination.note),
            served=[
                ServingAnswer(
                    party=self.party(record, served.party),
                    served_on=served.served_on,
                    received_on=served.received_on,
                    method=served.method,
                    event_id=served.event_id,
                )
                for served in record.mediation.servings
            ],
            event_id=termination.event_id,
        )

    def returned(self, mediation: Mediation) -> ReturnAnswer | None:
        """The return to the court."""
        back = mediation.returned
        return ReturnAnswer(letter_no=back.letter_no, returned_on=back.returned_on, event_id=back.event_id) if back else None

    def _told(self, sealed: SealedText | None, *, shown: bool) -> str | None:
        return self.sight.text(sealed) if shown or sealed is None else WITHHELD

    def _signature(self, record: Record, signed: Signature, *, shown: bool) -> SignatureAnswer:
        """A signature. An agency sees of the others who signed for them, and that only as a party of the settlement (`shown`)."""
        own = self.sight.is_for(signed.party)
        person = self.person(signed.person)
        if person is not None and not own:
            person = PersonAnswer(name=person.name if shown else WITHHELD)
        return SignatureAnswer(
            party=self.party(record, signed.party),
            signed_on=signed.signed_on,
            signatory=signed.signatory,
            person=person,
            authority=signed.authority if own or signed.authority is None else WITHHELD,
            event_id=signed.event_id,
        )

    def _schedule(self, mediation: Mediation, schedule: Schedule) -> ScheduleAnswer:
        following = min((later.version for later in mediation.schedules if later.version > schedule.version), default=None)
        return ScheduleAnswer(
            scheduled_on=schedule.scheduled_on,
            session_at=schedule.session_at,
            place=schedule.place,
            reason=self.sight.text(schedule.reason),
            in_force=following is None,
            notified=[
                NotificationAnswer(party=told.party, notified_on=told.notified_on, method=told.method, event_id=told.event_id)
                for told in mediation.notifications
                if schedule.version < told.version and (following is None or told.version < following)
            ],
            event_id=schedule.event_id,
        )

    def _applicant_person(self, applicant: Plaintiff) -> Person:
        return self.sight.person(applicant.person) if applicant.person else Person(name=applicant.organisation or "")


def _person(person: Person) -> PersonAnswer:
    return PersonAnswer(name=person.name, id_number=person.id_number, phone=person.phone, address=person.address)


def _confirmation(mediation: Mediation) -> ConfirmationAnswer | None:
    applied, decided = mediation.application, mediation.confirmation
    if applied is None:
        return None
    return ConfirmationAnswer(
        court=applied.court,
        applied_on=applied.applied_on,
        late_days=applied.late_days,
        ruling_no=decided.ruling_no if decided else None,
        decided_on=decided.decided_on if decided else None,
        confirmed=decided.confirmed if decided else None,
        application_event_id=applied.event_id,
        ruling_event_id=decided.event_id if decided else None,
    )


def _notice(notice: Notice | None) -> NoticeAnswer | None:
    if notice is None:
        return None
    return NoticeAnswer(
        document_no=notice.document_no,
        sent_on=notice.sent_on,
        received_on=notice.received_on,
        method=notice.method,
        event_id=notice.event_id,
    )
