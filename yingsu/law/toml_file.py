"""A TOML file as somebody wrote it: a profile's, a clause file, a calendar year. Owns what of a text is no TOML that can be used, in Chinese.

A byte order mark, as some editors set it, is passed over. Characters that no reader sees and no table of the database takes are refused
here, where file and place are known.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)")
_BREAKS: Final = frozenset("\t\n\r")
_WIDEST: Final = 63
"""Bits of a whole number, by the specification of TOML."""


class Unreadable(ValueError):
    """The text is no TOML file, or holds what cannot be used. Says why, in Chinese, without the file's name."""


def read(content: bytes) -> dict[str, Any]:
    """The tables of the file. Raises Unreadable."""
    try:
        written = tomllib.loads(content.decode("utf-8-sig"))
        for reason in _unusable(written):
            raise Unreadable(reason)
    except UnicodeDecodeError as error:
        raise Unreadable(f"不是有效的 TOML（第 {error.start + 1} 个字节起不是 UTF-8 编码）") from error
    except tomllib.TOMLDecodeError as error:
        placed = _PLACE.sub(r"，第 \1 行第 \2 列", str(error))
        raise Unreadable(f"不是有效的 TOML（{placed}）") from error
    except RecursionError as error:
        raise Unreadable("不是可用的 TOML（括号嵌套过深）") from error
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("不是可用的 TOML（有超出范围的数字）") from error
    return written


def _unusable(value: Any) -> Iterator[str]:
    """Every reason why a value cannot be used."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _unusable(key)
            yield from _unusable(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _unusable(inner)
    elif isinstance(value, str):
        for char in value:
            if unicodedata.category(char) == "Cc" and char not in _BREAKS:
                yield f"含有不可见的控制字符（U+{ord(char):04X}），请删除"
    elif isinstance(value, int) and value.bit_length() > _WIDEST:
        yield "不是可用的 TOML（有超出范围的数字）"
