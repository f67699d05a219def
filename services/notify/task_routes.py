"""Open-ended tasks over HTTP: what the documents order without a number, since when it is open, and on what authority."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.notify import tasks
from services.notify.routes import AsKnownAt, AsOf, Reader
from services.notify.task_answers import TasksAnswer, task_answer
from services.notify.tasks import TaskFilter, TaskLine
from yingsu.clock import legal_day
from yingsu.law.open_items import TaskState
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page

TAG = "未定期限事项"
OPEN: tuple[TaskState, ...] = ("running",)

router = APIRouter(tags=[TAG])


@router.get("/tasks", summary="未定期限事项一览")
def list_tasks(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    state: Annotated[list[TaskState] | None, Query(title="状态", description="可以重复；缺省为未办结的")] = None,
    agency_id: Annotated[str | None, Query(title="机关编号", max_length=100)] = None,
    case_id: Annotated[str | None, Query(title="案件编号", max_length=100)] = None,
    code: Annotated[str | None, Query(title="事项代码", max_length=100)] = None,
    clause: Annotated[str | None, Query(title="条款编号", description="只看以该条款为依据的", max_length=100)] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> TasksAnswer:
    """文件要求“及时”等办理而没有规定日数的事项，开始早的在前；只计已经过的日数，不作逾期。机关只见本机关的事项，其他见辖区的事项。"""
    deps = deps_of(request)
    today = as_of or legal_day(as_known_at or deps.clock())
    wanted = TaskFilter(
        states=frozenset(state or OPEN),
        parties=caller.confined_to if agency_id is None else (agency_id,),
        own=caller.role == "agency",
        case_id=case_id,
        code=code,
        clause=clause,
        after=(str(paged.after[0]), str(paged.after[1])) if paged.after else None,
    )
    if caller.role == "agency" and agency_id is not None and not caller.answers_for(agency_id):
        lines: list[TaskLine] = []
    elif as_of is None and as_known_at is None:
        with deps.ledger.database.read(caller.tenants) as cursor:
            lines = tasks.present(cursor, wanted, paged.limit + 1)
    else:
        lines = tasks.as_they_stood(
            deps.ledger.database, caller.tenants, wanted, paged.limit + 1, as_of=as_of, as_known_at=as_known_at
        )
    shown = paged.cut(lines, key=lambda line: line.key)
    return TasksAnswer(
        today=today,
        as_of=as_of,
        as_known_at=as_known_at,
        tasks=[task_answer(line, today, deps.directory) for line in shown],
    )
