"""The due board: every obligation with its case's number, as the view keeps it or as it stood at another time. Owns its order and filters.

Order: earliest due first, then the obligation's id. An obligation with bounds sorts by its provisional day.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from heapq import nsmallest
from typing import Final

import msgspec

from services.notify.lines import FOR_PARTY, Key, Line, Narrowing, kept, lines_of
from services.notify.reading import of_another_time
from yingsu.disputes import Joins
from yingsu.law.in_force import rules_known
from yingsu.law.obligation import Obligation, Standing, from_bytes
from yingsu.law.obligations import evaluate
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry

ENDED: frozenset[Standing] = frozenset({"satisfied", "cancelled"})
RUNNING: Final[Mapping[Standing, str]] = {
    "overdue": "latest < %(today)s",
    "due_today": "latest >= %(today)s AND due <= %(today)s",
    "not_due": "latest >= %(today)s AND due > %(today)s",
}
"""What the standing of a running obligation is by its days, as a condition on its row; any other is its state. So written that PostgreSQL knows
how many rows to expect: with a CASE it sorts all that is open for a page of fifty."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `standings` are judged on `today`; without `due_from` and `due_to` it does not matter when it is due."""

    of: Narrowing
    today: date
    standings: frozenset[Standing]
    due_from: date | None = None
    due_to: date | None = None

    def admits(self, line: Line[Obligation]) -> bool:
        """Whether the line is asked for and comes after the page before."""
        found = line.duty
        return (
            found.standing(self.today) in self.standings
            and (self.due_from is None or found.due >= self.due_from)
            and (self.due_to is None or found.due <= self.due_to)
            and self.of.admits(line, key_of(line))
        )


def key_of(line: Line[Obligation]) -> Key:
    """The line's place in the order of the board."""
    return (line.duty.due.isoformat(), line.duty.id)


def obligation_lines(entries: Iterable[Entry], rules: Rules | None, joins: Joins) -> Iterator[Line[Obligation]]:
    """The lines of whole disputes, as `lines_of`. None without rules."""
    if rules is None:
        return iter(())
    return lines_of(entries, joins, lambda of_case, dispute_of: evaluate(of_case, rules, dispute_of))


def present(cursor: Cursor, wanted: Filter, limit: int) -> list[Line[Obligation]]:
    """Up to `limit` lines of the view, as far as the cursor's tenants may see them."""
    # What has ended piles up for ever; what is open has an index of its own.
    open_only = "state NOT IN ('satisfied', 'cancelled') AND " if wanted.standings.isdisjoint(ENDED) else ""
    by_days = " OR ".join(f"({condition})" for standing, condition in RUNNING.items() if standing in wanted.standings) or "false"
    rows = cursor.execute(
        f"SELECT record, case_no, jurisdictions FROM views.notify_obligation WHERE {open_only}"  # noqa: S608
        f"(state = ANY (%(ended)s) OR (state = 'running' AND ({by_days}))) "
        f"AND {FOR_PARTY} "
        "AND (NOT %(own)s OR record::json ->> 'owed_by' <> ALL (%(others)s)) AND (%(cases)s::text[] IS NULL OR case_id = ANY (%(cases)s)) "
        "AND (%(code)s::text IS NULL OR code = %(code)s) AND (%(due_to)s::date IS NULL OR due <= %(due_to)s) "
        "AND (%(due_from)s::date IS NULL OR due >= %(due_from)s) "
        "AND (%(clause)s::text IS NULL OR record::jsonb -> 'clauses' ? %(clause)s) "
        "AND (%(after_day)s::date IS NULL OR (due, obligation_id) > (%(after_day)s, %(after_id)s)) "
        "ORDER BY due, obligation_id LIMIT %(limit)s",
        wanted.of.parameters(cursor)
        | {
            "today": wanted.today,
            "ended": sorted(wanted.standings - RUNNING.keys()),
            "due_from": wanted.due_from,
            "due_to": wanted.due_to,
            "limit": limit,
        },
    ).fetchall()
    return kept(cursor, rows, from_bytes)


def one(cursor: Cursor, obligation_id: str) -> Line[Obligation] | None:
    """One line of the view; None where there is none for the cursor's tenants."""
    query = "SELECT record, case_no, jurisdictions FROM views.notify_obligation WHERE obligation_id = %s"
    lines = kept(cursor, cursor.execute(query, (obligation_id,)).fetchall(), from_bytes)
    return lines[0] if lines else None


def as_it_stood(
    database: Database, tenants: tuple[str, ...], wanted: Filter, limit: int, as_of: date | None, as_known_at: datetime | None
) -> list[Line[Obligation]]:
    """The board of another time: of facts up to `as_of`, of what was recorded up to `as_known_at`, under the rules published then."""
    rules = rules_known(database, as_known_at)
    with of_another_time(database, tenants, wanted.of.case_id, as_of=as_of, as_known_at=as_known_at) as (entries, joins):
        wanted = msgspec.structs.replace(wanted, of=wanted.of.within(joins))
        lines = (line.as_seen(joins) for line in obligation_lines(entries, rules, joins))
        admitted = (line for line in lines if (as_of is None or _begun_by(line.duty, as_of)) and wanted.admits(line))
        return nsmallest(limit, admitted, key=key_of)


def _begun_by(found: Obligation, day: date) -> bool:
    """Whether the fact that started it had reached its addressee by `day`: what is sent on one day may be received on another."""
    return found.started_by.after_expiry_of is not None or found.started_by.known_on <= day
