"""The due board over HTTP: what is due, for whom, on what authority, and how the day was computed; now or at another time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from services.notify import board
from services.notify.answers import (
    BoardAnswer,
    ExplanationAnswer,
    HandlerAnswer,
    ObligationAnswer,
    history_answers,
    obligation_answer,
    step_answers,
)
from services.notify.board import Filter, Line
from services.notify.clock.view import Told, told_of
from services.notify.handlers import handlers_of
from services.notify.history import history_of
from yingsu.clock import legal_day
from yingsu.errors import NotFound
from yingsu.law.obligation import Standing
from yingsu.law.obligations import explain
from yingsu.law.published import RulesInForce
from yingsu.officials.callers import Caller
from yingsu.officials.sight import Sight
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page

TAG = "期限"
OPEN: tuple[Standing, ...] = ("overdue", "due_today", "not_due", "suspended", "impossible")

router = APIRouter(tags=[TAG])

Reader = Annotated[Caller, Depends(allow("due:read"))]
AsOf = Annotated[Day | None, Query(title="截至的事实日期", description="只看这一日及以前发生的事实，并以这一日判断是否逾期")]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容和公布的规则")]
ObligationId = Annotated[str, Path(title="事项编号", max_length=300, pattern=r"^case-[0-9a-z._-]+$")]


class ObligationNotFound(NotFound):
    """There is no such obligation, or not for this caller."""

    code = "obligation-not-found"


@router.get("/obligations", summary="到期一览")
def list_obligations(
    request: Request,
    caller: Reader,
    paged: Annotated[Page, Depends(page)],
    standing: Annotated[list[Standing] | None, Query(title="状态", description="可以重复；缺省为全部未办结的")] = None,
    agency_id: Annotated[str | None, Query(title="机关编号", max_length=100)] = None,
    case_id: Annotated[str | None, Query(title="案件编号", max_length=100)] = None,
    code: Annotated[str | None, Query(title="事项代码", max_length=100)] = None,
    due_to: Annotated[Day | None, Query(title="届满日止")] = None,
    clause: Annotated[str | None, Query(title="条款编号", description="只看以该条款为依据的", max_length=100)] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
) -> BoardAnswer:
    """应办事项，届满日早的在前。机关只见本机关的事项，其他见辖区的事项。"""
    deps = deps_of(request)
    today = _today(request, as_of, as_known_at)
    wanted = Filter(
        today=today,
        standings=frozenset(standing or OPEN),
        parties=caller.confined_to if agency_id is None else (agency_id,),
        own=caller.role == "agency",
        case_id=case_id,
        code=code,
        due_to=due_to,
        clause=clause,
        after=(str(paged.after[0]), str(paged.after[1])) if paged.after else None,
    )
    if caller.role == "agency" and agency_id is not None and not caller.answers_for(agency_id):
        lines: list[Line] = []
    elif as_of is None and as_known_at is None:
        with deps.ledger.database.read(caller.tenants) as cursor:
            lines = board.present(cursor, wanted, paged.limit + 1)
    else:
        lines = board.as_it_stood(
            deps.ledger.database, caller.tenants, wanted, paged.limit + 1, as_of=as_of, as_known_at=as_known_at
        )
    shown = paged.cut(lines, key=lambda line: line.key)
    told = _told(request, caller, shown, as_of, as_known_at)
    handlers = _handlers(request, caller, shown) if as_of is None and as_known_at is None else {}
    return BoardAnswer(
        today=today,
        as_of=as_of,
        as_known_at=as_known_at,
        obligations=[
            obligation_answer(line, today, deps.directory, told.get(line.obligation.id, ()), handlers.get(line.obligation.id))
            for line in shown
        ],
    )


@router.get("/obligations/{obligation_id}", summary="查看应办事项")
def read_obligation(request: Request, obligation_id: ObligationId, caller: Reader) -> ObligationAnswer:
    """一项应办事项现在的情况。"""
    return _answer(request, caller, _line(request, caller, obligation_id))


@router.get("/obligations/{obligation_id}/explain", summary="期限是怎样算的")
def explain_obligation(request: Request, obligation_id: ObligationId, caller: Reader) -> ExplanationAnswer:
    """届满日的计算步骤，逐步写明依据；以及日历公布后重新计算的经过。"""
    line = _line(request, caller, obligation_id)
    rules: RulesInForce = request.app.state.rules
    return ExplanationAnswer(
        obligation=_answer(request, caller, line),
        steps=step_answers(explain(line.obligation, rules.now())),
        history=history_answers(history_of(deps_of(request).ledger, line)),
    )


def _line(request: Request, caller: Caller, obligation_id: str) -> Line:
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        line = board.one(cursor, obligation_id)
    if line is None or (caller.role == "agency" and not caller.answers_for(line.obligation.party)):
        raise ObligationNotFound("没有这一应办事项，或者不在您的查看范围内。请核对事项编号；案件事实更正后，事项编号可能变化。")
    return line


def _answer(request: Request, caller: Caller, line: Line) -> ObligationAnswer:
    told = _told(request, caller, [line]).get(line.obligation.id, ())
    handler = _handlers(request, caller, [line]).get(line.obligation.id)
    return obligation_answer(line, _today(request), deps_of(request).directory, told, handler)


def _handlers(request: Request, caller: Caller, lines: Sequence[Line]) -> dict[str, HandlerAnswer]:
    """The person whom the agency named for each of the obligations, for who may see it."""
    deps = deps_of(request)
    if caller.role not in ("agency", "supervisor", "auditor"):
        return {}
    with deps.ledger.database.read(caller.tenants) as cursor:
        found = handlers_of(cursor, lines)
    sight = Sight(deps.keys, caller)
    return {
        obligation: HandlerAnswer(name=sight.person(handler.person).name, official=handler.official)
        for obligation, handler in found.items()
    }


def _told(
    request: Request, caller: Caller, lines: Sequence[Line], as_of: date | None = None, as_known_at: datetime | None = None
) -> dict[str, list[Told]]:
    """What was told of the obligations, of days up to `as_of` and recorded up to `as_known_at`."""
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        found = told_of(cursor, [line.obligation.id for line in lines])
    return {
        obligation: [
            one
            for one in told
            if (as_of is None or one.for_day <= as_of) and (as_known_at is None or one.learned_at <= as_known_at)
        ]
        for obligation, told in found.items()
    }


def _today(request: Request, as_of: date | None = None, as_known_at: datetime | None = None) -> date:
    """The day on which standings are judged: the one asked about, else today by the record clock."""
    return as_of or legal_day(as_known_at or deps_of(request).clock())
