"""The courts' door over HTTP. Exempt from If-Match: a court reports facts, it does not edit a record."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Request, Response

from services.intake.bodies import MESSAGE_ID_PATTERN
from services.intake.court.answers import MessageAnswer, receipt
from services.intake.court.bodies import EXAMPLES, CourtMessageBody, notice_of
from services.intake.court.door import CourtDoor
from services.intake.wiring import correspondence_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.writes import write_request

TAG = "法院消息"

router = APIRouter(tags=[TAG])

Court = Annotated[Caller, Depends(allow("notice:write", roles=("court",)))]


@router.post(
    "/court/messages",
    summary="报送法院消息",
    status_code=201,
    responses={202: {"model": MessageAnswer, "description": "已收存，待条件具备或经人工处理后登记入案"}},
)
def receive_court_message(
    request: Request,
    response: Response,
    body: Annotated[
        CourtMessageBody,
        Body(discriminator="kind", openapi_examples=EXAMPLES),
    ],
    caller: Court,
    write: Annotated[WriteRequest, Depends(write_request)],
) -> MessageAnswer:
    """诉前移送调处、预立案信息通报及其撤回、立案、送达、开庭、当事人变更、裁判及其后的上诉、生效、再审，法院函件、司法建议、结案，
    均由此报送，次序不限：先于立案（或者预立案通报、追加被告）到达的消息先收存，条件具备后自动登记。各审级各报立案，以原审案号相互关联。同一争议先后有几个案号的，在立案和预立案通报中写明诉前案号，各案号下的记录即合为一案。

    同一消息编号、同样内容重发，得到同一份回执，不会重复登记；同一编号而内容不同的，登记为冲突并返回 409，转人工处理。
    """
    correspondence = correspondence_of(request)
    message = CourtDoor(correspondence, deps_of(request).files).receive(notice_of(body), caller, write)
    response.status_code = 201 if message.case_id is not None else 202
    return receipt(message, correspondence.facts_of(message))


@router.get("/court/messages/{message_id}", summary="查询消息回执")
def read_court_message(
    request: Request, message_id: Annotated[str, Path(title="消息编号", pattern=MESSAGE_ID_PATTERN)], caller: Court
) -> MessageAnswer:
    """本院报送的一条消息现在怎样：已登记入案、待处理、内容冲突，或者已处理完毕。"""
    correspondence = correspondence_of(request)
    message = CourtDoor(correspondence, deps_of(request).files).message_of(caller, message_id)
    return receipt(message, correspondence.facts_of(message))
