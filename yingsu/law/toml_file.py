"""A TOML file as somebody wrote it: a profile's, a clause file, a calendar year. Owns what of a text is no TOML that can be used, in Chinese.

A byte order mark, as some editors set it, is passed over. Characters that no reader sees and no table of the database takes are refused
here, where file and place are known; so are those that turn or hide what stands beside them: two persons read a file before it is law.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

_PLACE: Final = re.compile(r" \(at line (\d+), column (\d+)\)")
_COMPLAINTS: Final = (
    ("Expected '=' after a key", "键名之后应为等号"),
    ("Invalid value", "等号之后不是可用的值，文本要加英文双引号"),
    ("Invalid initial character for a key part", "键名不能以此开头"),
    ("Invalid statement", "不是键名，也不是方括号"),
    ("Expected newline or end of document after a statement", "一项写完应当换行"),
    ("Expected ']", "方括号没有成对"),
    ("Unclosed", "括号没有成对"),
    ("Unterminated string", "文本缺少结尾的引号"),
    ('Expected "', "文本缺少结尾的引号"),
    ("Expected '", "文本缺少结尾的引号"),
    ("Cannot overwrite a value", "同一项写了两次"),
    ("Cannot declare", "同一项写了两次"),
    ("Duplicate inline table key", "同一项写了两次"),
    ("Illegal character", "含有不能写在此处的字符"),
    ("Found invalid character", "含有不能写在此处的字符"),
)
"""What the reader of TOML complains of, by how it begins, in the words of whoever writes the file."""

_BREAKS: Final = frozenset("\t\n\r")
_TURNING: Final = frozenset(("Cf", "Zl", "Zp"))
_WIDEST: Final = 63
"""Bits of a whole number, by the specification of TOML."""

_DEEPEST: Final = 16
"""Parts of a dotted key. The reader's memory grows with their square, and no file of ours has more than two."""

_PART: Final = r"""(?:(?<![A-Za-z0-9_-])[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
_DOTTED: Final = re.compile(rf"(?:{_PART}\.[ \t]*){{{_DEEPEST}}}")


class Unreadable(ValueError):
    """The text is no TOML file, or holds what cannot be used. Says why, in Chinese, without the file's name."""


def read(content: bytes, *, kept: bool = False) -> dict[str, Any]:
    """The tables of the file. One that is `kept` was taken before, and is not asked again whether a reader sees all of it. Raises
    Unreadable."""
    try:
        text = content.decode("utf-8-sig")
        if _DOTTED.search(text):
            raise Unreadable(f"不是可用的 TOML（键名超过 {_DEEPEST} 层）")
        written = tomllib.loads(text)
        for reason in _unusable(written):
            raise Unreadable(reason)
        for reason in () if kept else _unseen((text, written)):
            raise Unreadable(reason)
    except UnicodeDecodeError as error:
        raise Unreadable(f"不是有效的 TOML（第 {error.start + 1} 个字节起不是 UTF-8 编码）") from error
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"不是有效的 TOML（{_said(str(error))}）") from error
    except RecursionError as error:
        raise Unreadable("不是可用的 TOML（括号嵌套过深）") from error
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("不是可用的 TOML（有超出范围的数字）") from error
    return written


def _said(complaint: str) -> str:
    """What the reader of TOML says, and where."""
    words = next((words for begins, words in _COMPLAINTS if complaint.startswith(begins)), None)
    if words is None:
        return _PLACE.sub(r"，第 \1 行第 \2 列", complaint)
    found = _PLACE.search(complaint)
    return f"{words}，第 {found[1]} 行第 {found[2]} 列" if found else f"{words}，文件末尾"


def _unusable(written: Any) -> Iterator[str]:
    """Every reason why what is written cannot be used."""
    for value in _inside(written):
        if isinstance(value, str):
            for char in value:
                if unicodedata.category(char) == "Cc" and char not in _BREAKS:
                    yield f"含有不可见的控制字符（U+{ord(char):04X}），请删除"
        elif isinstance(value, int) and value.bit_length() > _WIDEST:
            yield "不是可用的 TOML（有超出范围的数字）"


def _unseen(written: Any) -> Iterator[str]:
    """Every reason why a reader may not see what is written, as a text or behind an escape."""
    for value in _inside(written):
        if isinstance(value, str) and not value.isascii():
            for char in value:
                if unicodedata.category(char) in _TURNING:
                    yield f"含有不可见的或者改变文字方向的字符（U+{ord(char):04X}），请删除"


def _inside(value: Any) -> Iterator[Any]:
    """The value and every key and value within it."""
    yield value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _inside(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _inside(inner)
