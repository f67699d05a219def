"""Registers of facts in cases over HTTP: for the body that supervises, for auditors, and for each agency those of its own cases.

Courts have no part in what agencies register for themselves, nor has the mediation centre in most of it: a list of gaps would tell them of
facts that they do not see.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request

from services.intake.cases import record as records
from services.intake.cases.desk import sees
from services.intake.cases.routes import AsKnownAt, AsOf
from services.intake.cases.timing import rules_known as rules_now
from services.intake.registers.answers import (
    CaseRegisterAnswer,
    CaseRegisterPageAnswer,
    LineWriter,
    cited,
    described,
)
from services.intake.registers.lines import Line
from services.intake.registers.reading import Known, known, known_on, read
from services.intake.registers.sought import Sought
from services.intake.wiring import rules_of, sight_of
from yingsu.clock import legal_day
from yingsu.errors import Forbidden
from yingsu.law.in_force import rules_known
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.web.auth import allow
from yingsu.web.bodies import Day
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.parts import AGENCY_PATTERN

TAG = "案件台账"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("case:read", roles=("agency", "supervisor", "auditor")))]
Jurisdiction = Annotated[str, Query(title="行政区划代码", pattern="^[0-9]{6}$", examples=["370404"])]


class CaseRegisterOutsideReach(Forbidden):
    """The jurisdiction is not one of the caller's."""

    code = "register-outside-reach"
    title = "不在本单位的辖区"


@router.get("/registers", summary="列出案件台账")
def list_registers(
    request: Request, caller: Reader, jurisdiction: Jurisdiction, as_of: AsOf = None, as_known_at: AsKnownAt = None
) -> list[CaseRegisterAnswer]:
    """所问之日在本辖区施行的文件要求建立、按案件登记的台账和缺项清单。不按案件登记的，见登记服务的机关台账。"""
    day = _day(request, caller, jurisdiction, as_of, as_known_at)
    return [described(found) for found in known_on(_rules(request, as_known_at), jurisdiction, day)]


@router.get("/registers/{code}", summary="查看案件台账")
def read_register(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    code: Annotated[str, Path(title="台账代码", pattern="^[a-z_]{1,60}$", examples=["not_reviewed_by_head"])],
    jurisdiction: Jurisdiction,
    agency_id: Annotated[str | None, Query(title="机关编号", pattern=AGENCY_PATTERN)] = None,
    first: Annotated[Day | None, Query(alias="from", title="列入日期起", description="填写起日的，不列没有登记的空行")] = None,
    last: Annotated[Day | None, Query(alias="to", title="列入日期止")] = None,
    rows: Annotated[
        Literal["standing", "all"], Query(title="列出哪些", description="standing 在册的；all 含已注销的，缺项清单始终只列缺少的")
    ] = "standing",
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> CaseRegisterPageAnswer:
    """一个台账：一项事实一行，附所依据的登记和条款。机关只见本机关案件中的，他机关的内部登记不列。即时由登记得出，不另行保存。"""
    day = _day(request, caller, jurisdiction, as_of, as_known_at)
    found = known(_rules(request, as_known_at), jurisdiction, code, day)
    sought = Sought(
        jurisdiction=jurisdiction,
        day=day,
        standing=rows == "standing",
        agencies=caller.confined_to,
        as_of=as_of,
        as_known_at=as_known_at,
    )
    shown: list[Line] = []
    for line, entries in read(deps_of(request).ledger.database, caller.tenants, found, sought):
        seen = _seen(caller, line, entries)
        if seen is not None and _asked_for(seen, agency_id, first, last):
            shown.append(seen)
    shown.sort(key=lambda line: line.key)
    after = tuple(map(str, paged.after)) if paged.after else None
    rest = [line for line in shown if after is None or line.key > after]
    writer = LineWriter(found.register.columns, sight_of(request, caller), deps_of(request).directory, day)
    return CaseRegisterPageAnswer(
        code=code,
        title=found.register.title,
        jurisdiction=jurisdiction,
        day=day,
        as_known_at=as_known_at,
        gaps=found.register.gaps,
        columns=found.register.columns,
        total=sum(line.row is not None for line in shown),
        tally=_tally(found, shown),
        rows=[writer.line(line) for line in paged.cut(rest[: paged.limit + 1], key=lambda line: line.key)],
        clauses=cited(found),
        note=found.register.note,
    )


def _day(request: Request, caller: Caller, jurisdiction: str, as_of: date | None, known_at: AsKnownAt) -> date:
    """The day that is asked about. Raises `CaseRegisterOutsideReach`."""
    if not within((jurisdiction,), caller.jurisdictions):
        raise CaseRegisterOutsideReach(f"行政区划 {jurisdiction} 不在令牌的管辖区域内，未提供。请核对行政区划代码。")
    return as_of or legal_day(known_at or deps_of(request).clock())


def _rules(request: Request, known_at: AsKnownAt) -> Rules | None:
    return rules_known(deps_of(request).ledger.database, known_at) if known_at else rules_now(rules_of(request))


def _seen(caller: Caller, line: Line, entries: Sequence[Entry]) -> Line | None:
    """The line as the caller may see it; None where it may not: an agency sees its own, and what concerns the whole of its cases."""
    if caller.role != "agency":
        return line
    represented = records.fold(line.case_id or "", entries).represented_by(caller.agencies)
    row = line.row
    if row is None:
        return line
    if (line.agency is not None and line.agency not in represented) or not sees(caller, row.entry, represented):
        return None
    if row.closed_by is not None and not sees(caller, row.closed_by, represented):
        return msgspec.structs.replace(line, row=msgspec.structs.replace(row, closed_by=None))
    return line


def _asked_for(line: Line, agency: str | None, first: date | None, last: date | None) -> bool:
    if agency is not None and line.agency not in (None, agency):
        return False
    if line.row is None:
        return first is None
    return (first is None or line.row.on >= first) and (last is None or line.row.on <= last)


def _tally(found: Known, shown: Sequence[Line]) -> dict[str, int]:
    column = found.kind.tally
    counted = Counter(str(line.row.value(column)) for line in shown if column and line.row)
    return dict(sorted(counted.items()))
