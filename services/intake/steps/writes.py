"""A step over HTTP: the dependencies that every route of a step shares, and the reading of what was registered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.intake.cases import record as records
from services.intake.cases import response as responses
from services.intake.cases.answer_marks import Note
from services.intake.cases.desk import CaseNotFiled
from services.intake.cases.routes import AgencyId, CaseId
from services.intake.cases.timing import findings_now, rules_known, timing_now
from services.intake.steps import KINDS
from services.intake.steps.answers import StepAnswer, StepsAnswer
from services.intake.steps.desk import StepDesk
from services.intake.steps.flagging import notes_on
from services.intake.steps.kind import Told
from services.intake.steps.writer import StepWriter
from services.intake.wiring import desk_of, rules_of, sight_of
from yingsu.disputes import Dispute
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.ledger.correcting import stands
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.ledger.entry import Entry, Receipt
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.writes import if_match, set_etag, write_request

OWN_TAG = "应诉办理"
SUPERVISING_TAG = "监督指导"

router = APIRouter()

Reader = Annotated[Caller, Depends(allow("case:read", roles=("agency", "supervisor", "mediation_centre", "auditor")))]


def step_desk_of(request: Request) -> StepDesk:
    """The desk of steps."""
    return StepDesk(desk_of(request), deps_of(request).files, KINDS, rules_known(rules_of(request)), deps_of(request).directory)


class _Step:
    """One step as asked for: in which case, by whom, on which version."""

    def __init__(
        self, request: Request, response: Response, case_id: str, caller: Caller, version: int, write: WriteRequest
    ) -> None:
        self.request = request
        self.case_id = case_id
        self.caller = caller
        self.version = version
        self.write = write
        self._response = response

    def answer(self, receipt: Receipt) -> StepAnswer:
        """What was recorded, with what it completed."""
        recorded = receipt.events[0]
        return self.shown(recorded.event_id, receipt.version_of(recorded.stream))

    def shown(self, event_id: UUID, version: int) -> StepAnswer:
        """What stands of an entry, in a stream that is now at a version."""
        dispute = desk_of(self.request).dispute(self.case_id, self.caller)
        entry = next(entry for entry in dispute.entries if entry.event_id == event_id)
        set_etag(self._response, version)
        return _writer(self.request, dispute, self.caller).step(entry)


class OwnWrite(_Step):
    """A step of the caller's own agency."""

    def __init__(
        self,
        request: Request,
        response: Response,
        case_id: CaseId,
        agency_id: AgencyId,
        caller: Annotated[Caller, Depends(allow("case:write", roles=("agency",)))],
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        super().__init__(request, response, case_id, caller, version, write)
        self.agency_id = agency_id

    def take(self, told: Told) -> StepAnswer:
        """Record the step; returns it. Raises what `StepDesk.take_own` raises."""
        desk = step_desk_of(self.request)
        return self.answer(desk.take_own(self.case_id, self.agency_id, told, self.version, self.caller, self.write))


class _OverCase(_Step):
    def take(self, told: Told) -> StepAnswer:
        """Record the step; returns it. Raises what `StepDesk.take_supervising` raises."""
        desk = step_desk_of(self.request)
        return self.answer(desk.take_supervising(self.case_id, told, self.version, self.caller, self.write))


class SupervisingWrite(_OverCase):
    """A step of the body that supervises the case."""

    def __init__(
        self,
        request: Request,
        response: Response,
        case_id: CaseId,
        caller: Annotated[Caller, Depends(allow("case:write", roles=("supervisor",)))],
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        super().__init__(request, response, case_id, caller, version, write)


class GuidingWrite(_OverCase):
    """A step of the body that supervises the case, or of the mediation centre."""

    def __init__(
        self,
        request: Request,
        response: Response,
        case_id: CaseId,
        caller: Annotated[Caller, Depends(allow("case:write", roles=("supervisor", "mediation_centre")))],
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        super().__init__(request, response, case_id, caller, version, write)


OwnStep = Annotated[OwnWrite, Depends()]
SupervisingStep = Annotated[SupervisingWrite, Depends()]
GuidingStep = Annotated[GuidingWrite, Depends()]


@router.get("/cases/{case_id}/responses/{agency_id}/steps", summary="查看一个被告的办理登记", tags=[OWN_TAG])
def read_own_steps(request: Request, response: Response, case_id: CaseId, agency_id: AgencyId, caller: Reader) -> StepsAnswer:
    """该机关在本案登记的全部事项，答辩和出庭在内，每项的内容、办理人员和是否按期。机关只能看到本机关的内部事项。"""
    dispute, record = desk_of(request).defending(case_id, agency_id, caller)
    if record.filed_in is None:
        raise CaseNotFiled("法院尚未立案，没有应诉登记。请在立案后查看。")
    stream = responses.stream_of(record.filed_in, agency_id)
    return _steps(request, response, dispute, stream, record.response_of(agency_id).version, caller)


@router.get("/cases/{case_id}/supervision", summary="查看监督指导登记", tags=[SUPERVISING_TAG])
def read_supervision(request: Request, response: Response, case_id: CaseId, caller: Reader) -> StepsAnswer:
    """本辖区监督机关在本案登记的事项。机关只能看到对本机关或者对全案的事项。尚无登记时 ETag 为 "0"。"""
    dispute, stream = step_desk_of(request).supervision(case_id, caller)
    version = max((entry.version for entry in dispute.entries if entry.stream == stream), default=0)
    return _steps(request, response, dispute, stream, version, caller)


def _steps(request: Request, response: Response, dispute: Dispute, stream: str, version: int, caller: Caller) -> StepsAnswer:
    set_etag(response, version)
    writer = _writer(request, dispute, caller)
    steps = [writer.step(entry) for entry in dispute.entries if entry.stream == stream and stands(entry)]
    return StepsAnswer(case_id=dispute.case_id, steps=steps, version=version)


def _writer(request: Request, dispute: Dispute, caller: Caller) -> StepWriter:
    published = rules_of(request)
    record, rules = records.fold(dispute.case_id, dispute.entries), rules_known(published)

    def notes(entry: Entry) -> tuple[Note, ...]:
        submitted = entry.event.agency if isinstance(entry.event, AnswerSubmitted) else None
        return notes_on(entry, record, rules, timing_now(dispute, submitted, published) if submitted else None)

    findings = findings_now(dispute, published)
    return StepWriter(sight_of(request, caller), deps_of(request).directory, findings, notes)
