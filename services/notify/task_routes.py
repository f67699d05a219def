"""Open-ended tasks over HTTP: what the documents order without a number, since when it is open, and on what authority."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notify import tasks
from services.notify.asking import Asked
from services.notify.task_answers import TasksAnswer, task_answer
from services.notify.tasks import TaskFilter
from yingsu.law.open_items import TaskState
from yingsu.web.bodies import Day
from yingsu.web.deps import deps_of
from yingsu.web.validators import Held, held_already

TAG = "未定期限事项"
OPEN: tuple[TaskState, ...] = ("running",)

router = APIRouter(tags=[TAG])


@router.get("/tasks", summary="未定期限事项一览", response_model=TasksAnswer)
def list_tasks(
    request: Request,
    response: Response,
    asked: Annotated[Asked, Depends()],
    held: Held,
    state: Annotated[list[TaskState] | None, Query(title="状态", description="可以重复；缺省为未办结的")] = None,
    since_from: Annotated[Day | None, Query(title="开始日期起")] = None,
    since_to: Annotated[Day | None, Query(title="开始日期止")] = None,
) -> TasksAnswer | Response:
    """文件要求“及时”等办理而没有规定日数的事项，开始早的在前；只计已经过的日数，不作逾期。机关只见本机关的事项和由本机关承办应诉的被告的事项，其他见辖区的事项。"""
    deps = deps_of(request)
    wanted = TaskFilter(of=asked.narrowing, states=frozenset(state or OPEN), since_from=since_from, since_to=since_to)
    lines = asked.read(deps.ledger.database, wanted, tasks.present, tasks.as_they_stood)
    shown = asked.page.cut(lines, key=tasks.key_of)
    forms = asked.forms(shown)
    answer = TasksAnswer(
        today=asked.today,
        as_of=asked.as_of,
        as_known_at=asked.as_known_at,
        tasks=[task_answer(line, asked.today, deps.directory, forms.get(line.duty.id, ())) for line in shown],
    )
    return held_already(held, response, answer) or answer
