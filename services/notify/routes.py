"""The due board over HTTP: what is due, for whom, on what authority, and how the day was computed; now or at another time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

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
from services.notify.asking import Asked, Reader, forms_of
from services.notify.board import Filter
from services.notify.clock.view import Told, told_of
from services.notify.handlers import handlers_of
from services.notify.history import history_of
from services.notify.lines import Line
from yingsu.clock import legal_day
from yingsu.errors import NotFound
from yingsu.law.obligation import Obligation, Standing
from yingsu.law.obligations import explain
from yingsu.law.published import RulesInForce
from yingsu.officials.callers import Caller
from yingsu.officials.sight import Sight
from yingsu.web.bodies import Day
from yingsu.web.deps import deps_of
from yingsu.web.validators import Held, held_already

TAG = "期限"
OPEN: tuple[Standing, ...] = ("overdue", "due_today", "not_due", "suspended", "impossible")

router = APIRouter(tags=[TAG])

ObligationId = Annotated[str, Path(title="事项编号", max_length=300, pattern=r"^case-[0-9a-z._-]+$")]


class ObligationNotFound(NotFound):
    """There is no such obligation, or not for this caller."""

    code = "obligation-not-found"


@router.get("/obligations", summary="到期一览", response_model=BoardAnswer)
def list_obligations(
    request: Request,
    response: Response,
    asked: Annotated[Asked, Depends()],
    held: Held,
    standing: Annotated[list[Standing] | None, Query(title="状态", description="可以重复；缺省为全部未办结的")] = None,
    due_from: Annotated[Day | None, Query(title="届满日起")] = None,
    due_to: Annotated[Day | None, Query(title="届满日止")] = None,
) -> BoardAnswer | Response:
    """应办事项，届满日早的在前。机关只见本机关的事项和由本机关承办应诉的被告的事项，其他见辖区的事项。"""
    deps = deps_of(request)
    wanted = Filter(
        of=asked.narrowing, today=asked.today, standings=frozenset(standing or OPEN), due_from=due_from, due_to=due_to
    )
    lines = asked.read(deps.ledger.database, wanted, board.present, board.as_it_stood)
    shown = asked.page.cut(lines, key=board.key_of)
    told = _told(request, asked.caller, shown, asked.as_of, asked.as_known_at)
    now = asked.as_of is None and asked.as_known_at is None
    handlers = _handlers(request, asked.caller, shown) if now else {}
    forms = asked.forms(shown)
    answer = BoardAnswer(
        today=asked.today,
        as_of=asked.as_of,
        as_known_at=asked.as_known_at,
        obligations=[
            obligation_answer(
                line,
                asked.today,
                deps.directory,
                told.get(line.duty.id, ()),
                handlers.get(line.duty.id),
                forms.get(line.duty.id, ()),
            )
            for line in shown
        ],
    )
    return held_already(held, response, answer) or answer


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
        steps=step_answers(explain(line.duty, rules.now())),
        history=history_answers(history_of(deps_of(request).ledger, line)),
    )


def _line(request: Request, caller: Caller, obligation_id: str) -> Line[Obligation]:
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        line = board.one(cursor, obligation_id)
    if line is None or (caller.role == "agency" and not any(map(caller.answers_for, (*line.agencies, *line.units)))):
        raise ObligationNotFound("没有这一应办事项，或者不在您的查看范围内。请核对事项编号；案件事实更正后，事项编号可能变化。")
    return line


def _answer(request: Request, caller: Caller, line: Line[Obligation]) -> ObligationAnswer:
    deps = deps_of(request)
    told = _told(request, caller, [line]).get(line.duty.id, ())
    handler = _handlers(request, caller, [line]).get(line.duty.id)
    forms = forms_of(request, caller, [line]).get(line.duty.id, ())
    return obligation_answer(line, legal_day(deps.clock()), deps.directory, told, handler, forms)


def _handlers(request: Request, caller: Caller, lines: Sequence[Line[Obligation]]) -> dict[str, HandlerAnswer]:
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
    request: Request,
    caller: Caller,
    lines: Sequence[Line[Obligation]],
    as_of: date | None = None,
    as_known_at: datetime | None = None,
) -> dict[str, list[Told]]:
    """What was told of the obligations, of days up to `as_of` and recorded up to `as_known_at`."""
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        found = told_of(cursor, [line.duty.id for line in lines])
    return {
        obligation: [
            one
            for one in told
            if (as_of is None or one.for_day <= as_of) and (as_known_at is None or one.learned_at <= as_known_at)
        ]
        for obligation, told in found.items()
    }
