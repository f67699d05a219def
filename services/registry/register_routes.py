"""Registers of facts outside any case, and what agencies lack, over HTTP. For the body that supervises, and for auditors."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import ConfigDict, Field

from services.registry.office_answers import OfficeWriter
from services.registry.registers import Gap, Kept, gaps_of, register_of
from services.registry.roll import Roll, roll_of
from yingsu.clock import legal_day
from yingsu.errors import Forbidden
from yingsu.law.clauses import Clause
from yingsu.law.in_force import rules_known
from yingsu.law.published import RulesInForce
from yingsu.law.registers import Row
from yingsu.law.rules import Rules
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.web.auth import allow
from yingsu.web.bodies import Answer, Day, Moment
from yingsu.web.deps import Deps
from yingsu.web.parts import AgencyAnswer, agency_answer

TAG = "机关台账"

Supervising = Annotated[Caller, Depends(allow("registry:read", roles={"supervisor", "auditor"}))]
Jurisdiction = Annotated[str, Query(title="行政区划代码", pattern="^[0-9]{6}$", examples=["320813"])]
AsOf = Annotated[Day | None, Query(title="日期", description="这一日的情况；不填的为当日")]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容和公布的规则")]


class RegisterOutsideReach(Forbidden):
    """The jurisdiction is not one of the caller's."""

    code = "register-outside-reach"
    title = "不在本单位的辖区"


class CitedClause(Answer):
    """所依据的条款。"""

    model_config = ConfigDict(title="条款")

    id: str = Field(title="条款编号", examples=["XC-6.3"])
    citation: str = Field(title="文件和条款")


class RowAnswer(Answer):
    """台账的一行。"""

    model_config = ConfigDict(title="台账行")

    agency: AgencyAnswer | None = Field(title="机关", description="领导小组成员不属于机关的为空；名称为所问之日的名称")
    on: date | None = Field(title="列入日期", description="该机关没有登记的为空")
    what: str | None = Field(title="事由", examples=["任职"])
    closed_on: date | None = Field(title="注销日期")
    cells: dict[str, Any] = Field(title="各栏", description="键为栏目代码，没有登记的为空值；姓名只对监督机关和审计人员显示")


class RegisterAnswer(Answer):
    """一个辖区在某一日的一个台账。"""

    model_config = ConfigDict(title="台账")

    code: str = Field(title="台账代码", examples=["office_holders"])
    title: str = Field(title="台账", examples=["领导干部任职"])
    jurisdiction: str = Field(title="行政区划代码", examples=["370403"])
    day: date = Field(title="所问的日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    gaps: bool = Field(title="缺项清单", description="是：只列缺少的")
    columns: tuple[str, ...] = Field(title="栏目代码")
    rows: list[RowAnswer] = Field(title="台账行")
    clauses: list[CitedClause] = Field(title="依据")
    note: str | None = Field(title="说明")


class GapAnswer(Answer):
    """一个机关缺少的一项。"""

    model_config = ConfigDict(title="缺项")

    agency: AgencyAnswer = Field(title="机关")
    code: str = Field(title="要求代码", examples=["agency_head_known"])
    title: str = Field(title="要求", examples=["单位有在任的主要负责人"])
    missing: tuple[str, ...] = Field(title="缺少", examples=[["在任的主要负责人"]])
    clauses: list[CitedClause] = Field(title="依据")


class GapsAnswer(Answer):
    """一个辖区的机关在某一日缺少的登记。只提示，不产生期限和后果。"""

    model_config = ConfigDict(title="机关缺项清单")

    jurisdiction: str = Field(title="行政区划代码")
    day: date = Field(title="所问的日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    gaps: list[GapAnswer] = Field(title="缺项")


def register_routes(deps: Deps, rules: RulesInForce) -> APIRouter:
    """The registers, and the gaps."""
    router = APIRouter(tags=[TAG])

    def asked(
        caller: Caller, jurisdiction: str, as_of: date | None, known_at: datetime | None
    ) -> tuple[Roll, Rules | None, date]:
        if not within((jurisdiction,), caller.jurisdictions):
            raise RegisterOutsideReach(f"行政区划 {jurisdiction} 不在令牌的管辖区域内，未提供。请核对行政区划代码。")
        day = as_of or legal_day(known_at or deps.clock())
        roll = roll_of(deps.ledger.database, caller.tenants, jurisdiction, as_known_at=known_at)
        return roll, rules_known(deps.ledger.database, known_at) if known_at else rules.now(), day

    @router.get("/registers/{code}", summary="查看机关台账")
    def show_register(
        code: Annotated[str, Path(title="台账代码", max_length=60)],
        caller: Supervising,
        jurisdiction: Jurisdiction,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        rows: Annotated[
            Literal["standing", "all"], Query(title="列出哪些", description="standing 在册的；all 含已注销的")
        ] = "standing",
    ) -> RegisterAnswer:
        """本辖区施行的文件要求建立、不按案件登记的台账：领导小组成员、领导干部任职、工作专班、法律顾问单位、未确定联络人的机关。

        一行一项登记；要求每个机关都有的，没有登记的机关也列一行，各栏为空。
        """
        roll, published, day = asked(caller, jurisdiction, as_of, as_known_at)
        kept = register_of(roll, published, jurisdiction, code, day, standing=rows == "standing")
        return RegisterAnswer(
            code=code,
            title=kept.register.title,
            jurisdiction=jurisdiction,
            day=day,
            as_known_at=as_known_at,
            gaps=kept.register.gaps,
            columns=kept.register.columns,
            rows=[_row(deps, caller, kept, row, day) for row in kept.rows]
            + [_empty(deps, kept, agency.agency_id, day) for agency in kept.without],
            clauses=_cited(kept.clauses),
            note=kept.register.note,
        )

    @router.get("/agency-gaps", summary="查看机关缺项")
    def show_gaps(
        caller: Supervising, jurisdiction: Jurisdiction, as_of: AsOf = None, as_known_at: AsKnownAt = None
    ) -> GapsAnswer:
        """按所问之日施行的文件，适用范围内的机关还缺哪些登记：在任的主要负责人、审核机构和审核人员、合法性审查专人和法律顾问。"""
        roll, published, day = asked(caller, jurisdiction, as_of, as_known_at)
        found = gaps_of(roll, published, jurisdiction, day)
        return GapsAnswer(
            jurisdiction=jurisdiction, day=day, as_known_at=as_known_at, gaps=[_gap(deps, gap, day) for gap in found]
        )

    return router


def _row(deps: Deps, caller: Caller, kept: Kept, row: Row, day: date) -> RowAnswer:
    agency = row.value("agency") or row.value("agency_id")
    writer = OfficeWriter(deps.keys, caller, agency)
    return RowAnswer(
        agency=agency_answer(deps.directory, agency, day) if agency else None,
        on=row.on,
        what=row.what,
        closed_on=row.closed_on,
        cells={column: _cell(writer, row.value(column)) for column in kept.register.columns},
    )


def _empty(deps: Deps, kept: Kept, agency_id: str, day: date) -> RowAnswer:
    cells = dict.fromkeys(kept.register.columns) | ({"agency": agency_id} if "agency" in kept.register.columns else {})
    agency = agency_answer(deps.directory, agency_id, day)
    return RowAnswer(agency=agency, on=None, what=None, closed_on=None, cells=cells)


def _gap(deps: Deps, gap: Gap, day: date) -> GapAnswer:
    return GapAnswer(
        agency=agency_answer(deps.directory, gap.agency.agency_id, day),
        code=gap.code,
        title=gap.title,
        missing=gap.missing,
        clauses=_cited(gap.clauses),
    )


def _cell(writer: OfficeWriter, value: Any) -> Any:
    match value:
        case SealedPerson():
            return writer.person(value).name
        case tuple():
            return [_cell(writer, one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _cited(clauses: tuple[Clause, ...]) -> list[CitedClause]:
    return [CitedClause(id=clause.id, citation=clause.citation) for clause in clauses]
