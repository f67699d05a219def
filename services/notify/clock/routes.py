"""What the clock has told, over HTTP: the plain list that an agency's system can poll."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.notify.clock.answers import ReminderAnswer, reminder_answer
from services.notify.clock.view import list_told
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page

TAG = "提醒"

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("due:read"))]
Position = Annotated[
    int, Query(ge=0, le=2**63 - 1, title="登记序号", description="只列此序号之后的；轮询时填上次所见最大的 position")
]


@router.get("/reminders", summary="列出提醒和逾期")
def list_reminders(
    request: Request, caller: Reader, paged: Annotated[Page, Depends(page)], after: Position = 0
) -> list[ReminderAnswer]:
    """系统作出的提醒和登记的逾期，先登记的在前，每项只有一次。机关只见本机关的事项，其他见辖区的事项。"""
    deps = deps_of(request)
    begin = after if paged.after_position is None else paged.after_position
    with deps.ledger.database.read(caller.tenants) as cursor:
        found = list_told(cursor, caller.confined_to, begin, paged.limit + 1)
    shown = paged.cut(found, key=lambda line: (line[0].position,))
    return [reminder_answer(told, case_no, deps.directory) for told, case_no in shown]
