"""What is asked of the figures: which agency, which period, as it stood when, and whether the caller may have it."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from fastapi import Depends, Query, Request

from services.review.figures.answers import Side
from services.review.figures.figures import Figures, figures
from services.review.figures.reading import disputes_of
from yingsu.clock import legal_day
from yingsu.errors import Forbidden, NotFound
from yingsu.events.registry.client import ClientRole
from yingsu.law.figures.assessing import tally
from yingsu.law.figures.period import Period, period
from yingsu.law.in_force import rules_known
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.officials.agencies import Agency
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.officials.lineage import inherited
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import deps_of
from yingsu.web.parts import AGENCY_PATTERN

READERS: tuple[ClientRole, ...] = ("agency", "supervisor", "auditor")
"""Courts and mediation centres have no part in figures; an administrator keeps the system, not the cases."""


class AgencyNotFound(NotFound):
    """No such agency within the caller's jurisdictions."""

    code = "agency-not-found"
    title = "未找到机关"


class FiguresOfAnother(Forbidden):
    """An agency asks for the figures of another."""

    code = "figures-of-another"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose figures, of which period, on which clocks; `today` is the day on which periods are judged. The caller may have them. `taken` are
    the agencies that it had taken over by then, whose figures are shown under it."""

    caller: Caller
    agency: Agency
    taken: tuple[str, ...] = ()
    period: Period
    today: date
    as_of: date | None
    as_known_at: datetime | None

    def link(self, address: str, measure: str, side: Side) -> str:
        """Where the items are that the number counts."""
        query = {
            "agency_id": self.agency.agency_id,
            "measure": measure,
            "side": side,
            "from": self.period.first,
            "to": self.period.last,
            "as_of": self.as_of,
            "as_known_at": self.as_known_at.isoformat() if self.as_known_at else None,
        }
        return f"{address}?{urlencode({name: value for name, value in query.items() if value is not None})}"


def asked(
    request: Request,
    caller: Annotated[Caller, Depends(allow("case:read", roles=READERS))],
    agency_id: Annotated[str, Query(title="机关编号", pattern=AGENCY_PATTERN)],
    first: Annotated[Day, Query(alias="from", title="期间起日", description="计入期间")],
    last: Annotated[Day, Query(alias="to", title="期间止日", description="计入期间；可以在将来；期间至多五年")],
    as_of: Annotated[
        Day | None, Query(title="截至的事实日期", description="只看这一日及以前发生的事实，并以这一日判断是否届满")
    ] = None,
    as_known_at: Annotated[
        Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容和公布的规则")
    ] = None,
) -> Asked:
    """Dependency: what is asked. Raises `PeriodInvalid`, `FiguresOfAnother`, `AgencyNotFound`."""
    deps = deps_of(request)
    today = as_of or legal_day(as_known_at or deps.clock())
    return Asked(
        caller=caller,
        agency=agency_for(request, caller, agency_id),
        taken=inherited(agency_id, deps.directory.agency, today, as_known_at),
        period=period(first, last),
        today=today,
        as_of=as_of,
        as_known_at=as_known_at,
    )


def agency_for(request: Request, caller: Caller, agency_id: str) -> Agency:
    """The agency, if the caller may have its figures. Raises `FiguresOfAnother`, `AgencyNotFound`."""
    if caller.role == "agency" and not caller.answers_for(agency_id):
        raise FiguresOfAnother(
            "机关只能查看本机关的指标，未提供。请以本机关的机关编号查询；需要比较其他机关的，请向司法行政机关了解。"
        )
    agency = deps_of(request).directory.agency(agency_id)
    if agency is None or not within((agency.jurisdiction,), caller.jurisdictions):
        raise AgencyNotFound("没有登记这个机关，或者不在令牌的管辖区域内，未统计。请核对机关编号。", pointer="/agency_id")
    return agency


def figures_of(request: Request, asked: Asked, *, duties: bool = True) -> Figures:
    """The figures that are asked for; without `duties` only those of cases. Errors as `RulesInForce.now`."""
    rules = rules_of(request, asked.as_known_at)
    wanted = tally(rules, asked.today).topics
    disputes = disputes_of(
        deps_of(request).ledger.database,
        (asked.agency.agency_id, *asked.taken),
        asked.caller.tenants,
        wanted | rules.topics if rules and duties else wanted,
        as_of=asked.as_of,
        as_known_at=asked.as_known_at,
    )
    return figures(
        disputes,
        rules,
        asked.agency.agency_id,
        asked.agency.jurisdiction,
        asked.period,
        asked.today,
        duties=duties,
        taken=asked.taken,
    )


def rules_of(request: Request, as_known_at: datetime | None) -> Rules | None:
    """The rules published by now, or by `as_known_at`: None where none were by then. Errors as `RulesInForce.now`."""
    if as_known_at is not None:
        return rules_known(deps_of(request).ledger.database, as_known_at)
    in_force: RulesInForce = request.app.state.rules
    return in_force.now()
