"""Jurisdictions: the six digits of 中华人民共和国行政区划代码 (GB/T 2260), and the code that stands for the whole country."""

import re
from collections.abc import Sequence

from yingsu.errors import Malformed

NATIONAL = "000000"
"""Owns what belongs to no one division: courts, calendars, the national profile. An administrator or auditor of the whole
installation has it among its jurisdictions."""

_DIVISION = re.compile(r"[1-8][0-9]{5}")


class DivisionCodeInvalid(Malformed):
    """Not a division code."""

    code = "division-code-invalid"
    title = "行政区划代码有误"


class JurisdictionsMissing(Malformed):
    """A list of jurisdictions is empty or names one twice."""

    code = "jurisdictions-missing"
    title = "管辖区域有误"


def division(code: str, *, pointer: str, national: bool = False) -> str:
    """`code` itself when it has the form of a division code (or is `NATIONAL`, where that is meaningful). DivisionCodeInvalid."""
    if _DIVISION.fullmatch(code) or (national and code == NATIONAL):
        return code
    raise DivisionCodeInvalid(
        f"行政区划代码“{code[:20]}”不符合 GB/T 2260：应为六位数字，例如洪泽区 320813。请核对后重新提交。", pointer=pointer
    )


def divisions(codes: Sequence[str], *, pointer: str, national: bool = False) -> tuple[str, ...]:
    """`codes` as a tuple in their order: at least one, each of the right form, none twice."""
    if not codes or len(set(codes)) != len(codes):
        raise JurisdictionsMissing("管辖区域至少填写一个行政区划代码，且不得重复。请补正后重新提交。", pointer=pointer)
    return tuple(division(code, pointer=f"{pointer}/{index}", national=national) for index, code in enumerate(codes))


def within(codes: Sequence[str], reach: Sequence[str]) -> bool:
    """Whether every one of `codes` lies in `reach`. `NATIONAL` in `reach` covers all."""
    return NATIONAL in reach or set(codes) <= set(reach)
