"""The desk at which steps of a mediation are voided, and its opening corrected; every other step is corrected at the desk that takes it."""

from services.mediation.conducting import check_conductor
from services.mediation.correcting import FIXED, check_correctable, place_of
from services.mediation.desk import MediationDesk, jurisdiction_for
from services.mediation.in_court import StartInCourt
from services.mediation.litigation import OpenInLitigation
from services.mediation.opening_desk import opened_anew
from yingsu.clock import legal_day
from yingsu.corrections import Correcting
from yingsu.errors import Malformed
from yingsu.ledger.deciding import Request
from yingsu.ledger.entry import Event, NewEvent, Receipt, StreamWrite
from yingsu.officials.callers import Caller


class OtherCase(Malformed):
    """The content names another dispute: a mediation does not move."""

    code = "correction-names-other-case"
    title = "更正不能改到其他案件"


class CorrectingDesk(MediationDesk):
    """The desk of mediation, with what only corrections need."""

    def open_otherwise(
        self,
        mediation_id: str,
        case_id: str,
        command: OpenInLitigation | StartInCourt,
        expected_version: int,
        caller: Caller,
        request: Request,
        wrong: Correcting,
    ) -> Receipt:
        """Correct the day on which a mediation of a filed case began; returns the receipt. Raises as `take` does, and `OtherCase`."""

        def prepare() -> list[StreamWrite]:
            record, dispute = self.dispute(mediation_id, caller)
            mediation = record.mediation
            check_conductor(mediation, caller)
            jurisdiction = jurisdiction_for(record, caller, request)
            self._require_version(mediation_id, expected_version, mediation.version, caller)
            check_correctable(wrong, dispute.entries, mediation, caller, request.permitted)
            if case_id not in dispute.records:
                raise OtherCase(
                    "更正的内容填写了其他案件，未登记。登记错了案件的，请撤销这项调解，再在该案件中登记。", pointer="/case_id"
                )
            day = command.opened_on if isinstance(command, OpenInLitigation) else command.started_on
            event = opened_anew(mediation.opening, dispute.entries, command, legal_day(self.ledger.clock()), caller)
            new = NewEvent(event=event, jurisdiction=jurisdiction, case_id=mediation.case_id, occurred_on=day)
            events = self._in_stead(wrong, new, dispute, mediation_id, mediation_id)
            return [StreamWrite(stream=mediation_id, expected_version=mediation.version, events=events)]

        return self._correct(request, prepare)

    def void(self, mediation_id: str, wrong: Correcting, expected_version: int, caller: Caller, request: Request) -> Receipt:
        """Take back a step of whoever conducts the mediation, decided on version `expected_version`; returns the receipt. Raises `MediationNotFound`,
        `OtherConductor`, `OtherCentre`, `VersionConflict`, and what `in_stead` and `check_correctable` raise."""

        def prepare() -> list[StreamWrite]:
            record, dispute = self.dispute(mediation_id, caller)
            check_conductor(record.mediation, caller)
            jurisdiction_for(record, caller, request)
            version = record.mediation.version
            self._require_version(mediation_id, expected_version, version, caller)
            check_correctable(wrong, dispute.entries, record.mediation, caller, request.permitted)
            events = self._in_stead(wrong, None, dispute, mediation_id, mediation_id)
            return [StreamWrite(stream=mediation_id, expected_version=version, events=events)]

        return self._correct(request, prepare)

    def void_plan(
        self, mediation_id: str, agency: str, wrong: Correcting, expected_version: int, caller: Caller, request: Request
    ) -> Receipt:
        """Take back what an agency told, decided on version `expected_version` of its plan; returns the receipt. Raises `MediationNotFound`,
        `OtherAgency`, `VersionConflict`, `EntryNotFound`, `JurisdictionDenied`."""
        stream = self._own_plan(mediation_id, agency, caller)

        def prepare() -> list[StreamWrite]:
            record, dispute = self.dispute(mediation_id, caller)
            version = self.plan(record, agency).version
            self._require_version(stream, expected_version, version, caller)
            place_of(wrong, dispute.entries, stream, request.permitted)
            events = self._in_stead(wrong, None, dispute, mediation_id, stream)
            return [StreamWrite(stream=stream, expected_version=version, events=events)]

        return self._correct(request, prepare)

    def kind_of(self, mediation_id: str, wrong: Correcting, caller: Caller, request: Request) -> type[Event]:
        """What kind of step an entry of the mediation is, whether it still stands or not: a correction that is asked for again finds its answer.
        Raises `EntryNotFound`, and for what nobody corrects here as `check_correctable` does."""
        kind = wrong.kind_of(self.ledger.load_original(mediation_id, caller.tenants))
        if issubclass(kind, FIXED):
            record, dispute = self.dispute(mediation_id, caller)
            check_correctable(wrong, dispute.entries, record.mediation, caller, request.permitted)
        return kind
