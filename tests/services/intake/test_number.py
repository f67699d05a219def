"""Case numbers: what is read, the one form that is written, and what an official is told about the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.number import TYPE_CODES, CaseNumber, MalformedCaseNumber, normalise, parse

TODAY = date(2026, 9, 16)
COURTS = ("苏0813", "苏08", "苏", "最高法", "最高法知", "京73", "新2801", "兵0101", "苏8602")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("（2026）苏0813行初12号", "（2026）苏0813行初12号"),
        ("(2026)苏0813行初12号", "（2026）苏0813行初12号"),
        ("〔2026〕苏0813行初12号", "（2026）苏0813行初12号"),
        ("[2026]苏0813行初12号", "（2026）苏0813行初12号"),
        ("【２０２６】苏０８１３行初１２号", "（2026）苏0813行初12号"),
        ("（2026） 苏0813 行初 第 0012 号", "（2026）苏0813行初12号"),
        ("(2026)苏0813行初字第12号", "（2026）苏0813行初12号"),
        ("案号：（2026）苏0813行初12号", "（2026）苏0813行初12号"),
        ("（2026）苏0813行初12号之1", "（2026）苏0813行初12号之一"),
        ("（2026）苏0813行初12号之二十一", "（2026）苏0813行初12号之二十一"),
        ("（2026）苏行终3号", "（2026）苏行终3号"),
        ("（2019）最高法行申5号", "（2019）最高法行申5号"),
        ("（2020）最高法知行终1号", "（2020）最高法知行终1号"),
        ("（2014）泽行初字第0012号", "（2014）泽行初12号"),
    ],
)
def test_every_spelling_has_one_canonical_form(text: str, canonical: str) -> None:
    assert normalise(text, TODAY) == canonical


def test_a_number_has_its_parts() -> None:
    assert parse("（2026）苏0813行赔初7号之三", TODAY) == CaseNumber(
        year=2026, court="苏0813", type_code="行赔初", serial=7, sub=3
    )


def test_a_document_of_a_case_names_the_case() -> None:
    assert parse("（2026）苏0813行初12号之一", TODAY).case_no == "（2026）苏0813行初12号"


@pytest.mark.parametrize(
    ("type_code", "known", "instance"),
    [("行初", True, "first"), ("行赔终", True, "second"), ("行再", True, "retrial"), ("行审", True, None), ("行新", False, None)],
)
def test_a_type_code_tells_the_instance_and_an_unknown_one_is_flagged(type_code: str, known: bool, instance: str | None) -> None:
    number = parse(f"（2026）苏0813{type_code}1号", TODAY)

    assert (number.type_code, number.type_known, number.instance) == (type_code, known, instance)


def test_codes_of_practice_are_told_from_the_published_list() -> None:
    assert sorted(code for code, row in TYPE_CODES.items() if not row.listed) == ["行保", "行诉前调"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "开头应当是括号内的收案年度"),
        ("2026苏0813行初12号", "开头应当是括号内的收案年度"),
        ("（26）苏0813行初12号", "收案年度应当是四位阿拉伯数字"),
        ("（2026）苏0813行初1²号", "“²”不是通常的数字"),
        ("（2026）苏0813行初①号", "“①”不是通常的数字"),
        ("（2026）苏0813行初12号之²", "“²”不是通常的数字"),
        ("（1989）苏0813行初12号", "收案年度 1989 不在 1990 年至 2027 年之间"),
        ("（2028）苏0813行初12号", "收案年度 2028 不在 1990 年至 2027 年之间"),
        ("（2026）泽行初12号", "法院代字应当是"),
        ("（2026）苏813行初12号", "法院代字应当是"),
        ("（2026）苏081312号", "法院代字应当是"),
        ("（2026）苏0813XC12号", "法院代字应当是"),
        ("（2026）苏0813行A12号", "类型代字应当是汉字"),
        ("（2026）苏0813行初号", "“号”前应当是阿拉伯数字的案件编号"),
        ("（2026）苏0813行初0号", "案件编号应当是从 1 起的阿拉伯数字"),
        ("（2026）苏0813行初123456789号", "最多 8 位"),
        ("（2026）苏0813行初12-15号", "系列案件请逐件报送"),
        ("（2026）苏0813行初12", "末尾缺少“号”字"),
        ("（2026）苏0813行初12号之零", "“号”后只能是“之一”“之二”"),
        ("（2026）苏0813行初12号民事", "“号”后只能是“之一”“之二”"),
        ("（2026）苏0813行初" + "9" * 100 + "号", "超过 60 个字符"),
    ],
)
def test_what_is_no_number_is_explained_part_by_part(text: str, wrong: str) -> None:
    with pytest.raises(MalformedCaseNumber) as refusal:
        parse(text, TODAY)

    assert wrong in refusal.value.message
    assert "例如 （2026）苏0813行初12号" in refusal.value.message


numbers = st.builds(
    CaseNumber,
    year=st.integers(1990, 2027),
    court=st.sampled_from(COURTS),
    type_code=st.sampled_from([*TYPE_CODES, "行新"]),
    serial=st.integers(1, 99_999_999),
    sub=st.none() | st.integers(1, 99),
)


@given(numbers)
def test_what_is_written_is_read_back(number: CaseNumber) -> None:
    assert parse(number.text, TODAY) == number
    assert normalise(number.text, TODAY) == number.text


@st.composite
def spellings(draw: st.DrawFn) -> tuple[CaseNumber, str]:
    """A number and one of its spellings."""
    number = draw(numbers)
    brackets = draw(st.sampled_from(["（）", "()", "〔〕", "[]", "【】", "［］"]))
    parts = [
        f"{brackets[0]}{number.year}{brackets[1]}",
        number.court,
        number.type_code,
        draw(st.sampled_from(["", "第", "字第", "字"])),
        "0" * draw(st.integers(0, 4)) + str(number.serial),
        "号",
        "" if number.sub is None else draw(st.sampled_from([f"之{number.sub}", number.text.rpartition("号")[2]])),
    ]
    text = draw(st.sampled_from(["", " ", "\u3000", "\t"])).join(parts)
    return number, text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if draw(st.booleans()) else text


@given(spellings())
def test_every_spelling_of_one_number_is_the_same_number(spelled: tuple[CaseNumber, str]) -> None:
    number, text = spelled

    assert parse(text, TODAY) == number


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_is_explained(text: str) -> None:
    try:
        canonical = normalise(text, TODAY)
    except MalformedCaseNumber as error:
        canonical, explained = None, error.message

    if canonical is None:
        assert explained.startswith("案号有误：")
    else:
        assert normalise(canonical, TODAY) == canonical
