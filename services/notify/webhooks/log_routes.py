"""The log of deliveries over HTTP, and what an owner asks to be sent again."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request

from services.notify.webhooks import log
from services.notify.webhooks.answers import (
    DeliveryAnswer,
    DeliveryDetail,
    EndpointAnswer,
    delivery_answer,
    detail_answer,
    endpoint_answer,
)
from services.notify.webhooks.bodies import RecoveryBody
from services.notify.webhooks.endpoint import stream_of
from services.notify.webhooks.log import State
from services.notify.webhooks.wiring import MISSING, AgencyId, Owner, Reader, again_of, agency_of, desk_of, health_of, own_agency
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.writes import write_request

TAG: Final = "推送记录"

router = APIRouter(prefix="/endpoint", tags=[TAG], responses=MISSING)

WebhookId = Annotated[str, Path(title="消息编号", pattern=r"^msg_[0-9a-f]{32}$")]
Write = Annotated[WriteRequest, Depends(write_request)]


@router.get("/deliveries", summary="列出推送消息")
def list_deliveries(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    state: Annotated[State | None, Query(title="状态", description="waiting 待推送；delivered 已送达；failed 已放弃")] = None,
    agency_id: AgencyId = None,
) -> list[DeliveryAnswer]:
    """推送的消息，事件晚的在前：状态、推送次数和下次推送时刻。"""
    stream = stream_of(agency_of(request, caller, agency_id))
    before = paged.after_position
    with deps_of(request).ledger.database.read(EVERYWHERE) as cursor:
        found = log.deliveries(cursor, stream, state, before, paged.limit + 1)
    return [delivery_answer(delivery) for delivery in paged.cut(found, key=lambda delivery: (delivery.position,))]


@router.get("/deliveries/{webhook_id}", summary="查看推送经过")
def read_delivery(request: Request, webhook_id: WebhookId, caller: Reader, agency_id: AgencyId = None) -> DeliveryDetail:
    """一条消息每次推送的时刻、耗时、结果和答复。"""
    return _detail(request, agency_of(request, caller, agency_id), webhook_id)


@router.post("/deliveries/{webhook_id}/resend", summary="重新推送一条消息")
def resend_delivery(request: Request, webhook_id: WebhookId, caller: Owner, write: Write) -> DeliveryDetail:
    """以同一消息编号重新推送，不论是否送达过；十次的推送安排重新开始。推送暂停的，恢复后推送。"""
    agency = own_agency(caller)
    again_of(request).resend(agency, webhook_id, write)
    return _detail(request, agency, webhook_id)


@router.post("/recovery", summary="补发")
def recover(request: Request, body: RecoveryBody, caller: Owner, write: Write) -> EndpointAnswer:
    """从所指事件之后，把本机关事件流中的全部重新推送，消息编号与以前相同；启用推送以前的也可以补发。"""
    agency = own_agency(caller)
    again_of(request).recover(agency, UUID(body.after_event_id), write)
    now = deps_of(request).transport_clock()
    return endpoint_answer(desk_of(request).endpoint(agency), health_of(request, agency), now, own=True)


def _detail(request: Request, agency: str, webhook_id: str) -> DeliveryDetail:
    delivery = again_of(request).message(agency, webhook_id)
    with deps_of(request).ledger.database.read(EVERYWHERE) as cursor:
        return detail_answer(delivery, log.attempts(cursor, stream_of(agency), delivery.position))
