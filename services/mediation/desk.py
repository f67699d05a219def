"""The desk of mediation: whose mediation it is, the steps of whoever conducts it, and the plan that an agency submits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from services.mediation import plan as plans
from services.mediation import record as records
from services.mediation.commands import Command, decide
from services.mediation.conducting import check_conductor, check_step
from services.mediation.correcting import check_correctable, in_stead, place_of
from services.mediation.court_document import MEDIABLE, IssueDocument
from services.mediation.folding import OPENINGS
from services.mediation.grounds import cited, clause_for
from services.mediation.opening_desk import AT_ONCE
from services.mediation.plan import Plan, SubmitPlan
from services.mediation.record import Record
from services.mediation.settlement import ReachSettlement
from services.mediation.signature import SignSettlement
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.corrections import Correcting
from yingsu.disputes import Dispute
from yingsu.errors import Forbidden, NotFound
from yingsu.events.mediation.court import CourtMediationDocumentIssued
from yingsu.files import FileStore
from yingsu.law.gates import gates_on
from yingsu.law.rules import Rules
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.correcting import Striking
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, carry_out_unless, require_version
from yingsu.ledger.entry import ANY_JURISDICTION, Entry, NewEvent, Receipt, StreamWrite
from yingsu.ledger.entry import Command as Write
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller


class OtherCentre(JurisdictionDenied):
    """The mediation is conducted by the centre of another jurisdiction."""

    title = "由其他辖区的调处中心办理"


class MediationNotFound(NotFound):
    """There is no such mediation for this caller."""

    code = "mediation-not-found"


class PlanNotFound(NotFound):
    """The agency is no respondent of the mediation."""

    code = "plan-not-found"


class OtherAgency(Forbidden):
    """An agency acts for itself only."""

    code = "other-agency"
    title = "不能代其他机关办理"


@dataclass(frozen=True)
class MediationDesk:
    """Reads mediations as a caller may see them, and records what the centre and the agencies do."""

    ledger: Ledger
    keys: KeyStore
    files: FileStore
    rules: Rules | None = None

    def dispute(self, mediation_id: str, caller: Caller) -> tuple[Record, Dispute]:
        """A mediation, and the dispute that it is about. Raises `MediationNotFound`.

        An agency sees the mediations in which it is a respondent, the others all of their jurisdictions.
        """
        opening = self.ledger.load(mediation_id, caller.tenants)
        case_id = opening[0].case_id if opening else None
        if case_id is not None:
            dispute = disputes.load(self.ledger, case_id, caller.tenants)
            found = records.record(dispute.case_id, dispute.entries, mediation_id)
            if found is not None and (caller.role != "agency" or any(map(caller.answers_for, found.mediation.respondents))):
                return found, dispute
        raise MediationNotFound("没有这项调处，或者不在本单位可以查看的范围内。请核对调处编号。")

    def record(self, mediation_id: str, caller: Caller) -> Record:
        """A mediation as it is now. Raises `MediationNotFound`."""
        return self.dispute(mediation_id, caller)[0]

    def plan(self, record: Record, agency: str) -> Plan:
        """What one agency told, of version 0 where it told nothing. Raises `PlanNotFound`."""
        if agency not in record.mediation.respondents:
            raise PlanNotFound("该机关不是本次调处的案涉行政机关，没有应报送的方案（《十项机制》第四项）。请核对机关编号。")
        return record.mediation.plan_of(agency)

    def take(
        self,
        mediation_id: str,
        command: Command,
        expected_version: int,
        caller: Caller,
        request: Request,
        wrong: Correcting | None = None,
    ) -> Receipt:
        """Record a step of whoever conducts the mediation, decided on version `expected_version`; returns the receipt. With `wrong` it stands in
        the stead of that entry, and is decided on what was there before it. Raises `MediationNotFound`, `OtherConductor`, `OtherTrack`, `OtherCentre`,
        `VersionConflict`, `FileNotUsable`, what the command's decision raises, and what `in_stead` and `check_correctable` raise."""

        def prepare() -> list[StreamWrite]:
            record, dispute = self.dispute(mediation_id, caller)
            check_conductor(record.mediation, caller)
            jurisdiction = jurisdiction_for(record, caller, request)
            check_step(record.mediation, command)
            self._require_version(mediation_id, expected_version, record.mediation.version, caller)
            version = record.mediation.version
            place = None
            if wrong is not None:
                place = check_correctable(wrong, dispute.entries, record.mediation, caller, request.permitted)
                record = _before(place, dispute, mediation_id)
            mediation = record.mediation
            if isinstance(command, ReachSettlement | IssueDocument):
                self._require_file(command.file, "file", caller, place)
            if isinstance(command, SignSettlement):
                self._require_file(command.authority, "authority", caller, place)
            subject = f"{mediation_id}/{command.party}" if isinstance(command, SignSettlement) else mediation_id
            decided = decide(
                mediation,
                command,
                legal_day(self.ledger.clock()),
                self.keys.seals(subject, subject),
                record.natural_persons,
                mediable=record.matter.mediable,
                clauses=self._mediable_clauses(record, command),
            )
            news = tuple(
                NewEvent(
                    event=dated.event,
                    jurisdiction=jurisdiction,
                    case_id=mediation.case_id,
                    occurred_on=dated.occurred_on,
                    received_on=dated.received_on,
                )
                for dated in decided
            )
            if wrong is not None:
                # What a signature completes is restated with whatever else follows.
                news = self._in_stead(wrong, news[0], dispute, mediation_id, mediation_id)
            return [StreamWrite(stream=mediation_id, expected_version=version, events=news)]

        return carry_out(self.ledger, request, prepare) if wrong is None else self._correct(request, prepare)

    def submit(
        self,
        mediation_id: str,
        command: SubmitPlan,
        expected_version: int,
        caller: Caller,
        request: Request,
        wrong: Correcting | None = None,
    ) -> Receipt:
        """Record what an agency tells, decided on version `expected_version` of its plan (0: none yet); returns the receipt. With `wrong` it
        stands in the stead of that submission.

        Raises `MediationNotFound`, `OtherAgency`, `JurisdictionDenied`, `VersionConflict`, `FileNotUsable`, what `submit_plan` raises, and
        `EntryNotFound`.
        """
        stream = self._own_plan(mediation_id, command.agency, caller)

        def prepare() -> list[StreamWrite]:
            record, dispute = self.dispute(mediation_id, caller)
            known = record.mediation.plan_of(command.agency)
            jurisdiction = record.jurisdiction_of(command.agency)
            if jurisdiction not in request.permitted:
                raise JurisdictionDenied(
                    f"移送时本机关属行政区划 {jurisdiction}，方案（《十项机制》第四项）登记在该区划，不在本系统获授权的范围之内，未登记。"
                    "请联系管理员申请授权。"
                )
            self._require_version(stream, expected_version, known.version, caller)
            place = place_of(wrong, dispute.entries, stream, request.permitted) if wrong else None
            self._require_file(command.file, "file", caller, place)
            if place is not None:
                record = _before(place, dispute, mediation_id)
            seals = self.keys.seals(stream, stream)
            event = plans.submit_plan(record.mediation, command, legal_day(self.ledger.clock()), seals.text, seals.person)
            new = NewEvent(
                event=event,
                jurisdiction=jurisdiction,
                case_id=record.mediation.case_id,
                occurred_on=command.received_on,
            )
            events = (new,) if wrong is None else self._in_stead(wrong, new, dispute, mediation_id, stream)
            return [StreamWrite(stream=stream, expected_version=known.version, events=events)]

        if wrong is not None:
            return self._correct(request, prepare)
        # The notice that a plan answers stands in another stream, and may be voided meanwhile.
        return carry_out_unless(self.ledger, request, prepare, partial(strikes, mediation_id), retries=AT_ONCE)

    def _own_plan(self, mediation_id: str, agency: str, caller: Caller) -> str:
        """The stream of an agency's plan, for who answers for it. Raises `MediationNotFound`, `OtherAgency`."""
        if not caller.answers_for(agency):
            self.record(mediation_id, caller)
            raise OtherAgency("只能报送本机关的责任领导、联络人和方案（《十项机制》第四项）。其他机关的由该机关自行报送。")
        return plans.stream_of(mediation_id, agency)

    def _correct(self, request: Request, prepare: Callable[[], list[StreamWrite]]) -> Receipt:
        """Carry out a correction. It rests on every mediation of the case and on the plans, and what follows from it may belong to other
        jurisdictions; that the entry itself belongs to the caller's is decided (`place_of`)."""
        return carry_out_unless(self.ledger, request, prepare, _of_mediations, retries=AT_ONCE, permitted=EVERYWHERE)

    def _require_file(self, file: str | None, name: str, caller: Caller, place: Entry | None) -> None:
        """A file that is given as `name` can be used, or is there already in the entry that is corrected (`place`). Raises `FileNotUsable`."""
        if file is not None and file != getattr(place and place.event, name, None):
            self.files.require(file, caller.actor(), f"/{name}")

    def _in_stead(
        self, wrong: Correcting, new: NewEvent | None, dispute: Dispute, mediation_id: str, stream: str
    ) -> tuple[NewEvent, ...]:
        originals = self.ledger.load_original(stream, EVERYWHERE)
        return in_stead(wrong, new, dispute.entries, originals, mediation_id, partial(self.keys.seal_text, stream))

    def _mediable_clauses(self, record: Record, command: Command) -> tuple[str, ...]:
        """Those of the jurisdiction's document that repeat which cases are mediable."""
        if not isinstance(command, IssueDocument):
            return ()
        known = gates_on(self.rules, record.jurisdiction, command.issued_on, CourtMediationDocumentIssued.TOPIC)
        return tuple(clause.id for gate, clauses in known if gate.code == MEDIABLE for clause in clauses)

    def _require_version(self, stream: str, expected: int, actual: int, caller: Caller) -> None:
        require_version(
            self.ledger,
            stream,
            expected=expected,
            actual=actual,
            tenants=caller.tenants,
            refusal="本次调处的登记已有更新。请重新读取后再提交。",
        )


def strikes(mediation_id: str, _: Write, entry: Entry) -> bool:
    """Whether the entry corrects or voids a step of the mediation."""
    return entry.stream == mediation_id and isinstance(entry.event, Striking)


def _of_mediations(command: Write, entry: Entry) -> bool:
    """Whether the entry belongs to a mediation of the case that the command is about."""
    return entry.case_id == command.writes[0].events[0].case_id and entry.topic.startswith("mediation.")


def _before(place: Entry, dispute: Dispute, mediation_id: str) -> Record:
    """The mediation that a step was decided on: without it and whatever its stream holds after it, but as it is opened now."""
    before = [
        entry
        for entry in dispute.entries
        if entry.stream != place.stream or entry.version < place.version or isinstance(entry.event, OPENINGS)
    ]
    found = records.record(dispute.case_id, before, mediation_id)
    if found is None:
        raise LookupError(f"{mediation_id} has no opening")
    return found


def jurisdiction_for(record: Record, caller: Caller, request: Request) -> str:
    """For which jurisdiction the step is recorded: the mediation's own; of a filed case also that of another defendant, for those who act
    there. Raises `OtherCentre`."""
    track, places = record.mediation.track, [record.jurisdiction]
    if track != "pre_suit":
        places += [record.jurisdiction_of(agency) for agency in caller.agencies] + list(record.matter.jurisdictions)
    found = next((place for place in places if place in request.permitted or ANY_JURISDICTION in request.permitted), None)
    if found is None:
        by = "调处中心" if track == "pre_suit" else "单位"
        clause = clause_for(track, "HZ-4.1")
        raise OtherCentre(
            f"本次调处由行政区划 {record.jurisdiction} 的{by}办理（{cited(clause)}），本{'中心' if track == 'pre_suit' else '单位'}"
            f"可以查看，不能登记，未登记。请由该{'中心' if track == 'pre_suit' else '单位'}办理；辖区有误的，请联系管理员。"
        )
    return found
