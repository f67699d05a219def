"""What agencies are told before a filing, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.cases.routes import AgencyId, CaseId
from services.intake.forwarding.answers import ForwardingAnswer, ForwardingBody, forwarding_answer
from services.intake.forwarding.desk import ForwardingDesk
from services.intake.wiring import sight_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "立案前通报"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("case:read", roles=("mediation_centre", "agency", "supervisor", "auditor")))]


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
    caller: Annotated[Caller, Depends(allow("case:write", roles=("mediation_centre",)))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ForwardingAnswer:
    """登记已将法院的预立案信息通报案涉行政机关，并告知其做好应诉准备工作（《十项机制》第五项：收到通报后一个工作日）。

    逾期通报也予登记。首次登记的 If-Match 为 "0"。案件编号可以是同一争议任一案号下的记录。
    """
    told = _desk(request).forward(case_id, agency_id, body.notified_on, body.method, body.advice, version, caller, write)
    set_etag(response, told.forwarding.version)
    return forwarding_answer(told, sight_of(request, caller), deps_of(request).directory)


def _desk(request: Request) -> ForwardingDesk:
    deps = deps_of(request)
    return ForwardingDesk(deps.ledger, deps.keys)
