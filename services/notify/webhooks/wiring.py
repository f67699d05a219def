"""From the request to the domain: what the routes of webhooks need, and whose endpoint a caller may look at."""

from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request

from services.notify.webhooks import log
from services.notify.webhooks.again import SendingAgain
from services.notify.webhooks.desk import EndpointDesk
from services.notify.webhooks.endpoint import EndpointNotFound, stream_of
from services.notify.webhooks.log import Health
from services.notify.webhooks.sending import Sender
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.web.auth import allow
from yingsu.web.deps import Deps, deps_of

MISSING: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "没有推送地址或这条消息，或者不在查看范围内"}}
READERS: tuple[ClientRole, ...] = ("agency", "supervisor", "auditor")

Owner = Annotated[Caller, Depends(allow("case:write", roles=("agency",)))]
Reader = Annotated[Caller, Depends(allow("case:read", roles=READERS))]
AgencyId = Annotated[
    str | None,
    Query(title="机关编号", description="机关只能查看本机关的，可不填；司法行政机关和审计机关必填", max_length=100),
]


def desk(deps: Deps) -> EndpointDesk:
    """The desk of endpoints."""
    return EndpointDesk(deps.ledger, deps.keys, deps.directory, Sender(deps.settings.webhook_networks), deps.transport_clock)


def desk_of(request: Request) -> EndpointDesk:
    """The desk of the service that serves `request`."""
    found: EndpointDesk = request.app.state.endpoints
    return found


def again_of(request: Request) -> SendingAgain:
    """What owners ask to be sent again."""
    return SendingAgain(desk_of(request))


def own_agency(caller: Caller) -> str:
    """The agency of an agency's client. Raises `EndpointNotFound`."""
    if caller.agency is None:
        raise EndpointNotFound("本接入系统没有所属机关，没有推送地址。请联系系统管理员。")
    return caller.agency


def agency_of(request: Request, caller: Caller, agency_id: AgencyId = None) -> str:
    """The agency whose endpoint is asked about: the caller's own, or one of the jurisdictions that it supervises. Raises
    `EndpointNotFound`, also where there is such an agency and the caller may not look at it."""
    if caller.role == "agency" and agency_id in (None, caller.agency):
        return own_agency(caller)
    known = deps_of(request).directory.agency(agency_id) if agency_id else None
    if caller.role == "agency" or known is None or not within((known.jurisdiction,), caller.jurisdictions):
        raise EndpointNotFound("没有这个机关的推送地址，或者不在您的查看范围内。请核对查询参数 agency_id。")
    return known.agency_id


def health_of(request: Request, agency: str) -> Health:
    """How sending to an agency's endpoint goes."""
    with deps_of(request).ledger.database.read(EVERYWHERE) as cursor:
        return log.health(cursor, stream_of(agency))
