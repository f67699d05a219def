"""What the reader of a profile's files complains of, in the words of whoever writes them. Owns the translation, and where it points."""

import re
from typing import Final

_KINDS: Final = {
    "int": "整数",
    "float": "数字",
    "str": "文本（加英文双引号）",
    "bool": "true 或 false",
    "array": "列表 […]",
    "object": "一组键值 {…}",
    "date": "日期",
    "datetime": "时刻",
    "null": "空",
}

_COMPLAINTS: Final = (
    (re.compile(r"Object missing required field `(.+)`"), "缺少“{0}”，请补充"),
    (re.compile(r"Object contains unknown field `(.+)`"), "没有“{0}”这一项，请核对拼写或者删去"),
    (re.compile(r"Invalid enum value '?(.*?)'?"), "“{0}”不是可用的值，请对照 openapi/profiles 中的格式改正"),
    (re.compile(r"Expected `array` of length (\d+), got (\d+)"), "应有{0}项，现有{1}项，请改正"),
)
_KIND: Final = re.compile(r"Expected `(.+)`, got `(.+)`")
_PLACE: Final = re.compile(r"(.*) - at `(?:key in )?\$\.?(.*)`", re.DOTALL)


def complaint(message: str) -> tuple[str, str]:
    """What msgspec says of a value, in Chinese, and the path below the value that it says it of (empty: the value itself)."""
    placed = _PLACE.fullmatch(message)
    said, path = (placed[1], placed[2]) if placed else (message, "")
    for pattern, words in _COMPLAINTS:
        found = pattern.fullmatch(said)
        if found:
            return words.format(*found.groups()), path
    kinds = _KIND.fullmatch(said)
    if kinds:
        return f"应为{_named(kinds[1])}，现为{_named(kinds[2])}，请改正", path
    return said, path


def _named(kinds: str) -> str:
    return "或者".join(_KINDS.get(kind, kind) for kind in kinds.split(" | ") if kind != "null")
