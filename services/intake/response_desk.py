"""The agencies' desk: whose case it is, and the answer that an agency registers in it."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from services.intake import record as records
from services.intake import response as responses
from services.intake.number import CaseNumber
from services.intake.placing import EVERYWHERE, number_stream, reserved_by
from services.intake.record import Record
from services.intake.response import Response, Submission
from yingsu.clock import legal_day
from yingsu.errors import Forbidden, NotFound
from yingsu.events.intake.case import ServiceRecorded
from yingsu.ledger.deciding import Request, carry_out, require_version
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller


class CaseNotFound(NotFound):
    """There is no such case for this caller, or not yet at the time asked for."""

    code = "case-not-found"


class OtherAgency(Forbidden):
    """An agency acts for itself only."""

    code = "other-agency"
    title = "不能代其他机关办理"


@dataclass(frozen=True)
class ResponseDesk:
    """Reads cases as a caller may see them, and records what the caller's agency does."""

    ledger: Ledger
    keys: KeyStore

    def entries(
        self, case_id: str, caller: Caller, *, as_of: date | None = None, as_known_at: datetime | None = None
    ) -> list[Entry]:
        """The entries of a case that the caller may see, filtered by both clocks. Raises `CaseNotFound`.

        An agency sees the cases in which it is or was a defendant, a court those of its own, the others all of their jurisdictions.
        Whether the caller may see the case is judged by all that is known today; what it sees by the two clocks.
        """
        whole = self.ledger.load_case(case_id, caller.tenants) if case_id.startswith("case-") else []
        case = records.fold(case_id, whole).case
        own = caller.role not in ("agency", "court") or (
            caller.agency in case.agencies
            if caller.role == "agency"
            else case.filing is not None and case.filing.court == caller.court
        )
        if case.filing is None or not own:
            raise _not_found()
        if as_of is None and as_known_at is None:
            return whole
        found = self.ledger.load_case(case_id, caller.tenants, as_of=as_of, as_known_at=as_known_at)
        return [entry for entry in found if as_of is None or _had_happened(entry, as_of)]

    def record(self, case_id: str, caller: Caller, *, as_of: date | None = None, as_known_at: datetime | None = None) -> Record:
        """The case and its responses as of one clock and as known at the other. Raises `CaseNotFound`, also for before its filing."""
        record = records.fold(case_id, self.entries(case_id, caller, as_of=as_of, as_known_at=as_known_at))
        if record.case.filing is None:
            raise CaseNotFound("在所问的时间，本系统尚无此案的立案登记。请调整 as_of 或 as_known_at。")
        return record

    def case_id_of(self, number: CaseNumber) -> str:
        """The case that has this number. Raises `CaseNotFound`; whether the caller may see it is for `record` to say."""
        case_id = reserved_by(self.ledger.load(number_stream(number.court, number.case_no), EVERYWHERE))
        if case_id is None:
            raise _not_found()
        return case_id

    def response(self, case_id: str, agency: str, caller: Caller) -> Response:
        """One defendant's response, of version 0 where there is none. Raises `CaseNotFound`, also for an agency that is no defendant."""
        record = self.record(case_id, caller)
        if agency not in record.case.agencies:
            raise _not_found()
        return record.response_of(agency)

    def submit(
        self,
        case_id: str,
        agency: str,
        submission: Submission,
        note: str | None,
        expected_version: int,
        caller: Caller,
        request: Request,
    ) -> Response:
        """Record an answer, decided on version `expected_version` of the response (0: none yet). `note` is sealed once the answer is
        admitted: a refusal leaves no key behind.

        Raises `CaseNotFound`, `OtherAgency`, `VersionConflict` and what `submit_answer` raises.
        """
        stream = responses.stream_of(case_id, agency)
        if caller.agency != agency:
            self.record(case_id, caller)
            raise OtherAgency("只能登记本机关的答辩。其他被告的答辩由该机关自行登记。")

        def decide() -> list[StreamWrite]:
            record = self.record(case_id, caller)
            response = record.response_of(agency)
            require_version(
                self.ledger,
                stream,
                expected=expected_version,
                actual=response.version,
                tenants=caller.tenants,
                refusal="本机关在本案的登记已有更新。请刷新后再提交。",
            )
            today = legal_day(self.ledger.clock())
            event = responses.submit_answer(record.case, response, submission, today)
            if note is not None:
                event = msgspec.structs.replace(event, note=self.keys.seal_text(stream, note))
            new = NewEvent(
                event=event,
                jurisdiction=record.case.jurisdiction_of(agency),
                case_id=case_id,
                occurred_on=submission.counts_on,
                received_on=submission.submitted_on if submission.posted_on else None,
            )
            return [StreamWrite(stream=stream, expected_version=response.version, events=(new,))]

        carry_out(self.ledger, request, decide)
        return self.record(case_id, caller).response_of(agency)


def _had_happened(entry: Entry, as_of: date) -> bool:
    """A service is complete when the agency has the document: before that day it is no fact yet."""
    return not isinstance(entry.event, ServiceRecorded) or entry.event.received_on <= as_of


def _not_found() -> CaseNotFound:
    return CaseNotFound("没有这个案件，或者不在本单位可以查看的范围内。请核对编号或案号。")
