"""Mediations over HTTP: the list, one mediation, its documents, and the agencies' plans."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.mediation import views
from services.mediation.answers import DocumentAnswer, MediationAnswer, MediationLineAnswer, PlanAnswer
from services.mediation.bodies import PlanBody
from services.mediation.mediation import Status
from services.mediation.plan import SubmitPlan
from services.mediation.record import Record
from services.mediation.steps import AnyTrack, Plan
from services.mediation.views import MediationFilter
from services.mediation.wiring import desk_of, dossier_of, due_days, writer_of
from yingsu.disputes import Dispute
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.parts import AGENCY_PATTERN
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "调处"
PLAN_TAG = "机关方案"
READERS: tuple[ClientRole, ...] = ("mediation_centre", "agency", "supervisor", "auditor")
"""A court sees its letters, not the mediation; an administrator keeps the system, not the cases."""

router = APIRouter()

Reader = Annotated[Caller, Depends(allow("case:read", roles=READERS))]
MediationId = Annotated[str, Path(title="调处编号", pattern=r"^mediation-[0-9a-f]{32}$")]
AgencyId = Annotated[str, Path(title="机关编号", pattern=AGENCY_PATTERN)]


@router.get("/mediations", summary="列出调处", tags=[TAG])
def list_mediations(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    track: Annotated[AnyTrack | None, Query(title="种类")] = None,
    status: Annotated[Status | None, Query(title="状态")] = None,
    agency_id: Annotated[str | None, Query(title="案涉行政机关编号", max_length=100)] = None,
    open: Annotated[bool | None, Query(title="是否未办结", description="true 只看未办结的；false 只看已办结的")] = None,
    case_id: Annotated[str | None, Query(title="案件编号", description="争议的任何一个案件编号", max_length=100)] = None,
) -> list[MediationLineAnswer]:
    """可以查看的调处，收到移送材料晚的在前：机关见本机关案涉的，其他见本辖区的。"""
    narrowed = MediationFilter(
        status=status,
        agency=agency_id,
        respondents=caller.confined_to,
        open=open,
        case_id=case_id,
        track=track,
        after=paged.after_day,
    )
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        rows = views.list_mediations(cursor, narrowed, paged.limit + 1)
    writer = writer_of(request, caller)
    return [writer.line(row) for row in paged.cut(rows, key=lambda row: (row.received_on.isoformat(), row.mediation_id))]


@router.get("/mediations/{mediation_id}", summary="查看调处", tags=[TAG], response_model=MediationAnswer)
def read_mediation(request: Request, response: Response, mediation_id: MediationId, caller: Reader) -> MediationAnswer:
    """调处现在的情况，以及尚缺哪些环节。机关报送的方案另行查看。"""
    record = desk_of(request).record(mediation_id, caller)
    answer = writer_of(request, caller).mediation(record)
    set_etag(response, record.mediation.version)
    return answer


@router.get("/mediations/{mediation_id}/documents", summary="查看调处文书", tags=[TAG])
def list_documents(request: Request, mediation_id: MediationId, caller: Reader) -> list[DocumentAnswer]:
    """已经制作的文书及其正文。机关见送交本机关的文书和本机关参与的调处协议。"""
    record, dispute = desk_of(request).dispute(mediation_id, caller)
    writer = writer_of(request, caller)
    return [writer.document(record, paper) for paper in dossier_of(request, caller, record, dispute).papers()]


@router.get("/mediations/{mediation_id}/plans/{agency_id}", summary="查看机关方案", tags=[PLAN_TAG], response_model=PlanAnswer)
def read_plan(request: Request, response: Response, mediation_id: MediationId, agency_id: AgencyId, caller: Reader) -> PlanAnswer:
    """一个案涉行政机关报送的责任领导、联络人和方案。尚未报送时 ETag 为 "0"。其他案涉行政机关查看时内容不予显示。"""
    record, dispute = desk_of(request).dispute(mediation_id, caller)
    plan = desk_of(request).plan(record, agency_id)
    set_etag(response, plan.version)
    return _plan(request, caller, record, dispute, plan)


@router.post("/mediations/{mediation_id}/plans/{agency_id}", summary="报送机关方案", status_code=201, tags=[PLAN_TAG])
def submit_plan(
    request: Request,
    response: Response,
    mediation_id: MediationId,
    agency_id: AgencyId,
    body: PlanBody,
    caller: Annotated[Caller, Depends(allow("case:write", roles=("agency",)))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> PlanAnswer:
    """案涉行政机关告知区调处中心责任领导、行政争议化解联络人和初步调处意向方案（《十项机制》第四项）。逾期报送也予登记。

    首次报送的 If-Match 为 "0"。附有办理人员声明的，登记该人员。
    """
    command = body.into(SubmitPlan, agency=agency_id)
    desk = desk_of(request)
    desk.submit(mediation_id, command, version, caller, write)
    record, dispute = desk.dispute(mediation_id, caller)
    plan = desk.plan(record, agency_id)
    set_etag(response, plan.version)
    return _plan(request, caller, record, dispute, plan)


def _plan(request: Request, caller: Caller, record: Record, dispute: Dispute, plan: Plan) -> PlanAnswer:
    notice = record.mediation.notice_to(plan.agency)
    due = due_days(request, record, dispute)[notice.event_id] if notice else None
    return writer_of(request, caller).plan(record.mediation.mediation_id, plan, due)
