"""What a JSON body may be, and where exactly it is not."""

import json
from typing import Any

import pytest

from yingsu.web.json_text import (
    JsonMalformed,
    JsonRefused,
    JsonTooDeep,
    KeyRepeated,
    LoneSurrogate,
    NotUtf8,
    NulCharacter,
    NumberOutOfRange,
    read_json,
)

DEEPEST = b'{"a":' * 31 + b"[]" + b"}" * 31


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"null", None),
        ('{"名称": "\\u5e94诉\\\\u0000"}'.encode(), {"名称": "应诉\\u0000"}),
        (b'{"rare": "\\ud840\\udc00", "face": "\\ud83d\\ude00\\ud83d\\ude00"}', {"rare": "\U00020000", "face": "😀😀"}),
        (b'["\\\\ud800", "NaN", "[[", "a\\"b", "\\\\"]', ["\\ud800", "NaN", "[[", 'a"b', "\\"]),
        (b"[9007199254740991, -9007199254740991, 1.5e10, 0.1]", [9007199254740991, -9007199254740991, 1.5e10, 0.1]),
        (b'[{"a": 1}, {"a": 1}, {"b": {"a": 1}}]', [{"a": 1}, {"a": 1}, {"b": {"a": 1}}]),
        (b'{"id": "320813199001011234"}', {"id": "320813199001011234"}),
    ],
)
def test_good_json_is_read_as_it_stands(body: bytes, value: object) -> None:
    assert read_json(body) == value


def test_thirty_two_levels_are_read() -> None:
    assert json.dumps(read_json(DEEPEST)).count("{") == 31


def test_many_shallow_arrays_are_not_deep() -> None:
    assert read_json(b"[" + b"[[]]," * 5000 + b'["]]]]"]]') == [[[]]] * 5000 + [["]]]]"]]


@pytest.mark.parametrize(
    ("body", "reason", "place", "says"),
    [
        (b'{"a": 1', JsonMalformed, (1, 8, 7), "此处缺少逗号，或缺少结束的括号。"),
        (b"", JsonMalformed, (1, 1, 0), "此处应有一个值（文本、数字、对象、数组、true、false 或 null）。"),
        (b"{'a': 1}", JsonMalformed, (1, 2, 1), "此处应有用英文双引号括起的字段名。"),
        (b'{"a" 1}', JsonMalformed, (1, 6, 5), "字段名之后缺少冒号。"),
        (b'{\n "a": "x\n"}', JsonMalformed, (2, 9, 10), "文本中有未转义的控制字符。"),
        (b'["\\x"]', JsonMalformed, (1, 3, 2), "反斜杠之后的转义写法有误。"),
        (b"{} {}", JsonMalformed, (1, 4, 3), "JSON 结束之后还有多余内容。"),
        ('{"名": NaN}'.encode(), JsonMalformed, (1, 7, 8), "JSON 中没有 NaN 和 Infinity，请改为数字或 null。"),
        (b"[-Infinity]", JsonMalformed, (1, 2, 1), "JSON 中没有 NaN 和 Infinity，请改为数字或 null。"),
        (b"\xef\xbb\xbf{}", JsonMalformed, (1, 1, 0), "正文以字节顺序标记（BOM）开头，请保存为“UTF-8 无 BOM”后提交。"),
        (b"[" * 100 + b"]" * 100, JsonTooDeep, (1, 33, 32), "数组和对象的嵌套超过 32 层，请减少层次。"),
        (b'{"a":' * 200_000, JsonTooDeep, (1, 161, 160), "数组和对象的嵌套超过 32 层，请减少层次。"),
        (b"[" + b"[]," * 5000, JsonMalformed, (1, 15002, 15001), "此处应有一个值（文本、数字、对象、数组、true、false 或 null）。"),
        (b"]" * 100 + b"[" * 20, JsonMalformed, (1, 1, 0), "此处应有一个值（文本、数字、对象、数组、true、false 或 null）。"),
        (b'["' + b"[" * 99 + b'", ' + b"[" * 32 + b"]" * 33, JsonTooDeep, (1, 136, 135), "数组和对象的嵌套超过 32 层，请减少层次。"),
        ('{\n"名": "a\0"}'.encode(), NulCharacter, (2, 8, 11), "正文中含有空字符（U+0000），请删除。"),
        (b'{"a": "x\\u0000"}', NulCharacter, (1, 9, 8), "文本中含有空字符（\\u0000），请删除。"),
        (b'{"a": "x\\\\\\u0000"}', NulCharacter, (1, 11, 10), "文本中含有空字符（\\u0000），请删除。"),
        (b'["\\ud83d"]', LoneSurrogate, (1, 3, 2), "文本中含有不成对的代理字符（\\ud800–\\udfff），请成对书写或删除。"),
        (b'["\\ude00"]', LoneSurrogate, (1, 3, 2), "文本中含有不成对的代理字符（\\ud800–\\udfff），请成对书写或删除。"),
        (b'["\\ud83d \\ude00"]', LoneSurrogate, (1, 3, 2), "文本中含有不成对的代理字符（\\ud800–\\udfff），请成对书写或删除。"),
        (b'["\\ud83d\\ud83d\\ude00"]', LoneSurrogate, (1, 3, 2), "文本中含有不成对的代理字符（\\ud800–\\udfff），请成对书写或删除。"),
        (b'["\xed\xa0\x80"]', LoneSurrogate, (1, 3, 2), "正文中含有不成对的代理字符（U+D800–U+DFFF），请更正编码。"),
        ('["案'.encode() + "号".encode("gbk"), NotUtf8, (1, 4, 5), "正文不是 UTF-8 编码，请转换为 UTF-8 后提交。"),
        (b'{"a": 1, "b": {}, "\\u0061": 2}', KeyRepeated, (1, 19, 18), "同一对象中字段名重复，请只保留一个。"),
        (b"[9007199254740992]", NumberOutOfRange, (1, 2, 1), "数字超出可准确表示的范围（整数绝对值不超过 9007199254740991），请改用文本。"),
        (b"[" + b"9" * 5000 + b"]", NumberOutOfRange, (1, 2, 1), "数字超出可准确表示的范围（整数绝对值不超过 9007199254740991），请改用文本。"),
        (b"[1e999]", NumberOutOfRange, (1, 2, 1), "数字超出可准确表示的范围（整数绝对值不超过 9007199254740991），请改用文本。"),
    ],
)  # fmt: skip
def test_bad_json_is_refused_with_its_reason_and_place(
    body: bytes, reason: type[JsonRefused], place: tuple[int, int, int], says: str
) -> None:
    with pytest.raises(JsonRefused) as refusal:
        read_json(body)
    (flaw,) = refusal.value.flaws
    assert (type(refusal.value), (flaw.line, flaw.column, flaw.offset), flaw.message) == (reason, place, says)
    assert refusal.value.message == (f"正文第 {place[0]} 行第 {place[1]} 列（字节偏移 {place[2]}）：{says}本次没有登记任何内容。")


@pytest.mark.parametrize("value", [{}, [], "文", 0, True, {"a": [{"b": None}, 1.25, "\u2028", "𠀀"]}])
def test_what_python_writes_is_read_back(value: Any) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False, indent=2).encode()) == value
