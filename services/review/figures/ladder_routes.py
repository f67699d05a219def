"""The ladders over HTTP: where an agency stands, on which cases that rests, and what would reach the next tier."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.review.figures.asking import READERS, agency_for, rules_of
from services.review.figures.ladder_answers import LaddersAnswer, ladder_answer
from services.review.figures.reading import disputes_of
from services.review.figures.routes import NOT_THERE
from services.review.figures.standings import standings
from services.review.heads import head_answer, head_on
from yingsu.clock import legal_day
from yingsu.law.figures.assessing import tally
from yingsu.officials.callers import Caller
from yingsu.officials.lineage import answering, inherited
from yingsu.officials.sight import Sight
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import deps_of
from yingsu.web.parts import AGENCY_PATTERN

TAG = "问责阶梯"
TAG_DESCRIPTION = "一个机关在统计期间内的败诉等情况达到约谈、考核、问责的哪一级。只是建议，由有权人员决定，不自动产生后果。"

router = APIRouter(tags=[TAG])


@router.get("/ladders", summary="机关的问责阶梯", responses=NOT_THERE)
def read_ladders(
    request: Request,
    caller: Annotated[Caller, Depends(allow("case:read", roles=READERS))],
    agency_id: Annotated[str, Query(title="机关编号", pattern=AGENCY_PATTERN)],
    day: Annotated[
        Day | None, Query(title="日期", description="以含该日的统计期间计，适用该日施行的政策文件；不填的为当日")
    ] = None,
    as_of: Annotated[Day | None, Query(title="截至的事实日期", description="只看这一日及以前发生的事实")] = None,
    as_known_at: Annotated[
        Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容和公布的规则")
    ] = None,
) -> LaddersAnswer:
    """一个机关在某一日所在统计期间的问责阶梯：各级的条件、现有数量和所依据的登记，建议的级次，由谁约谈谁，还差什么即达到上一级。

    达到的级次只是建议，由有权人员确认或者不予采纳，系统不自动作出任何处理。以上、以内含本数，超过不含本数。
    机关只见本机关的，司法行政机关和审计人员见辖区内机关的。
    """
    deps = deps_of(request)
    agency = agency_for(request, caller, agency_id)
    rules = rules_of(request, as_known_at)
    today = as_of or legal_day(as_known_at or deps.clock())
    on = day or today
    find = deps.directory.agency
    taken = inherited(agency_id, find, today, as_known_at)
    found = standings(
        disputes_of(
            deps.ledger.database,
            (agency_id, *taken),
            caller.tenants,
            tally(rules, today).topics | (rules.topics if rules else frozenset()),
            as_of=as_of,
            as_known_at=as_known_at,
        ),
        rules,
        agency_id,
        agency.jurisdiction,
        on,
        today,
        taken=taken,
        responsible=lambda of, then: answering(of, find, min(then, today), as_known_at),
    )
    head = head_on(deps.ledger, agency_id, on, as_known_at)
    governing = rules.profile_for(agency.jurisdiction, on) if rules else None
    return LaddersAnswer(
        agency_id=agency_id,
        agency=agency.name_on(on),
        head=head_answer(head, Sight(deps.keys, caller)) if head else None,
        day=on,
        profile=governing.token if governing else None,
        as_of=as_of,
        as_known_at=as_known_at,
        ladders=[ladder_answer(proposal) for proposal in found],
    )
