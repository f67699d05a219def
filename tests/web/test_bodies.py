"""Bodies are read to the letter."""

from datetime import date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field, Strict, TypeAdapter, ValidationError, create_model

from tests.web.conftest import Wire
from yingsu.web.bodies import Body, Day, Flag, Line, LongText, Moment, Whole


@pytest.mark.parametrize(
    "loose",
    [int, bool, float, date, datetime, int | None, list[int], dict[str, date], Annotated[int, Field(ge=1)], tuple[int, ...]],
)
def test_a_field_that_would_be_coerced_is_refused_when_the_class_is_made(loose: type) -> None:
    with pytest.raises(TypeError, match=r"Claim\.field would accept other types: use Day, Moment, Whole, Flag or Strict\(\)"):
        create_model("Claim", __base__=Body, field=(loose, ...))


@pytest.mark.parametrize(
    "exact", [Whole, Flag, Day, Moment, Whole | None, tuple[Day, ...], dict[str, Whole], Annotated[float, Strict()], str]
)
def test_an_exact_field_is_taken(exact: type) -> None:
    assert "field" in create_model("Claim", __base__=Body, field=(exact, ...)).model_fields


def test_a_body_cannot_be_changed() -> None:
    class Claim(Body):
        day: Day

    claim = Claim.model_validate({"day": "2026-03-02"})
    assert claim.day == date(2026, 3, 2)
    with pytest.raises(ValidationError, match="frozen"):
        claim.day = date(2026, 3, 3)


def test_a_moment_keeps_its_offset() -> None:
    class Claim(Body):
        at: Moment

    assert Claim.model_validate({"at": "2026-03-02T09:30:00+08:00"}).at.isoformat() == "2026-03-02T09:30:00+08:00"


@pytest.mark.parametrize("offset", ["+14:01", "-15:59", "+23:59", "-23:59"])
def test_a_moment_is_of_a_time_zone_that_there_is(offset: str) -> None:
    class Claim(Body):
        at: Moment

    with pytest.raises(ValidationError, match=r"没有这个时区.*北京时间写作 \+08:00。请核对。"):
        Claim.model_validate({"at": f"2026-03-02T09:30:00{offset}"})
    assert Claim.model_validate({"at": "2026-03-02T09:30:00+14:00"}).at.isoformat() == "2026-03-02T09:30:00+14:00"


def read_as(kind: Any, text: str) -> str:
    read: str = TypeAdapter(kind).validate_python(text)
    return read


TEXTS = pytest.mark.parametrize("kind", [Line, LongText], ids=["Line", "LongText"])
UNSEEN = ("\u200b", "\u200b\ufeff", "\u3164", "\u2800", "\u115f\u1160", "\U000e0041")


@TEXTS
@pytest.mark.parametrize("text", ["", "  ", "\u3000\t", *UNSEEN], ids=ascii)
def test_a_text_of_which_nothing_is_seen_is_none(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError, match=r"没有可见的文字|不可见字符|at least 1 character"):
        read_as(kind, text)


@TEXTS
@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b", "\x85", "\u2028", "\u2029"], ids=ascii
)
def test_a_text_hides_nothing(kind: Any, hidden: str) -> None:
    with pytest.raises(ValidationError, match="控制字符或者不可见字符，请删除后重新提交"):
        read_as(kind, f"示例{hidden}张某")


@pytest.mark.parametrize("mark", ["\n", "\r", "\r\n", "\t", "\x0b"], ids=ascii)
def test_a_line_is_one_line(mark: str) -> None:
    with pytest.raises(ValidationError, match="含有换行、控制字符"):
        read_as(Line, f"示例{mark}张某")


@TEXTS
@pytest.mark.parametrize(
    "text",
    [
        "示例张某",
        "示例　张某",
        "洪示市监处罚〔2026〕15号（样例）",
        "请求撤销；“处罚决定”……——《行政诉讼法》第七十条",
        "𠮷野家、㐂、䶮、·阿卜杜拉·买买提",
        "ئۇيغۇر",
        "Café №7 №Ⅷ ①②",
        "👍🏽😀⚖️",
        "。",
    ],
)
def test_what_people_write_is_taken_as_it_is(kind: Any, text: str) -> None:
    assert read_as(kind, f"　 {text}\n") == text


def test_a_long_text_has_lines_and_a_line_has_not_many_characters() -> None:
    assert read_as(LongText, "一、撤销决定；\r\n\t二、赔偿损失。\n") == "一、撤销决定；\r\n\t二、赔偿损失。"
    assert (len(read_as(Line, "字" * 200)), len(read_as(LongText, "字" * 8000))) == (200, 8000)
    for kind, text in ((Line, "字" * 201), (LongText, "字" * 8001)):
        with pytest.raises(ValidationError, match="at most"):
            read_as(kind, text)


@pytest.mark.parametrize(
    ("form", "detail"),
    [
        (b"scope=a&scope=b", "表单中有重复的字段，每个字段只能出现一次。"),
        (b"&".join(b"f%d=1" % n for n in range(65)), "表单字段过多，请核对。"),
    ],
)
def test_a_form_has_each_field_once_and_few_of_them(stranger: Wire, form: bytes, detail: str) -> None:
    answer = stranger.send("POST", "/token", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (422, "form-malformed", detail)
