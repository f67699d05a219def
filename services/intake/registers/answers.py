"""The JSON of registers of cases, and how a line becomes it for one caller: what is sealed is opened here only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.timeline import line as timeline_line
from services.intake.registers.lines import Line
from services.intake.registers.reading import Known
from services.intake.steps.writer import opened
from yingsu.ledger.entry import Entry
from yingsu.officials.directory import Directory
from yingsu.officials.sight import Sight
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer, agency_answer


class RegisterClauseAnswer(Answer):
    """台账所依据的条款。"""

    model_config = ConfigDict(title="台账依据")

    id: str = Field(title="条款编号", examples=["YC-2.1.2"])
    citation: str = Field(title="文件和条款")


class CaseRegisterAnswer(Answer):
    """一个台账是什么、有哪些栏。"""

    model_config = ConfigDict(title="案件台账目录项")

    code: str = Field(title="台账代码", examples=["not_reviewed_by_head"])
    title: str = Field(title="台账", examples=["一把手尚未亲自研究的案件"])
    gaps: bool = Field(title="缺项清单", description="是：只列缺少的，补齐即不再列出")
    columns: tuple[str, ...] = Field(title="栏目代码")
    clauses: list[RegisterClauseAnswer] = Field(title="依据")
    note: str | None = Field(title="说明")


class SourceAnswer(Answer):
    """台账行所依据的登记。"""

    model_config = ConfigDict(title="所依据的登记")

    event_id: UUID = Field(title="登记编号", description="可在案件时间线中查看")
    topic: str = Field(title="事件类型", examples=["intake.service_recorded.v1"])
    occurred_on: date = Field(title="发生日期")
    recorded_at: datetime = Field(title="登记时刻")
    recorded_late: bool = Field(title="是否补登", description="登记日晚于知悉事实之日")
    corrected: bool = Field(title="是否更正后的登记", description="是：取代了此前的登记，原登记保留")


class CaseRegisterRowAnswer(Answer):
    """台账的一行。"""

    model_config = ConfigDict(title="案件台账行")

    case_id: str | None = Field(title="案件编号", description="法院清单所列而本系统没有的案件为空")
    case_no: str | None = Field(title="案号", examples=["（2026）鲁0404行初7号"])
    agency: AgencyAnswer | None = Field(title="所涉机关", description="涉及全案的为空；名称为所问之日的名称")
    on: date | None = Field(title="列入日期", description="没有任何登记的空行为空")
    what: str | None = Field(title="事由", examples=["收到应诉通知"])
    closed_on: date | None = Field(title="注销日期")
    cells: dict[str, Any] = Field(title="各栏", description="键为栏目代码，没有登记的为空值；密文栏只对有权知悉的打开")
    source: SourceAnswer | None = Field(title="列入所依据的登记")
    closed_by: SourceAnswer | None = Field(title="注销所依据的登记", description="本单位无权知悉的为空")


class CaseRegisterPageAnswer(Answer):
    """一个辖区在某一日的一个台账，一页。"""

    model_config = ConfigDict(title="案件台账")

    code: str = Field(title="台账代码", examples=["contacts"])
    title: str = Field(title="台账", examples=["与当事人对接"])
    jurisdiction: str = Field(title="行政区划代码", examples=["370404"])
    day: date = Field(title="所问的日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    gaps: bool = Field(title="缺项清单")
    columns: tuple[str, ...] = Field(title="栏目代码")
    total: int = Field(title="登记数", description="全部各页有登记的行数，空行不计", examples=[3])
    tally: dict[str, int] = Field(
        title="分类统计", description="按台账规定的栏统计的登记数；不分类的为空", examples=[{"mediation": 2}]
    )
    rows: list[CaseRegisterRowAnswer] = Field(title="台账行", description="列入日期早的在前，没有任何登记的空行列在最前")
    clauses: list[RegisterClauseAnswer] = Field(title="依据")
    note: str | None = Field(title="说明")


def described(known: Known) -> CaseRegisterAnswer:
    """A register in the list of those there are."""
    return CaseRegisterAnswer(
        code=known.register.code,
        title=known.register.title,
        gaps=known.register.gaps,
        columns=known.register.columns,
        clauses=cited(known),
        note=known.register.note,
    )


def cited(known: Known) -> list[RegisterClauseAnswer]:
    """What the register rests on."""
    return [RegisterClauseAnswer(id=clause.id, citation=clause.citation) for clause in known.clauses]


@dataclass(frozen=True)
class LineWriter:
    """Writes the lines of one register for one caller, as of a day."""

    columns: tuple[str, ...]
    sight: Sight
    directory: Directory
    day: date

    def line(self, line: Line) -> CaseRegisterRowAnswer:
        """One line."""
        row = line.row
        return CaseRegisterRowAnswer(
            case_id=line.case_id,
            case_no=line.case_no,
            agency=agency_answer(self.directory, line.agency, self.day) if line.agency else None,
            on=row.on if row else None,
            what=row.what if row else None,
            closed_on=row.closed_on if row else None,
            cells={column: self._cell(line, line.computed, column) for column in self.columns},
            source=_source(row.entry) if row else None,
            closed_by=_source(row.closed_by) if row and row.closed_by else None,
        )

    def _cell(self, line: Line, computed: Mapping[str, Any], column: str) -> Any:
        if column in computed:
            return computed[column]
        return opened(line.row.value(column), line.agency, self.sight) if line.row else None


def _source(entry: Entry) -> SourceAnswer:
    return SourceAnswer(
        event_id=entry.event_id,
        topic=entry.topic,
        occurred_on=entry.occurred_on,
        recorded_at=entry.recorded_at,
        recorded_late=timeline_line(entry).days_late > 0,
        corrected=entry.corrects is not None,
    )
