"""What makes a write safe to repeat and safe to race: `Idempotency-Key`, `If-Match`, `ETag`.

The identity of a command is a UUIDv5 of client, service, method, path and key. Its body hash is the installation's keyed hash of the
body's canonical JSON: names sorted, no white space, as msgspec writes it (a form is hashed as sent). So the same content in other
white space or field order is the same request, and any other content under the same key is refused.
"""

import re
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from fastapi import Depends, Header
from fastapi import Request as HttpRequest
from starlette.responses import Response

from yingsu.ledger.deciding import Request
from yingsu.officials.callers import Caller
from yingsu.web import tracing
from yingsu.web.auth import current_caller
from yingsu.web.deps import address_of, deps_of, service_of
from yingsu.web.limits import JSON_SCOPE_KEY
from yingsu.web.problems import EdgeError, Flaw

KEY_HEADER = "Idempotency-Key"
KEY_PATTERN = r"^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$"
ETAG_PATTERN = r'^"(0|[1-9][0-9]{0,8})"$'
NAMESPACE = UUID("6f0d7a5e-6d5c-5b0e-9a3f-1f7f0c2b6a11")
"""Names of commands live in it. Changing it, or how a name is put together, would make repeats look new."""

_KEY = re.compile(KEY_PATTERN)
_ETAG = re.compile(ETAG_PATTERN)
_ANY_ETAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"')
_canonical = msgspec.json.Encoder(order="sorted").encode

_KEY_DESCRIPTION = (
    "幂等键：一次业务提交一个，1 到 255 个可见 ASCII 字符，建议用 UUID。重试须用同一个键和同样的内容，得到同一份回执，不会重复登记；"
    "同一个键配其他内容会被拒绝（422）。"
)
_NO_KEY_DESCRIPTION = "幂等键：可以不填，填写时为 1 到 255 个可见 ASCII 字符。重复以内容识别，与键无关。"
OPTIONAL = "x-optional"
"""Marks, in a parameter's schema, that a route does not need a header that others need. Not shown."""
_IF_MATCH_DESCRIPTION = "所依据的版本：最近一次读取时响应头 ETag 的原值，含英文双引号。内容已被他人更新时返回 412。"
_IF_NONE_MATCH_DESCRIPTION = "已持有的内容：以前收到的 ETag。所示内容未变时返回 304，不带正文。"


class KeyMissing(EdgeError):
    """A write came without `Idempotency-Key`."""

    status = 400
    code = "idempotency-key-missing"
    title = "缺少幂等键"


class KeyMalformed(EdgeError):
    """`Idempotency-Key` is not 1–255 printable ASCII characters, or came twice."""

    status = 422
    code = "idempotency-key-malformed"
    title = "幂等键有误"


class IfMatchMissing(EdgeError):
    """A change came without `If-Match`."""

    status = 428
    code = "if-match-missing"
    title = "缺少版本"


class IfMatchMalformed(EdgeError):
    """`If-Match` is not one strong ETag of a version."""

    status = 422
    code = "if-match-malformed"
    title = "版本有误"


async def keyless_write(
    request: HttpRequest,
    caller: Annotated[Caller, Depends(current_caller)],
    key: Annotated[
        str | None, Header(alias=KEY_HEADER, description=_NO_KEY_DESCRIPTION, json_schema_extra={OPTIONAL: True})
    ] = None,
) -> Request:
    """Dependency: a write that is known by its content, and so needs no key. Raises `KeyMalformed`, and what `current_caller` raises."""
    return _asked(request, caller, "") if key is None else await unread_write(request, caller, key)


async def unread_write(
    request: HttpRequest,
    caller: Annotated[Caller, Depends(current_caller)],
    key: Annotated[str | None, Header(alias=KEY_HEADER, description=_KEY_DESCRIPTION)] = None,
) -> Request:
    """Dependency: the write as asked for, before its body was read: the route that reads it puts the body hash in.

    Raises `KeyMissing`, `KeyMalformed`, and what `current_caller` raises.
    """
    if key is None:
        raise KeyMissing(
            f"写入须在请求头写明 {KEY_HEADER}，未登记。请为每次业务提交生成一个不重复的值（例如 UUID），重试时沿用。",
            flaws=(Flaw(place="header", pointer=KEY_HEADER, code="missing", message="缺少请求头。"),),
        )
    if not _KEY.fullmatch(key) or len(request.headers.getlist(KEY_HEADER)) != 1:
        message = f"请求头 {KEY_HEADER} 应只有一个，为 1 到 255 个可见 ASCII 字符。"
        raise KeyMalformed(
            f"{message}本次未登记。", flaws=(Flaw(place="header", pointer=KEY_HEADER, code="key-malformed", message=message),)
        )
    return _asked(request, caller, key)


def _asked(request: HttpRequest, caller: Caller, key: str) -> Request:
    trace = tracing.current()
    command_id = command_id_of(caller.client, service_of(request), request.method, address_of(request.scope), key)
    return Request(
        command_id=command_id,
        body_hash=b"",
        actor=caller.actor(),
        source=f"/v1/{service_of(request)}",
        correlation_id=trace.correlation_id if trace else str(command_id),
        permitted=caller.jurisdictions,
    )


async def write_request(request: HttpRequest, write: Annotated[Request, Depends(unread_write)]) -> Request:
    """Dependency: the write as asked for. Raises what `unread_write` raises."""
    return msgspec.structs.replace(write, body_hash=deps_of(request).keys.keyed_hash(await _canonical_body(request)))


def command_id_of(client: str, service: str, method: str, path: str, key: str) -> UUID:
    """The identity of a command. `path` is below the service, ids included."""
    return uuid5(NAMESPACE, msgspec.json.encode([client, service, method, path, key]).decode())


async def if_match(
    request: HttpRequest,
    value: Annotated[str | None, Header(alias="If-Match", description=_IF_MATCH_DESCRIPTION)] = None,
) -> int:
    """Dependency: the stream version that the caller decided on. Raises `IfMatchMissing`, `IfMatchMalformed`."""
    if value is None:
        raise IfMatchMissing(
            "更改须在请求头写明 If-Match，未登记。请先读取最新内容，把响应头 ETag 的原值填入 If-Match 后重新提交。",
            flaws=(Flaw(place="header", pointer="If-Match", code="missing", message="缺少请求头。"),),
        )
    version = _ETAG.fullmatch(value.strip())
    if version is None or len(request.headers.getlist("If-Match")) != 1:
        message = '应为读取时得到的一个 ETag 原值，例如 "7"（含英文双引号）；不接受 *、W/ 和多个值。'
        raise IfMatchMalformed(
            f"请求头 If-Match 有误，未登记：{message}",
            flaws=(Flaw(place="header", pointer="If-Match", code="if-match-malformed", message=message),),
        )
    return int(version[1])


async def if_none_match(
    value: Annotated[str | None, Header(alias="If-None-Match", description=_IF_NONE_MATCH_DESCRIPTION)] = None,
) -> frozenset[str]:
    """Dependency: the ETags that the caller holds (compared weakly, as RFC 9110 says); `*` stands for any. Nonsense counts as none."""
    if value is None:
        return frozenset()
    return frozenset({"*"}) if value.strip() == "*" else frozenset(_ANY_ETAG.findall(value))


def etag(version: int) -> str:
    """The strong ETag of a stream version."""
    return f'"{version}"'


def set_etag(response: Response, version: int) -> None:
    """Say in `response` which version it shows, or what version a write made."""
    response.headers["ETag"] = etag(version)


def not_modified(held: frozenset[str], version: int) -> Response | None:
    """The 304 to return when the caller holds `version` already; None when it needs the content.

    Only where an answer shows nothing but its stream: not the day, a name or a rule. Else see `yingsu.web.validators`.
    """
    if "*" in held or str(version) in held:
        return Response(status_code=304, headers={"ETag": etag(version)})
    return None


async def _canonical_body(request: HttpRequest) -> bytes:
    if JSON_SCOPE_KEY in request.scope:
        return _canonical(request.scope[JSON_SCOPE_KEY])
    return await request.body()
