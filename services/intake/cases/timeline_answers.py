"""The JSON of a timeline, and how its lines become it: what was done, when, and whether in time, with the steps of the computation."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases import timeline
from services.intake.cases.timing import Finding
from yingsu.ledger.entry import Entry
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer, agency_answer


class FindingStepAnswer(Answer):
    """计算的一步。"""

    model_config = ConfigDict(title="计算步骤")

    no: int = Field(title="序号")
    text: str = Field(title="说明")
    day: date = Field(title="日期")
    authority: str = Field(title="依据")


class FindingAnswer(Answer):
    """这项登记办结了哪一应办事项，是否按期，依据哪一条，期限怎样计算。"""

    model_config = ConfigDict(title="期限认定")

    obligation_id: str = Field(title="事项编号")
    title: str = Field(title="事项", examples=["提交答辩状和证据、依据"])
    due: date = Field(title="届满日")
    satisfied_on: date = Field(title="办结日期")
    outcome: Literal["on_time", "late"] = Field(title="是否按期", description="on_time 按期；late 逾期")
    late_days: int = Field(title="逾期日数")
    authority: str = Field(title="依据")
    quotes: tuple[str, ...] = Field(title="条款原文")
    steps: list[FindingStepAnswer] = Field(title="计算步骤")


class TimelineLineAnswer(Answer):
    """案件时间线的一行。"""

    model_config = ConfigDict(title="时间线登记")

    position: int = Field(title="登记序号")
    event_id: UUID = Field(title="登记编号")
    topic: str = Field(title="事件类型")
    title: str = Field(title="事项", examples=["送达起诉状副本"])
    agency: AgencyAnswer | None = Field(title="所涉机关")
    occurred_on: date = Field(title="发生日期")
    received_on: date | None = Field(title="收到日期")
    recorded_at: datetime = Field(title="登记时刻")
    recorded_late: bool = Field(title="是否补登", description="登记日晚于知悉事实之日")
    days_late: int = Field(title="补登迟延天数")
    corrected: bool = Field(
        title="是否经过更正", description="所列为更正后的内容；更正的理由另有一行，更正以前的内容按知悉时刻查询"
    )
    actor_role: str = Field(title="登记者身份")
    official: str | None = Field(title="办理人员编号")
    findings: list[FindingAnswer] = Field(title="期限认定", description="这项登记办结的应办事项")


def timeline_line(entry: Entry, findings: Mapping[UUID, tuple[Finding, ...]], directory: Directory) -> TimelineLineAnswer:
    """The line of an entry, with what it completed."""
    line = timeline.line(entry)
    return TimelineLineAnswer(
        position=line.position,
        event_id=line.event_id,
        topic=line.topic,
        title=line.title,
        agency=agency_answer(directory, line.agency, line.occurred_on) if line.agency else None,
        occurred_on=line.occurred_on,
        received_on=line.received_on,
        recorded_at=line.recorded_at,
        recorded_late=line.days_late > 0,
        days_late=line.days_late,
        corrected=entry.corrects is not None,
        actor_role=line.actor_role,
        official=line.official,
        findings=[finding_answer(finding) for finding in findings.get(entry.event_id, ())],
    )


def finding_answer(finding: Finding) -> FindingAnswer:
    """A duty that was done, and how its last day was computed. Raises ValueError for one that was not."""
    done = finding.obligation
    if done.satisfied_on is None or done.outcome is None:
        raise ValueError(f"{done.id} is not satisfied")
    return FindingAnswer(
        obligation_id=done.id,
        title=done.title,
        due=done.due,
        satisfied_on=done.satisfied_on,
        outcome=done.outcome,
        late_days=done.late_days,
        authority=done.authority,
        quotes=done.quotes,
        steps=[FindingStepAnswer(no=step.no, text=step.text, day=step.day, authority=step.authority) for step in finding.steps],
    )
