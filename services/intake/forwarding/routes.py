"""What agencies are told before a filing, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ConfigDict

from services.intake.cases.routes import AgencyId, CaseId
from services.intake.forwarding.answers import ForwardingAnswer, ForwardingBody, forwarding_answer
from services.intake.forwarding.desk import ForwardingDesk
from services.intake.wiring import sight_of
from yingsu.corrections import within_content
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import example
from yingsu.web.correcting import StepCorrectionBody, VoidingBody
from yingsu.web.deps import deps_of
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "立案前通报"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("case:read", roles=("mediation_centre", "agency", "supervisor", "auditor")))]
Forwarder = Annotated[Caller, Depends(allow("case:write", roles=("mediation_centre",)))]


class ForwardingCorrectionBody(StepCorrectionBody):
    """更正一项通报。原登记保留，以更正后的内容为准。"""

    model_config = ConfigDict(
        title="更正立案前通报",
        json_schema_extra=example(
            reason="通报日期录入有误（样例）",
            content={"notified_on": "2026-09-08", "method": "电话", "advice": "请做好应诉准备（样例）"},
        ),
    )


@router.get("/cases/{case_id}/forwardings/{agency_id}", summary="查看向一个机关的立案前通报", response_model=ForwardingAnswer)
def read_forwarding(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    caller: Reader,
) -> ForwardingAnswer:
    """法院预立案通报所列的一个案涉行政机关是否已获通报、何时通报。机关只能查看向本机关的通报。尚未通报时 ETag 为 "0"。"""
    told = _desk(request).told(case_id, agency_id, caller)
    set_etag(response, told.forwarding.version)
    return forwarding_answer(told, sight_of(request, caller), deps_of(request).directory)


@router.post("/cases/{case_id}/forwardings/{agency_id}", summary="登记立案前通报", status_code=201)
def forward_pre_filing(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    body: ForwardingBody,
    caller: Forwarder,
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ForwardingAnswer:
    """登记已将法院的预立案信息通报案涉行政机关，并告知其做好应诉准备工作（《十项机制》第五项：收到通报后一个工作日）。

    逾期通报也予登记。首次登记的 If-Match 为 "0"。案件编号可以是同一争议任一案号下的记录。
    """
    told = _desk(request).forward(case_id, agency_id, body.notified_on, body.method, body.advice, version, caller, write)
    set_etag(response, told.forwarding.version)
    return forwarding_answer(told, sight_of(request, caller), deps_of(request).directory)


@router.post("/cases/{case_id}/forwardings/{agency_id}/correction", summary="更正立案前通报的登记", status_code=201)
def correct_forwarding(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    body: ForwardingCorrectionBody,
    caller: Forwarder,
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ForwardingAnswer:
    """更正向一个机关的通报。内容与登记的表单相同，照常核对；原登记保留，登记编号不变，期限随之重算。"""
    with within_content():
        told = body.read(ForwardingBody)
        found = _desk(request).forward(
            case_id, agency_id, told.notified_on, told.method, told.advice, version, caller, write, body.because
        )
    set_etag(response, found.forwarding.version)
    return forwarding_answer(found, sight_of(request, caller), deps_of(request).directory)


@router.post("/cases/{case_id}/forwardings/{agency_id}/voiding", summary="撤销立案前通报的登记", status_code=201)
def void_forwarding(
    request: Request,
    response: Response,
    case_id: CaseId,
    agency_id: AgencyId,
    body: VoidingBody,
    caller: Forwarder,
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ForwardingAnswer:
    """撤销误登的通报，此后可以重新登记。原登记保留，不再计入。"""
    found = _desk(request).void(case_id, agency_id, body.because, version, caller, write)
    set_etag(response, found.forwarding.version)
    return forwarding_answer(found, sight_of(request, caller), deps_of(request).directory)


def _desk(request: Request) -> ForwardingDesk:
    deps = deps_of(request)
    return ForwardingDesk(deps.ledger, deps.keys)
