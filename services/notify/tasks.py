"""The list of open-ended tasks: what the documents order without a number, with its age; as the view keeps it or as it stood at another time.

Order: what has been open longest first, then the task's id.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from heapq import nsmallest

import msgspec

from services.notify.lines import FOR_PARTY, Key, Line, Narrowing, kept, lines_of
from services.notify.reading import of_another_time
from yingsu.disputes import Joins
from yingsu.law.in_force import rules_known
from yingsu.law.open_items import OpenItem, TaskState, from_bytes, open_items
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry


class TaskFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for."""

    of: Narrowing
    states: frozenset[TaskState]
    since_from: date | None = None
    since_to: date | None = None

    def admits(self, line: Line[OpenItem]) -> bool:
        """Whether the line is asked for and comes after the page before."""
        found = line.duty
        return (
            found.state in self.states
            and (self.since_from is None or found.since >= self.since_from)
            and (self.since_to is None or found.since <= self.since_to)
            and self.of.admits(line, key_of(line))
        )


def key_of(line: Line[OpenItem]) -> Key:
    """The line's place in the order of the list."""
    return (line.duty.since.isoformat(), line.duty.id)


def task_lines(entries: Iterable[Entry], rules: Rules | None, joins: Joins) -> Iterator[Line[OpenItem]]:
    """The lines of whole disputes, as `lines_of`. None without rules."""
    if rules is None:
        return iter(())
    return lines_of(entries, joins, lambda of_case, dispute_of: open_items(of_case, rules, dispute_of))


def present(cursor: Cursor, wanted: TaskFilter, limit: int) -> list[Line[OpenItem]]:
    """Up to `limit` lines of the view, as far as the cursor's tenants may see them."""
    rows = cursor.execute(
        "SELECT record, case_no, jurisdictions FROM views.notify_task WHERE state = ANY (%(states)s) "  # noqa: S608
        f"AND {FOR_PARTY} AND (NOT %(own)s OR owed_by <> ALL (%(others)s)) "
        "AND (%(cases)s::text[] IS NULL OR case_id = ANY (%(cases)s)) AND (%(code)s::text IS NULL OR code = %(code)s) "
        "AND (%(clause)s::text IS NULL OR record::jsonb -> 'clauses' ? %(clause)s) "
        "AND (%(since_from)s::date IS NULL OR since >= %(since_from)s) AND (%(since_to)s::date IS NULL OR since <= %(since_to)s) "
        "AND (%(after_day)s::date IS NULL OR (since, task_id) > (%(after_day)s, %(after_id)s)) "
        "ORDER BY since, task_id LIMIT %(limit)s",
        wanted.of.parameters(cursor)
        | {"states": sorted(wanted.states), "since_from": wanted.since_from, "since_to": wanted.since_to, "limit": limit},
    ).fetchall()
    return kept(cursor, rows, from_bytes)


def as_they_stood(
    database: Database,
    tenants: tuple[str, ...],
    wanted: TaskFilter,
    limit: int,
    as_of: date | None,
    as_known_at: datetime | None,
) -> list[Line[OpenItem]]:
    """The list of another time: of facts up to `as_of`, of what was recorded up to `as_known_at`, under the rules published then."""
    rules = rules_known(database, as_known_at)
    with of_another_time(database, tenants, wanted.of.case_id, as_of=as_of, as_known_at=as_known_at) as (entries, joins):
        wanted = msgspec.structs.replace(wanted, of=wanted.of.within(joins))
        lines = (line.as_seen(joins) for line in task_lines(entries, rules, joins))
        admitted = (line for line in lines if (as_of is None or line.duty.since <= as_of) and wanted.admits(line))
        return nsmallest(limit, admitted, key=key_of)
