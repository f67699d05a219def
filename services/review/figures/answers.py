"""The JSON of figures, and of the items that a number opens."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.review.figures.figures import Measure, Undetermined
from yingsu.law.figures.measures import Item
from yingsu.law.figures.metrics import DIRECTIONS, Direction, Figure, Trend
from yingsu.law.figures.rate import NO_RATE
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer, SuccessorAnswer

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


class TrendAnswer(Answer):
    """与前一期间相比。只列变化，不评达标与否。"""

    model_config = ConfigDict(title="与前一期间相比")

    first: date = Field(serialization_alias="from", title="前一期间起日")
    last: date = Field(serialization_alias="to", title="前一期间止日")
    numerator: int = Field(title="前一期间的数量或者分子", examples=[1])
    denominator: int | None = Field(title="前一期间的分母", description="只计数量的为空", examples=[9])
    percent: str | None = Field(title="前一期间的百分比", examples=["11.11%"])
    change: str | None = Field(title="变化", description="比率为百分点，数量为件数；任一期间分母为零的为空", examples=["-2.00"])
    direction: Direction | None = Field(title="升降", description="rise 上升、fall 下降、level 持平")
    wanted: Literal["rise", "fall"] = Field(title="文件要求的方向", description="rise 提升、fall 下降；不是目标值")
    words: str = Field(title="说明", examples=["较前一期间下降2.00个百分点"])


class MeasureAnswer(Answer):
    """一项指标：数字、口径、依据，以及所含案件和事项的地址。"""

    model_config = ConfigDict(title="指标")

    measure: str = Field(
        title="指标代码",
        description="期间止日施行的政策文件所列指标，如 filed 立案数、closed 审结数、lost 败诉数、loss_rate 败诉率；on_time.<事项代码> 按期率",
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
    target: str | None = Field(default=None, title="目标", description="没有规定目标值的为空", examples=["不高于10%（含本数）"])
    met: bool | None = Field(default=None, title="是否达标", description="没有目标值或者没有比率的为空，不评达标与否")
    trend: TrendAnswer | None = Field(default=None, title="与前一期间相比", description="文件只要求升降的，列出变化")
    pending: int | None = Field(title="尚未届满", description="届满日在期间内、尚未届满又未办结的，不计入分子和分母")
    items: ItemLinks = Field(title="明细")


class UncomputedAnswer(Answer):
    """按现有规则和日历不能计算期限的案件，不在按期率之内。"""

    model_config = ConfigDict(title="不能计算期限的案件")

    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号")
    reason: str = Field(title="原因")


class DormantAnswer(Answer):
    """政策文件所列、所需登记尚未开通的指标，暂不统计。"""

    model_config = ConfigDict(title="暂不统计的指标")

    measure: str = Field(title="指标代码", examples=["performance_rate"])
    title: str = Field(title="指标", examples=["法院生效判决履行率"])
    clauses: tuple[str, ...] = Field(title="条款编号")
    basis: str = Field(title="口径")
    target: str | None = Field(title="目标")
    missing: tuple[str, ...] = Field(title="尚未开通的登记", examples=[["intake.judgment_performed.v1"]])


class FiguresAnswer(Answer):
    """一个机关在一个期间的各项指标。"""

    model_config = ConfigDict(title="机关指标")

    agency_id: str = Field(title="机关编号")
    agency: str = Field(title="机关", description="现在的名称")
    successor: SuccessorAnswer | None = Field(title="承继机关", description="机关已经终止的，现在办理其案件的机关")
    taken_over: list[AgencyAnswer] = Field(title="承继的机关", description="并入本机关等，其承继前后的数字列在本机关之下")
    first: date = Field(serialization_alias="from", title="期间起日", description="计入期间")
    last: date = Field(serialization_alias="to", title="期间止日", description="计入期间；可以在将来")
    today: date = Field(title="判断期限是否届满的日期")
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    measures: list[MeasureAnswer] = Field(title="指标")
    dormant: list[DormantAnswer] = Field(title="暂不统计的指标")
    undetermined: list[UncomputedAnswer] = Field(title="不能计算期限的案件")


class ItemAnswer(Answer):
    """一个数字中的一件：案件或者事项，以及所依据的登记。"""

    model_config = ConfigDict(title="明细")

    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号", examples=["（2026）苏0813行初12号"])
    day: date = Field(title="日期", description="据以计入期间的日期")
    title: str = Field(title="内容", examples=["败诉：撤销（（2026）苏0813行初12号）"])
    event_ids: tuple[UUID, ...] = Field(title="登记编号", description="所依据的登记，可在案件时间线中查看")
    obligation_id: str | None = Field(title="事项编号", description="只用于按期率")
    of_agency: str | None = Field(title="原机关编号", description="属于已由本机关承继的机关的，该机关的编号；本机关的为空")


def measure_answer(measure: Measure, link: Link) -> MeasureAnswer:
    """One measure with its rate, where it has one."""
    of, pending, found = measure.denominator, measure.pending, measure.rate
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
        target=measure.target,
        met=measure.met,
        trend=_trend_answer(measure.trend) if measure.trend else None,
        pending=None if pending is None else len(pending),
        items=ItemLinks(
            numerator=link(measure.code, "numerator"),
            denominator=None if of is None else link(measure.code, "denominator"),
            pending=None if pending is None else link(measure.code, "pending"),
        ),
    )


def _trend_answer(trend: Trend) -> TrendAnswer:
    if trend.change is None or trend.direction is None:
        words = "本期间或者前一期间分母为零，不比较"
    elif trend.direction == "level":
        words = "与前一期间持平"
    else:
        unit = "件" if trend.denominator is None else "个百分点"
        words = f"较前一期间{DIRECTIONS[trend.direction]}{trend.change.lstrip('+-')}{unit}"
    return TrendAnswer(
        first=trend.first,
        last=trend.last,
        numerator=trend.numerator,
        denominator=trend.denominator,
        percent=trend.rate.percent if trend.rate else None,
        change=trend.change,
        direction=trend.direction,
        wanted=trend.wanted,
        words=words,
    )


def dormant_answer(figure: Figure) -> DormantAnswer:
    """One metric that waits for facts to come."""
    return DormantAnswer(
        measure=figure.code,
        title=figure.title,
        clauses=figure.clauses,
        basis=figure.basis,
        target=figure.target,
        missing=figure.missing,
    )


def undetermined_answer(case: Undetermined) -> UncomputedAnswer:
    """One case that the rules cannot compute."""
    return UncomputedAnswer(case_id=case.case_id, case_no=case.case_no, reason=case.reason)


def item_answer(item: Item) -> ItemAnswer:
    """One item of a list."""
    return ItemAnswer(
        case_id=item.case_id,
        case_no=item.case_no,
        day=item.day,
        title=item.title,
        event_ids=item.event_ids,
        obligation_id=item.obligation_id,
        of_agency=item.agency,
    )
