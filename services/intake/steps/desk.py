"""The desk of steps: whose case it is, whether the step is the caller's to register, and the append.

An agency's own steps are in its response stream in the case, those of the supervising body in one stream a case and jurisdiction: so each
has an ETag of its own, and no court's message stales it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import msgspec

from services.intake.cases import record as records
from services.intake.cases import response as responses
from services.intake.cases.desk import CaseNotFiled, OtherAgency, ResponseDesk
from services.intake.cases.record import Record
from services.intake.cases.response import require_running
from services.intake.dates import DateOrder, check_day
from services.intake.steps.gates import require_parts
from services.intake.steps.kind import Kind, Situation, Told
from services.intake.steps.sealing import event_of
from yingsu.clock import legal_day
from yingsu.corrections import Correcting
from yingsu.disputes import Dispute
from yingsu.errors import Malformed
from yingsu.files import FileStore
from yingsu.law.rules import Rules
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, NewEvent, Receipt, StreamWrite
from yingsu.ledger.room import excess
from yingsu.ledger.sealed import Measure
from yingsu.officials.callers import Caller
from yingsu.officials.directory import Directory


class StepTooLong(Malformed):
    """What was written has no room in one entry."""

    code = "step-too-long"
    title = "内容过长"


class AgencyNotInCase(Malformed):
    """The step names an agency that is no defendant."""

    code = "agency-not-in-case"
    title = "所填机关不是本案被告"


@dataclass(frozen=True)
class StepDesk:
    """Records the steps of agencies and supervising bodies in filed cases."""

    cases: ResponseDesk
    files: FileStore
    kinds: Mapping[type[Told], Kind]
    rules: Rules | None
    directory: Directory

    def take_own(
        self,
        case_id: str,
        agency: str,
        told: Told,
        expected_version: int,
        caller: Caller,
        request: Request,
        correcting: Correcting | None = None,
    ) -> Receipt:
        """Record a step of an agency that the caller answers for or whose response it handles, decided on version `expected_version` of its
        response (0: none yet); returns the receipt. With `correcting` it stands in the stead of an earlier one.

        Raises `CaseNotFound`, `CaseNotFiled`, `OtherAgency`, `NotADefendant`, `VersionConflict`, `StepIncomplete`, `StepTooLong`,
        `FutureFact`, `DateOrder`, `DefendantHasLeft`, `CaseHasEnded`, `FileNotUsable`, `EntryNotFound`, and what the kind's decision raises.
        """
        kind = self.kinds[type(told)]
        seen, filed_in = self._filed(case_id, kind, caller)
        if agency not in seen.represented_by(caller.agencies):
            raise OtherAgency(f"{kind.title}只能由该机关或者其应诉承办单位登记。请由其登记，或者核对地址中的机关编号。")
        stream = responses.stream_of(filed_in, agency)

        def writes() -> list[StreamWrite]:
            dispute = self._seen(filed_in, caller, correcting)
            record = records.fold(dispute.case_id, dispute.entries)
            jurisdiction = record.case.jurisdiction_of(agency)
            if not kind.after_the_end:
                require_running(record.case, agency, kind.day_of(told), kind.title)
            write = self._write(kind, told, dispute, record, stream, expected_version, jurisdiction, agency, caller)
            return [self._corrected(write, correcting)]

        return carry_out(self.cases.ledger, request, writes)

    def take_supervising(
        self,
        case_id: str,
        told: Told,
        expected_version: int,
        caller: Caller,
        request: Request,
        correcting: Correcting | None = None,
    ) -> Receipt:
        """Record a step of the body that supervises the case, decided on version `expected_version` of what it registered (0: nothing yet).

        Raises as `take_own` does, and `AgencyNotInCase`, `JurisdictionDenied`.
        """
        kind = self.kinds[type(told)]
        _, filed_in = self._filed(case_id, kind, caller)

        def writes() -> list[StreamWrite]:
            dispute = self._seen(filed_in, caller, correcting)
            record = records.fold(dispute.case_id, dispute.entries)
            jurisdiction = self.supervised(record, getattr(told, "agency", None), request.permitted)
            stream = supervision_stream(filed_in, jurisdiction)
            write = self._write(kind, told, dispute, record, stream, expected_version, jurisdiction, None, caller)
            return [self._corrected(write, correcting)]

        return carry_out(self.cases.ledger, request, writes)

    def supervised(self, record: Record, agency: str | None, permitted: tuple[str, ...]) -> str:
        """The jurisdiction for which the caller supervises the case: that of the agency concerned, else the first in its reach.

        Raises `AgencyNotInCase`, `JurisdictionDenied`.
        """
        if agency is not None and agency not in record.case.agencies:
            raise AgencyNotInCase("所填机关不是本案被告，未登记。请核对机关编号；涉及全案的，不填所涉机关。", pointer="/agency")
        of_case = (record.case.jurisdiction_of(agency),) if agency is not None else record.case.jurisdictions
        found = next((place for place in of_case if place in permitted or ANY_JURISDICTION in permitted), None)
        if found is None:
            raise JurisdictionDenied("本案被告不在本单位的辖区之内，未登记。请由被告所在辖区的监督机关登记。")
        return found

    def supervision(self, case_id: str, caller: Caller) -> tuple[Dispute, str]:
        """A filed case as the caller may see it, and the stream of what the body over it registered, for the caller's jurisdiction.

        Raises `CaseNotFound`, `CaseNotFiled`, `JurisdictionDenied`.
        """
        dispute = self.cases.dispute(case_id, caller)
        record = records.fold(dispute.case_id, dispute.entries)
        if record.filed_in is None:
            raise CaseNotFiled("法院尚未立案，没有监督机关的登记。请在立案后查看。")
        return dispute, supervision_stream(record.filed_in, self.supervised(record, None, caller.tenants))

    def void(self, stream: str, correcting: Correcting, expected_version: int, caller: Caller, request: Request) -> Receipt:
        """Take back an entry of a stream that is the caller's to write, decided on version `expected_version`; returns the receipt.

        Raises `EntryNotFound`, `VersionConflict`, `JurisdictionDenied`.
        """

        def writes() -> list[StreamWrite]:
            originals = self.originals(stream)
            self._require_version(stream, expected_version, originals[-1].version if originals else 0, caller)
            events = correcting.void(originals, partial(self.cases.keys.seal_text, stream))
            return [StreamWrite(stream=stream, expected_version=len(originals), events=events)]

        return carry_out(self.cases.ledger, request, writes)

    def originals(self, stream: str) -> list[Entry]:
        """The entries of a stream as they were recorded."""
        return self.cases.ledger.load_original(stream, EVERYWHERE)

    def _seen(self, filed_in: str, caller: Caller, correcting: Correcting | None) -> Dispute:
        """The dispute that a step is decided on: where it corrects one, without that."""
        dispute = self.cases.dispute(filed_in, caller)
        if correcting is None:
            return dispute
        return msgspec.structs.replace(dispute, entries=correcting.left_out_of(dispute.entries))

    def _corrected(self, write: StreamWrite, correcting: Correcting | None) -> StreamWrite:
        if correcting is None:
            return write
        (new,) = write.events
        seal = partial(self.cases.keys.seal_text, write.stream)
        return msgspec.structs.replace(write, events=correcting.correct(self.originals(write.stream), new, seal))

    def _require_version(self, stream: str, expected: int, actual: int, caller: Caller) -> None:
        require_version(
            self.cases.ledger,
            stream,
            expected=expected,
            actual=actual,
            tenants=caller.tenants,
            refusal="本案的登记已有更新。请刷新后再提交。",
        )

    def _filed(self, case_id: str, kind: Kind, caller: Caller) -> tuple[Record, str]:
        """The dispute as the caller sees it, and the record that holds its filing."""
        record = self.cases.record(case_id, caller)
        if record.filed_in is None:
            raise CaseNotFiled(f"法院尚未立案，{kind.title}（{kind.authority}）无从登记。请在立案后登记。")
        return record, record.filed_in

    def _write(
        self,
        kind: Kind,
        told: Told,
        dispute: Dispute,
        record: Record,
        stream: str,
        expected_version: int,
        jurisdiction: str,
        agency: str | None,
        caller: Caller,
    ) -> StreamWrite:
        ledger, day = self.cases.ledger, kind.day_of(told)
        version = max((entry.version for entry in dispute.entries if entry.stream == stream), default=0)
        self._require_version(stream, expected_version, version, caller)
        today = legal_day(ledger.clock())
        check_day(day, today, f"/{kind.day}")
        if not kind.before_the_filing and record.case.filing is not None and day < record.case.filing.filed_on:
            raise DateOrder(
                f"日期 {day} 早于立案日期 {record.case.filing.filed_on}，{kind.title}未登记。请核对日期和案号后重新提交。",
                pointer=f"/{kind.day}",
            )
        require_parts(self.rules, jurisdiction, kind, told)
        situation = Situation(
            record=record,
            entries=dispute.entries,
            agency=agency,
            jurisdiction=jurisdiction,
            duties=caller.duties,
            today=today,
            rules=self.rules,
            agency_type=known.type if agency is not None and (known := self.directory.agency(agency)) else None,
        )
        kind.decide(situation, told)
        self._check_files(kind, told, caller)
        derived = kind.derive(situation, told)
        self._check_room(kind, told, derived, stream, version)
        event = event_of(kind.event, told, derived, self.cases.keys, stream, version)
        new = NewEvent(event=event, jurisdiction=jurisdiction, case_id=record.filed_in, occurred_on=day)
        return StreamWrite(stream=stream, expected_version=version, events=(new,))

    def _check_files(self, kind: Kind, told: Told, caller: Caller) -> None:
        for name in kind.files:
            value = getattr(told, name)
            if isinstance(value, tuple):
                for number, file in enumerate(value):
                    self.files.require(file, caller.actor(), f"/{name}/{number}")
            elif value is not None:
                self.files.require(value, caller.actor(), f"/{name}")

    def _check_room(self, kind: Kind, told: Told, derived: Mapping[str, object], stream: str, version: int) -> None:
        too_long = excess(event_of(kind.event, told, derived, Measure(), stream, version))
        if too_long:
            texts = {name: text for name in told.__struct_fields__ if (text := _text_of(getattr(told, name)))}
            longest = max(texts, key=lambda name: len(texts[name].encode()))
            raise StepTooLong(
                f"{kind.title}内容过长，未登记。“{kind.label(longest)}”最长（{len(texts[longest])} 字），请至少减少 {too_long} 字，"
                "详细材料上传为文件。",
                pointer=f"/{longest}",
            )


def _text_of(value: object) -> str:
    """All that somebody wrote into one field."""
    if isinstance(value, tuple):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def supervision_stream(case_id: str, jurisdiction: str) -> str:
    """The stream of what the body that supervises a case in a jurisdiction registers."""
    return f"supervision-{case_id.removeprefix('case-')}-{jurisdiction}"
