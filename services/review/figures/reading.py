"""The disputes that concern an agency, out of the ledger, as far as the caller's tenants may see them: a few hundred in memory at a time.

The head is read before anything else and no entry changes, so each few hundred are read in a transaction of their own: whoever computes in
between holds no connection.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Final

from yingsu.disputes import Dispute, Joins, joined
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import stream_entries

AT_ONCE: Final = 500
"""So many disputes are read together."""


def disputes_of(
    database: Database,
    agency: str,
    tenants: tuple[str, ...],
    topics: Collection[str],
    *,
    as_of: date | None = None,
    as_known_at: datetime | None = None,
    at_once: int = AT_ONCE,
) -> Iterator[Dispute]:
    """Every dispute that concerns `agency`, once and under its own id, with its entries of `topics`.

    `as_of` leaves out facts dated later, joins among them; `as_known_at` leaves out what was recorded later.
    """
    with database.read(tenants) as cursor:
        row = cursor.execute("SELECT position FROM ledger.head").fetchone()
        head = int(row[0]) if row else 0
        query = "SELECT case_id FROM views.review_concerned WHERE agency = %s ORDER BY case_id"
        concerned = [case_id for (case_id,) in cursor.execute(query, (agency,)).fetchall()]
        joins = joined(cursor, concerned, position=head, as_of=as_of, as_known_at=as_known_at)
    found: dict[str, list[str]] = {}
    for record in sorted(joins.records.union(concerned)):
        found.setdefault(joins.dispute_of(record), []).append(record)
    ids = sorted(found)
    for begin in range(0, len(ids), at_once):
        records = {case_id: found[case_id] for case_id in ids[begin : begin + at_once]}
        every = [record for of_one in records.values() for record in of_one]
        with database.read(tenants) as cursor:
            entries = _read(cursor, every, joins, topics, head, as_of, as_known_at)
        for case_id, of_one in records.items():
            if case_id in entries:
                yield Dispute(case_id=case_id, records=frozenset(of_one), entries=entries[case_id])


def _read(
    cursor: Cursor,
    records: Sequence[str],
    joins: Joins,
    topics: Collection[str],
    head: int,
    as_of: date | None,
    as_known_at: datetime | None,
) -> dict[str, list[Entry]]:
    """The entries by dispute, each in position order."""
    condition = (
        "case_id = ANY (%s) AND topic = ANY (%s) AND position <= %s "
        "AND occurred_on <= coalesce(%s::date, 'infinity') AND recorded_at <= coalesce(%s::timestamptz, 'infinity') "
        "ORDER BY case_id, position"
    )
    found: dict[str, list[Entry]] = {}
    for entry in stream_entries(cursor, condition, (list(records), sorted(topics), head, as_of, as_known_at)):
        found.setdefault(joins.dispute_of(entry.case_id or ""), []).append(entry)
    for of_one in found.values():
        of_one.sort(key=attrgetter("position"))
    return found
