"""The desk over HTTP: messages that wait for a person of the jurisdiction."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.intake.bodies import SettleBody
from services.intake.court import view as views
from services.intake.court.answers import DeskLineAnswer, DeskMessageAnswer, desk_line, desk_message
from services.intake.court.desk import MessageDesk
from services.intake.wiring import correspondence_of, sight_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.writes import if_match, set_etag, write_request

TAG = "待处理消息"

router = APIRouter(tags=[TAG])

Stream = Annotated[str, Path(title="消息流水号", pattern=r"^message-[0-9a-f]{32}$")]


@router.get("/desk/messages", summary="列出待处理消息")
def list_desk_messages(
    request: Request,
    caller: Annotated[Caller, Depends(allow("case:read", roles=("supervisor",)))],
    paged: Annotated[Page, Depends(page)],
    status: Annotated[
        Literal["parked", "conflicted"], Query(title="状态", description="parked 待处理；conflicted 内容冲突")
    ] = "parked",
) -> list[DeskLineAnswer]:
    """本辖区内需要人工处理的法院消息，先到先列。"""
    after = paged.after_position or 0
    with deps_of(request).ledger.database.read(caller.jurisdictions) as cursor:
        rows = views.list_messages(cursor, status, after, paged.limit + 1)
    return [desk_line(row.message) for row in paged.cut(rows, key=lambda row: (row.arrival,))]


@router.get("/desk/messages/{stream}", summary="查看待处理消息", response_model=DeskMessageAnswer)
def read_desk_message(
    request: Request,
    response: Response,
    stream: Stream,
    caller: Annotated[Caller, Depends(allow("case:read", roles=("supervisor",)))],
) -> DeskMessageAnswer:
    """一条消息及其收到的内容；内容冲突的，列出每一份。"""
    message = MessageDesk(correspondence_of(request)).message(stream, caller)
    set_etag(response, message.version)
    return desk_message(message, sight_of(request, caller))


@router.post("/desk/messages/{stream}/settle", summary="处理消息")
def settle_desk_message(
    request: Request,
    response: Response,
    stream: Stream,
    body: SettleBody,
    caller: Annotated[Caller, Depends(allow("case:write", roles=("supervisor",)))],
    version: Annotated[int, Depends(if_match)],
    write: Annotated[WriteRequest, Depends(write_request)],
) -> DeskMessageAnswer:
    """维持首次内容、不予采用，或者在条件具备后重新处理。须写明理由。"""
    message = MessageDesk(correspondence_of(request)).settle(stream, body.decision, body.reason, version, caller, write)
    set_etag(response, message.version)
    return desk_message(message, sight_of(request, caller))
