"""Case numbers (案号): parse every spelling that courts and agencies use, and write the one canonical form.

Owns the numbering scheme of 《关于人民法院案件案号的若干规定》 (法〔2015〕137号): （收案年度）+ 法院代字 + 类型代字 + 案件编号 + 号. Each case
has one number; "之一", "之二" after 号 tell several documents of one case apart, so a case is looked up by `CaseNumber.case_no`, which
leaves them out. A number of before 2016 (泽行初字第12号) is read too and written without 字第.

`TYPE_CODES` is the part on administrative cases of the type code list that goes with the rules (人民法院案件类型及其代字标准), as far as
it is known here, with two codes that are used in practice and not in that list (`listed=False`). A code outside the table is accepted
and flagged: courts add codes, and a case is not refused because this software has not heard of one.
"""

import re
import unicodedata
from datetime import date

import msgspec

from yingsu.errors import Malformed
from yingsu.events.intake.case import Instance

FIRST_YEAR = 1990
"""行政诉讼法 is in force since 1990-10-01: there is no older administrative case."""

LONGEST = 60
"""Characters; the longest real number with every ornament is under 40."""

EXAMPLE = "（2026）苏0813行初12号"


class MalformedCaseNumber(Malformed):
    """The text is not a case number. The message names the part that is wrong."""

    code = "malformed-case-number"
    title = "案号有误"


class TypeCode(msgspec.Struct, frozen=True, kw_only=True):
    """A type code: what it stands for, the instance it belongs to (None: no trial), and whether the published list has it."""

    code: str
    meaning: str
    instance: Instance | None
    listed: bool = True


TYPE_CODES: dict[str, TypeCode] = {
    row.code: row
    for row in (
        TypeCode(code="行初", meaning="行政一审案件", instance="first"),
        TypeCode(code="行终", meaning="行政二审案件", instance="second"),
        TypeCode(code="行监", meaning="行政依职权再审审查案件", instance=None),
        TypeCode(code="行申", meaning="行政申请再审审查案件", instance=None),
        TypeCode(code="行抗", meaning="行政抗诉再审审查案件", instance=None),
        TypeCode(code="行再", meaning="行政再审案件", instance="retrial"),
        TypeCode(code="行审", meaning="非诉行政行为申请执行审查案件", instance=None),
        TypeCode(code="行审复", meaning="非诉行政行为申请执行审查复议案件", instance=None),
        TypeCode(code="行他", meaning="其他行政案件", instance=None),
        TypeCode(code="行赔初", meaning="行政赔偿一审案件", instance="first"),
        TypeCode(code="行赔终", meaning="行政赔偿二审案件", instance="second"),
        TypeCode(code="行赔监", meaning="行政赔偿依职权再审审查案件", instance=None),
        TypeCode(code="行赔申", meaning="行政赔偿申请再审审查案件", instance=None),
        TypeCode(code="行赔抗", meaning="行政赔偿抗诉再审审查案件", instance=None),
        TypeCode(code="行赔再", meaning="行政赔偿再审案件", instance="retrial"),
        TypeCode(code="行赔他", meaning="其他行政赔偿案件", instance=None),
        TypeCode(code="行保", meaning="行政保全案件", instance=None, listed=False),
        TypeCode(code="行诉前调", meaning="行政诉前调解案件", instance=None, listed=False),
    )
}


class CaseNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A case number in its parts. `court` is the designation (法院代字); `sub` is the N of 之N."""

    year: int
    court: str
    type_code: str
    serial: int
    sub: int | None = None

    @property
    def type_known(self) -> bool:
        """Whether `TYPE_CODES` has the type code."""
        return self.type_code in TYPE_CODES

    @property
    def instance(self) -> Instance | None:
        """The instance that the type code stands for; None where it is no trial or is not known."""
        known = TYPE_CODES.get(self.type_code)
        return known.instance if known else None

    @property
    def case_no(self) -> str:
        """The canonical number of the case, without the document's 之N."""
        return f"（{self.year}）{self.court}{self.type_code}{self.serial}号"

    @property
    def text(self) -> str:
        """The canonical form, with 之N where there is one."""
        return self.case_no if self.sub is None else f"{self.case_no}之{_to_numeral(self.sub)}"


_PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵军"
_HAN = r"[\u4e00-\u9fff]"
_NUMERALS = "一二三四五六七八九"
_YEAR = re.compile(r"\(([^()]*)\)")
_COURT = re.compile(rf"(?:最高法知?|[{_PROVINCES}](?:[0-9]{{4}}|[0-9]{{2}})?)(?={_HAN})")
_OLD_COURT = re.compile(rf"({_HAN}{{1,6}}?)(?=行|赔)")
_PARTS = re.compile(r"(.*[^0-9])(?<!第)(?<!字)(?:字第|字|第)?([0-9]+)")
_SERIES = re.compile(r"[0-9][-—–~、,至][^0-9]*[0-9]+$")
_TYPE = re.compile(rf"{_HAN}{{1,8}}")
_SUB = re.compile(rf"之([0-9]{{1,2}}|[{_NUMERALS}十]{{1,3}})")
_DIGIT = re.compile(r"[0-9]")
_PLAIN_DIGIT = re.compile(r"[0-9０-９]")
_BRACKETS = str.maketrans(dict.fromkeys("[【〔﹝{", "(") | dict.fromkeys("]】〕﹞}", ")"))


def parse(text: str, today: date) -> CaseNumber:
    """Read a case number in any spelling. `today` bounds the year: 1990 to the next year.

    Accepts full-width and half-width digits, letters and brackets of any kind, blanks, leading zeros, 第 and 字第.
    Raises `MalformedCaseNumber`, which says which part is wrong.
    """
    if len(text) > LONGEST:
        raise _wrong(f"超过 {LONGEST} 个字符")
    odd = next(
        (char for char in text if _DIGIT.search(unicodedata.normalize("NFKC", char)) and not _PLAIN_DIGIT.match(char)), None
    )
    if odd is not None:
        raise _wrong(f"“{odd}”不是通常的数字，请改用 0 至 9")
    rest = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    rest = "".join(rest.split()).removeprefix("案号:").removeprefix("案号")
    year, rest = _read_year(rest, today)
    head, mark, tail = rest.partition("号")
    if not mark:
        raise _wrong("末尾缺少“号”字")
    if _SERIES.search(head):
        raise _wrong("一个案号只能写一个案件编号，系列案件请逐件报送")
    parts = _PARTS.fullmatch(head)
    if parts is None:
        raise _wrong("“号”前应当是阿拉伯数字的案件编号，其前为法院代字和类型代字")
    court, type_code = _split(parts[1], year)
    serial = int(parts[2])
    if not 1 <= serial <= 99_999_999:
        raise _wrong("案件编号应当是从 1 起的阿拉伯数字，最多 8 位")
    return CaseNumber(year=year, court=court, type_code=type_code, serial=serial, sub=_read_sub(tail))


def normalise(text: str, today: date) -> str:
    """The canonical form of a case number. Errors as `parse`."""
    return parse(text, today).text


def _wrong(what: str) -> MalformedCaseNumber:
    return MalformedCaseNumber(
        f"案号有误：{what}。案号由（收案年度）、法院代字、类型代字、案件编号和“号”组成（法〔2015〕137号第三条），例如 {EXAMPLE}。请核对后重报。",
        pointer="/case_no",
    )


def _read_year(text: str, today: date) -> tuple[int, str]:
    found = _YEAR.match(text)
    if found is None:
        raise _wrong("开头应当是括号内的收案年度")
    if not re.fullmatch(r"[0-9]{4}", found[1]):
        raise _wrong("收案年度应当是四位阿拉伯数字")
    year = int(found[1])
    if not FIRST_YEAR <= year <= today.year + 1:
        raise _wrong(f"收案年度 {year} 不在 {FIRST_YEAR} 年至 {today.year + 1} 年之间")
    return year, text[found.end() :]


def _split(designation: str, year: int) -> tuple[str, str]:
    """The court's designation and the type code."""
    court = _COURT.match(designation)
    if court is None and year < 2016:
        court = _OLD_COURT.match(designation)
    if court is None:
        raise _wrong("法院代字应当是省级简称加法院编号（如苏0813）、高级法院的省级简称（如苏）或者“最高法”，其后为类型代字")
    type_code = designation[court.end() :]
    if not _TYPE.fullmatch(type_code):
        raise _wrong("类型代字应当是汉字，如行初、行终")
    return court[0], type_code


def _read_sub(tail: str) -> int | None:
    if not tail:
        return None
    found = _SUB.fullmatch(tail)
    sub = _from_numeral(found[1]) if found else 0
    if not 1 <= sub <= 99:
        raise _wrong("“号”后只能是“之一”“之二”等文书次序")
    return sub


def _to_numeral(number: int) -> str:
    """1–99 in Chinese numerals: 一, 十, 十二, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _from_numeral(text: str) -> int:
    """The number of 1–99 in digits or Chinese numerals; 0 where it is neither."""
    if text.isdigit():
        return int(text)
    return next((number for number in range(1, 100) if _to_numeral(number) == text), 0)
