"""Writes a case for one caller: resolves agencies' names, and opens persons only for those who may see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from services.intake.cases import titles, trial_writer
from services.intake.cases.answer_marks import answer_notes
from services.intake.cases.answers import (
    STATUSES,
    ActAnswer,
    CaseAnswer,
    CaseLineAnswer,
    DefendantAnswer,
    ExtensionAnswer,
    ForwardedAnswer,
    InstanceAnswer,
    MaterialAnswer,
    NumberAnswer,
    PartyAnswer,
    PreFilingAnswer,
    ReferralAnswer,
    ScopeAnswer,
    SeriesAnswer,
    ServiceAnswer,
    WithdrawalAnswer,
)
from services.intake.cases.case import Case
from services.intake.cases.court_titles import SERIES
from services.intake.cases.filing_notes import filing_notes
from services.intake.cases.instances import Instance
from services.intake.cases.record import Record
from services.intake.cases.response import Response
from services.intake.cases.response_answers import NoteAnswer, ResponseAnswer, SubmissionAnswer, SubmittedAnswer, TimingAnswer
from services.intake.cases.timing import Timing
from services.intake.cases.told import in_series
from services.intake.cases.view import CaseRow
from services.intake.handling.answers import handling_answer
from services.intake.number import TYPE_CODES
from yingsu.events.intake.case import Act, Plaintiff
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred, Respondent
from yingsu.law.handling import Handling
from yingsu.law.rules import Rules
from yingsu.law.scope import outside_scope
from yingsu.officials.directory import Directory
from yingsu.officials.sight import ERASED, WITHHELD, Sight
from yingsu.web.parts import AgencyAnswer, agency_answer


@dataclass(frozen=True)
class CaseWriter:
    """For one caller, whose `sight` decides about persons. `rules` are those in force; None where none are published. `handling` tells who
    handles the responses in a case. Agencies are shown by the names of `day` (None: their present ones)."""

    sight: Sight
    directory: Directory
    rules: Rules | None = None
    handling: Callable[[Record], Sequence[Handling]] = lambda _: ()
    day: date | None = None

    def case(
        self, record: Record, as_of: date | None, as_known_at: datetime | None, instances: Sequence[Instance] = ()
    ) -> CaseAnswer:
        """A dispute, filed or not, with its other instances. Raises ValueError for one of which the court told nothing yet."""
        case, filing, told = record.case, record.case.filing, record.case.filing or next(iter(record.before), None)
        if told is None:
            raise ValueError(f"nothing is known of {case.case_id}")
        court = self.directory.court(told.court)
        known_type = TYPE_CODES.get(filing.type_code) if filing else None
        claims = filing.claims if filing else next((referral.claims for referral in record.referrals), None)
        received = [known.complaint_received_on for known in ((filing,) if filing else record.referrals)]
        return CaseAnswer(
            case_id=case.case_id,
            case_no=told.case_no,
            numbers=[NumberAnswer(case_no=case_no, case_id=case_id) for case_no, case_id in record.numbers],
            instances=[InstanceAnswer(**msgspec.structs.asdict(instance)) for instance in instances],
            court=told.court,
            court_name=court.name if court else None,
            type_code=filing.type_code if filing else None,
            type_known=filing.type_known if filing else None,
            type_meaning=known_type.meaning if known_type else None,
            instance=filing.instance if filing else None,
            status=record.status,
            status_title=STATUSES[record.status],
            filed_on=filing.filed_on if filing else None,
            complaint_received_on=next(iter(received), None),
            cause=told.cause,
            mediable=filing.mediable if filing else None,
            plaintiffs=[self._party(plaintiff, case.replaced) for plaintiff in case.plaintiffs],
            defendants=self._defendants(record),
            referrals=[self._referral(referral) for referral in record.referrals],
            mediations=[] if self.sight.caller.role == "court" else list(record.mediations),
            pre_filings=[self._pre_filing(notice, record) for notice in record.pre_filings],
            forwarded=[ForwardedAnswer(agency=self._agency(told.agency), notified_on=told.notified_on) for told in record.told],
            act=_act(told.act),
            claims=self.sight.text(claims),
            hearings=trial_writer.hearings(record, self._agency, self.sight, self.rules),
            judgments=trial_writer.judgments(case, self._agency),
            withdrawals=[
                WithdrawalAnswer(ruling_no=w.ruling_no, ruled_on=w.ruled_on, voluntary=w.voluntary) for w in case.withdrawals
            ],
            lead=self._agency(record.lead) if record.lead else None,
            notes=self._notes(record),
            series=[
                SeriesAnswer(series=link.series, kind=link.kind, kind_title=SERIES[link.kind], linked_on=link.linked_on)
                for link in in_series(case.facts)
            ],
            version=record.version,
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
            opened_on=row.opened_on,
            filed_on=row.filed_on,
            cause=row.cause,
            defendants=[self._agency(agency) for agency in row.defendants],
            jurisdictions=row.jurisdictions,
            latest_title=row.latest_title,
            latest_on=row.latest_on,
            latest_recorded_at=row.latest_recorded_at,
        )

    def response(self, case_id: str, record: Record, response: Response, timing: Timing | None, *, own: bool) -> ResponseAnswer:
        """One defendant's response, in the dispute of `record`; `timing` is that of its answer; `own`: the caller is the defendant, or
        handles its response."""
        jurisdiction, due = record.case.jurisdiction_of(response.agency), timing.due if timing else None
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
                    note=self.sight.text(answer.note) if own else self.sight.note(response.agency, answer.note),
                    flags=[
                        NoteAnswer(code=note.code, title=note.title, authority=note.authority)
                        for note in answer_notes(self.rules, jurisdiction, response, answer, due)
                    ]
                    if own or self.sight.is_for(response.agency)
                    else [],
                    event_id=answer.event_id,
                )
                for answer in response.answers
            ],
            attendances=trial_writer.attendances(record, response, self.sight, self.rules),
            version=response.version,
        )

    def submitted(self, case_id: str, record: Record, response: Response, timing: Timing | None) -> SubmittedAnswer:
        """A response just written to, and whether it was in time."""
        found = (
            TimingAnswer(due=timing.due, provisional=timing.provisional, outcome=timing.outcome, late_days=timing.late_days)
            if timing
            else None
        )
        return SubmittedAnswer(**dict(self.response(case_id, record, response, timing, own=True)), timing=found)

    def _defendants(self, record: Record) -> list[DefendantAnswer]:
        handlings = self.handling(record)
        return [
            self._defendant(record, agency, [known for known in handlings if known.agency == agency])
            for agency in record.case.agencies
        ]

    def _defendant(self, record: Record, agency: str, handlings: Sequence[Handling]) -> DefendantAnswer:
        case = record.case
        answered = [answer.counts_on for answer in record.response_of(agency).answers if answer.has_answer]
        return DefendantAnswer(
            agency=self._agency(agency),
            jurisdiction=case.jurisdiction_of(agency),
            objects=[defendant.object for defendant in case.defendants if defendant.agency == agency],
            added_on=case.added_on(agency),
            removed_on=case.removed_on(agency),
            complaint_received_on=case.complaint_received_on(agency),
            services=_services(case, agency),
            extensions=[
                ExtensionAnswer(period=e.period, granted_on=e.granted_on, until=e.until, reason=e.reason, event_id=e.event_id)
                for e in case.extensions
                if e.agency == agency
            ],
            answered_on=min(answered, default=None),
            handling=[handling_answer(handling, self._agency) for handling in handlings],
            flags=self._flags(record, agency),
        )

    def _flags(self, record: Record, agency: str) -> list[ScopeAnswer]:
        """What is to be noted of a defendant: that the document which governs since the filing was not addressed to its kind."""
        registered, filing = self.directory.agency(agency), record.case.filing
        if self.rules is None or registered is None or filing is None:
            return []
        found = outside_scope(self.rules, record.case.jurisdiction_of(agency), filing.filed_on, registered.type)
        if found is None:
            return []
        return [
            ScopeAnswer(
                code="outside_document_scope",
                title="不在本辖区文件适用范围",
                clauses=[clause.id for clause in found.clauses],
                authority=found.citation,
                quotes=[clause.quote for clause in found.clauses],
            )
        ]

    def _referral(self, referral: PreLitigationReferred) -> ReferralAnswer:
        return ReferralAnswer(
            case_no=referral.case_no,
            referred_on=referral.referred_on,
            received_on=referral.received_on,
            applicants=[self._party(applicant) for applicant in referral.applicants],
            respondents=self._respondents(referral.respondents),
            claims=self.sight.text(referral.claims),
            materials=[
                MaterialAnswer(material=m.material, title=self.sight.text(m.title) or "", pages=m.pages, file=m.file)
                for m in referral.materials
            ],
        )

    def _pre_filing(self, notice: PreFilingNotified, record: Record) -> PreFilingAnswer:
        return PreFilingAnswer(
            case_no=notice.case_no,
            received_on=notice.received_on,
            withdrawn_on=record.notice_withdrawn_on(notice),
            applicants=[self._party(applicant) for applicant in notice.applicants],
            respondents=self._respondents(notice.respondents),
        )

    def _notes(self, record: Record) -> list[NoteAnswer]:
        """What the documents of the district ask beside: nothing of a court's."""
        if self.sight.caller.role == "court":
            return []
        known = ((agency, self.directory.agency(agency)) for agency in record.case.agencies)
        types = {agency: found.type for agency, found in known if found is not None}
        notes = filing_notes(record, types, self.rules)
        return [NoteAnswer(code=note.code, title=note.title, authority=note.authority) for note in notes]

    def _respondents(self, respondents: tuple[Respondent, ...]) -> list[AgencyAnswer]:
        return [self._agency(respondent.agency) for respondent in respondents]

    def _agency(self, agency_id: str) -> AgencyAnswer:
        return agency_answer(self.directory, agency_id, self.day)

    def _party(self, plaintiff: Plaintiff, replaced: Sequence[str] = ()) -> PartyAnswer:
        party, gone = plaintiff.party, plaintiff.party in replaced
        if plaintiff.person is None:
            return PartyAnswer(party=party, name=plaintiff.organisation or "", organisation=True, replaced=gone)
        if not self.sight.sees_persons:
            return PartyAnswer(party=party, name=WITHHELD, organisation=False, replaced=gone)
        person = self.sight.keys.open_person(plaintiff.person)
        if person is None:
            return PartyAnswer(party=party, name=ERASED, organisation=False, replaced=gone)
        return PartyAnswer(
            party=party,
            name=person.name,
            organisation=False,
            replaced=gone,
            id_number=person.id_number,
            phone=person.phone,
            address=person.address,
        )


def _services(case: Case, agency: str) -> list[ServiceAnswer]:
    return [
        ServiceAnswer(
            document=s.document,
            document_title=titles.DOCUMENTS[s.document],
            served_on=s.served_on,
            received_on=s.received_on,
            method=s.method,
            event_id=s.event_id,
        )
        for s in case.services
        if s.agency == agency
    ]


def _act(act: Act | None) -> ActAnswer | None:
    if act is None:
        return None
    return ActAnswer(kind=act.kind, document_no=act.document_no, made_on=act.made_on, implementing_unit=act.implementing_unit)
