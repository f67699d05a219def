"""Every answer that is not a success is a problem document, whole and in Chinese."""

from typing import Any

import pytest

from tests.web.conftest import Wire
from yingsu.errors import Unavailable, YingsuError
from yingsu.web.problems import status_of

TRACED = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "X-Correlation-Id": "oa-2026-0001"}


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """The whole document of a traced request."""
    return {
        "type": f"urn:yingsu:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": "urn:yingsu:request:oa-2026-0001",
        "code": code,
        "clauses": [],
        "errors": [],
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
    } | more


CASE_NO = {"in": "body", "pointer": "/case_no", "code": "malformed", "message": "案号有误：缺少年份。"}


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("refused", problem(409, "wrong-case", "案件不符", "已结案，不能再登记。请另立新案。", clauses=["ALL-art-67"])),
        ("malformed", problem(422, "malformed", "提交内容有误", "案号有误：缺少年份。", errors=[CASE_NO])),
        ("too-large", problem(413, "payload-too-large", "提交内容有误", "内容过大。")),
        ("forbidden", problem(403, "forbidden", "没有权限", "不是本机关的案件。")),
        ("not-found", problem(404, "not-found", "未找到", "没有这个案件。")),
        ("stale", problem(412, "stale", "内容已被他人更新", "已被他人更新。")),
        ("unavailable", problem(503, "unavailable", "服务暂不可用", "请稍后再试。")),
    ],
)
def test_each_kind_of_error_has_its_status_and_document(wire: Wire, kind: str, document: dict[str, Any]) -> None:
    answer = wire.send("GET", f"/answers/{kind}", headers=TRACED)
    assert answer.status_code == document["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == document


def test_what_is_unavailable_says_when_to_try_again(wire: Wire) -> None:
    assert wire.send("GET", "/answers/unavailable").headers["retry-after"] == "2"


def test_a_lone_surrogate_in_a_message_does_not_break_the_answer(wire: Wire) -> None:
    answer = wire.send("GET", "/answers/surrogate")
    assert (answer.status_code, answer.json()["detail"]) == (404, "没有 ? 这个案件。")


def test_an_unknown_address_is_a_problem(stranger: Wire) -> None:
    detail = "没有这个接口地址，请核对路径。各服务的接口清单见其 /docs。"
    assert stranger.send("GET", "/nowhere", headers=TRACED).json() == problem(404, "no-such-address", "没有这个地址", detail)
    assert stranger.send("GET", "/entries/", headers=TRACED).status_code == 404


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(stranger: Wire) -> None:
    answer = stranger.send("DELETE", "/health", headers=TRACED)
    detail = "这个地址不支持所用的请求方法，可用的方法见响应头 Allow。"
    assert answer.json() == problem(405, "method-not-allowed", "不支持的请求方法", detail)
    assert answer.headers["allow"] == "GET"


def test_a_fault_of_the_software_tells_its_trace_and_nothing_else(wire: Wire) -> None:
    answer = wire.send("POST", "/faults", json={"title": "甲", "day": "2026-09-01"}, headers=TRACED)
    detail = "系统内部出错，详情已记入日志。可用同一请求（同一 Idempotency-Key）重试；仍不行时，请把追踪编号告知管理员。"
    assert answer.json() == problem(500, "internal-error", "系统内部出错", detail)


def test_the_status_follows_the_class_not_the_code() -> None:
    class Paused(Unavailable):
        code = "paused"

    assert status_of(Paused("暂停。")) == 503
    assert status_of(YingsuError("没有归类。")) == 500
