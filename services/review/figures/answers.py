"""The JSON of figures, and of the items that a number opens."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.review.figures.figures import Item, Measure, Undetermined
from services.review.figures.rate import NO_RATE, rate
from yingsu.web.bodies import Answer

Side = Literal["numerator", "denominator", "pending"]
"""分子（数量）, 分母, 尚未届满的."""

Link = Callable[[str, Side], str]
"""Where the items of a measure's side are."""


class ItemLinks(Answer):
    """各数字所含案件和事项的地址。"""

    model_config = ConfigDict(title="明细地址")

    numerator: str = Field(
        title="数量或者分子的明细",
        examples=["/v1/review/figures/items?agency_id=…&measure=lost&side=numerator&from=2026-01-01&to=2026-06-30"],
    )
    denominator: str | None = Field(title="分母的明细", description="没有分母的为空")
    pending: str | None = Field(title="尚未届满的明细", description="不按期限计算的为空")


class MeasureAnswer(Answer):
    """一项指标：数字、口径、依据，以及所含案件和事项的地址。"""

    model_config = ConfigDict(title="指标")

    measure: str = Field(
        title="指标代码",
        description="filed 立案数、closed 审结数、lost 败诉数、loss_rate 败诉率、on_time.<事项代码> 按期率",
        examples=["loss_rate"],
    )
    title: str = Field(title="指标", examples=["败诉率"])
    basis: str = Field(title="口径", description="统计什么，以哪一日为准")
    source: str = Field(title="依据")
    clauses: tuple[str, ...] = Field(title="条款编号")
    numerator: int = Field(title="数量或者分子", examples=[1])
    denominator: int | None = Field(title="分母", description="只计数量的为空", examples=[3])
    rate: str | None = Field(title="比率", description="十进制小数，四舍五入至四位；分母为零的为空", examples=["0.3333"])
    percent: str | None = Field(title="百分比", description="与比率相同", examples=["33.33%"])
    note: str | None = Field(title="说明", description="没有比率的原因", examples=[NO_RATE])
    pending: int | None = Field(title="尚未届满", description="届满日在期间内、尚未届满又未办结的，不计入分子和分母")
    items: ItemLinks = Field(title="明细")


class UndeterminedAnswer(Answer):
    """按现有规则和日历不能计算期限的案件，不在按期率之内。"""

    model_config = ConfigDict(title="不能计算期限的案件")

    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号")
    reason: str = Field(title="原因")


class FiguresAnswer(Answer):
    """一个机关在一个期间的各项指标。"""

    model_config = ConfigDict(title="机关指标")

    agency_id: str = Field(title="机关编号")
    agency: str = Field(title="机关")
    first: date = Field(serialization_alias="from", title="期间起日", description="计入期间")
    last: date = Field(serialization_alias="to", title="期间止日", description="计入期间；可以在将来")
    today: date = Field(title="判断期限是否届满的日期")
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    measures: list[MeasureAnswer] = Field(title="指标")
    undetermined: list[UndeterminedAnswer] = Field(title="不能计算期限的案件")


class ItemAnswer(Answer):
    """一个数字中的一件：案件或者事项，以及所依据的登记。"""

    model_config = ConfigDict(title="明细")

    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号", examples=["（2026）苏0813行初12号"])
    day: date = Field(title="日期", description="据以计入期间的日期")
    title: str = Field(title="内容", examples=["败诉：撤销（（2026）苏0813行初12号）"])
    event_ids: tuple[UUID, ...] = Field(title="登记编号", description="所依据的登记，可在案件时间线中查看")
    obligation_id: str | None = Field(title="事项编号", description="只用于按期率")


def measure_answer(measure: Measure, link: Link) -> MeasureAnswer:
    """One measure with its rate, where it has one."""
    of, pending = measure.denominator, measure.pending
    found = None if of is None else rate(len(measure.numerator), len(of))
    return MeasureAnswer(
        measure=measure.code,
        title=measure.title,
        basis=measure.basis,
        source=measure.source,
        clauses=measure.clauses,
        numerator=len(measure.numerator),
        denominator=None if of is None else len(of),
        rate=found.value if found else None,
        percent=found.percent if found else None,
        note=NO_RATE if of is not None and found is None else None,
        pending=None if pending is None else len(pending),
        items=ItemLinks(
            numerator=link(measure.code, "numerator"),
            denominator=None if of is None else link(measure.code, "denominator"),
            pending=None if pending is None else link(measure.code, "pending"),
        ),
    )


def undetermined_answer(case: Undetermined) -> UndeterminedAnswer:
    """One case that the rules cannot compute."""
    return UndeterminedAnswer(case_id=case.case_id, case_no=case.case_no, reason=case.reason)


def item_answer(item: Item) -> ItemAnswer:
    """One item of a list."""
    return ItemAnswer(
        case_id=item.case_id,
        case_no=item.case_no,
        day=item.day,
        title=item.title,
        event_ids=item.event_ids,
        obligation_id=item.obligation_id,
    )
