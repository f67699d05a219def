"""The desk of the body that supervises the responses: it says who handles one where the rule leaves it open."""

from dataclasses import dataclass

import msgspec

from services.intake.cases.desk import CaseNotFiled, ResponseDesk
from services.intake.cases.record import Record
from services.intake.handling.determining import DetermineHandlingUnit, determine, refuse_others
from services.intake.handling.reading import HandlingReader
from yingsu.clock import legal_day
from yingsu.law.handled import stream_of
from yingsu.law.handling import decider_on
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.deciding import Request, carry_out, require_version
from yingsu.ledger.entry import NewEvent, StreamWrite
from yingsu.officials.callers import Caller


class OtherSupervisor(JurisdictionDenied):
    """The defendant belongs to another jurisdiction."""

    title = "由其他辖区办理"


@dataclass(frozen=True)
class HandlingDesk:
    """Shows who handles the responses in a case, and records what was decided."""

    cases: ResponseDesk
    handling: HandlingReader

    def filed(self, case_id: str, caller: Caller) -> Record:
        """The case. Raises `CaseNotFound`, `CaseNotFiled`."""
        record = self.cases.record(case_id, caller)
        if record.filed_in is None:
            raise CaseNotFiled("法院尚未立案，没有被告，应诉承办单位无从确定。请在立案后办理。")
        return record

    def determine(
        self, case_id: str, command: DetermineHandlingUnit, expected_version: int, caller: Caller, request: Request
    ) -> Record:
        """Record the decision, taken on version `expected_version` of what was determined (0: nothing yet); returns the case after it.

        Raises `CaseNotFound`, `CaseNotFiled`, `NotTheDecider`, `OtherSupervisor`, `VersionConflict`, and what `determine` raises.
        """
        filed_in = self.filed(case_id, caller).filed_in or ""
        stream = stream_of(filed_in)
        ledger = self.cases.ledger

        def writes() -> list[StreamWrite]:
            record = self.filed(filed_in, caller)
            self._check_caller(record, command.agency, caller, request)
            require_version(
                ledger,
                stream,
                expected=expected_version,
                actual=record.handling_version,
                tenants=caller.tenants,
                refusal="本案应诉承办单位的登记已有更新。请刷新后再提交。",
            )
            today = legal_day(ledger.clock())
            event = determine(record, self.handling.of(record), command, self.handling.agencies(), today)
            new = NewEvent(
                event=msgspec.structs.replace(event, reason=self.cases.keys.seal_text(stream, command.reason)),
                jurisdiction=record.case.jurisdiction_of(command.agency),
                case_id=filed_in,
                occurred_on=command.determined_on,
            )
            return [StreamWrite(stream=stream, expected_version=record.handling_version, events=(new,))]

        carry_out(ledger, request, writes)
        return self.filed(filed_in, caller)

    def _check_caller(self, record: Record, agency: str, caller: Caller, request: Request) -> None:
        jurisdiction, filing = record.case.jurisdiction_of(agency), record.case.filing
        if caller.role != "supervisor":
            raise refuse_others(decider_on(filing, jurisdiction, self.handling.rules) if filing else None)
        if jurisdiction not in request.permitted:
            raise OtherSupervisor(
                f"该被告属行政区划 {jurisdiction}，不在本系统获授权办理的范围之内，未登记。请由该辖区的监督机关确定。"
            )
