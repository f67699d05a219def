"""Writes what there is beside a suit and in court only, for one caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.mediation.record import Record
from services.mediation.responsible import Responsible
from services.mediation.step_answers import PersonAnswer
from services.mediation.step_writer import StepWriter
from services.mediation.track_answers import (
    CourtDocumentAnswer,
    CourtEndAnswer,
    CourtSessionAnswer,
    CourtTrackAnswer,
    DocumentPerformanceAnswer,
    DocumentSignatureAnswer,
    EndingAnswer,
    ResponsibleAnswer,
)
from yingsu.events.mediation.court import CourtEnding
from yingsu.events.mediation.litigation import LitigationEnding
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.sight import WITHHELD

ENDINGS: Final[Mapping[LitigationEnding, str]] = {
    "withdrawn": "原告不再要求调解",
    "unreachable": "当事人无法联系",
    "unwilling": "当事人不愿调解",
    "too_far_apart": "分歧较大",
    "term_expired": "期限届满",
    "refuses_to_sign": "拒绝签字",
    "judged": "法院已经裁判",
    "other": "其他",
}

COURT_ENDINGS: Final[Mapping[CourtEnding, str]] = {
    "unwilling": "当事人不愿调解",
    "no_agreement": "未达成协议",
    "refused_document": "调解书签收前反悔",
    "settled_by_withdrawal": "和解后申请撤诉",
    "other": "其他",
}


@dataclass(frozen=True)
class TrackWriter:
    """For the caller of `steps`."""

    steps: StepWriter

    def ending(self, record: Record) -> EndingAnswer | None:
        """How a mediation beside a suit ended without a settlement."""
        ending = record.mediation.ending
        if ending is None:
            return None
        return EndingAnswer(
            reason=ending.reason,
            reason_title=ENDINGS[ending.reason],
            ended_on=ending.ended_on,
            note=self.steps.note(ending.note, record.mediation.opening.agency),
            event_id=ending.event_id,
        )

    def in_court(self, record: Record) -> CourtTrackAnswer | None:
        """A mediation by the court; None for any other."""
        mediation = record.mediation
        if mediation.track != "court":
            return None
        return CourtTrackAnswer(
            mediable=record.matter.mediable,
            responsible=[self._responsible(responsible) for responsible in record.responsible],
            sessions=[
                CourtSessionAnswer(
                    held_on=session.held_on,
                    present=[self.steps.party(record, party) for party in session.present],
                    absent=[self.steps.party(record, party) for party in session.absent],
                    agreed=session.agreed,
                    event_id=session.event_id,
                )
                for session in mediation.court_sessions
            ],
            document=self._document(record),
            ended=self._ended(record),
        )

    def _document(self, record: Record) -> CourtDocumentAnswer | None:
        mediation, document = record.mediation, record.mediation.court_document
        if document is None:
            return None
        return CourtDocumentAnswer(
            document_no=document.document_no,
            issued_on=document.issued_on,
            ground=document.ground,
            perform_by=document.perform_by,
            file=document.file,
            signatures=[
                DocumentSignatureAnswer(
                    party=self.steps.party(record, signed.party), signed_on=signed.signed_on, event_id=signed.event_id
                )
                for signed in mediation.document_signatures
            ],
            effective_on=mediation.effective_on,
            performances=[
                DocumentPerformanceAnswer(
                    agency=self.steps.agency(done.agency),
                    performed_on=done.performed_on,
                    note=self.steps.sight.note(done.agency, done.note),
                    event_id=done.event_id,
                )
                for done in mediation.document_performances
            ],
            event_id=document.event_id,
        )

    def _ended(self, record: Record) -> CourtEndAnswer | None:
        end = record.mediation.court_end
        if end is None:
            return None
        return CourtEndAnswer(
            reason=end.reason,
            reason_title=COURT_ENDINGS[end.reason],
            ended_on=end.ended_on,
            note=self.steps.note(end.note),
            event_id=end.event_id,
        )

    def _responsible(self, responsible: Responsible) -> ResponsibleAnswer:
        """What an agency registered for itself is not for the centre; the plan that it told the centre is."""
        own = self.steps.sight.is_for(responsible.agency) and self.steps.sight.caller.role != "mediation_centre"
        shown = own or (responsible.named_for == "mediation" and self.steps.sight.is_for(responsible.agency))
        return ResponsibleAnswer(
            agency=self.steps.agency(responsible.agency),
            leader=self._person(responsible.leader, shown=shown),
            post=responsible.post if shown or responsible.post is None else WITHHELD,
            named_for=responsible.named_for,
            handler=self._person(responsible.handler, shown=own),
        )

    def _person(self, sealed: SealedPerson | None, *, shown: bool) -> PersonAnswer | None:
        return self.steps.person(sealed) if shown or sealed is None else PersonAnswer(name=WITHHELD)
