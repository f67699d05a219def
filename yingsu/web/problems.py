"""Every answer that is not a success: RFC 9457 problem details, in Chinese, with stable types. Owns the table of statuses.

    YingsuError                        officials and programs of the caller can act on it
    ├── Refused 409, Malformed 422 (payload-too-large 413), Forbidden 403, NotFound 404, Stale 412, Unavailable 503
    ├── Unauthenticated 401            (yingsu.officials.callers)
    └── EdgeError                      an answer that only HTTP has a word for; says its status itself

Anything else is a fault of this software: 500 with a trace id, and nothing more.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from yingsu.clock import SHANGHAI
from yingsu.errors import Change, Forbidden, Malformed, NotFound, Refused, Stale, Unavailable, YingsuError
from yingsu.officials.callers import Unauthenticated
from yingsu.web import tracing

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:yingsu:problem:"
RETRY_AFTER_SECONDS = 2
REALM = "yingsu"

Place = Literal["body", "query", "path", "header"]


class Flaw(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(frozen=True, title="具体问题")

    place: Place = Field(
        serialization_alias="in", title="所在部分", description="body 正文、query 查询参数、path 路径、header 请求头"
    )
    pointer: str = Field(
        title="位置", description="正文中为 JSON 指针（RFC 6901），其他部分为参数名或请求头名", examples=["/defendants/0/agency"]
    )
    code: str = Field(title="代码", description="稳定的英文代码，供程序判断", examples=["missing"])
    message: str = Field(title="说明", examples=["缺少必填项。"])
    line: int | None = Field(default=None, title="行", description="正文不是合格的 JSON 时给出，从 1 起")
    column: int | None = Field(default=None, title="列", description="同上，按字符计，从 1 起")
    offset: int | None = Field(default=None, title="字节偏移", description="同上，从 0 起")


class Problem(BaseModel):
    """RFC 9457 problem details. Never holds what the caller sent."""

    model_config = ConfigDict(frozen=True, title="问题说明")

    type: str = Field(title="类型", description="稳定的问题类型 URN", examples=["urn:yingsu:problem:version-conflict"])
    title: str = Field(title="标题", examples=["内容已被他人更新"])
    status: int = Field(title="HTTP 状态码", examples=[412])
    detail: str = Field(
        title="说明",
        description="什么未办理、依据什么、下一步怎么做",
        examples=["案件已被他人更新，本次未登记。请重新读取后再提交。"],
    )
    instance: str | None = Field(default=None, title="本次请求", description="关联编号（X-Correlation-Id）的 URN")
    code: str = Field(title="代码", description="稳定的英文代码，供程序判断", examples=["version-conflict"])
    clauses: list[str] = Field(
        default_factory=list, title="依据条款", description="条款编号；规则所引条款的原文见 /v1/registry/profiles/{profile_id}"
    )
    errors: list[Flaw] = Field(default_factory=list, title="具体问题")
    trace_id: str | None = Field(
        default=None, title="追踪编号", description="联系管理员时请提供", examples=["0af7651916cd43dd8448eb211c80319c"]
    )


class EdgeError(YingsuError):
    """An answer that only HTTP has a word for. Subclasses say `status`."""

    status: ClassVar[int] = 400

    def __init__(self, message: str, *, flaws: Sequence[Flaw] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.flaws = tuple(flaws)
        self.headers = dict(headers or {})


class TokenMissing(Unauthenticated):
    """There is no Authorization header."""

    code = "token-missing"
    title = "缺少令牌"


class ScopeMissing(Forbidden):
    """The token is good but does not reach this far. `scope` is what it would need."""

    code = "scope-missing"

    def __init__(self, message: str, scope: str) -> None:
        super().__init__(message)
        self.scope = scope


_STATUSES: tuple[tuple[type[YingsuError], int], ...] = (
    (Refused, 409),
    (Malformed, 422),
    (Forbidden, 403),
    (NotFound, 404),
    (Stale, 412),
    (Unavailable, 503),
    (Unauthenticated, 401),
)
_OF_HTTP: Mapping[int, tuple[str, str, str]] = {
    400: ("bad-request", "请求有误", "服务器无法读懂这个请求。请核对后重试。"),
    404: ("no-such-address", "没有这个地址", "没有这个接口地址，请核对路径。各服务的接口清单见其 /docs。"),
    405: ("method-not-allowed", "不支持的请求方法", "这个地址不支持所用的请求方法，可用的方法见响应头 Allow。"),
    413: ("payload-too-large", "内容过大", "提交的内容过大，未登记。请缩小后重试。"),
    415: ("media-type-unsupported", "内容类型不支持", "不支持这种内容类型。请以 application/json 提交。"),
}


def status_of(error: YingsuError) -> int:
    """The HTTP status that answers `error`; 500 for an error without a place in the tree."""
    if isinstance(error, EdgeError):
        return error.status
    if error.code == "payload-too-large":
        return 413
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def answer(error: YingsuError, place: Place = "body") -> Response:
    """The problem response for an error that the caller is meant to see. `place`: where its pointer leads."""
    found = problem_of(error, place)
    return _sent(found, _headers(error, found.status))


def problem_of(error: YingsuError, place: Place = "body") -> Problem:
    """The problem details of an error that the caller is meant to see. `place`: where its pointer leads."""
    status = status_of(error)
    flaws: tuple[Flaw, ...] = error.flaws if isinstance(error, EdgeError) else ()
    if error.pointer is not None:
        pointer = error.pointer if place == "body" else error.pointer.removeprefix("/")
        flaws = (Flaw(place=place, pointer=pointer, code=error.code, message=error.message),)
    if isinstance(error, Stale):
        flaws = tuple(_changed(change) for change in error.changes)
    return problem(status, error.code, error.title, error.message, clauses=error.clauses, flaws=flaws)


def _changed(change: Change) -> Flaw:
    """What was recorded meanwhile, for whoever sent an older `If-Match`."""
    moment = change.recorded_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    official = f"，办理人员 {change.official}" if change.official else ""
    message = f"第 {change.version} 版于北京时间 {moment} 登记（{change.topic}），登记方角色 {change.role}{official}。"
    return Flaw(place="header", pointer="If-Match", code="changed-since", message=message)


def answer_http(status: int, headers: Mapping[str, str] | None) -> Response:
    """The problem response for an HTTP error of the framework. Its own English wording is not shown."""
    if status in _OF_HTTP:
        return respond(status, *_OF_HTTP[status], headers=headers)
    phrase = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return respond(
        status, phrase, "请求未能处理", "请求未能处理。请核对后重试；仍不行时，请把追踪编号告知管理员。", headers=headers
    )


def answer_fault() -> Response:
    """The answer to a fault of this software."""
    detail = "系统内部出错，详情已记入日志。可用同一请求（同一 Idempotency-Key）重试；仍不行时，请把追踪编号告知管理员。"
    return respond(500, "internal-error", "系统内部出错", detail)


def respond(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    clauses: Sequence[str] = (),
    flaws: Sequence[Flaw] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem response. A lone surrogate that got into a text is replaced: an answer always encodes."""
    return _sent(problem(status, code, title, detail, clauses=clauses, flaws=flaws), headers)


def problem(
    status: int, code: str, title: str, detail: str, *, clauses: Sequence[str] = (), flaws: Sequence[Flaw] = ()
) -> Problem:
    """Problem details, of the request that is being served."""
    trace = tracing.current()
    return Problem(
        type=TYPE_PREFIX + code,
        title=title,
        status=status,
        detail=detail,
        instance=f"urn:yingsu:request:{trace.correlation_id}" if trace else None,
        code=code,
        clauses=list(clauses),
        errors=list(flaws),
        trace_id=trace.trace_id if trace else None,
    )


def _sent(found: Problem, headers: Mapping[str, str] | None) -> Response:
    trace = tracing.current()
    if trace is not None:
        trace.code = found.code
    content = json.dumps(found.model_dump(by_alias=True, exclude_none=True), ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, found.status, headers=headers, media_type=MEDIA_TYPE)


def _headers(error: YingsuError, status: int) -> dict[str, str]:
    if isinstance(error, EdgeError):
        return error.headers
    if isinstance(error, ScopeMissing):
        return {"WWW-Authenticate": f'Bearer realm="{REALM}", error="insufficient_scope", scope="{error.scope}"'}
    if isinstance(error, TokenMissing):
        return {"WWW-Authenticate": f'Bearer realm="{REALM}"'}
    if status == 401:
        return {"WWW-Authenticate": f'Bearer realm="{REALM}", error="invalid_token", error_description="{error.code}"'}
    if status == 503:
        return {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return {}
