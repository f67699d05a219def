"""Mediation of a filed case over HTTP: beside the suit, and by the court; and what becomes of a settlement."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from services.mediation.aftermath import ApplyForConfirmation, BreachSettlement, DecideConfirmation, PerformSettlement
from services.mediation.answers import MediationAnswer
from services.mediation.court_document import IssueDocument, PerformDocument, SignDocument
from services.mediation.in_court import EndInCourt, HoldCourtSession, StartInCourt
from services.mediation.litigation import EndInLitigation, OpenInLitigation
from services.mediation.step_routes import Conducting
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
from services.mediation.wiring import desk_of, opening_desk_of, writer_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.writes import set_etag, write_request

TAG = "诉中和人民法院调解"

NO_CASE: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "没有这个案件，或当前接入系统无权知悉"}}

router = APIRouter(tags=[TAG])

Opener = Annotated[Caller, Depends(allow("case:write", roles=("agency", "mediation_centre", "supervisor")))]
Once = Annotated[WriteRequest, Depends(write_request)]


@router.post("/in-litigation-mediations", summary="登记诉中调解", status_code=201, responses=NO_CASE)
def open_in_litigation(
    request: Request, response: Response, body: InLitigationBody, caller: Opener, write: Once
) -> MediationAnswer:
    """在已经立案的案件中开始诉中调解（如薛城区“诉中调解制度”），由登记的单位办理：被诉行政机关自行协调和解，或者调处中心、监督机关主持。
    达成协议不结案，法院裁定准予撤诉才结案（行政诉讼法第六十二条）。"""
    return _opened(request, response, body.case_id, OpenInLitigation(opened_on=body.opened_on), caller, write)


@router.post("/court-mediations", summary="登记人民法院调解", status_code=201, responses=NO_CASE)
def start_in_court(
    request: Request, response: Response, body: CourtMediationBody, caller: Opener, write: Once
) -> MediationAnswer:
    """人民法院介入调处的，由参加的机关、调处中心或者监督机关登记。各机关的分管责任人为确定的出庭负责人，没有的为其指定的调处工作领导
    （《十项机制》第六项）。"""
    return _opened(request, response, body.case_id, StartInCourt(started_on=body.started_on), caller, write)


@router.post("/mediations/{mediation_id}/ending", summary="登记诉中调解终结", status_code=201)
def end_in_litigation(body: EndingBody, step: Conducting) -> MediationAnswer:
    """诉中调解未达成协议的，以所列原因终结。审判照常进行，不退回法院。"""
    return step.take(body.into(EndInLitigation))


@router.post("/mediations/{mediation_id}/court-sessions", summary="登记人民法院的一次调解", status_code=201)
def hold_court_session(body: CourtSessionBody, step: Conducting) -> MediationAnswer:
    """登记到场和未到场的当事人（如峄政办发〔2023〕2号：被诉行政机关积极参加人民法院依法开展的调解）。"""
    return step.take(body.into(HoldCourtSession))


@router.post("/mediations/{mediation_id}/court-document", summary="登记行政调解书", status_code=201)
def issue_document(body: CourtDocumentBody, step: Conducting) -> MediationAnswer:
    """行政赔偿、补偿和行使自由裁量权的案件才有行政调解书（行政诉讼法第六十条）；其他案件协调和解后撤诉。"""
    return step.take(body.into(IssueDocument))


@router.post("/mediations/{mediation_id}/court-document/signatures", summary="登记签收行政调解书", status_code=201)
def sign_document(body: CourtSignatureBody, step: Conducting) -> MediationAnswer:
    """各方当事人签收行政调解书，最后一方签收之日生效，确定了履行期限的自此计入待办。"""
    return step.take(body.into(SignDocument))


@router.post("/mediations/{mediation_id}/court-document/performances", summary="登记履行行政调解书", status_code=201)
def perform_document(body: CourtPerformanceBody, step: Conducting) -> MediationAnswer:
    """一个机关履行行政调解书。逾期履行也予登记。"""
    return step.take(body.into(PerformDocument))


@router.post("/mediations/{mediation_id}/court-ending", summary="登记人民法院调解结束", status_code=201)
def end_in_court(body: CourtEndBody, step: Conducting) -> MediationAnswer:
    """没有制作行政调解书而结束的，以所列原因登记。"""
    return step.take(body.into(EndInCourt))


@router.post("/mediations/{mediation_id}/judicial-confirmation", summary="登记申请司法确认", status_code=201)
def apply_for_confirmation(body: ConfirmationApplicationBody, step: Conducting) -> MediationAnswer:
    """诉前的调处协议，当事人自生效之日起三十日内可以共同申请司法确认（民事诉讼法第二百零五条）。"""
    return step.take(body.into(ApplyForConfirmation))


@router.post("/mediations/{mediation_id}/judicial-confirmation/ruling", summary="登记司法确认裁定", status_code=201)
def decide_confirmation(body: ConfirmationDecisionBody, step: Conducting) -> MediationAnswer:
    """法院裁定确认协议有效，或者驳回申请。"""
    return step.take(body.into(DecideConfirmation))


@router.post("/mediations/{mediation_id}/settlement/performance", summary="登记协议履行完毕", status_code=201)
def perform_settlement(body: PerformanceBody, step: Conducting) -> MediationAnswer:
    """协议约定的事项全部履行（《十项机制》第四项：协议写明履行期限）。"""
    return step.take(body.into(PerformSettlement))


@router.post("/mediations/{mediation_id}/settlement/breaches", summary="登记违反协议", status_code=201)
def breach_settlement(body: BreachBody, step: Conducting) -> MediationAnswer:
    """一方当事人未按协议履行的事实。其后如何处理，由当事人和法院决定。"""
    return step.take(body.into(BreachSettlement))


def _opened(
    request: Request,
    response: Response,
    case_id: str,
    command: OpenInLitigation | StartInCourt,
    caller: Caller,
    write: WriteRequest,
) -> MediationAnswer:
    mediation_id = opening_desk_of(request).open(case_id, command, caller, write)
    record = desk_of(request).record(mediation_id, caller)
    set_etag(response, record.mediation.version)
    return writer_of(request, caller).mediation(record)
