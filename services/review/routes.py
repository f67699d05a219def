"""Reviews over HTTP: the list, one review, and the parts of governments for which the supervising body says who reviews."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.review import listing
from services.review.answers import ReviewAnswer, ReviewLineAnswer, UndeterminedAnswer
from services.review.assigning import AssignReview
from services.review.bodies import AssignmentBody
from services.review.heads import act_answer
from services.review.listing import ReviewFilter
from services.review.review import Status
from services.review.wiring import desk_of, writer_of
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.writes import set_etag, write_request

TAG = "败诉复盘"
UNDETERMINED_TAG = "待确定复盘机关"
READERS: tuple[ClientRole, ...] = ("agency", "supervisor", "auditor")
"""A court and the mediation centre take no part in reviews; an administrator keeps the system, not the cases."""

router = APIRouter()

Reader = Annotated[Caller, Depends(allow("case:read", roles=READERS))]
ReviewId = Annotated[str, Path(title="复盘编号", pattern=r"^review-[0-9a-f]{32}$")]


@router.get("/reviews", summary="列出复盘", tags=[TAG])
def list_reviews(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    status: Annotated[Status | None, Query(title="状态")] = None,
    agency_id: Annotated[str | None, Query(title="承担复盘的机关编号", max_length=100)] = None,
    case_id: Annotated[str | None, Query(title="案件编号", description="争议的任何一个案件编号", max_length=100)] = None,
) -> list[ReviewLineAnswer]:
    """可以查看的复盘，收到裁判文书晚的在前：机关见本机关承担的，司法行政机关和审计见本辖区的。"""
    narrowed = ReviewFilter(
        status=status,
        agency=agency_id,
        own=caller.confined_to,
        case_id=case_id,
        after=paged.after_day,
    )
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        rows = listing.list_reviews(cursor, narrowed, paged.limit + 1)
    writer = writer_of(request, caller)
    return [writer.line(row) for row in paged.cut(rows, key=lambda row: (row.received_on.isoformat(), row.review_id))]


@router.post(
    "/reviews",
    summary="确定复盘机关",
    status_code=201,
    tags=[UNDETERMINED_TAG],
    responses={404: {"description": "没有这个案件或者这份裁判文书，或当前接入系统无权知悉"}},
)
def assign_review(
    request: Request,
    response: Response,
    body: AssignmentBody,
    caller: Annotated[Caller, Depends(allow("case:write", roles=("supervisor",)))],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> ReviewAnswer:
    """区政府败诉而未能按登记名称确定原具体实施单位的，由司法行政机关确定承担复盘的机关（《十项机制》第九项）。其余复盘自动登记。"""
    desk = desk_of(request)
    review_id = desk.assign(body.into(AssignReview), caller, write)
    return answer(request, response, review_id, caller)


@router.get("/reviews/{review_id}", summary="查看复盘", tags=[TAG], response_model=ReviewAnswer)
def read_review(
    request: Request,
    response: Response,
    review_id: ReviewId,
    caller: Reader,
) -> ReviewAnswer:
    """复盘现在的情况、报告和整改的内容，以及下一步由谁办什么、依据哪一条。期限见期限与提醒服务。"""
    return answer(request, response, review_id, caller)


@router.get("/undetermined", summary="列出待确定复盘机关的案件", tags=[UNDETERMINED_TAG])
def list_undetermined(
    request: Request,
    caller: Annotated[Caller, Depends(allow("case:read", roles=("supervisor", "auditor")))],
    paged: Annotated[Page, Depends(page)],
) -> list[UndeterminedAnswer]:
    """区政府败诉、文书已经收到而没有机关复盘的部分，收到早的在前。"""
    after = None
    if paged.after:
        received_on, record, judgment_no, defendant = map(str, paged.after)
        after = (date.fromisoformat(received_on), record, judgment_no, defendant)
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        rows = listing.list_undetermined(cursor, after, paged.limit + 1)
    writer = writer_of(request, caller)
    shown = paged.cut(rows, key=lambda row: (row.received_on.isoformat(), row.record, row.judgment_no, row.defendant))
    return [writer.undetermined(row) for row in shown]


def answer(request: Request, response: Response, review_id: str, caller: Caller) -> ReviewAnswer:
    """A review for the caller, with its version in the response's ETag. Raises `ReviewNotFound`, `RulesMissing`."""
    desk = desk_of(request)
    review = desk.review(review_id, caller)
    set_etag(response, review.version)
    writer = writer_of(request, caller)
    act = act_answer(desk.ledger, review.case_id, review.agency, writer.sight)
    return writer.review(review, desk.required(review), act)
