"""Corrections of the steps of a mediation, and of what an agency told, over HTTP."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import ConfigDict, Field

from services.mediation.aftermath import ApplyForConfirmation, BreachSettlement, DecideConfirmation, PerformSettlement
from services.mediation.bodies import (
    AcceptanceBody,
    AssignmentNoticeBody,
    ExtensionBody,
    NotificationBody,
    PlanBody,
    ScheduleBody,
    SessionBody,
    SettlementBody,
    SignatureBody,
    TerminationBody,
    TerminationServiceBody,
    WithdrawalExplanationBody,
)
from services.mediation.commands import Command
from services.mediation.conduct import AcceptReferral, HoldSession, NotifyParty, ScheduleSession, SendNotice
from services.mediation.court_document import IssueDocument, PerformDocument, SignDocument
from services.mediation.extension import ExtendTerm
from services.mediation.in_court import EndInCourt, HoldCourtSession, StartInCourt
from services.mediation.litigation import EndInLitigation, OpenInLitigation
from services.mediation.plan import SubmitPlan
from services.mediation.routes import AgencyId, MediationId
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement
from services.mediation.signature import SignSettlement
from services.mediation.step_routes import Conductor
from services.mediation.termination import ServeTermination, Terminate
from services.mediation.track_bodies import (
    BreachBody,
    ConfirmationApplicationBody,
    ConfirmationDecisionBody,
    CourtDocumentBody,
    CourtEndBody,
    CourtMediationBody,
    CourtPerformanceBody,
    CourtSessionBody,
    CourtSignatureBody,
    EndingBody,
    InLitigationBody,
    PerformanceBody,
)
from services.mediation.wiring import correcting_desk_of
from yingsu.corrections import Correcting, within_content
from yingsu.events.mediation.aftermath import (
    JudicialConfirmationApplied,
    JudicialConfirmationDecided,
    SettlementBreached,
    SettlementPerformed,
)
from yingsu.events.mediation.court import (
    CourtMediationDocumentIssued,
    CourtMediationDocumentPerformed,
    CourtMediationDocumentSigned,
    CourtMediationEnded,
    CourtMediationSessionHeld,
    CourtMediationStarted,
)
from yingsu.events.mediation.litigation import InLitigationMediationEnded, InLitigationMediationOpened
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationScheduled,
    MediationSessionHeld,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    SettlementReached,
    SettlementSigned,
    TerminationServed,
    WithdrawalExplained,
)
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.ledger.entry import Event, Receipt
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Answer, Body, example
from yingsu.web.correcting import StepCorrectionBody, VoidingBody, correcting
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "更正和撤销"

FORMS: Final[Mapping[type[Event], tuple[type[Body], type[Command]]]] = MappingProxyType(
    {
        ReferralAccepted: (AcceptanceBody, AcceptReferral),
        AssignmentNoticeSent: (AssignmentNoticeBody, SendNotice),
        MediationScheduled: (ScheduleBody, ScheduleSession),
        PartyNotified: (NotificationBody, NotifyParty),
        MediationSessionHeld: (SessionBody, HoldSession),
        MediationTermExtended: (ExtensionBody, ExtendTerm),
        SettlementReached: (SettlementBody, ReachSettlement),
        SettlementSigned: (SignatureBody, SignSettlement),
        WithdrawalExplained: (WithdrawalExplanationBody, ExplainWithdrawal),
        MediationTerminated: (TerminationBody, Terminate),
        TerminationServed: (TerminationServiceBody, ServeTermination),
        InLitigationMediationEnded: (EndingBody, EndInLitigation),
        JudicialConfirmationApplied: (ConfirmationApplicationBody, ApplyForConfirmation),
        JudicialConfirmationDecided: (ConfirmationDecisionBody, DecideConfirmation),
        SettlementPerformed: (PerformanceBody, PerformSettlement),
        SettlementBreached: (BreachBody, BreachSettlement),
        CourtMediationSessionHeld: (CourtSessionBody, HoldCourtSession),
        CourtMediationDocumentIssued: (CourtDocumentBody, IssueDocument),
        CourtMediationDocumentSigned: (CourtSignatureBody, SignDocument),
        CourtMediationDocumentPerformed: (CourtPerformanceBody, PerformDocument),
        CourtMediationEnded: (CourtEndBody, EndInCourt),
    }
)
"""By which form a step was registered. Openings and the return to the court have rules of their own."""


class MediationCorrectionBody(StepCorrectionBody):
    """更正一项登记。原登记保留，以更正后的内容为准；期限和指标随之重算。"""

    model_config = ConfigDict(
        title="更正调处登记",
        json_schema_extra=example(
            reason="签收日期录入有误（样例）", authority="承办科室负责人批准（样例）", content={"accepted_on": "2026-09-03"}
        ),
    )


class PlanCorrectionBody(StepCorrectionBody):
    """更正一次报送。原登记保留，以更正后的内容为准；期限和指标随之重算。"""

    model_config = ConfigDict(
        title="更正机关方案",
        json_schema_extra=example(
            reason="报送日期录入有误（样例）",
            content={"received_on": "2026-09-09", "contact": {"name": "示例王某", "phone": "000"}},
        ),
    )


class CorrectedAnswer(Answer):
    """更正或者撤销的登记。"""

    model_config = ConfigDict(title="更正结果")

    event_id: UUID = Field(title="登记编号", description="更正以后不变")
    stands: bool = Field(title="是否有效", description="true 以更正后的内容为准；false 已经撤销，不再计入")
    version: int = Field(title="版本", description="此后登记所用的 If-Match")


class _Correction:
    """A correction as asked for: of which mediation, by whom, on which version."""

    def __init__(
        self,
        request: Request,
        response: Response,
        mediation_id: MediationId,
        event_id: Annotated[
            UUID, Path(title="登记编号", description="调处、机关方案或者案件时间线所列的 event_id，更正以后不变")
        ],
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        self.desk = correcting_desk_of(request)
        self.mediation_id = mediation_id
        self.event_id = event_id
        self.version = version
        self.write = write
        self._response = response

    def answer(self, receipt: Receipt, *, stands: bool) -> CorrectedAnswer:
        """What became of the entry, the same for a repeated request."""
        last = receipt.events[-1]
        version = receipt.version_of(last.stream)
        set_etag(self._response, version)
        return CorrectedAnswer(event_id=self.event_id, stands=stands, version=version)


Correction = Annotated[_Correction, Depends()]
OwnPlan = Annotated[Caller, Depends(allow("case:write", roles=("agency",)))]

router = APIRouter(prefix="/mediations/{mediation_id}", tags=[TAG])


@router.post("/entries/{event_id}/correction", summary="更正调处登记", status_code=201)
def correct_step(body: MediationCorrectionBody, caller: Conductor, asked: Correction) -> CorrectedAnswer:
    """由办理单位更正本次调处的一项登记，人民法院调解的由登记的单位更正。内容与登记该事项的表单相同，照常核对；登记编号不变。

    原登记保留：按更正以前的时刻查询（as_known_at）仍为原来的内容。各方告知、签字、送达是否齐备和协议生效之日随之重算。其后的登记以该项登记为前提、更正以后
    不再成立的，不予更正（later-step-rests-on-entry）。法院移送的事实由法院更正；告知函发往法院以后，终止和退回不再更正。
    """
    desk, wrong = asked.desk, correcting(asked.event_id, body)
    kind = desk.kind_of(asked.mediation_id, wrong, caller, asked.write)
    with within_content():
        if issubclass(kind, InLitigationMediationOpened | CourtMediationStarted):
            receipt = _open_otherwise(body, kind, caller, asked, wrong)
        else:
            receipt = desk.take(asked.mediation_id, _command(body, kind), asked.version, caller, asked.write, wrong)
    return asked.answer(receipt, stands=True)


@router.post("/entries/{event_id}/voiding", summary="撤销调处登记", status_code=201)
def void_step(body: VoidingBody, caller: Conductor, asked: Correction) -> CorrectedAnswer:
    """由办理单位撤销本次调处的一项误登。原登记保留，不再计入。其他登记以该项登记为前提的，先撤销其后的登记。误登的诉中调解、人民法院调解本身，没有
    其他登记时可以撤销，此后不再列出。"""
    receipt = asked.desk.void(asked.mediation_id, correcting(asked.event_id, body), asked.version, caller, asked.write)
    return asked.answer(receipt, stands=False)


@router.post("/plans/{agency_id}/entries/{event_id}/correction", summary="更正机关方案", status_code=201)
def correct_plan(agency_id: AgencyId, body: PlanCorrectionBody, caller: OwnPlan, asked: Correction) -> CorrectedAnswer:
    """由案涉行政机关更正本机关的一次报送。内容与报送的表单相同；登记编号不变。If-Match 为本机关方案的版本。三项是否齐备和齐备之日随之重算。"""
    wrong = correcting(asked.event_id, body)
    with within_content():
        command = body.read(PlanBody).into(SubmitPlan, agency=agency_id)
        receipt = asked.desk.submit(asked.mediation_id, command, asked.version, caller, asked.write, wrong)
    return asked.answer(receipt, stands=True)


@router.post("/plans/{agency_id}/entries/{event_id}/voiding", summary="撤销机关方案", status_code=201)
def void_plan(agency_id: AgencyId, body: VoidingBody, caller: OwnPlan, asked: Correction) -> CorrectedAnswer:
    """由案涉行政机关撤销本机关的一次误报。原登记保留，不再计入。If-Match 为本机关方案的版本。"""
    wrong = correcting(asked.event_id, body)
    receipt = asked.desk.void_plan(asked.mediation_id, agency_id, wrong, asked.version, caller, asked.write)
    return asked.answer(receipt, stands=False)


def _open_otherwise(
    body: StepCorrectionBody, kind: type[Event], caller: Caller, asked: _Correction, wrong: Correcting
) -> Receipt:
    command: OpenInLitigation | StartInCourt
    if issubclass(kind, InLitigationMediationOpened):
        beside = body.read(InLitigationBody)
        case_id, command = beside.case_id, OpenInLitigation(opened_on=beside.opened_on)
    else:
        in_court = body.read(CourtMediationBody)
        case_id, command = in_court.case_id, StartInCourt(started_on=in_court.started_on)
    return asked.desk.open_otherwise(asked.mediation_id, case_id, command, asked.version, caller, asked.write, wrong)


def _command(body: StepCorrectionBody, kind: type[Event]) -> Command:
    """The content as what the form of this step asks for. Raises `RequestValidationError`."""
    form, command = FORMS[kind]
    told: Command = body.read(form).into(command)
    return told
