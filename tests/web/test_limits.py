"""What never reaches a route."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.types import Message

from tests.web.conftest import Wire
from yingsu.ledger.store import Ledger
from yingsu.web.limits import BodyTooSlow, Limits

GOOD = {"title": "甲", "day": "2026-09-01"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 422, "json-malformed"),
        (b'{"title": "\\u0000"}', 422, "nul-character"),
        (b'{"title": "\x00"}', 422, "nul-character"),
        (b'{"title": "\\udc00"}', 422, "lone-surrogate"),
        (b'{"title": "\xed\xb0\x80"}', 422, "lone-surrogate"),
        (b'{"title": "\xff"}', 422, "not-utf-8"),
        (b"[" * 100 + b"]" * 100, 422, "json-too-deep"),
        (b" " * 2_000_000, 413, "payload-too-large"),
        (b"", 422, "request-invalid"),
    ],
)
def test_a_bad_body_is_answered_and_nothing_is_stored(
    wire: Wire, registered: Ledger, body: bytes, status: int, code: str
) -> None:
    before = registered.head()
    answer = wire.post_bytes(body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert registered.head() == before


def test_one_mebibyte_is_taken_and_one_byte_more_is_not(wire: Wire) -> None:
    body = b'{"title": "' + "甲".encode() + b'", "day": "2026-09-01"}'
    assert wire.post_bytes(body + b" " * (1024 * 1024 - len(body))).status_code == 201
    answer = wire.post_bytes(body + b" " * (1024 * 1024 - len(body) + 1))
    assert answer.json()["detail"] == (
        "提交的内容超过 1 MiB（1048576 字节）的上限，未登记。请缩小内容，附件另行上传，只提交其编号。"
    )


def test_a_stream_without_a_length_is_measured_as_it_comes(wire: Wire) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 65_536

    headers = {"Content-Type": "application/json"}
    assert wire.send("POST", "/entries", content=endless(), headers=headers).status_code == 413


def test_a_declared_nine_megabytes_are_refused_unread(service: FastAPI) -> None:
    assert _status_unread(service, [(b"content-length", b"9000000")]) == 413


def test_two_announced_megabytes_are_refused_before_they_are_sent(service: FastAPI) -> None:
    assert _status_unread(service, [(b"content-length", b"2000000"), (b"expect", b"100-continue")]) == 413


def test_a_content_length_that_is_no_number_is_refused(service: FastAPI) -> None:
    assert _status_unread(service, [(b"content-length", b"-1")]) == 400


@pytest.mark.parametrize(
    ("content_type", "detail"),
    [
        ("text/plain", "这个地址只接受 application/json 的正文。请改用该类型，并在请求头 Content-Type 中写明。"),
        ("", "这个地址只接受 application/json 的正文。请改用该类型，并在请求头 Content-Type 中写明。"),
        (
            "application/x-www-form-urlencoded",
            "这个地址只接受 application/json 的正文。请改用该类型，并在请求头 Content-Type 中写明。",
        ),
        (
            "application/json; charset=gbk",
            "正文只接受 UTF-8 编码。请转换编码，并在请求头 Content-Type 中去掉 charset 或写明 utf-8。",
        ),
    ],
)
def test_another_content_type_is_refused(wire: Wire, content_type: str, detail: str) -> None:
    answer = wire.post_bytes(b'{"title": "x", "day": "2026-09-01"}', content_type)
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (415, "media-type-unsupported", detail)


@pytest.mark.parametrize(
    "content_type", ["application/json", 'application/json; charset="UTF-8"', "application/merge-patch+json"]
)
def test_json_is_taken_under_its_names(wire: Wire, content_type: str) -> None:
    assert wire.post_bytes(b'{"title": "x", "day": "2026-09-01"}', content_type).status_code == 201


def test_a_compressed_body_is_refused(wire: Wire) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert wire.send("POST", "/entries", content=b"\x1f\x8b", headers=headers).status_code == 415


@pytest.mark.parametrize(
    ("address", "place", "message"),
    [
        ("/entries/%00", "path", "路径中含有空字符（U+0000），请更正后重试。"),
        ("/entries/%ED%A0%80", "path", "路径中含有不是 UTF-8 的字符或不成对的代理字符，请更正后重试。"),
        ("/entries/%FF", "path", "路径中含有不是 UTF-8 的字符或不成对的代理字符，请更正后重试。"),
        ("/entries?since=%00", "query", "查询参数中含有空字符（U+0000），请更正后重试。"),
        ("/entries?since=%ED%A0%80", "query", "查询参数中含有不是 UTF-8 的字符或不成对的代理字符，请更正后重试。"),
    ],
)
def test_an_address_with_unusable_characters_is_refused(wire: Wire, address: str, place: str, message: str) -> None:
    answer = wire.send("GET", address)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"in": place, "pointer": "", "code": "text-unusable", "message": message}]


def test_a_form_is_taken_only_where_one_is_expected(stranger: Wire) -> None:
    answer = stranger.send("POST", "/token", data={"grant_type": "client_credentials", "scope": "案 件"})
    assert answer.json() == {"grant_type": "client_credentials", "scope": "案 件"}
    assert stranger.send("POST", "/token", json={}).json()["detail"] == (
        "这个地址只接受 application/x-www-form-urlencoded 的正文。请改用该类型，并在请求头 Content-Type 中写明。"
    )


@pytest.mark.parametrize("form", [b"scope=%00", b"scope=%FF", b"scope=\xff"])
def test_a_form_with_unusable_characters_is_refused(stranger: Wire, form: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert stranger.send("POST", "/token", content=form, headers=headers).json()["code"] == "text-unusable"


def test_a_caller_that_leaves_gets_no_answer(service: FastAPI) -> None:
    async def leave() -> Message:
        return {"type": "http.disconnect"}

    assert _statuses(service, [(b"content-length", b"10")], leave) == []


def _status_unread(app: FastAPI, headers: list[tuple[bytes, bytes]]) -> int:
    async def unread() -> Message:
        raise AssertionError("the body was read")

    (status,) = _statuses(app, headers, unread)
    return status


def _statuses(app: FastAPI, headers: list[tuple[bytes, bytes]], receive: Any) -> list[int]:
    sent: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            sent.append(message["status"])

    scope = {"type": "http", "method": "POST", "path": "/entries", "query_string": b"", "headers": headers, "root_path": ""}
    asyncio.run(app(scope, receive, send))
    return sent


def test_a_body_that_never_ends_is_given_up() -> None:
    async def wait() -> None:
        limits = Limits(Starlette(), body_seconds=0)
        headers = [(b"content-type", b"application/json"), (b"content-length", b"9")]
        scope = {"type": "http", "method": "POST", "path": "/entries", "query_string": b"", "headers": headers}
        never = asyncio.Event()

        async def receive() -> Message:
            await never.wait()
            return {"type": "http.disconnect"}

        async def send(_: Message) -> None:
            raise AssertionError("nothing is sent below the edge")

        await limits(scope, receive, send)

    with pytest.raises(BodyTooSlow) as refusal:
        asyncio.run(wait())
    assert (refusal.value.status, refusal.value.code) == (408, "body-too-slow")
