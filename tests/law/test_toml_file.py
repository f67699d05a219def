"""What of a text is no TOML file that can be used: told in Chinese, with the place where it is known."""

import pytest

from yingsu.law.toml_file import Unreadable, read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x = " + b"[" * 100_000 + b"]" * 100_000, "括号嵌套过深"),
        (b"x = " + b"{ a = " * 5_000 + b"1" + b"}" * 5_000, "括号嵌套过深"),
        (b"[" + b"a." * 5_000 + b"a]\nx = 1", "括号嵌套过深"),
        (b"x = " + b"9" * 5_000, "有超出范围的数字"),
        (b"x = [[9223372036854775808]]", "有超出范围的数字"),
        (b"x = 2026-02-30", "不是"),
        (b"\xff\xfe[\x00x\x00]\x00", "第 1 个字节起不是 UTF-8 编码"),
        (b"[x]\ny = oui", "第 2 行第 5 列"),
        (b'"\\u0000" = 1', "U+0000"),
        (b'x = [{ y = "a\\u001bb" }]', "U+001B"),
        (b'x = "a\\u0085b"', "U+0085"),
    ],
)
def test_what_cannot_be_used_is_told(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=r"TOML|控制字符") as refusal:
        read(content)
    assert said in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_byte_order_mark_and_line_breaks_in_a_text_are_taken() -> None:
    assert read(b'\xef\xbb\xbfx = """a\nb\tc"""\r\ny = 9223372036854775807\n') == {"x": "a\nb\tc", "y": 2**63 - 1}
