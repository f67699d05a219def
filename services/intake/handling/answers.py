"""The JSON of who handles the responses in a case, and how it is filled for one caller."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Literal

from pydantic import ConfigDict, Field

from services.intake.cases.record import Determination, Record
from yingsu.events.intake.case import DisputedObject
from yingsu.law.clauses import Clause
from yingsu.law.handling import Handling, Source
from yingsu.officials.sight import WITHHELD, Sight
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer

Naming = Callable[[str], AgencyAnswer]
"""An agency's id to how it is shown."""

STATES: Final[dict[Source, str]] = {
    "determined": "已确定",
    "rule": "依规定",
    "principle": "由被告应诉",
    "undetermined": "尚未确定",
}


class HandlingClauseAnswer(Answer):
    """承办规定所依据的条款。"""

    model_config = ConfigDict(title="承办依据")

    clause: str = Field(title="条款编号", examples=["DH-6.5"])
    citation: str = Field(title="出处")
    quote: str = Field(title="原文")


class DeciderAnswer(Answer):
    """应诉责任主体不明确的，由谁确定。"""

    model_config = ConfigDict(title="确定机关")

    title: str = Field(title="名称", examples=["政府法制机构"])
    clauses: list[HandlingClauseAnswer] = Field(title="依据")


class HandlingAnswer(Answer):
    """一个被告就一项被诉行为的应诉由谁承办（谁承办谁应诉）。尚未确定的，一切期限对被告照常计算。"""

    model_config = ConfigDict(title="应诉承办单位")

    agency: AgencyAnswer = Field(title="被告")
    object: DisputedObject = Field(title="被诉行为")
    unit: AgencyAnswer | None = Field(title="承办单位", description="尚未确定的为空")
    state: Source = Field(
        title="状态",
        description="determined 已登记；rule 依规定可以认定；principle 文件没有规定，由被告应诉；undetermined 尚未确定",
    )
    state_title: str = Field(title="状态名称", examples=["尚未确定"])
    reason: str = Field(title="原因", examples=["行政复议机关单独为被告的案件：由县司法局承办"])
    clauses: list[HandlingClauseAnswer] = Field(title="依据")
    decider: DeciderAnswer | None = Field(title="由谁确定", description="文件没有规定的为空")


class DeterminationAnswer(Answer):
    """一次登记。"""

    model_config = ConfigDict(title="承办单位的登记")

    agency: AgencyAnswer = Field(title="被告")
    object: DisputedObject = Field(title="被诉行为")
    unit: AgencyAnswer = Field(title="承办单位")
    by: Literal["rule", "decider"] = Field(title="方式", description="rule 依规定自动登记；decider 由监督机关确定")
    determined_on: date = Field(title="确定日期")
    reason: str | None = Field(title="理由", description="依规定登记的为空；其他被告机关查看时不予显示")
    event_id: str = Field(title="登记编号")


class HandlingUnitsAnswer(Answer):
    """本案的应诉承办单位。ETag 为其版本，尚无登记时为 "0"。"""

    model_config = ConfigDict(title="本案应诉承办单位")

    case_id: str = Field(title="案件编号")
    handlings: list[HandlingAnswer] = Field(title="各被告的应诉承办单位")
    determinations: list[DeterminationAnswer] = Field(
        title="历次登记", description="先登记的在前，同一被告同一被诉行为以最后一次为准"
    )
    version: int = Field(title="版本")


def handling_answer(handling: Handling, agency: Naming) -> HandlingAnswer:
    """Who handles one response."""
    decider = handling.decider
    return HandlingAnswer(
        agency=agency(handling.agency),
        object=handling.object,
        unit=agency(handling.unit) if handling.unit else None,
        state=handling.source,
        state_title=STATES[handling.source],
        reason=handling.reason,
        clauses=_clauses(handling.clauses),
        decider=DeciderAnswer(title=decider.title, clauses=_clauses(decider.clauses)) if decider else None,
    )


def units_answer(record: Record, handlings: Iterable[Handling], agency: Naming, sight: Sight) -> HandlingUnitsAnswer:
    """All of a case, with how it came to be."""
    return HandlingUnitsAnswer(
        case_id=record.case.case_id,
        handlings=[handling_answer(handling, agency) for handling in handlings],
        determinations=[_determination(known, agency, sight) for known in record.determinations],
        version=record.handling_version,
    )


def _determination(known: Determination, agency: Naming, sight: Sight) -> DeterminationAnswer:
    event = known.event
    reason = sight.text(event.reason)
    if reason is not None and not (sight.is_for(event.agency) or sight.is_for(event.unit)):
        reason = WITHHELD
    return DeterminationAnswer(
        agency=agency(event.agency),
        object=event.object,
        unit=agency(event.unit),
        by=event.by,
        determined_on=event.determined_on,
        reason=reason,
        event_id=str(known.event_id),
    )


def _clauses(clauses: Iterable[Clause]) -> list[HandlingClauseAnswer]:
    return [HandlingClauseAnswer(clause=clause.id, citation=clause.citation, quote=clause.quote) for clause in clauses]
