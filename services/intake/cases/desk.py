"""The agencies' desk: whose case it is, and what an agency registers in it: its answer, and who appeared for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import msgspec

from services.intake.cases import record as records
from services.intake.cases import response as responses
from services.intake.cases.answer_marks import require_papers
from services.intake.cases.attendance import Appearance, record_attendance
from services.intake.cases.record import Record
from services.intake.cases.response import Response, Submission
from services.intake.court.numbering import number_stream, reserved_by
from services.intake.number import CaseNumber
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.corrections import Correcting
from yingsu.disputes import Dispute
from yingsu.errors import Forbidden, NotFound, Refused
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.mediation.mediation import AssignmentNoticeSent, TerminationServed
from yingsu.events.sight import internal_topics, is_for_agencies, is_for_centre
from yingsu.law.rules import Rules
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller


class CaseNotFound(NotFound):
    """There is no such case for this caller, or not yet at the time asked for."""

    code = "case-not-found"


class CaseNotFiled(Refused):
    """There is nothing to answer before the court has filed the case."""

    code = "case-not-filed"
    title = "法院尚未立案"


class OtherAgency(Forbidden):
    """An agency acts for itself, for what it took over, or for the defendant whose response it handles."""

    code = "other-agency"
    title = "不能代其他机关办理"


@dataclass(frozen=True)
class ResponseDesk:
    """Reads cases as a caller may see them, and records what the caller's agency does."""

    ledger: Ledger
    keys: KeyStore

    def dispute(self, case_id: str, caller: Caller, *, as_of: date | None = None, as_known_at: datetime | None = None) -> Dispute:
        """The dispute of a case record, with the entries that the caller may see, filtered by both clocks. Raises `CaseNotFound`.

        An agency sees the disputes in which it, or one that it took over, is or was a defendant or a respondent, reviews a loss, or handles
        or handled a response; a court those of its own and nothing of the mediation, the reviews and the reminders; the others all of their
        jurisdictions. What is internal (`yingsu.events.sight`) is for who may register it. Whether the caller may see the dispute is judged
        by all that is known today; what it sees by the two clocks.
        """
        if not case_id.startswith("case-"):
            raise _not_found()
        whole = disputes.load(self.ledger, case_id, caller.tenants)
        record = records.fold(whole.case_id, whole.entries)
        own = caller.role not in ("agency", "court") or (
            any(map(caller.answers_for, record.agencies)) if caller.role == "agency" else record.court == caller.court
        )
        if not record.known or not own:
            raise _not_found()
        represented = record.represented_by(caller.agencies)
        if as_of is not None or as_known_at is not None:
            whole = disputes.load(self.ledger, case_id, caller.tenants, as_of=as_of, as_known_at=as_known_at)
        return msgspec.structs.replace(
            whole,
            entries=[entry for entry in whole.entries if sees(caller, entry, represented) and _had_happened(entry, as_of)],
        )

    def record(self, case_id: str, caller: Caller, *, as_of: date | None = None, as_known_at: datetime | None = None) -> Record:
        """The dispute as of one clock and as known at the other. Raises `CaseNotFound`, also for before the court first told of it."""
        dispute = self.dispute(case_id, caller, as_of=as_of, as_known_at=as_known_at)
        record = records.fold(dispute.case_id, dispute.entries)
        if not record.known:
            raise CaseNotFound("在所问的时间，本系统尚无此案的登记。请调整 as_of 或 as_known_at。")
        return record

    def case_id_of(self, number: CaseNumber) -> str:
        """The case record that has this number. Raises `CaseNotFound`; whether the caller may see it is for `record` to say."""
        case_id = reserved_by(self.ledger.load(number_stream(number.court, number.case_no), EVERYWHERE))
        if case_id is None:
            raise _not_found()
        return case_id

    def defending(self, case_id: str, agency: str, caller: Caller) -> tuple[Dispute, Record]:
        """The dispute, and what follows from it, of which the agency is a defendant. Raises `CaseNotFound`, also for one that is none."""
        dispute = self.dispute(case_id, caller)
        record = records.fold(dispute.case_id, dispute.entries)
        if agency not in record.case.agencies:
            raise _not_found()
        return dispute, record

    def submit(
        self,
        case_id: str,
        agency: str,
        submission: Submission,
        note: str | None,
        expected_version: int,
        caller: Caller,
        request: Request,
        rules: Rules | None,
        correcting: Correcting | None = None,
    ) -> int:
        """Record an answer, decided on version `expected_version` of the response (0: none yet); returns its version with it. `note` is sealed
        once the answer is admitted: a refusal leaves no key behind. With `correcting` it stands in the stead of an earlier entry.

        Raises `CaseNotFound`, `CaseNotFiled`, `OtherAgency`, `VersionConflict`, `EntryNotFound` and what `submit_answer` and `require_papers` raise.
        """

        def decide(record: Record, response: Response, stream: str, today: date) -> NewEvent:
            event = responses.submit_answer(record.case, response, submission, today)
            require_papers(rules, record.case.jurisdiction_of(agency), response, submission)
            if note is not None:
                event = msgspec.structs.replace(event, note=self.keys.seal_text(stream, note))
            return NewEvent(
                event=event,
                jurisdiction=record.case.jurisdiction_of(agency),
                case_id=record.filed_in,
                occurred_on=submission.counts_on,
                received_on=submission.submitted_on if submission.posted_on else None,
            )

        own = partial(
            _require_own,
            before_filing="答辩期限自收到起诉状副本之日起算（行政诉讼法第六十七条），现在无需登记答辩。请在立案后登记。",
            of_another="只能登记本机关的答辩，或者由本机关承办应诉的被告的答辩。其他被告的答辩由该机关自行登记。",
        )
        return self._respond(case_id, agency, own, decide, expected_version, caller, request, correcting)

    def attend(
        self,
        case_id: str,
        agency: str,
        appearance: Appearance,
        leader: Person | None,
        expected_version: int,
        caller: Caller,
        request: Request,
        correcting: Correcting | None = None,
    ) -> int:
        """Record who appeared at a hearing, decided on version `expected_version` of the response; returns its version with it. `leader` is
        sealed once it is admitted. With `correcting` it stands in the stead of an earlier entry.

        Raises `CaseNotFound`, `CaseNotFiled`, `OtherAgency`, `VersionConflict`, `EntryNotFound` and what `record_attendance` raises.
        """

        def decide(record: Record, response: Response, stream: str, today: date) -> NewEvent:
            event = record_attendance(record.case, response, appearance, today)
            if leader is not None:
                subject = f"{stream}/{appearance.hearing_on}/{appearance.hearing_no}"
                event = msgspec.structs.replace(event, leader=self.keys.seal_person(subject, leader))
            return NewEvent(
                event=event,
                jurisdiction=record.case.jurisdiction_of(agency),
                case_id=record.filed_in,
                occurred_on=appearance.hearing_on,
            )

        own = partial(
            _require_own,
            before_filing="没有开庭，出庭情况（行政诉讼法第三条）无从登记。请在法院立案并通知开庭后登记。",
            of_another="只能登记本机关的出庭情况，或者由本机关承办应诉的被告的出庭情况。其他被告的出庭情况由该机关自行登记。",
        )
        return self._respond(case_id, agency, own, decide, expected_version, caller, request, correcting)

    def _respond(
        self,
        case_id: str,
        agency: str,
        own: Callable[[Record, str, Caller], str],
        decide: Callable[[Record, Response, str, date], NewEvent],
        expected_version: int,
        caller: Caller,
        request: Request,
        correcting: Correcting | None,
    ) -> int:
        """Append what is decided on the response in a filed case, of which `own` makes sure that it is the caller's to register; returns the
        response's version with it."""

        def writes() -> list[StreamWrite]:
            dispute = self.dispute(case_id, caller)
            record = records.fold(dispute.case_id, dispute.entries)
            stream = responses.stream_of(own(record, agency, caller), agency)
            if correcting is not None:
                record = records.fold(dispute.case_id, correcting.left_out_of(dispute.entries))
            response = record.response_of(agency)
            require_version(
                self.ledger,
                stream,
                expected=expected_version,
                actual=response.version,
                tenants=caller.tenants,
                refusal="本机关在本案的登记已有更新。请刷新后再提交。",
            )
            events: tuple[NewEvent, ...] = (decide(record, response, stream, legal_day(self.ledger.clock())),)
            if correcting is not None:
                seal = partial(self.keys.seal_text, stream)
                events = correcting.correct(self.ledger.load_original(stream, EVERYWHERE), events[0], seal)
            return [StreamWrite(stream=stream, expected_version=response.version, events=events)]

        return carry_out(self.ledger, request, writes).events[-1].version


def hidden_from(caller: Caller) -> tuple[str, ...]:
    """The topics of internal facts of which a caller sees none, or, an agency, only its own."""
    match caller.role:
        case "court" | "agency":
            return internal_topics()
        case "mediation_centre":
            return internal_topics(but_for_centre=True)
        case _:
            return ()


def sees(caller: Caller, entry: Entry, represented: frozenset[str]) -> bool:
    """Whether the caller sees an entry of a dispute that is open to it, and in which it acts for the agencies `represented`."""
    match caller.role:
        case "court":
            return records.is_for_courts(entry)
        case "agency":
            return is_for_agencies(entry, represented)
        case "mediation_centre":
            return is_for_centre(entry)
        case _:
            return True


def _had_happened(entry: Entry, as_of: date | None) -> bool:
    """A service is complete when its addressee has the document: before that day it is no fact yet."""
    match entry.event:
        case (ServiceRecorded() | AssignmentNoticeSent() | TerminationServed()) as served:
            return as_of is None or served.received_on <= as_of
        case _:
            return True


def _require_own(record: Record, agency: str, caller: Caller, *, before_filing: str, of_another: str) -> str:
    """The record that holds the filing. Raises `CaseNotFound`, `CaseNotFiled`, `OtherAgency`."""
    if not record.known:
        raise _not_found()
    if record.filed_in is None:
        raise CaseNotFiled(f"法院尚未立案，{before_filing}")
    if agency not in record.represented_by(caller.agencies):
        raise OtherAgency(of_another)
    return record.filed_in


def _not_found() -> CaseNotFound:
    return CaseNotFound("没有这个案件，或者不在本单位可以查看的范围内。请核对编号或案号。")
