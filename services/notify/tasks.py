"""The list of open-ended tasks: what the documents order without a number, with its age; as the view keeps it or as it stood at another time.

Order: what has been open longest first, then the task's id.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from heapq import nsmallest
from typing import Any

import msgspec

from services.notify.reading import of_another_time, subjects
from yingsu.disputes import Joins, joined
from yingsu.law.in_force import rules_known
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.law.open_items import OpenItem, TaskState, from_bytes, open_items
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry

Key = tuple[str, str]
"""Where a page ends: first day and task id."""


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line: the task, the number of its case, and the jurisdictions that may read the record it started in."""

    task: OpenItem
    case_no: str | None
    jurisdictions: tuple[str, ...]

    def as_seen(self, joins: Joins) -> "TaskLine":
        """The line by the dispute's id and number, as far as who reads it may see which records are one."""
        case_id = joins.dispute_of(self.task.started_by.record)
        task = msgspec.structs.replace(self.task, case_id=case_id)
        return msgspec.structs.replace(self, task=task, case_no=joins.number_of(case_id) or self.case_no)

    @property
    def key(self) -> Key:
        """Its place in the order of the list."""
        return (self.task.since.isoformat(), self.task.id)


class TaskFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `parties` are agencies' ids, `case_id` any record of the case; None does not narrow. `own`: only what the party itself
    is to do."""

    states: frozenset[TaskState]
    parties: tuple[str, ...] | None = None
    own: bool = False
    case_id: str | None = None
    code: str | None = None
    clause: str | None = None
    after: Key | None = None

    def admits(self, line: TaskLine) -> bool:
        """Whether the line is asked for and comes after the page before."""
        found = line.task
        return (
            found.state in self.states
            and (self.parties is None or found.party in self.parties)
            and not (self.own and found.owed_by in OWED_BY_OTHERS)
            and self.case_id in (None, found.case_id)
            and self.code in (None, found.code)
            and (self.clause is None or self.clause in found.clauses)
            and (self.after is None or line.key > self.after)
        )


def tasks_of(entries: Iterable[Entry], rules: Rules | None, joins: Joins) -> Iterator[TaskLine]:
    """The tasks of whole disputes. All entries of a dispute come together, in position order. None without rules."""
    if rules is None:
        return
    for subject in subjects(entries, joins):
        for found in open_items(subject.entries, rules, joins.dispute_of):
            record = found.started_by.record
            yield TaskLine(task=found, case_no=subject.numbers[record], jurisdictions=tuple(subject.readers[record]))


def present(cursor: Cursor, wanted: TaskFilter, limit: int) -> list[TaskLine]:
    """Up to `limit` lines of the view, as far as the cursor's tenants may see them."""
    rows = cursor.execute(
        "SELECT record, case_no, jurisdictions FROM views.notify_task WHERE state = ANY (%(states)s) "
        "AND (%(parties)s::text[] IS NULL OR party = ANY (%(parties)s)) AND (NOT %(own)s OR owed_by <> ALL (%(others)s)) "
        "AND (%(cases)s::text[] IS NULL OR case_id = ANY (%(cases)s)) AND (%(code)s::text IS NULL OR code = %(code)s) "
        "AND (%(clause)s::text IS NULL OR record::jsonb -> 'clauses' ? %(clause)s) "
        "AND (%(after_since)s::date IS NULL OR (since, task_id) > (%(after_since)s, %(after_id)s)) "
        "ORDER BY since, task_id LIMIT %(limit)s",
        {
            "states": sorted(wanted.states),
            "parties": None if wanted.parties is None else list(wanted.parties),
            "own": wanted.own,
            "others": list(OWED_BY_OTHERS),
            "cases": sorted(joined(cursor, [wanted.case_id]).records_of(wanted.case_id)) if wanted.case_id else None,
            "code": wanted.code,
            "clause": wanted.clause,
            "after_since": wanted.after[0] if wanted.after else None,
            "after_id": wanted.after[1] if wanted.after else None,
            "limit": limit,
        },
    ).fetchall()
    lines = [_line(row) for row in rows]
    joins = joined(cursor, sorted({line.task.started_by.record for line in lines}))
    return [line.as_seen(joins) for line in lines]


def as_they_stood(
    database: Database,
    tenants: tuple[str, ...],
    wanted: TaskFilter,
    limit: int,
    *,
    as_of: date | None,
    as_known_at: datetime | None,
) -> list[TaskLine]:
    """The list of another time: of facts up to `as_of`, of what was recorded up to `as_known_at`, under the rules published then."""
    rules = rules_known(database, as_known_at)
    with of_another_time(database, tenants, wanted.case_id, as_of=as_of, as_known_at=as_known_at) as (entries, joins):
        if wanted.case_id is not None:
            wanted = msgspec.structs.replace(wanted, case_id=joins.dispute_of(wanted.case_id))
        lines = (line.as_seen(joins) for line in tasks_of(entries, rules, joins))
        admitted = (line for line in lines if (as_of is None or line.task.since <= as_of) and wanted.admits(line))
        return nsmallest(limit, admitted, key=lambda line: line.key)


def _line(row: Sequence[Any]) -> TaskLine:
    record, case_no, jurisdictions = row
    return TaskLine(task=from_bytes(record.encode()), case_no=case_no, jurisdictions=tuple(jurisdictions))
