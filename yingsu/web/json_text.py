"""What a JSON body may be: I-JSON (RFC 7493), at most 32 levels deep, without U+0000. Owns finding out what is wrong, and where.

Good input pays for one parse and a few searches in C. Only input that looks suspicious is read token by token for the place.
"""

import json
import re
from typing import Any, NoReturn

from yingsu.web.problems import EdgeError, Flaw

MAX_DEPTH = 32
MAX_EXACT_INTEGER = 2**53 - 1
"""Beyond it receivers that read numbers as doubles (RFC 7493 §2.2) would see another number."""

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_TOKEN = re.compile(_STRING + r"|[\[\]{}]|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|-?Infinity|NaN", re.DOTALL)
_STRING_BYTES = re.compile(_STRING.encode(), re.DOTALL)
_COLON = re.compile(r"\s*:")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_SUSPICIOUS_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_TO_SQUARE = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_RAW_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")

_SYNTAX = {
    "Expecting value": "此处应有一个值（文本、数字、对象、数组、true、false 或 null）",
    "Expecting ',' delimiter": "此处缺少逗号，或缺少结束的括号",
    "Expecting ':' delimiter": "字段名之后缺少冒号",
    "Expecting property name enclosed in double quotes": "此处应有用英文双引号括起的字段名",
    "Unterminated string starting at": "从此处开始的文本缺少结束的英文双引号",
    "Invalid control character at": "文本中有未转义的控制字符",
    "Invalid \\escape": "反斜杠之后的转义写法有误",
    "Invalid \\uXXXX escape": "\\u 之后应为四位十六进制数",
    "Extra data": "JSON 结束之后还有多余内容",
    "Illegal trailing comma before end of object": "对象末尾多了一个逗号",
    "Illegal trailing comma before end of array": "数组末尾多了一个逗号",
}


class JsonRefused(EdgeError):
    """The body is not JSON that can be recorded. Subclasses say why."""

    status = 422
    title = "正文不是合格的 JSON"


class JsonMalformed(JsonRefused):
    """Not JSON (RFC 8259)."""

    code = "json-malformed"


class JsonTooDeep(JsonRefused):
    """Arrays and objects are nested deeper than `MAX_DEPTH`."""

    code = "json-too-deep"


class NotUtf8(JsonRefused):
    """Not UTF-8."""

    code = "not-utf-8"


class NulCharacter(JsonRefused):
    """Holds U+0000, raw or as an escape."""

    code = "nul-character"


class LoneSurrogate(JsonRefused):
    """Holds half of a surrogate pair."""

    code = "lone-surrogate"


class KeyRepeated(JsonRefused):
    """An object has a name twice."""

    code = "json-key-repeated"


class NumberOutOfRange(JsonRefused):
    """A number that receivers would read as another one."""

    code = "number-out-of-range"


class _Suspect(ValueError):
    """The parse met something that `_look_closely` will name."""


def read_json(body: bytes) -> object:
    """The value of a JSON body. Raises the subclasses of `JsonRefused`."""
    text = _decode(body)
    nul = text.find("\0")
    if nul >= 0:
        _refuse(NulCharacter, "正文中含有空字符（U+0000），请删除", text, nul)
    if _SUSPICIOUS_ESCAPE.search(text) or _too_deep(body):
        _look_closely(text)
    try:
        return _decoder.decode(text)
    except json.JSONDecodeError as error:
        _refuse(JsonMalformed, _SYNTAX.get(error.msg, "此处不符合 JSON 的写法"), text, error.pos)
    except _Suspect:
        _look_closely(text)
        raise


def _decode(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        before = body[: error.start].decode()
        if _RAW_SURROGATE.match(body, error.start):
            _refuse(LoneSurrogate, "正文中含有不成对的代理字符（U+D800–U+DFFF），请更正编码", before, len(before))
        _refuse(NotUtf8, "正文不是 UTF-8 编码，请转换为 UTF-8 后提交", before, len(before))
    if text.startswith("\ufeff"):
        _refuse(JsonMalformed, "正文以字节顺序标记（BOM）开头，请保存为“UTF-8 无 BOM”后提交", text, 0)
    return text


def _too_deep(body: bytes) -> bool:
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    # Taking the innermost pairs away once per level needs only fast passes over the bytes.
    shape = _STRING_BYTES.sub(b"", body).translate(_TO_SQUARE, _NOT_BRACKETS)
    for _ in range(MAX_DEPTH):
        shape = shape.replace(b"[]", b"")
    # What is left of a body that closes what it does not open, or the reverse, is for the parse to refuse.
    return b"[]" in shape or shape.count(b"[") > MAX_DEPTH


def _look_closely(text: str) -> None:
    """Raise for the first thing wrong besides syntax; return when there is none."""
    names: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        start, word = token.start(), token.group()
        if word in "[{":
            names.append(set())
            if len(names) > MAX_DEPTH:
                _refuse(JsonTooDeep, f"数组和对象的嵌套超过 {MAX_DEPTH} 层，请减少层次", text, start)
        elif word in "]}":
            if names:
                names.pop()
        elif word[0] == '"':
            _check_escapes(text, word, start)
            if names and _COLON.match(text, token.end()):
                name = _unescape(word)
                if name in names[-1]:
                    _refuse(KeyRepeated, "同一对象中字段名重复，请只保留一个", text, start)
                names[-1].add(name)
        elif word in ("NaN", "Infinity", "-Infinity"):
            _refuse(JsonMalformed, "JSON 中没有 NaN 和 Infinity，请改为数字或 null", text, start)
        elif not _in_range(word):
            _refuse(
                NumberOutOfRange, f"数字超出可准确表示的范围（整数绝对值不超过 {MAX_EXACT_INTEGER}），请改用文本", text, start
            )


def _check_escapes(text: str, word: str, start: int) -> None:
    high: re.Match[str] | None = None
    for escape in _ESCAPE.finditer(word):
        unit = int(escape[1], 16) if escape[1] else -1
        if unit == 0:
            _refuse(NulCharacter, "文本中含有空字符（\\u0000），请删除", text, start + escape.start())
        if high is not None and 0xDC00 <= unit <= 0xDFFF and escape.start() == high.end():
            high = None
            continue
        lone = high or (escape if 0xDC00 <= unit <= 0xDFFF else None)
        if lone is not None:
            _refuse_surrogate(text, start + lone.start())
        high = escape if 0xD800 <= unit <= 0xDBFF else None
    if high is not None:
        _refuse_surrogate(text, start + high.start())


def _refuse_surrogate(text: str, position: int) -> NoReturn:
    _refuse(LoneSurrogate, "文本中含有不成对的代理字符（\\ud800–\\udfff），请成对书写或删除", text, position)


def _unescape(word: str) -> str:
    try:
        return str(json.loads(word))
    except json.JSONDecodeError:
        return word


def _in_range(word: str) -> bool:
    if "." in word or "e" in word or "E" in word:
        return abs(float(word)) != float("inf")
    return len(word) <= 17 and abs(int(word)) <= MAX_EXACT_INTEGER


def _refuse(reason: type[JsonRefused], what: str, text: str, position: int) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    offset = len(text[:position].encode())
    message = f"正文第 {line} 行第 {column} 列（字节偏移 {offset}）：{what}。"
    flaw = Flaw(place="body", pointer="", code=reason.code, message=f"{what}。", line=line, column=column, offset=offset)
    raise reason(message + "本次没有登记任何内容。", flaws=(flaw,))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _Suspect
    return fields


def _integer(word: str) -> int:
    if not _in_range(word):
        raise _Suspect
    return int(word)


def _decimal(word: str) -> float:
    if not _in_range(word):
        raise _Suspect
    return float(word)


def _constant(word: str) -> NoReturn:
    raise _Suspect(word)


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant)
