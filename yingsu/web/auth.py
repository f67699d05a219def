"""Who sends a request, and whether a route is open to them: bearer tokens, scopes, roles, and the assertion of the acting official.

`Depends(allow("case:read"))` gives a route its `Caller`. The token is verified once per request, and so is the assertion, which counts
only once.
"""

import re
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Any, Final

from fastapi import Header, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2

from yingsu.errors import Forbidden
from yingsu.events.registry.client import ClientRole
from yingsu.officials.callers import Caller, Unauthenticated
from yingsu.officials.roles import ROLES, SCOPES, Scope
from yingsu.web import rates, tracing
from yingsu.web.deps import deps_of
from yingsu.web.problems import ScopeMissing, TokenMissing

TOKEN_URL = "/v1/registry/token"  # noqa: S105  # an address, not a secret
CALLER_SCOPE_KEY = "yingsu.caller"
ASSERTION_HEADER = "Acting-Official"

SCOPE_TITLES: dict[Scope, str] = {
    "notice:write": "报送法院事实",
    "case:read": "查看案件",
    "case:write": "办理案件",
    "due:read": "查看期限和待办",
    "registry:read": "查看机关、法院、人员、日历和规则",
    "registry:write": "管理机关、法院、人员、接入系统，发布日历和规则",
    "audit:read": "回放、核验和导出全部历史",
}

_HOW = f"请以接入系统的身份向 {TOKEN_URL} 取得令牌，并在请求头写明 Authorization: Bearer <令牌>。"
_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]+=*)")


class TokenMalformed(Unauthenticated):
    """The Authorization header is not `Bearer <token>`."""

    code = "token-malformed"
    title = "令牌格式有误"


class RoleNotAllowed(Forbidden):
    """The route is not open to the caller's role."""

    code = "role-not-allowed"


class OfficialMissing(Forbidden):
    """The route needs a person, and no acting official was asserted."""

    code = "official-missing"


oauth2 = OAuth2(
    scheme_name="oauth2",
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(
            tokenUrl=TOKEN_URL, scopes={scope: SCOPE_TITLES[scope] for scope in SCOPE_TITLES}
        )
    ),
    description=f"OAuth 2 客户端凭据方式。令牌为 ES256 签名的 at+jwt（RFC 9068），有效期以取得时的 expires_in 为准。{_HOW}",
    auto_error=False,
)

_ASSERTION_DESCRIPTION = (
    "办理人员声明：接入系统用其登记的密钥签发的 JWT（RFC 7523），sub 为办理人员编号，aud 为签发者标识，有效期不超过五分钟，"
    "jti 只能使用一次（重试须另签一份）。由人员签批、复核的事项必须附上。"
)


async def current_caller(
    request: Request,
    authorization: Annotated[str | None, Security(oauth2)],
    acting_official: Annotated[
        str | None, Header(alias=ASSERTION_HEADER, description=_ASSERTION_DESCRIPTION, max_length=8192)
    ] = None,
) -> Caller:
    """Dependency: the verified caller, whatever its scopes. Raises `Unauthenticated`, `Forbidden`, `RateExceeded`."""
    known: Caller | None = request.scope.get(CALLER_SCOPE_KEY)
    if known is None:
        known = await run_in_threadpool(_verify, request, authorization, acting_official)
        request.scope[CALLER_SCOPE_KEY] = known
    return known


def allow(
    scope: Scope, roles: Collection[ClientRole] | None = None, *, official: bool = False
) -> Callable[..., Awaitable[Caller]]:
    """A dependency that gives the caller when its token has `scope`, its role is among `roles` (None: any), and, where `official` is
    set, an acting official is asserted. Raises `ScopeMissing`, `RoleNotAllowed`, `OfficialMissing`, and what `current_caller` raises."""
    if scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    async def allowed(caller: Annotated[Caller, Security(current_caller, scopes=[scope])]) -> Caller:
        require_scope(caller, scope)
        if roles is not None and caller.role not in roles:
            open_to = "、".join(ROLES[role].title for role in ROLES if role in roles)
            raise RoleNotAllowed(f"本事项只对{open_to}开放，当前接入系统的身份是{ROLES[caller.role].title}，未办理。")
        if official and caller.official is None:
            raise OfficialMissing(f"本事项须由人员办理，未办理。请在请求头 {ASSERTION_HEADER} 中附上办理人员声明。")
        return caller

    return allowed


def charge(request: Request, caller: Caller, more: int) -> None:
    """Count a request that is worth several as `more` further ones, before anything of it is done. Raises `RateExceeded`."""
    if more > 0:
        quota = deps_of(request).rates.spend(caller.client, more)
        trace = tracing.current()
        if trace is not None:
            trace.quota = quota
        rates.require(quota)


def allow_unsigned(scope: Scope) -> Callable[..., Awaitable[Caller | None]]:
    """A dependency for what may be public: None for a request without a token, which the route answers or refuses (`unsigned`); whoever
    sends one is checked as by `allow`. Raises `ScopeMissing`, and what `current_caller` raises."""
    if scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    async def allowed(
        request: Request,
        authorization: Annotated[str | None, Security(oauth2, scopes=[scope])],
        acting_official: Annotated[
            str | None, Header(alias=ASSERTION_HEADER, description=_ASSERTION_DESCRIPTION, max_length=8192)
        ] = None,
    ) -> Caller | None:
        if authorization is None:
            return None
        caller = await current_caller(request, authorization, acting_official)
        require_scope(caller, scope)
        return caller

    return allowed


UNSIGNED: Final[dict[str, Any]] = {"security": [{}]}
"""What a route with `allow_unsigned` adds to its description (`openapi_extra`): a request without a token is one way to ask."""


def unsigned() -> TokenMissing:
    """What a request without a token is told where it needs one."""
    return TokenMissing(f"请求没有附带令牌，未办理。{_HOW}")


def require_scope(caller: Caller, scope: Scope) -> None:
    """For what a route asks beyond its own scope in some requests only. ScopeMissing."""
    if scope not in caller.scopes:
        raise ScopeMissing(
            f"令牌没有“{scope}”（{SCOPE_TITLES[scope]}）的权限，未办理。请在取令牌时申请该权限；尚未获授权的，请联系系统管理员。",
            scope,
        )


def _verify(request: Request, authorization: str | None, assertion: str | None) -> Caller:
    deps = deps_of(request)
    if authorization is None:
        raise unsigned()
    bearer = _BEARER.fullmatch(authorization)
    if bearer is None:
        raise TokenMalformed(f"请求头 Authorization 的写法有误，未办理。{_HOW}")
    caller = deps.verifier.verify(bearer[1])
    trace = tracing.current()
    quota = deps.rates.spend(caller.client)
    if trace is not None:
        trace.client, trace.quota = caller.client, quota
    rates.require(quota)
    return caller if assertion is None else deps.verifier.verify_assertion(assertion, caller)
