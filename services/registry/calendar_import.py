"""The import of a calendar year, or of an amendment within a year. Owns what is looked at before it is published.

A calendar is a fact about days: it counts for every period, also for one that runs. Whoever imports one can see first which days change and
how many running obligations would move.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

import msgspec

from services.registry.desk import administering, require_reach
from services.registry.rules import RulesDesk
from yingsu.clock import Clock, legal_day
from yingsu.disputes import Dispute
from yingsu.errors import Malformed, Refused, YingsuError
from yingsu.events.registry.rules import CalendarPublished
from yingsu.histories import histories
from yingsu.law import published
from yingsu.law.calendar import Calendar, CalendarMalformed, CalendarYear
from yingsu.law.drafting import calendar_check
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.law.whatif import compare
from yingsu.ledger.deciding import EVERYWHERE, Request
from yingsu.ledger.store import Ledger
from yingsu.officials.divisions import NATIONAL
from yingsu.web.problems import EdgeError, Flaw


class CalendarUnsound(EdgeError):
    """The file cannot be what was ordered. Every problem is told."""

    status: ClassVar[int] = 422
    code = "calendar-unsound"
    title = "日历有误"


class CalendarGap(Refused):
    """A year would be missing between the published ones and this one."""

    code = "calendar-gap"
    title = "日历年度不连续"


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A year that may be published. `changed` are days that were known, or taken, to be otherwise; `moved` how many running obligations
    would be due on another day, None where that was not counted."""

    year: CalendarYear
    warnings: tuple[str, ...]
    changed: tuple[date, ...]
    moved: int | None


@dataclass(frozen=True)
class CalendarDesk:
    """What an import needs. `clock` is the record clock."""

    ledger: Ledger
    clock: Clock
    rules: RulesInForce

    def look(self, request: Request, year: int, content: bytes, *, count: bool) -> Looked:
        """Check the file of a year. OutsideAdministration, CalendarUnsound, CalendarGap. With `count` every dispute is derived anew: that takes its time."""
        require_reach(request, NATIONAL)
        found = _read(content)
        problems = calendar_check.problems(found, year)
        if problems:
            raise CalendarUnsound(
                f"{year} 年的日历有 {len(problems)} 个问题，未登记，逐项见 errors。请核对国务院办公厅的通知后重新提交。",
                flaws=[_flaw(problem) for problem in problems],
            )
        rules = self.rules.now()
        calendar = _with(rules.calendar, found)
        before = self._before(rules.calendar, found)
        days = _days(max(before.first, date(year - 1, 12, 25)), min(date.fromordinal(before.table_end), date(year, 12, 31)))
        return Looked(
            year=found,
            warnings=calendar_check.warnings(found, calendar),
            changed=tuple(day for day in days if calendar.is_working(day) != before.is_working(day)),
            moved=self._moved(rules, Rules(rules.published, calendar)) if count else None,
        )

    def publish(self, request: Request, content: bytes) -> CalendarPublished:
        """Publish the file of a year as its next version. OutsideAdministration, AlreadyPublished."""
        require_reach(request, NATIONAL)
        year = _read(content).year
        receipt = RulesDesk(self.ledger, self.clock).publish_calendar(administering(request), content)
        event = published.calendar(self.ledger, year, receipt.version_of(published.calendar_stream(year)))
        if event is None:
            raise RuntimeError("a calendar that was just published cannot be read")
        return event

    def _before(self, calendar: Calendar, year: CalendarYear) -> Calendar:
        """The calendar as it was before this content of the year: a repeat of an import answers as the first time."""
        latest = published.calendar(self.ledger, year.year)
        for version in range(latest.version if latest else 0, 0, -1):
            event = published.calendar(self.ledger, year.year, version)
            content = published.calendar_content(self.ledger, event) if event else None
            if content is not None and content != year:
                return _with(calendar, content)
        others = tuple(other for other in calendar.years if other.year != year.year)
        at_the_end = year.year in (calendar.years[0].year, calendar.years[-1].year)
        return Calendar.of(others) if others and at_the_end else calendar

    def _moved(self, before: Rules, after: Rules) -> int:
        """How many obligations that run today would be due on another day, or within other bounds."""
        today = legal_day(self.clock())
        with self.ledger.database.read(EVERYWHERE) as cursor:
            query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL"
            found = histories(cursor, [case_id for (case_id,) in cursor.execute(query).fetchall()])
        moved = 0
        for dispute in found.read(self.ledger.database, EVERYWHERE, before.topics):
            try:
                old, new = (_of(dispute, rules) for rules in (before, after))
            except Malformed:
                # Periods that no calendar can compute do not move.
                continue
            running = [item for item in old if item.outcome is None and item.cancelled_on is None]
            moved += sum("moved" in difference.changes for difference in compare(running, new, today))
        return moved


def _of(dispute: Dispute, rules: Rules) -> tuple[Obligation, ...]:
    return evaluate(dispute.entries, rules, lambda _: dispute.case_id)


def _read(content: bytes) -> CalendarYear:
    try:
        return CalendarYear.read(content)
    except CalendarMalformed as error:
        raise CalendarUnsound(error.message, flaws=[_flaw(error)]) from error


def _with(calendar: Calendar, year: CalendarYear) -> Calendar:
    """The calendar with the year in it, in place of what it has of that year. CalendarGap."""
    known = [other.year for other in calendar.years]
    if not known[0] - 1 <= year.year <= known[-1] + 1:
        raise CalendarGap(
            f"已公布 {known[0]} 年至 {known[-1]} 年的日历，不能接着公布 {year.year} 年：每年须有且只有一份，年度不得中断。"
            f"请先公布 {known[-1] + 1 if year.year > known[-1] else known[0] - 1} 年的日历。"
        )
    return Calendar.of((*(other for other in calendar.years if other.year != year.year), year))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _flaw(problem: YingsuError) -> Flaw:
    return Flaw(place="body", pointer="", code=problem.code, message=problem.message)
