"""Every closed list of codes that a message or a step may name, with what officials call each code. Pure.

The lists are those of the code: what a request may say is read against the same types. `version` is a digest of all of them, so that a
court's system asks whether anything changed by one ETag.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

import msgspec

from services.intake.cases import court_titles, resolving_titles, step_titles, titles
from services.intake.court.answers import MESSAGE_STATUSES
from services.intake.court.bodies import TITLES
from services.intake.court.message import REASONS
from services.intake.number import TYPE_CODES
from yingsu.law.outcomes import OUTCOMES

VERSION_CHARACTERS: Final = 16

C = TypeVar("C", bound=str)


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code, what officials call it, and the article it rests on where there is one."""

    code: str
    title: str
    authority: str | None = None


class CodeList(msgspec.Struct, frozen=True, kw_only=True):
    """One closed list. `field` is where messages or steps name its codes; `open_ended`: another code is taken too, and flagged."""

    name: str
    title: str
    field: str
    codes: tuple[Code, ...]
    open_ended: bool = False


def _of(name: str, title: str, field: str, codes: Mapping[C, str]) -> CodeList:
    return CodeList(name=name, title=title, field=field, codes=tuple(Code(code=code, title=codes[code]) for code in codes))


@cache
def lists() -> Mapping[str, CodeList]:
    """Every list by its name."""
    types = tuple(Code(code=row.code, title=row.meaning) for row in TYPE_CODES.values())
    outcomes = tuple(Code(code=code, title=OUTCOMES[code].title, authority=OUTCOMES[code].article) for code in OUTCOMES)
    found = (
        _of("message_kinds", "消息种类", "kind", TITLES),
        _of("message_statuses", "消息状态", "status", MESSAGE_STATUSES),
        _of("parked_reasons", "待处理原因", "parked_reason", REASONS),
        CodeList(name="case_types", title="案件类型代字", field="case_no", codes=types, open_ended=True),
        _of("instances", "审级", "instance", titles.INSTANCES),
        _of("documents", "送达文书", "document", titles.DOCUMENTS),
        CodeList(name="outcomes", title="裁判结果", field="results/outcome", codes=outcomes),
        _of("reviews", "对原审裁判的处理", "upon_earlier", court_titles.REVIEWS),
        _of("procedures", "审理程序", "procedure", court_titles.PROCEDURES),
        _of("closings", "未经判决结案的方式", "reason", court_titles.CLOSINGS),
        _of("series", "批量案、系列案", "series_kind", court_titles.SERIES),
        _of("absence_rulings", "对未到庭的认定", "ruling", court_titles.RULINGS),
        _of("letters", "法院函件", "letter_kind", court_titles.LETTERS),
        _of("retrial_initiators", "再审的启动", "initiated_by", court_titles.INITIATORS),
        _of("absence_reasons", "负责人不能出庭的理由", "reason", step_titles.ABSENCES),
        _of("leader_ranks", "负责人职级", "rank", step_titles.RANKS),
        _of("case_flags", "案件类别", "flag", step_titles.FLAGS),
        _of("risk_levels", "败诉风险等级", "level", step_titles.LEVELS),
        _of("channels", "化解途径", "channel", step_titles.CHANNELS),
        _of("performance_results", "判决履行情况", "result", step_titles.RESULTS),
        _of("termination_reasons", "终止调处的理由", "reason", titles.TERMINATIONS),
        _of("litigation_endings", "诉讼中调解结束的方式", "ending", resolving_titles.ENDINGS),
    )
    return {one.name: one for one in found}


@cache
def version() -> str:
    """The version of all lists: the beginning of the SHA-256 of their content, hex."""
    return hashlib.sha256(msgspec.json.encode(list(lists().values()))).hexdigest()[:VERSION_CHARACTERS]
