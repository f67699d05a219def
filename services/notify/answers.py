"""The JSON of the due board, and how a line of it becomes that JSON."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from pydantic import ConfigDict, Field

from services.notify.clock.answers import ToldAnswer, told_answer
from services.notify.clock.view import Told
from services.notify.duty_answers import DutyAnswer, StartAnswer, duty_answer, start_answer
from services.notify.forms import Filled
from services.notify.lines import Line
from yingsu.law.deadline import Direction, Unit
from yingsu.law.explanation import Step
from yingsu.law.obligation import Obligation, Standing
from yingsu.law.recomputation import Recomputation
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer

STANDINGS: dict[Standing, str] = {
    "not_due": "未到期",
    "due_today": "今日到期",
    "overdue": "已逾期",
    "suspended": "中止中",
    "impossible": "不能按期",
    "satisfied": "已办结",
    "cancelled": "已终止",
}


class PeriodAnswer(Answer):
    """期限的长度。"""

    model_config = ConfigDict(title="期限")

    amount: int = Field(title="长度", examples=[15])
    unit: Unit = Field(title="单位", description="working_day 工作日；calendar_day 日；month 月")
    direction: Direction = Field(title="方向", description="after 之后；before 之前")


class MoveAnswer(Answer):
    """期限的变更。"""

    model_config = ConfigDict(title="期限变更")

    event_id: UUID = Field(title="登记编号")
    what: str = Field(title="事实", examples=["准予延期"])
    counted_from: date | None = Field(title="重新起算日", description="改期开庭等，期限自新的日期重新计算；直接指定届满日的为空")
    on: date = Field(title="决定日期")
    old_due: date = Field(title="原届满日")
    new_due: date = Field(title="新届满日")
    reason: str = Field(title="理由")
    authority: str = Field(title="依据")


class SuspensionAnswer(Answer):
    """期限的中止。"""

    model_config = ConfigDict(title="期限中止")

    event_id: UUID = Field(title="登记编号")
    what: str = Field(title="事实", examples=["裁定再审，中止执行"])
    on: date = Field(title="中止日期", description="当日起不计入期限")
    resumed_on: date | None = Field(title="恢复日期", description="当日起继续计算；尚未恢复的为空")


class HandlerAnswer(Answer):
    """为一类事项安排的专人。"""

    model_config = ConfigDict(title="专人")

    name: str = Field(title="姓名", examples=["示例王某"])
    official: str | None = Field(title="办理人员编号", description="未登记为办理人员的为空")


class ObligationHead(Answer):
    """哪一项应办事项。"""

    obligation_id: str = Field(title="事项编号")


# Of several bases pydantic puts the fields of the last first: the id heads the JSON.
class ObligationAnswer(DutyAnswer, ObligationHead):
    """一项应办事项：谁应在何日前办什么，依据哪一条，现在如何。"""

    model_config = ConfigDict(title="应办事项")

    calendars: tuple[str, ...] = Field(title="日历版本", examples=[("2026.1",)])
    started_by: StartAnswer = Field(title="起算")
    period: PeriodAnswer | None = Field(title="期限")
    due: date = Field(title="届满日", description="当日24时前办理均为按期")
    provisional: bool = Field(title="是否暂定", description="所涉年度的放假安排尚未公布时为 true")
    earliest: date = Field(title="最早届满日")
    latest: date = Field(title="最晚届满日")
    remind_on: date = Field(title="提醒日")
    standing: Standing = Field(
        title="状态", description="suspended 期限中止，不作逾期；impossible 设定期限时最后一日已过，不能按期，不作逾期"
    )
    standing_title: str = Field(title="状态名称", examples=["已逾期"])
    days_left: int | None = Field(title="剩余日数", description="负数为已逾期的日数；已办结、已终止、中止中或不能按期的为空")
    satisfied_on: date | None = Field(title="办结日期")
    outcome: Literal["on_time", "late"] | None = Field(title="是否按期", description="on_time 按期；late 逾期")
    late_days: int = Field(title="逾期日数")
    recorded_late: bool = Field(title="是否补登", description="按期办理，但登记晚于届满日")
    missing: tuple[str, ...] = Field(title="尚缺")
    impossible: bool = Field(
        title="是否不能按期", description="设定期限的事实发生时，最后一日已过；不作逾期，迟办也不计为逾期办结"
    )
    moves: tuple[MoveAnswer, ...] = Field(title="期限变更")
    suspensions: tuple[SuspensionAnswer, ...] = Field(title="期限中止", description="期限运行中遇到的中止，先发生的在前")
    told: tuple[ToldAnswer, ...] = Field(title="提醒记录", description="系统已作的提醒和登记的逾期，先登记的在前")
    handler: HandlerAnswer | None = Field(
        title="专人", description="该机关为这类事项安排的专人，提醒由其承办；未安排的为空，由该机关承办"
    )


class StepAnswer(Answer):
    """计算的一步。"""

    model_config = ConfigDict(title="计算步骤")

    no: int = Field(title="序号")
    text: str = Field(title="说明")
    day: date = Field(title="日期")
    authority: str = Field(title="依据")


class RecomputationAnswer(Answer):
    """一次日历公布引起的重新计算。"""

    model_config = ConfigDict(title="重新计算")

    event_id: UUID = Field(title="登记编号", description="公布日历的登记")
    published_on: date = Field(title="公布日期")
    year: int = Field(title="日历年度", examples=[2027])
    version: int = Field(title="日历版本", examples=[1])
    notices: tuple[str, ...] = Field(title="放假通知")
    old_due: date = Field(title="原届满日")
    old_earliest: date = Field(title="原最早届满日")
    old_latest: date = Field(title="原最晚届满日")
    was_provisional: bool = Field(title="原来是否暂定")
    new_due: date = Field(title="新届满日")
    new_earliest: date = Field(title="新最早届满日")
    new_latest: date = Field(title="新最晚届满日")
    is_provisional: bool = Field(title="现在是否暂定")
    reason: str = Field(title="原因")


class ExplanationAnswer(Answer):
    """届满日是怎样算出来的。"""

    model_config = ConfigDict(title="期限计算说明")

    obligation: ObligationAnswer = Field(title="应办事项")
    steps: tuple[StepAnswer, ...] = Field(title="计算步骤")
    history: tuple[RecomputationAnswer, ...] = Field(
        title="重新计算的经过", description="起算事实登记以后，日历的公布或修订使届满日、暂定范围发生的变化，先公布的在前"
    )


class BoardAnswer(Answer):
    """到期一览。"""

    model_config = ConfigDict(title="到期一览")

    today: date = Field(title="判断状态的日期")
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    obligations: list[ObligationAnswer] = Field(title="应办事项", description="届满日早的在前")


def obligation_answer(
    line: Line[Obligation],
    today: date,
    directory: Directory,
    told: Sequence[Told] = (),
    handler: HandlerAnswer | None = None,
    forms: Sequence[Filled] = (),
) -> ObligationAnswer:
    """One line as it stands on `today`, with what the clock has told of it, the person it is for and the forms that discharge it."""
    found = line.duty
    standing = found.standing(today)
    return ObligationAnswer(
        **duty_answer(line, directory, forms).model_dump(),
        obligation_id=found.id,
        calendars=found.calendars,
        started_by=start_answer(found.started_by),
        period=PeriodAnswer(amount=found.period.amount, unit=found.period.unit, direction=found.period.direction)
        if found.period
        else None,
        due=found.due,
        provisional=found.provisional,
        earliest=found.earliest,
        latest=found.latest,
        remind_on=found.remind_on,
        standing=standing,
        standing_title=STANDINGS[standing],
        days_left=((found.latest if standing == "overdue" else found.due) - today).days if found.state == "running" else None,
        satisfied_on=found.satisfied_on,
        outcome=found.outcome,
        late_days=found.late_days,
        recorded_late=found.recorded_late,
        missing=found.missing,
        impossible=found.impossible,
        suspensions=tuple(
            SuspensionAnswer(event_id=one.event_id, what=one.what, on=one.on, resumed_on=one.resumed_on)
            for one in found.suspensions
        ),
        moves=tuple(
            MoveAnswer(
                event_id=move.event_id,
                what=move.what,
                counted_from=move.until if move.period else None,
                on=move.on,
                old_due=move.old_due,
                new_due=move.new_due,
                reason=move.reason,
                authority=move.authority,
            )
            for move in found.moves
        ),
        handler=handler,
        told=tuple(map(told_answer, told)),
    )


def step_answers(steps: tuple[Step, ...]) -> tuple[StepAnswer, ...]:
    """The steps of an explanation."""
    return tuple(StepAnswer(no=step.no, text=step.text, day=step.day, authority=step.authority) for step in steps)


def history_answers(history: tuple[Recomputation, ...]) -> tuple[RecomputationAnswer, ...]:
    """What publications of calendars did to the last day."""
    return tuple(RecomputationAnswer(**msgspec.structs.asdict(one)) for one in history)
