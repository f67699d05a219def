"""The JSON of the list of open-ended tasks."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import ConfigDict, Field

from services.notify.duty_answers import DutyAnswer, StartAnswer, duty_answer, start_answer
from services.notify.forms import Filled
from services.notify.lines import Line
from yingsu.law.open_items import OpenItem, TaskState
from yingsu.law.rule import Force
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer

STATES: dict[TaskState, str] = {"running": "未办结", "satisfied": "已办结", "cancelled": "已终止"}


class TaskHead(Answer):
    """哪一项未定期限的事项。"""

    task_id: str = Field(title="事项编号")


# Of several bases pydantic puts the fields of the last first: the id heads the JSON.
class TaskAnswer(DutyAnswer, TaskHead):
    """一项未定期限的事项：文件要求办理而没有规定日数，只计已经过的日数，不作逾期。"""

    model_config = ConfigDict(title="未定期限事项")

    code: str = Field(title="事项代码", examples=["assignment_notice"])
    title: str = Field(title="事项", examples=["发送《行政争议调处交办通知书》"])
    force: Force = Field(title="效力", description="hard 强制；advisory 提示；information 告知。均不作逾期")
    word: str = Field(title="文件用语", description="文件在日数的位置上所用的词", examples=["及时"])
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


def task_answer(line: Line[OpenItem], today: date, directory: Directory, forms: Sequence[Filled]) -> TaskAnswer:
    """One line as it is on `today`, with the forms that discharge it."""
    found = line.duty
    return TaskAnswer(
        **duty_answer(line, directory, forms).model_dump(),
        task_id=found.id,
        word=found.word,
        started_by=start_answer(found.started_by),
        since=found.since,
        age=found.age(today),
        state=found.state,
        state_title=STATES[found.state],
        satisfied_on=found.satisfied_on,
        cancelled_on=found.cancelled_on,
        missing=found.missing,
    )
