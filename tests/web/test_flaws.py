"""What is wrong with a body, said so that an official can mend it."""

from typing import Any

import pytest

from tests.web.conftest import Wire
from tests.web.register import CANARY
from yingsu.web.flaws import flaws_of

GOOD: dict[str, Any] = {"title": "甲", "day": "2026-09-01"}
DATE = "应为日期，写作 YYYY-MM-DD，加英文双引号，例如 2026-03-02。"


@pytest.mark.parametrize(
    ("change", "pointer", "code", "message"),
    [
        ({"day": "2026-02-30"}, "/day", "date-invalid", "日历上没有这一天，请核对年、月和当月的天数。"),
        ({"day": "2026-2-3"}, "/day", "date-invalid", DATE),
        ({"day": "2026-09-01T00:00:00Z"}, "/day", "date-invalid", DATE),
        ({"day": 1788220800}, "/day", "date-invalid", DATE),
        ({"day": None}, "/day", "date-invalid", DATE),
        ({"at": "2026-09-01 08:00"}, "/at", "moment-invalid", "应为带时区的时刻（RFC 3339），例如 2026-03-02T09:30:00+08:00。"),
        ({"at": "2026-09-01T25:00:00Z"}, "/at", "moment-invalid", "没有这个时刻，请核对日期、时间和时区。"),
        ({"title": ""}, "/title", "text-too-short", "至少应有 1 个字符。"),
        ({"title": "长" * 101}, "/title", "text-too-long", "至多 100 个字符。"),
        ({"title": 7}, "/title", "not-a-text", "应为文本，加英文双引号。"),
        ({"kind": "village"}, "/kind", "not-allowed-value", "不在可用的值之中：department、township。"),
        ({"code": "x"}, "/code", "text-pattern", "格式不符，应符合 ^[0-9A-Z]{18}$ 。"),
        ({"count": "5"}, "/count", "not-an-integer", "应为整数，不加引号和小数点。"),
        ({"count": 5.0}, "/count", "not-an-integer", "应为整数，不加引号和小数点。"),
        ({"count": True}, "/count", "not-an-integer", "应为整数，不加引号和小数点。"),
        ({"count": 0}, "/count", "too-small", "不应小于 1。"),
        ({"count": 100}, "/count", "too-large", "不应大于 99。"),
        ({"urgent": 1}, "/urgent", "not-true-or-false", "应为 true 或 false，不加引号。"),
        ({"parties": {}}, "/parties", "not-an-array", "应为 JSON 数组。"),
        ({"parties": [{"name": "某甲"}] * 4}, "/parties", "too-many", "至多 3 项。"),
        ({"parties": ["某甲"]}, "/parties/0", "not-an-object", "应为 JSON 对象。"),
        ({"parties": [{"name": "某甲"}, {}]}, "/parties/1/name", "missing", "缺少必填项。"),
        ({"remark": 1}, "/remark", "unknown-field", "没有这个字段，请核对拼写或删除。"),
    ],
)
def test_each_mistake_is_named_and_placed(wire: Wire, change: dict[str, Any], pointer: str, code: str, message: str) -> None:
    answer = wire.write("/entries", GOOD | change)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"in": "body", "pointer": pointer, "code": code, "message": message}]


def test_every_mistake_is_told_at_once(wire: Wire) -> None:
    answer = wire.write("/entries", {"kind": "x"}).json()
    assert answer["detail"] == "提交的内容有 3 处不符合要求，逐项说明见 errors。本次没有登记任何内容，请更正后重新提交。"
    assert [flaw["pointer"] for flaw in answer["errors"]] == ["/title", "/day", "/kind"]


def test_a_body_that_is_no_object_is_told_so(wire: Wire) -> None:
    (flaw,) = wire.write("/entries", [1]).json()["errors"]
    assert flaw == {"in": "body", "pointer": "", "code": "not-an-object", "message": "应为 JSON 对象。"}


def test_a_missing_body_is_told_so(wire: Wire) -> None:
    (flaw,) = wire.send("POST", "/entries", headers={"Idempotency-Key": "1"}).json()["errors"]
    assert flaw == {"in": "body", "pointer": "", "code": "missing", "message": "缺少必填项。"}


@pytest.mark.parametrize(
    ("address", "flaw"),
    [
        ("/entries?limit=0", {"in": "query", "pointer": "limit", "code": "too-small", "message": "不应小于 1。"}),
        ("/entries?limit=201", {"in": "query", "pointer": "limit", "code": "too-large", "message": "不应大于 200。"}),
        ("/entries?limit=x", {"in": "query", "pointer": "limit", "code": "not-an-integer", "message": "应为整数，不加引号和小数点。"}),
        ("/entries?since=2026-02-30", {"in": "query", "pointer": "since", "code": "date-invalid", "message": "日历上没有这一天，请核对年、月和当月的天数。"}),
        ("/whoami/7", {"in": "path", "pointer": "command", "code": "uuid-invalid", "message": "应为 UUID，例如 0190a6b2-7c1e-7abc-8def-0123456789ab。"}),
    ],
)  # fmt: skip
def test_parameters_are_checked_like_bodies(wire: Wire, address: str, flaw: dict[str, str]) -> None:
    answer = wire.send("GET", address)
    assert (answer.status_code, answer.json()["errors"]) == (422, [flaw])


def test_a_name_that_the_caller_made_up_is_not_repeated(wire: Wire) -> None:
    answer = wire.write("/entries", GOOD | {CANARY: 1, "320813199001011234": 2, "parties": [{"name": CANARY, CANARY: "x"}]})
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == ["/parties/0/?", "/?", "/?"]
    assert CANARY not in answer.text
    assert "320813" not in answer.text


def test_the_member_of_a_union_is_no_step_of_the_pointer() -> None:
    error = {"type": "missing", "loc": ("body", "party", "citizen", "name"), "msg": "Field required", "ctx": {}}
    (flaw,) = flaws_of([error], {"party": {"kind": "citizen"}})
    assert flaw.pointer == "/party/name"


def test_an_error_without_a_sentence_quotes_nothing() -> None:
    (flaw,) = flaws_of([{"type": "url_parsing", "loc": ("body", "url"), "msg": f"Input {CANARY} is bad"}], {"url": CANARY})
    assert (flaw.code, flaw.message) == ("invalid", "格式不符合要求，请对照接口说明。")


def test_at_most_fifty_mistakes_are_listed() -> None:
    errors = [{"type": "missing", "loc": ("body", f"f{n}"), "msg": ""} for n in range(80)]
    assert len(flaws_of(errors, {})) == 50
