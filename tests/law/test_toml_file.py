"""What of a text is no TOML file that can be used: told in Chinese, with the place where it is known."""

import pytest

from yingsu.law.toml_file import Unreadable, read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x = " + b"[" * 100_000 + b"]" * 100_000, "括号嵌套过深"),
        (b"x = " + b"{ a = " * 5_000 + b"1" + b"}" * 5_000, "括号嵌套过深"),
        (b"[" + b"a." * 5_000 + b"a]\nx = 1", "键名超过 16 层"),
        # Read by the reader of TOML itself, this takes 90 GB.
        (b".".join([b"a"] * 150_000) + b" = 1", "键名超过 16 层"),
        (b'x = { "a" . ' + b"'b' . " * 16 + b"c = 1 }", "键名超过 16 层"),
        (b"x = " + b"9" * 5_000, "有超出范围的数字"),
        (b"x = [[9223372036854775808]]", "有超出范围的数字"),
        (b"x = 2026-02-30", "不是"),
        (b"\xff\xfe[\x00x\x00]\x00", "第 1 个字节起不是 UTF-8 编码"),
        (b"[x]\ny = oui", "（等号之后不是可用的值，文本要加英文双引号，第 2 行第 5 列）"),
        (b"x 1", "（键名之后应为等号，第 1 行第 3 列）"),
        (b"x = 1\nx = 2", "（同一项写了两次，文件末尾）"),
        (b"[[x]", "（方括号没有成对，"),
        (b'x = "a', "文件末尾"),
        (b'"\\u0000" = 1', "U+0000"),
        (b'x = [{ y = "a\\u001bb" }]', "U+001B"),
        (b'x = "a\\u0085b"', "U+0085"),
        ('x = "\u202e十五日"'.encode(), "U+202E"),
        (b'x = "\\u200b"', "U+200B"),
        ("x = 1 # \u2066".encode(), "改变文字方向的字符（U+2066）"),
        ("x = 1 # \u2028y = 2".encode(), "U+2028"),
    ],
)
def test_what_cannot_be_used_is_told(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=r"TOML|字符") as refusal:
        read(content)
    assert said in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_byte_order_mark_and_line_breaks_in_a_text_are_taken() -> None:
    assert read(b'\xef\xbb\xbfx = """a\nb\tc"""\r\ny = 9223372036854775807\n') == {"x": "a\nb\tc", "y": 2**63 - 1}


def test_a_file_that_was_taken_before_is_taken_as_it_is() -> None:
    content = 'x = "a\u200bb"'.encode()
    assert read(content, kept=True) == {"x": "a\u200bb"}


def test_dots_in_a_text_and_long_names_are_no_depth() -> None:
    address = "a." * 15 + "cn"
    assert read(f'x = "{address}"\n{"y" * 400} = 1\na.b.c = 1'.encode()) == {"x": address, "y" * 400: 1, "a": {"b": {"c": 1}}}
