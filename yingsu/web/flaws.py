"""What pydantic finds wrong, said to officials: one Chinese sentence each, what is wrong and what is expected. Never quotes the input.

Names of fields come from our models. A name that the caller made up is shown only where it looks like a field name, because people
do put identity numbers and names where they do not belong.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from yingsu.web.problems import Flaw, Place

MOST_SHOWN: Final = 50
HIDDEN_NAME: Final = "?"

_PLACES: Mapping[str, Place] = {"body": "body", "query": "query", "path": "path", "header": "header"}
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'([^']*)'")

_DATE = "应为日历上存在的日期，写作 YYYY-MM-DD，例如 2026-03-02。"
_MOMENT = "应为带时区的时刻（RFC 3339），例如 2026-03-02T09:30:00+08:00。"
_TIME = "应为时间，写作 HH:MM:SS。"
_INTEGER = "应为整数，不加引号和小数点。"
_NUMBER = "应为数字，不加引号。"
_TRUTH = "应为 true 或 false，不加引号。"
_UUID = "应为 UUID，例如 0190a6b2-7c1e-7abc-8def-0123456789ab。"

_SENTENCES: Mapping[str, tuple[str, str]] = {
    # pydantic's type: our stable code, our sentence with pydantic's context
    "missing": ("missing", "缺少必填项。"),
    "extra_forbidden": ("unknown-field", "没有这个字段，请核对拼写或删除。"),
    "model_type": ("not-an-object", "应为 JSON 对象。"),
    "model_attributes_type": ("not-an-object", "应为 JSON 对象。"),
    "dict_type": ("not-an-object", "应为 JSON 对象。"),
    "list_type": ("not-an-array", "应为 JSON 数组。"),
    "tuple_type": ("not-an-array", "应为 JSON 数组。"),
    "set_type": ("not-an-array", "应为 JSON 数组。"),
    "frozen_set_type": ("not-an-array", "应为 JSON 数组。"),
    "too_short": ("too-few", "至少应有 {min_length} 项。"),
    "too_long": ("too-many", "至多 {max_length} 项。"),
    "string_type": ("not-a-text", "应为文本，加英文双引号。"),
    "string_unicode": ("not-a-text", "文本中有不成对的代理字符，请更正编码。"),
    "string_too_short": ("text-too-short", "至少应有 {min_length} 个字符。"),
    "string_too_long": ("text-too-long", "至多 {max_length} 个字符。"),
    "string_pattern_mismatch": ("text-pattern", "格式不符，应符合 {pattern} 。"),
    "int_type": ("not-an-integer", _INTEGER),
    "int_parsing": ("not-an-integer", _INTEGER),
    "int_from_float": ("not-an-integer", _INTEGER),
    "int_parsing_size": ("not-an-integer", "整数过大。"),
    "float_type": ("not-a-number", _NUMBER),
    "float_parsing": ("not-a-number", _NUMBER),
    "finite_number": ("not-a-number", _NUMBER),
    "decimal_type": ("not-a-number", _NUMBER),
    "decimal_parsing": ("not-a-number", _NUMBER),
    "bool_type": ("not-true-or-false", _TRUTH),
    "bool_parsing": ("not-true-or-false", _TRUTH),
    "none_required": ("not-null", "应为 null。"),
    "greater_than": ("too-small", "应大于 {gt}。"),
    "greater_than_equal": ("too-small", "不应小于 {ge}。"),
    "less_than": ("too-large", "应小于 {lt}。"),
    "less_than_equal": ("too-large", "不应大于 {le}。"),
    "multiple_of": ("not-a-multiple", "应为 {multiple_of} 的倍数。"),
    "enum": ("not-allowed-value", "不在可用的值之中：{expected}。"),
    "literal_error": ("not-allowed-value", "不在可用的值之中：{expected}。"),
    "union_tag_invalid": ("not-allowed-value", "字段 {discriminator} 不在可用的值之中：{expected_tags}。"),
    "union_tag_not_found": ("missing", "缺少必填项 {discriminator}。"),
    "date_type": ("date-invalid", _DATE),
    "date_parsing": ("date-invalid", _DATE),
    "date_from_datetime_parsing": ("date-invalid", _DATE),
    "date_from_datetime_inexact": ("date-invalid", _DATE),
    "datetime_type": ("moment-invalid", _MOMENT),
    "datetime_parsing": ("moment-invalid", _MOMENT),
    "datetime_from_date_parsing": ("moment-invalid", _MOMENT),
    "datetime_object_invalid": ("moment-invalid", _MOMENT),
    "timezone_aware": ("moment-invalid", _MOMENT),
    "time_type": ("time-invalid", _TIME),
    "time_parsing": ("time-invalid", _TIME),
    "uuid_type": ("uuid-invalid", _UUID),
    "uuid_parsing": ("uuid-invalid", _UUID),
    "uuid_version": ("uuid-invalid", "应为第 {expected_version} 版 UUID。"),
}
_OTHERWISE = ("invalid", "格式不符合要求，请对照接口说明。")


def flaws_of(errors: Sequence[Mapping[str, Any]], body: object) -> list[Flaw]:
    """The flaws of pydantic's `errors`, at most `MOST_SHOWN`. `body` is the parsed body that they are about, for the pointers."""
    return [_flaw(error, body) for error in errors[:MOST_SHOWN]]


def _flaw(error: Mapping[str, Any], body: object) -> Flaw:
    place = _PLACES.get(str(error["loc"][0]), "body")
    rest = tuple(error["loc"][1:])
    pointer = _pointer(rest, body) if place == "body" else "".join(shown(step) for step in rest[:1])
    code, message = _sentence(error)
    return Flaw(place=place, pointer=pointer, code=code, message=message)


def _sentence(error: Mapping[str, Any]) -> tuple[str, str]:
    kind = str(error["type"])
    context = {name: _expected(str(value)) for name, value in error.get("ctx", {}).items()}
    if kind in _SENTENCES:
        code, sentence = _SENTENCES[kind]
        return code, sentence.format_map(context)
    # What our own validators say begins in Chinese, and does not quote the input; what pydantic says begins in English, and may.
    own = context.get("error", str(error["msg"]))
    if _CHINESE.match(own):
        return ("invalid" if kind in ("value_error", "assertion_error") else kind.replace("_", "-")), own
    return _OTHERWISE


def _expected(value: str) -> str:
    choices = _QUOTED.findall(value)
    return "、".join(choices) if choices else value


def _pointer(steps: tuple[str | int, ...], body: object) -> str:
    """The JSON pointer of pydantic's location. Steps that name a union's member or a validator are not in the body: left out."""
    pointer, here = "", body
    for step in steps:
        if isinstance(here, dict) and (step in here or step == steps[-1]):
            pointer, here = f"{pointer}/{shown(step)}", here.get(step)
        elif isinstance(here, list) and isinstance(step, int):
            pointer, here = f"{pointer}/{step}", here[step] if step < len(here) else None
    return pointer


def shown(step: str | int) -> str:
    """A name as it may be repeated: what does not look like a field name is hidden."""
    return str(step) if isinstance(step, int) or _FIELD_NAME.fullmatch(step) else HIDDEN_NAME
