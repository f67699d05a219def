"""What both lists are asked over HTTP: whose duties, of which case and rule, at what time, which page. Owns who sees whose."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request

from services.notify.filters import case_number, record_of, require_known
from services.notify.forms import Filled, forms_for, streams_of
from services.notify.lines import Line, Narrowing
from yingsu.clock import legal_day
from yingsu.disputes import joined
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Cursor, Database
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.bodies import Day, Moment
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page

Row = TypeVar("Row")
Wanted = TypeVar("Wanted")

Reader = Annotated[Caller, Depends(allow("due:read"))]
AsOf = Annotated[Day | None, Query(title="截至的事实日期", description="只看这一日及以前发生的事实，并以这一日判断是否逾期")]
AsKnownAt = Annotated[Moment | None, Query(title="截至的登记时刻", description="只看这一时刻及以前登记的内容和公布的规则")]


def forms_of(request: Request, caller: Caller, lines: Sequence[Line[Any]]) -> dict[str, list[Filled]]:
    """The forms that discharge what the lines are still to be done, by the duty's id."""
    rules: RulesInForce = request.app.state.rules
    with deps_of(request).ledger.database.read(caller.tenants) as cursor:
        streams = streams_of(cursor, lines)
    known = rules.now() if lines else None
    return {line.duty.id: forms_for(line, line.duty.state, known, streams, caller.agencies) for line in lines} if known else {}


class Asked:
    """A dependency: what is asked, by whom. `today` is the day on which standings are judged: the one asked about, else by the record clock."""

    def __init__(
        self,
        request: Request,
        caller: Reader,
        page: Annotated[Page, Depends(page)],
        agency_id: Annotated[str | None, Query(title="机关编号", max_length=100)] = None,
        case_id: Annotated[str | None, Query(title="案件编号", max_length=100)] = None,
        case_no: Annotated[
            str | None, Query(title="案号", description="任何写法", max_length=200, examples=["（2026）苏0813行初12号"])
        ] = None,
        code: Annotated[str | None, Query(title="事项代码", max_length=100)] = None,
        clause: Annotated[str | None, Query(title="条款编号", description="只看以该条款为依据的", max_length=100)] = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> None:
        self.request = request
        self.caller = caller
        self.page = page
        self.as_of = as_of
        self.as_known_at = as_known_at
        self.today: date = as_of or legal_day(as_known_at or deps_of(request).clock())
        if code is not None or clause is not None:
            require_known(request.app.state.rules.now(), code=code, clause=clause)
        # An agency finds among what it may see what another owes: that of a defendant whose response it handles, and what both owe.
        others = caller.role == "agency" and agency_id is not None and not caller.answers_for(agency_id)
        self._none = False
        if case_no is not None:
            number = case_number(case_no)
            with deps_of(request).ledger.database.read(caller.tenants) as cursor:
                found = record_of(cursor, number)
                joins = joined(cursor, [one for one in (found, case_id) if one is not None])
            # Both may be given: then they must be of one case.
            same = found is not None and case_id in (None, *joins.records_of(found))
            self._none, case_id = not same, found
        self.narrowing = Narrowing(
            parties=caller.confined_to if agency_id is None or others else (agency_id,),
            agency=agency_id if others else None,
            own=caller.role == "agency",
            case_id=case_id,
            code=code,
            clause=clause,
            after=(str(page.after[0]), str(page.after[1])) if page.after else None,
        )

    def read(
        self,
        database: Database,
        wanted: Wanted,
        present: Callable[[Cursor, Wanted, int], list[Row]],
        as_it_stood: Callable[[Database, tuple[str, ...], Wanted, int, date | None, datetime | None], list[Row]],
    ) -> list[Row]:
        """What is wanted, up to one line more than the page shows: of the view, or of another time."""
        most = self.page.limit + 1
        if self._none:
            return []
        if self.as_of is None and self.as_known_at is None:
            with database.read(self.caller.tenants) as cursor:
                return present(cursor, wanted, most)
        return as_it_stood(database, self.caller.tenants, wanted, most, self.as_of, self.as_known_at)

    def forms(self, lines: Sequence[Line[Any]]) -> dict[str, list[Filled]]:
        """The forms of these lines."""
        return forms_of(self.request, self.caller, lines)
