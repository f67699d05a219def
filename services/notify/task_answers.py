"""The JSON of the list of open-ended tasks."""

from datetime import date, datetime

from pydantic import ConfigDict, Field

from services.notify.answers import FORCES, StartAnswer
from services.notify.tasks import TaskLine
from yingsu.law.open_items import TaskState
from yingsu.law.rule import Force
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer

STATES: dict[TaskState, str] = {"running": "未办结", "satisfied": "已办结", "cancelled": "已终止"}


class TaskAnswer(Answer):
    """一项未定期限的事项：文件要求办理而没有规定日数，只计已经过的日数，不作逾期。"""

    model_config = ConfigDict(title="未定期限事项")

    task_id: str = Field(title="事项编号")
    code: str = Field(title="事项代码", examples=["assignment_notice"])
    title: str = Field(title="事项", examples=["发送《行政争议调处交办通知书》"])
    word: str = Field(title="文件用语", description="文件在日数的位置上所用的词", examples=["及时"])
    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号", examples=["（2026）苏0813行初12号"])
    agency_id: str | None = Field(title="机关编号", description="整个案件的事项为空")
    agency: str | None = Field(title="机关")
    owed_by: str = Field(title="责任角色")
    jurisdiction: str = Field(title="行政区划代码")
    force: Force = Field(title="效力", description="hard 强制；advisory 提示；information 告知。均不作逾期")
    force_title: str = Field(title="效力名称")
    clauses: tuple[str, ...] = Field(title="条款编号")
    quotes: tuple[str, ...] = Field(title="条款原文")
    authority: str = Field(title="依据")
    profile: str = Field(title="规则版本", examples=["hongze.1"])
    started_by: StartAnswer = Field(title="起因")
    since: date = Field(title="开始日期")
    age: int = Field(title="已经过的日数", description="至判断日；已办结或已终止的，至当日", ge=0)
    state: TaskState = Field(title="状态")
    state_title: str = Field(title="状态名称", examples=["未办结"])
    satisfied_on: date | None = Field(title="办结日期")
    cancelled_on: date | None = Field(title="终止日期")
    missing: tuple[str, ...] = Field(title="尚缺")


class TasksAnswer(Answer):
    """未定期限的事项。"""

    model_config = ConfigDict(title="未定期限事项一览")

    today: date = Field(title="判断日")
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    tasks: list[TaskAnswer] = Field(title="事项", description="开始早的在前")


def task_answer(line: TaskLine, today: date, directory: Directory) -> TaskAnswer:
    """One line as it is on `today`."""
    found = line.task
    agency = directory.agency(found.party) if found.party else None
    return TaskAnswer(
        task_id=found.id,
        code=found.code,
        title=found.title,
        word=found.word,
        case_id=found.case_id,
        case_no=line.case_no,
        agency_id=found.party,
        agency=agency.name if agency else None,
        owed_by=found.owed_by,
        jurisdiction=found.jurisdiction,
        force=found.force,
        force_title=FORCES[found.force],
        clauses=found.clauses,
        quotes=found.quotes,
        authority=found.authority,
        profile=found.profile,
        started_by=StartAnswer(event_id=found.started_by.event_id, what=found.started_by.what, on=found.started_by.on),
        since=found.since,
        age=found.age(today),
        state=found.state,
        state_title=STATES[found.state],
        satisfied_on=found.satisfied_on,
        cancelled_on=found.cancelled_on,
        missing=found.missing,
    )
