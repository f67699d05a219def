"""The JSON of what the clock has told."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.notify.clock.telling import What
from services.notify.clock.view import Told
from yingsu.clock import legal_day
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer

TITLES: dict[What, str] = {"ahead": "提前提醒", "due_day": "到期提醒", "overdue": "逾期"}


class ToldAnswer(Answer):
    """已作的提醒，或者已登记的逾期。"""

    model_config = ConfigDict(title="提醒记录")

    event_id: UUID = Field(title="登记编号")
    position: int = Field(title="登记序号", examples=[1024])
    what: What = Field(title="种类", description="ahead 提前提醒；due_day 到期提醒；overdue 逾期")
    what_title: str = Field(title="种类名称", examples=["到期提醒"])
    for_day: date = Field(title="所指日期", description="提醒应作出的日期；逾期的第一日")
    learned_at: datetime = Field(title="系统知悉时刻")
    learned_late: int = Field(title="知悉迟延日数", description="系统知悉之日晚于所指日期的日数；按时为0")
    latest: date = Field(title="最晚届满日", description="作出提醒时的最晚届满日；期限变更后重新提醒")


class ReminderAnswer(ToldAnswer):
    """一条提醒，连同所涉的应办事项。"""

    model_config = ConfigDict(title="提醒")

    obligation_id: str = Field(title="事项编号")
    code: str = Field(title="事项代码", examples=["statutory_answer"])
    title: str = Field(title="事项", examples=["提交答辩状和证据、依据"])
    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号", examples=["（2026）苏0813行初12号"])
    agency_id: str | None = Field(title="机关编号", description="整个案件的事项为空")
    agency: str | None = Field(title="机关")
    owed_by: str = Field(title="责任角色")
    due: date | None = Field(title="届满日", description="逾期的为空")


def told_answer(told: Told) -> ToldAnswer:
    """One line below an obligation."""
    return ToldAnswer(
        event_id=told.event_id,
        position=told.position,
        what=told.what,
        what_title=TITLES[told.what],
        for_day=told.for_day,
        learned_at=told.learned_at,
        learned_late=(legal_day(told.learned_at) - told.for_day).days,
        latest=told.latest,
    )


def reminder_answer(told: Told, case_no: str | None, directory: Directory) -> ReminderAnswer:
    """One line of the list."""
    agency = directory.agency(told.agency) if told.agency else None
    return ReminderAnswer(
        **told_answer(told).model_dump(),
        obligation_id=told.obligation,
        code=told.code,
        title=told.title,
        case_id=told.case_id,
        case_no=case_no,
        agency_id=told.agency,
        agency=agency.name if agency else None,
        owed_by=told.owed_by,
        due=told.due,
    )
