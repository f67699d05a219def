"""Webhooks over HTTP: an agency's endpoint, its keys and its pauses. An agency acts for itself; who supervises it may look."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from services.notify.webhooks.answers import EndpointAnswer, IssuedAnswer, endpoint_answer, issued_answer
from services.notify.webhooks.bodies import EndpointBody
from services.notify.webhooks.desk import EndpointDesk, Issued
from services.notify.webhooks.endpoint import Endpoint
from services.notify.webhooks.wiring import MISSING, AgencyId, Owner, Reader, agency_of, desk_of, health_of, own_agency
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.web.deps import deps_of
from yingsu.web.writes import if_match, set_etag, write_request

TAG: Final = "推送"

router = APIRouter(prefix="/endpoint", tags=[TAG], responses=MISSING)


class Change:
    """One change of the caller's own endpoint as asked for: on which version, under which key."""

    def __init__(
        self,
        request: Request,
        response: Response,
        caller: Owner,
        version: Annotated[int, Depends(if_match)],
        write: Annotated[WriteRequest, Depends(write_request)],
    ) -> None:
        self.agency = own_agency(caller)
        self.version = version
        self.write = write
        self._request = request
        self._response = response

    @property
    def desk(self) -> EndpointDesk:
        """The desk that takes it."""
        return desk_of(self._request)

    def answer(self, endpoint: Endpoint) -> EndpointAnswer:
        """The endpoint after it."""
        set_etag(self._response, endpoint.version)
        return endpoint_answer(
            endpoint, health_of(self._request, self.agency), deps_of(self._request).transport_clock(), own=True
        )

    def issue(self, issued: Issued) -> IssuedAnswer:
        """The endpoint after it, with its new secret."""
        set_etag(self._response, issued.endpoint.version)
        return issued_answer(issued, health_of(self._request, self.agency), deps_of(self._request).transport_clock())


Asked = Annotated[Change, Depends()]


@router.get("", summary="查看推送地址")
def read_endpoint(request: Request, response: Response, caller: Reader, agency_id: AgencyId = None) -> EndpointAnswer:
    """机关的推送地址、状态和推送是否顺利。从未登记的，状态为 absent，ETag 为 "0"。密钥不再显示。"""
    agency = agency_of(request, caller, agency_id)
    endpoint = desk_of(request).endpoint(agency)
    set_etag(response, endpoint.version)
    now = deps_of(request).transport_clock()
    return endpoint_answer(endpoint, health_of(request, agency), now, own=caller.role == "agency")


@router.put("", summary="登记推送地址")
def register_endpoint(body: EndpointBody, asked: Asked) -> IssuedAnswer:
    """登记或更改本机关的推送地址，一个机关一个，并发给新的密钥（只显示这一次）。首次登记的 If-Match 为 "0"。

    登记后须发送测试消息，得到2xx的答复后启用。首次启用的，推送启用以后的事件，以前的可从事件流读取或补发；更改地址的，接着原来的推送。
    """
    return asked.issue(asked.desk.register(asked.agency, body.url, body.topics, asked.version, asked.write))


@router.delete("", summary="注销推送地址")
def remove_endpoint(asked: Asked) -> EndpointAnswer:
    """不再推送，尚未送达的不再推送，仍可从事件流读取。"""
    return asked.answer(asked.desk.remove(asked.agency, asked.version, asked.write))


@router.post("/ping", summary="发送测试消息")
def ping_endpoint(asked: Asked) -> EndpointAnswer:
    """立即发送一条签名的测试消息（type 为 yingsu.ping）。答复2xx的，待启用的推送即启用；没有送达的，返回 409 并说明原因。"""
    return asked.answer(asked.desk.ping(asked.agency, asked.version, asked.write))


@router.post("/secret", summary="更换推送密钥")
def rotate_secret(asked: Asked) -> IssuedAnswer:
    """发给新的密钥（只显示这一次）。此后24小时内同时以新旧密钥签名，供接收方从容更换。"""
    return asked.issue(asked.desk.rotate(asked.agency, asked.version, asked.write))


@router.post("/pause", summary="暂停推送")
def pause_endpoint(asked: Asked) -> EndpointAnswer:
    """暂停推送，应推送的保留，恢复后推送。"""
    return asked.answer(asked.desk.pause(asked.agency, asked.version, asked.write))


@router.post("/resumption", summary="恢复推送")
def resume_endpoint(asked: Asked) -> EndpointAnswer:
    """恢复推送，保留的和未送达的随即推送。因推送失败或接收方答复410而暂停的，也由此恢复。"""
    return asked.answer(asked.desk.resume(asked.agency, asked.version, asked.write))
