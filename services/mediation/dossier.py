"""The dossier of a mediation: every document that the centre has made so far, as one caller may read it.

A text is made anew from what is on record, so an erased person is erased in it too; the letter to the court is kept as it was sent, and
its list of materials is read from the return.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.mediation import documents
from services.mediation.documents import Document, ListedMaterial, Signatory
from services.mediation.record import Record
from services.mediation.step_writer import StepWriter
from services.mediation.steps import Returned, Signature
from yingsu.ledger.entry import Entry

Kind = Literal["assignment_notice", "schedule_notice", "settlement", "termination_notice", "termination_letter"]
"""交办通知书, 时间地点通知, 调处协议, 终止调处通知书, 终止调处告知函."""

CENTRE: Final = "行政争议调处中心"
"""What the centre is called where its client is bound to no registered agency."""


CONDUCTOR: Final = "主持调解的单位"
"""The same beside a suit, where it need not be a centre."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document as text. `addressee` is the party that it is for; None for the settlement, which is every party's, and for the court."""

    kind: Kind
    title: str
    document_no: str | None
    addressee: str | None
    made_on: date
    text: str


@dataclass(frozen=True)
class Dossier:
    """For one caller. `entries` are the dispute's; `due` gives the last day that each notice of assignment sets, by its entry."""

    record: Record
    entries: Mapping[UUID, Entry]
    due: Mapping[UUID, date | None]
    writer: StepWriter

    def papers(self) -> list[Paper]:
        """What the caller may read, in the order of making: an agency what is addressed to it, and the settlement that it is a party of."""
        return [paper for paper in self._all() if self._may_read(paper)]

    def letter(self, letter_no: str, returned_on: date, centre: str | None) -> str:
        """The text of 《行政争议终止调处告知函》 (HZ-4.9), without the list of materials. Empty before the termination, which the return has
        to follow."""
        termination = self.record.mediation.termination
        if termination is None:
            return ""
        return documents.termination_letter(
            self._dispute(centre),
            letter_no=letter_no,
            returned_on=returned_on,
            terminated_on=termination.terminated_on,
            termination_no=termination.document_no,
            reason=termination.reason,
        ).text

    def _all(self) -> Iterator[Paper]:
        yield from self._assignments()
        yield from self._schedules()
        yield from self._settlement()
        yield from self._termination()
        yield from self._letter()

    def _may_read(self, paper: Paper) -> bool:
        caller = self.writer.sight.caller
        if caller.role != "agency":
            return True
        settlement = self.record.mediation.settlement
        if paper.kind == "settlement":
            return settlement is not None and any(map(caller.answers_for, settlement.parties))
        return caller.answers_for(paper.addressee)

    def _assignments(self) -> Iterator[Paper]:
        for notice in self.record.mediation.notices:
            text = documents.assignment_notice(
                self._dispute(self._centre_of(notice.event_id)),
                agency=self._name(notice.agency),
                document_no=notice.document_no,
                issued_on=notice.sent_on,
                due=self.due.get(notice.event_id),
                materials=self._materials(),
            )
            yield _paper("assignment_notice", text, notice.agency)

    def _schedules(self) -> Iterator[Paper]:
        for schedule in self.record.mediation.schedules:
            for party in self.record.mediation.parties:
                text = documents.schedule_notice(
                    self._dispute(self._centre_of(schedule.event_id)),
                    addressee=self._name(party),
                    issued_on=schedule.scheduled_on,
                    session_at=schedule.session_at,
                    place=schedule.place,
                    replaces_reason=self.writer.sight.text(schedule.reason),
                )
                yield _paper("schedule_notice", text, party)

    def _settlement(self) -> Iterator[Paper]:
        mediation, settlement = self.record.mediation, self.record.mediation.settlement
        if settlement is None:
            return
        signed = {signature.party: signature for signature in mediation.signatures}
        signatories = tuple(self._signatory(party, signed.get(party)) for party in settlement.parties)
        text = documents.settlement(
            self._dispute(self._centre_of(settlement.event_id)),
            document_no=settlement.document_no,
            reached_on=settlement.reached_on,
            terms=tuple(self.writer.sight.text(term) or "" for term in settlement.terms),
            signatories=signatories,
            perform_by=settlement.perform_by,
            effective_on=mediation.effective_on,
        )
        yield _paper("settlement", text, None)

    def _termination(self) -> Iterator[Paper]:
        termination = self.record.mediation.termination
        if termination is None:
            return
        for party in self.record.mediation.parties:
            text = documents.termination_notice(
                self._dispute(self._centre_of(termination.event_id)),
                addressee=self._name(party),
                document_no=termination.document_no,
                terminated_on=termination.terminated_on,
                reason=termination.reason,
                note=self.writer.sight.text(termination.note),
            )
            yield _paper("termination_notice", text, party)

    def _letter(self) -> Iterator[Paper]:
        back = self.record.mediation.returned
        if back is not None:
            yield Paper(
                kind="termination_letter",
                title="行政争议终止调处告知函",
                document_no=back.letter_no,
                addressee=None,
                made_on=back.returned_on,
                text=f"{self.writer.sight.text(back.text) or ''}\n{documents.enclosed(self._materials(back))}",
            )

    def _signatory(self, party: str, signature: Signature | None) -> Signatory:
        if signature is None:
            return Signatory(name=self._name(party))
        person = self.writer.person(signature.person)
        name, authorised = person.name if person else None, signature.signatory == "authorised"
        return Signatory(
            name=self._name(party),
            authorised=name if authorised else None,
            head=None if authorised else name,
            signed_on=signature.signed_on,
        )

    def _dispute(self, centre: str | None) -> documents.Dispute:
        record, matter = self.record, self.record.matter
        court = self.writer.directory.court(matter.court)
        act = matter.act
        return documents.Dispute(
            centre=self._name(centre) if centre else CENTRE if record.mediation.track == "pre_suit" else CONDUCTOR,
            court=court.name if court else matter.court,
            case_no=matter.case_no,
            applicants=tuple(self._name(party) for party in record.mediation.applicants),
            respondents=tuple(self._name(party) for party in record.mediation.respondents),
            cause=matter.cause,
            act=None if act is None else f"{act.kind}（{act.document_no}）" if act.document_no else act.kind,
            claims=self.writer.sight.text(matter.claims),
        )

    def _centre_of(self, event_id: UUID) -> str | None:
        """The agency that acted: the centre, by its id."""
        entry = self.entries.get(event_id)
        return entry.actor.agency if entry else None

    def _materials(self, returned: Returned | None = None) -> tuple[ListedMaterial, ...]:
        back = {material.material: material for material in returned.materials} if returned else {}
        sight = self.writer.sight
        return tuple(
            ListedMaterial(
                title=sight.text(material.title) or "",
                pages=material.pages,
                returned=back[material.material].returned if material.material in back else True,
                reason=sight.text(back[material.material].reason) if material.material in back else None,
            )
            for material in self.record.matter.materials
        )

    def _name(self, party: str) -> str:
        return self.writer.party_name(self.record, party)


def _paper(kind: Kind, document: Document, addressee: str | None) -> Paper:
    return Paper(
        kind=kind,
        title=document.title,
        document_no=document.document_no,
        addressee=addressee,
        made_on=document.issued_on,
        text=document.text,
    )
