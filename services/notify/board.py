"""The due board: every obligation with its case's number, as the view keeps it or as it stood at another time. Owns its order and filters.

Order: earliest due first, then the obligation's id. An obligation with bounds sorts by its provisional day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from heapq import nsmallest
from typing import Any

import msgspec

from services.notify.reading import of_another_time, subjects
from yingsu.disputes import Joins, joined
from yingsu.law.in_force import rules_known
from yingsu.law.obligation import OWED_BY_OTHERS, Obligation, Standing, from_bytes
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry

ENDED: frozenset[Standing] = frozenset({"satisfied", "cancelled"})

Key = tuple[str, str]
"""Where a page ends: due day and obligation id."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the board: the obligation, the number of its case, and the jurisdictions that may read the record it started in."""

    obligation: Obligation
    case_no: str | None
    jurisdictions: tuple[str, ...]

    def as_seen(self, joins: Joins) -> "Line":
        """The line by the dispute's id and number, as far as who reads it may see which records are one."""
        case_id = joins.dispute_of(self.obligation.started_by.record)
        obligation = msgspec.structs.replace(self.obligation, case_id=case_id)
        return msgspec.structs.replace(self, obligation=obligation, case_no=joins.number_of(case_id) or self.case_no)

    @property
    def key(self) -> Key:
        """Its place in the order of the board."""
        return (self.obligation.due.isoformat(), self.obligation.id)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `standings` are judged on `today`; `parties` are agencies' ids, `case_id` any record of the case; None does not
    narrow. `own`: only what the party itself owes."""

    today: date
    standings: frozenset[Standing]
    parties: tuple[str, ...] | None = None
    own: bool = False
    case_id: str | None = None
    code: str | None = None
    due_to: date | None = None
    clause: str | None = None
    after: Key | None = None

    def admits(self, line: Line) -> bool:
        """Whether the line is asked for and comes after the page before."""
        found = line.obligation
        return (
            found.standing(self.today) in self.standings
            and (self.parties is None or found.party in self.parties)
            and not (self.own and found.owed_by in OWED_BY_OTHERS)
            and self.case_id in (None, found.case_id)
            and self.code in (None, found.code)
            and (self.due_to is None or found.due <= self.due_to)
            and (self.clause is None or self.clause in found.clauses)
            and (self.after is None or line.key > self.after)
        )

    def within(self, joins: Joins) -> "Filter":
        """The same, with the case by its dispute's id."""
        return self if self.case_id is None else msgspec.structs.replace(self, case_id=joins.dispute_of(self.case_id))


def lines_of(entries: Iterable[Entry], rules: Rules | None, joins: Joins) -> Iterator[Line]:
    """The lines of whole disputes, each by the number of the record it started in. All entries of a dispute come together, in position
    order. None without rules."""
    if rules is None:
        return
    for subject in subjects(entries, joins):
        for found in evaluate(subject.entries, rules, joins.dispute_of):
            record = found.started_by.record
            yield Line(obligation=found, case_no=subject.numbers[record], jurisdictions=tuple(subject.readers[record]))


def present(cursor: Cursor, wanted: Filter, limit: int) -> list[Line]:
    """Up to `limit` lines of the view, as far as the cursor's tenants may see them."""
    cases = sorted(joined(cursor, [wanted.case_id]).records_of(wanted.case_id)) if wanted.case_id else None
    # What has ended piles up for ever; what is open has an index of its own.
    open_only = "state NOT IN ('satisfied', 'cancelled') AND " if wanted.standings.isdisjoint(ENDED) else ""
    rows = cursor.execute(
        f"SELECT record, case_no, jurisdictions FROM views.notify_obligation WHERE {open_only}"  # noqa: S608
        "CASE WHEN state <> 'running' THEN state WHEN latest < %(today)s THEN 'overdue' WHEN due <= %(today)s THEN 'due_today' "
        "ELSE 'not_due' END = ANY (%(standings)s) "
        "AND (%(parties)s::text[] IS NULL OR party = ANY (%(parties)s)) "
        "AND (NOT %(own)s OR record::json ->> 'owed_by' <> ALL (%(others)s)) AND (%(cases)s::text[] IS NULL OR case_id = ANY (%(cases)s)) "
        "AND (%(code)s::text IS NULL OR code = %(code)s) AND (%(due_to)s::date IS NULL OR due <= %(due_to)s) "
        "AND (%(clause)s::text IS NULL OR record::jsonb -> 'clauses' ? %(clause)s) "
        "AND (%(after_due)s::date IS NULL OR (due, obligation_id) > (%(after_due)s, %(after_id)s)) "
        "ORDER BY due, obligation_id LIMIT %(limit)s",
        {
            "today": wanted.today,
            "standings": sorted(wanted.standings),
            "parties": None if wanted.parties is None else list(wanted.parties),
            "own": wanted.own,
            "others": list(OWED_BY_OTHERS),
            "cases": cases,
            "code": wanted.code,
            "due_to": wanted.due_to,
            "clause": wanted.clause,
            "after_due": wanted.after[0] if wanted.after else None,
            "after_id": wanted.after[1] if wanted.after else None,
            "limit": limit,
        },
    ).fetchall()
    return _as_seen(cursor, [_line(row) for row in rows])


def one(cursor: Cursor, obligation_id: str) -> Line | None:
    """One line of the view; None where there is none for the cursor's tenants."""
    query = "SELECT record, case_no, jurisdictions FROM views.notify_obligation WHERE obligation_id = %s"
    row = cursor.execute(query, (obligation_id,)).fetchone()
    return _as_seen(cursor, [_line(row)])[0] if row else None


def as_it_stood(
    database: Database, tenants: tuple[str, ...], wanted: Filter, limit: int, *, as_of: date | None, as_known_at: datetime | None
) -> list[Line]:
    """The board of another time: of facts up to `as_of`, of what was recorded up to `as_known_at`, under the rules published then."""
    rules = rules_known(database, as_known_at)
    with of_another_time(database, tenants, wanted.case_id, as_of=as_of, as_known_at=as_known_at) as (entries, joins):
        wanted = wanted.within(joins)
        lines = (line.as_seen(joins) for line in lines_of(entries, rules, joins))
        admitted = (line for line in lines if (as_of is None or _begun_by(line, as_of)) and wanted.admits(line))
        return nsmallest(limit, admitted, key=lambda line: line.key)


def _begun_by(line: Line, day: date) -> bool:
    """Whether the fact that started it had reached its addressee by `day`: what is sent on one day may be received on another."""
    return line.obligation.started_by.after_expiry_of is not None or line.obligation.started_by.known_on <= day


def _as_seen(cursor: Cursor, lines: list[Line]) -> list[Line]:
    """The lines by the disputes as the cursor's tenants see them."""
    joins = joined(cursor, sorted({line.obligation.started_by.record for line in lines}))
    return [line.as_seen(joins) for line in lines]


def _line(row: Sequence[Any]) -> Line:
    record, case_no, jurisdictions = row
    return Line(obligation=from_bytes(record.encode()), case_no=case_no, jurisdictions=tuple(jurisdictions))
