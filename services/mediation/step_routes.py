"""The steps of a mediation over HTTP, by the centre, and of one beside a suit by whoever conducts it. Each answers with the mediation as it is
then."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.mediation.answers import MediationAnswer
from services.mediation.bodies import (
    AcceptanceBody,
    AssignmentNoticeBody,
    ExtensionBody,
    NotificationBody,
    ReturnBody,
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
from services.mediation.extension import ExtendTerm
from services.mediation.routes import MediationId
from services.mediation.settlement import ExplainWithdrawal, ReachSettlement
from services.mediation.signature import SignSettlement
from services.mediation.termination import MaterialBack, ReturnToCourt, ServeTermination, Terminate
from services.mediation.wiring import desk_of, dossier_of, writer_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "调处办理"

Centre = Annotated[Caller, Depends(allow("case:write", roles=("mediation_centre",)))]


Conductor = Annotated[Caller, Depends(allow("case:write", roles=("mediation_centre", "supervisor", "agency")))]


class _Write:
    """One step as asked for: of which mediation, by whom, on which version."""

    def __init__(
        self, request: Request, response: Response, mediation_id: str, caller: Caller, version: int, write: WriteRequest
    ) -> None:
        self.request = request
        self.mediation_id = mediation_id
        self.caller = caller
        self._response = response
        self._version = version
        self._write = write

    def take(self, command: Command) -> MediationAnswer:
        """Record the step; returns the mediation after it. Raises what `MediationDesk.take` raises."""
        desk = desk_of(self.request)
        desk.take(self.mediation_id, command, self._version, self.caller, self._write)
        record = desk.record(self.mediation_id, self.caller)
        set_etag(self._response, record.mediation.version)
        return writer_of(self.request, self.caller).mediation(record)


class CentreWrite(_Write):
    """A step of the centre."""

    def __init__(
        self,
        request: Request,
        response: Response,
        mediation_id: MediationId,
        caller: Centre,
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        super().__init__(request, response, mediation_id, caller, version, write)


class ConductorWrite(_Write):
    """A step of whoever conducts the mediation."""

    def __init__(
        self,
        request: Request,
        response: Response,
        mediation_id: MediationId,
        caller: Conductor,
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        super().__init__(request, response, mediation_id, caller, version, write)


Step = Annotated[CentreWrite, Depends()]
Conducting = Annotated[ConductorWrite, Depends()]

router = APIRouter(prefix="/mediations/{mediation_id}", tags=[TAG])


@router.post("/acceptance", summary="签收移送材料", status_code=201)
def accept_referral(body: AcceptanceBody, step: Step) -> MediationAnswer:
    """统一接收管辖法院移送的诉前调解案件材料（《十项机制》第四项）。"""
    return step.take(body.into(AcceptReferral))


@router.post("/assignment-notices", summary="登记交办通知", status_code=201)
def send_assignment_notice(body: AssignmentNoticeBody, step: Step) -> MediationAnswer:
    """向案涉行政机关发送《行政争议调处交办通知书》，每个机关一份（《十项机制》第四项）。"""
    return step.take(body.into(SendNotice))


@router.post("/schedule", summary="确定时间、地点", status_code=201)
def schedule_session(body: ScheduleBody, step: Step) -> MediationAnswer:
    """确定调处的时间、地点（《十项机制》第四项）。改期须写明理由，并重新告知各方当事人。"""
    return step.take(body.into(ScheduleSession))


@router.post("/notifications", summary="登记告知当事人", status_code=201)
def notify_party(body: NotificationBody, step: Step) -> MediationAnswer:
    """将现行的时间、地点告知一方当事人（《十项机制》第四项）。"""
    return step.take(body.into(NotifyParty))


@router.post("/sessions", summary="登记调处会", status_code=201)
def hold_session(body: SessionBody, step: Conducting) -> MediationAnswer:
    """登记一次调处会：到场的当事人、是否达成一致。笔录摘要仅供调处中心使用。"""
    return step.take(body.into(HoldSession))


@router.post("/extensions", summary="延长调处期限", status_code=201)
def extend_term(body: ExtensionBody, step: Step) -> MediationAnswer:
    """经各方当事人同意延长调处期限（参照《人民法院在线调解规则》第二十四条）。"""
    return step.take(body.into(ExtendTerm))


@router.post("/settlement", summary="登记调处协议", status_code=201)
def reach_settlement(body: SettlementBody, step: Conducting) -> MediationAnswer:
    """各方达成一致意见的，制作《行政争议调处协议》（《十项机制》第四项）。"""
    return step.take(body.into(ReachSettlement))


@router.post("/settlement/signatures", summary="登记签字确认", status_code=201)
def sign_settlement(body: SignatureBody, step: Conducting) -> MediationAnswer:
    """参与调处的当事人或者其授权的人员签字确认（《十项机制》第四项）。各方均已签字的，协议自最后签字之日生效。"""
    return step.take(body.into(SignSettlement))


@router.post("/withdrawal-explanations", summary="登记释明撤诉", status_code=201)
def explain_withdrawal(body: WithdrawalExplanationBody, step: Conducting) -> MediationAnswer:
    """向行政相对人释明撤回行政诉讼（《十项机制》第四项）。"""
    return step.take(body.into(ExplainWithdrawal))


@router.post("/termination", summary="终止调处", status_code=201)
def terminate(body: TerminationBody, step: Step) -> MediationAnswer:
    """终止调处，制作《行政争议终止调处通知书》（《十项机制》第四项）。"""
    return step.take(body.into(Terminate))


@router.post("/termination/services", summary="登记送达终止调处通知书", status_code=201)
def serve_termination(body: TerminationServiceBody, step: Step) -> MediationAnswer:
    """将《行政争议终止调处通知书》送达一方当事人（《十项机制》第四项）。"""
    return step.take(body.into(ServeTermination))


@router.post("/return", summary="退回法院", status_code=201)
def return_to_court(body: ReturnBody, step: Step) -> MediationAnswer:
    """将《行政争议终止调处告知函》及相关材料退回原案件管辖法院（《十项机制》第四项），由法院系统领取。告知函正文由本系统制作。"""
    record, dispute = desk_of(step.request).dispute(step.mediation_id, step.caller)
    materials = tuple(MaterialBack(material=m.material, returned=m.returned, reason=m.reason) for m in body.materials)
    dossier = dossier_of(step.request, step.caller, record, dispute)
    text = dossier.letter(body.letter_no, body.returned_on, step.caller.agency)
    return step.take(ReturnToCourt(letter_no=body.letter_no, returned_on=body.returned_on, materials=materials, text=text))
