"""Tokens over HTTP: the token endpoint (RFC 6749 §4.4), the issuer's keys (RFC 7517) and its metadata (RFC 8414).

Errors of the token endpoint have the form of RFC 6749 §5.2, because clients' libraries read that: `error` and `error_description` in ASCII,
with our stable `code` and the Chinese `message` besides. Where an external issuer is set, none of these is offered.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import unquote_plus

from fastapi import APIRouter, Depends, Header, Request
from pydantic import Field
from starlette.responses import JSONResponse, Response

from yingsu.errors import NotFound
from yingsu.officials.callers import Unauthenticated
from yingsu.officials.clients import Client
from yingsu.officials.credentials import ASSERTION_TYPE, FrontDoor
from yingsu.officials.divisions import DivisionCodeInvalid, JurisdictionsMissing
from yingsu.officials.roles import SCOPES
from yingsu.officials.signatures import ALGORITHM
from yingsu.officials.tokens import JurisdictionNotGranted, ScopeNotGranted
from yingsu.web.bodies import Answer, form_fields
from yingsu.web.deps import Deps, deps_of

TAG: Final = "令牌"
TOKEN_PATH: Final = "/token"  # noqa: S105  # an address, not a secret
JWKS_PATH: Final = "/.well-known/jwks.json"

OAuthError = Literal["invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope"]

_DESCRIPTIONS: Mapping[OAuthError, str] = {
    "invalid_request": "a parameter is missing, repeated or malformed",
    "invalid_client": "client authentication failed",
    "unsupported_grant_type": "only client_credentials is supported",
    "invalid_scope": "the requested scope or jurisdiction exceeds what was granted",
}


class ExternalIssuerInUse(NotFound):
    """Tokens come from an external issuer."""

    code = "external-issuer-in-use"
    title = "由外部机构签发令牌"


class TokenAnswer(Answer):
    """RFC 6749 §5.1."""

    access_token: str = Field(title="访问令牌", description="ES256 签名的 at+jwt（RFC 9068）", examples=["eyJhbGciOiJFUzI1NiIs…"])
    token_type: Literal["Bearer"] = Field(default="Bearer", title="令牌类型", examples=["Bearer"])
    expires_in: int = Field(title="有效期", description="秒", examples=[600])
    scope: str = Field(title="权限", description="以空格分隔", examples=["case:read case:write"])


class TokenError(Answer):
    """RFC 6749 §5.2, with what officials and programs can act on."""

    error: OAuthError = Field(title="OAuth 错误代码", examples=["invalid_client"])
    error_description: str = Field(title="英文说明", examples=["client authentication failed"])
    code: str = Field(title="代码", description="稳定的英文代码，供程序判断", examples=["client-not-authenticated"])
    message: str = Field(title="说明", examples=["接入系统编号或密钥不正确，或该系统已停用。"])


class Jwk(Answer):
    """A public key."""

    kty: str = Field(title="密钥类型", examples=["EC"])
    crv: str = Field(title="曲线", examples=["P-256"])
    x: str = Field(title="x 坐标")
    y: str = Field(title="y 坐标")
    kid: str = Field(title="密钥编号")
    alg: str = Field(title="算法", examples=["ES256"])
    use: str = Field(title="用途", examples=["sig"])


class Jwks(Answer):
    """The issuer's public keys."""

    keys: list[Jwk] = Field(title="公钥")


class Metadata(Answer):
    """RFC 8414."""

    issuer: str = Field(title="签发者标识", examples=["urn:yingsu:issuer"])
    token_endpoint: str = Field(title="取令牌的地址")
    jwks_uri: str = Field(title="公钥的地址")
    scopes_supported: list[str] = Field(title="权限")
    grant_types_supported: list[str] = Field(title="授权方式", examples=[["client_credentials"]])
    response_types_supported: list[str] = Field(title="响应类型", description="没有浏览器流程，恒为空")
    token_endpoint_auth_methods_supported: list[str] = Field(title="接入系统的验证方式")
    token_endpoint_auth_signing_alg_values_supported: list[str] = Field(title="签名算法", examples=[["ES256"]])


_EXTERNAL: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "本安装的令牌由外部机构签发"}}
_FORM: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"type": "string", "enum": ["client_credentials"], "title": "授权方式"},
                    "scope": {"type": "string", "title": "权限", "description": "以空格分隔；不写则为已授予的全部"},
                    "jurisdictions": {
                        "type": "string",
                        "title": "管辖区域",
                        "description": "以空格分隔的行政区划代码；不写则为已授予的全部",
                    },
                    "client_id": {"type": "string", "title": "接入系统编号"},
                    "client_secret": {"type": "string", "title": "密钥"},
                    "client_assertion_type": {"type": "string", "enum": [ASSERTION_TYPE], "title": "声明类型"},
                    "client_assertion": {"type": "string", "title": "声明", "description": "private_key_jwt（RFC 7523）"},
                },
            },
            "example": {"grant_type": "client_credentials", "scope": "case:read", "client_id": "hongze-oa", "client_secret": "…"},
        }
    },
}


class _Refused(Exception):
    """The request is not one that RFC 6749 §4.4 describes. `args`: the OAuth error, our code, the Chinese message."""


def token_routes(deps: Deps) -> APIRouter:
    """The routes, with a door that remembers which statements were used."""
    router = APIRouter(tags=[TAG])
    door = FrontDoor(deps.directory, deps.keys, issuer=deps.settings.issuer, clock=deps.transport_clock)

    @router.post(
        TOKEN_PATH,
        summary="取得令牌",
        response_model=TokenAnswer,
        responses={
            400: {"model": TokenError, "description": "请求有误，或超出授权"},
            401: {"model": TokenError, "description": "接入系统未通过验证"},
            **_EXTERNAL,
        },
        openapi_extra={"requestBody": _FORM, "security": []},
    )
    def issue_token(
        request: Request,
        form: Annotated[Mapping[str, str], Depends(form_fields)],
        authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        """以接入系统的凭据换取令牌。三种验证方式任选一种：HTTP Basic、表单中的密钥、以登记的密钥签署的声明（推荐）。"""
        _embedded(request)
        try:
            if form.get("grant_type") != "client_credentials":
                missing = "grant_type" not in form
                kind: OAuthError = "invalid_request" if missing else "unsupported_grant_type"
                raise _Refused(kind, "grant-type-invalid", "参数 grant_type 应为 client_credentials。请更正后重试。")
            client = _authenticated(door, form, authorization)
            token = deps.issuer.issue(client, form.get("scope", "").split(), form.get("jurisdictions", "").split())
        except _Refused as refusal:
            return _error(400, *refusal.args)
        except Unauthenticated as error:
            return _error(401, "invalid_client", error.code, error.message, challenge=authorization is not None)
        except (ScopeNotGranted, JurisdictionNotGranted, DivisionCodeInvalid, JurisdictionsMissing) as error:
            return _error(400, "invalid_scope", error.code, error.message)
        answer = TokenAnswer(access_token=token.access_token, expires_in=token.expires_in, scope=token.scope)
        return JSONResponse(answer.model_dump(), headers={"Cache-Control": "no-store", "Pragma": "no-cache"})

    @router.get(JWKS_PATH, summary="签发者的公钥", response_model=Jwks, responses=_EXTERNAL)
    def show_keys(request: Request, response: Response) -> dict[str, list[dict[str, str]]]:
        """用于核验令牌签名的公钥（RFC 7517）。"""
        _embedded(request)
        response.headers["Cache-Control"] = "public, max-age=300"
        return deps.issuer.jwks()

    @router.get("/.well-known/oauth-authorization-server", summary="签发者的说明", response_model=Metadata, responses=_EXTERNAL)
    def show_metadata(request: Request) -> Metadata:
        """RFC 8414 的授权服务器元数据。"""
        _embedded(request)
        root = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
        return Metadata(
            issuer=deps.issuer.issuer,
            token_endpoint=root + TOKEN_PATH,
            jwks_uri=root + JWKS_PATH,
            scopes_supported=list(SCOPES),
            grant_types_supported=["client_credentials"],
            response_types_supported=[],
            token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post", "private_key_jwt"],
            token_endpoint_auth_signing_alg_values_supported=[ALGORITHM],
        )

    return router


def _embedded(request: Request) -> None:
    if deps_of(request).settings.external_jwks is not None:
        raise ExternalIssuerInUse("本安装的令牌由外部机构签发（YINGSU_EXTERNAL_JWKS），这里不发放。请向该机构取得令牌。")


def _authenticated(door: FrontDoor, form: Mapping[str, str], authorization: str | None) -> Client:
    """The client, by exactly one of the three methods (RFC 6749 §2.3)."""
    used = [authorization is not None, "client_secret" in form, "client_assertion" in form or "client_assertion_type" in form]
    if sum(used) != 1:
        raise _Refused(
            "invalid_request",
            "client-authentication-ambiguous",
            "请用且只用一种方式证明身份：HTTP Basic、client_secret 或 client_assertion。",
        )
    if authorization is not None:
        client_id, secret = _basic(authorization)
        return door.by_secret(client_id, secret)
    if "client_secret" in form:
        return door.by_secret(form.get("client_id", ""), form["client_secret"])
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise _Refused("invalid_request", "client-assertion-type-invalid", f"参数 client_assertion_type 应为 {ASSERTION_TYPE}。")
    return door.by_statement(form.get("client_assertion", ""), form.get("client_id"))


def _basic(authorization: str) -> tuple[str, str]:
    """Id and secret of an HTTP Basic header; both are form-encoded inside it (RFC 6749 §2.3.1)."""
    scheme, _, value = authorization.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        colon = ""
    if scheme.lower() != "basic" or not colon:
        raise _Refused(
            "invalid_request", "authorization-malformed", "请求头 Authorization 应为 Basic 方式（RFC 7617）。请更正后重试。"
        )
    return unquote_plus(client_id), unquote_plus(secret)


def _error(status: int, error: OAuthError, code: str, message: str, *, challenge: bool = False) -> Response:
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    if challenge:
        headers["WWW-Authenticate"] = 'Basic realm="yingsu", charset="UTF-8"'
    body = TokenError(error=error, error_description=_DESCRIPTIONS[error], code=code, message=message)
    return JSONResponse(body.model_dump(), status, headers=headers)
