"""What is looked at before anything is parsed: size, encoding, content type, depth, characters. A pure ASGI middleware.

A body that passes is handed on whole. Its parsed JSON stays in the scope (`JSON_SCOPE_KEY`), so that it is hashed without a second parse.
Only the body of an upload is handed on as it comes, to be bounded by `yingsu.web.uploads`.
"""

import asyncio
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final, NoReturn
from urllib.parse import unquote_to_bytes

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yingsu.web.deps import address_of
from yingsu.web.json_text import read_json
from yingsu.web.problems import EdgeError, Flaw, Place

MAX_BODY_BYTES: Final = 1024 * 1024
LARGE_BODY_BYTES: Final = 64 * 1024
DRAINED_BYTES: Final = 8 * 1024 * 1024
BODY_SECONDS: Final = 60.0
"""How long a whole body may take to arrive: 1 MiB over a line of 150 kbit/s."""
JSON_SCOPE_KEY: Final = "yingsu.json"
FORM: Final = "application/x-www-form-urlencoded"

_JSON = re.compile(r"application/(?:[a-z0-9!#$&^_.+-]+\+)?json")
_BARE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class PayloadTooLarge(EdgeError):
    """The body is larger than `MAX_BODY_BYTES`."""

    status = 413
    code = "payload-too-large"
    title = "内容过大"


class MediaTypeUnsupported(EdgeError):
    """The body is not of a type that this address takes."""

    status = 415
    code = "media-type-unsupported"
    title = "内容类型不支持"


class TextUnusable(EdgeError):
    """Path, query or form holds bytes that are no text, or U+0000."""

    status = 422
    code = "text-unusable"
    title = "含有无法登记的字符"


class BodyTooSlow(EdgeError):
    """The body did not arrive in `BODY_SECONDS`."""

    status = 408
    code = "body-too-slow"
    title = "正文未按时到达"


class LengthInvalid(EdgeError):
    """Content-Length is not a number, or not that of the body."""

    status = 400
    code = "content-length-invalid"
    title = "请求头有误"


class Limits:
    """Refuses what cannot be a good request, before it costs anything. `forms`: paths below the service that take form bodies;
    `uploads`: those that take files; `large`: those that take more than `MAX_BODY_BYTES`, and how much (below `DRAINED_BYTES`)."""

    def __init__(
        self,
        app: ASGIApp,
        forms: Collection[str] = (),
        body_seconds: float = BODY_SECONDS,
        uploads: Collection[str] = (),
        large: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._forms = frozenset(forms)
        self._uploads = frozenset(uploads)
        self._body_seconds = body_seconds
        self._large = large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _check_text(scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass"), "path", "路径")
        _check_text(scope["query_string"].replace(b"+", b" "), "query", "查询参数")
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        bare = scope["method"] in _BARE_METHODS and not {b"content-length", b"transfer-encoding"} & headers.keys()
        if bare or is_upload(scope, self._uploads):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await _read(receive, headers, self._large.get(address_of(scope), MAX_BODY_BYTES))
        except ClientDisconnect:
            return
        except TimeoutError:
            raise BodyTooSlow("正文没有在规定的时间内传完，未登记。请检查网络后用同一请求重试。") from None
        if body:
            if _media_type(headers, form=address_of(scope) in self._forms) == FORM:
                _check_text(body.replace(b"+", b" "), "body", "表单")
            else:
                # A large body can take a tenth of a second: others are not kept waiting for it.
                large = len(body) > LARGE_BODY_BYTES
                scope[JSON_SCOPE_KEY] = await run_in_threadpool(read_json, body) if large else read_json(body)
        await self._app(scope, _again(body, receive), send)


def is_upload(scope: Scope, uploads: frozenset[str]) -> bool:
    """Whether the request brings a file."""
    return scope["method"] == "POST" and address_of(scope) in uploads


def declared_length(headers: Mapping[bytes, str]) -> int | None:
    """What Content-Length says; None without one. Raises `LengthInvalid`."""
    declared = headers.get(b"content-length")
    if declared is not None and not re.fullmatch(r"[0-9]{1,18}", declared):
        raise LengthInvalid("请求头 Content-Length 应为非负整数。")
    return None if declared is None else int(declared)


def require_plain(headers: Mapping[bytes, str]) -> None:
    """Raises `MediaTypeUnsupported` for a compressed body."""
    if headers.get(b"content-encoding", "identity").lower() != "identity":
        raise MediaTypeUnsupported("不接受压缩的正文。请去掉请求头 Content-Encoding，直接提交原文。")


async def _read(receive: Receive, headers: dict[bytes, str], most: int) -> bytes:
    declared = declared_length(headers) or 0
    # Whoever asks first (Expect: 100-continue) has sent nothing yet; the others would lose our answer if we did not read theirs.
    drained = most if b"expect" in headers else DRAINED_BYTES
    if declared > drained:
        _too_large(most)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= most:
            parts.append(part)
        elif size > drained:
            _too_large(most)
        if not message.get("more_body", False):
            break
    if size > most:
        _too_large(most)
    return b"".join(parts)


def _too_large(most: int) -> NoReturn:
    raise PayloadTooLarge(
        f"提交的内容超过 {most // MAX_BODY_BYTES} MiB（{most} 字节）的上限，未登记。请缩小内容，附件另行上传，只提交其编号。"
    )


def _media_type(headers: dict[bytes, str], *, form: bool) -> str:
    kind, *parameters = (part.strip().lower() for part in headers.get(b"content-type", "").split(";"))
    charsets = {value.strip('"') for name, _, value in (part.partition("=") for part in parameters) if name == "charset"}
    wanted = FORM if form else "application/json"
    if not (kind == FORM if form else _JSON.fullmatch(kind)):
        raise MediaTypeUnsupported(f"这个地址只接受 {wanted} 的正文。请改用该类型，并在请求头 Content-Type 中写明。")
    if charsets - {"utf-8", "utf8"}:
        raise MediaTypeUnsupported("正文只接受 UTF-8 编码。请转换编码，并在请求头 Content-Type 中去掉 charset 或写明 utf-8。")
    require_plain(headers)
    return kind


def _check_text(escaped: bytes, place: Place, name: str) -> None:
    raw = unquote_to_bytes(escaped) if b"%" in escaped else escaped
    try:
        wrong = "空字符（U+0000）" if "\0" in raw.decode() else None
    except UnicodeDecodeError:
        wrong = "不是 UTF-8 的字符或不成对的代理字符"
    if wrong:
        message = f"{name}中含有{wrong}，请更正后重试。"
        raise TextUnusable(message, flaws=(Flaw(place=place, pointer="", code=TextUnusable.code, message=message),))


def _again(body: bytes, receive: Receive) -> Receive:
    handed_on = False

    async def receive_again() -> Message:
        nonlocal handed_on
        if handed_on:
            return await receive()
        handed_on = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
