"""Disputes with their entries, out of the ledger, as far as the caller's tenants may see them: a few hundred in memory at a time.

The head is read before anything else and no entry changes, so each few hundred are read in a transaction of their own: whoever computes in
between holds no connection.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter

import msgspec

from yingsu.disputes import AT_ONCE, Dispute, Joins, joined
from yingsu.ledger.correcting import as_corrected, striking_topics
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import stream_entries


class Histories(msgspec.Struct, frozen=True, kw_only=True):
    """The disputes of some case records, by the dispute's id, and the position up to which they are read.

    `as_of` leaves out facts dated later, joins among them; `as_known_at` leaves out what was recorded later.
    """

    records: dict[str, list[str]]
    joins: Joins
    head: int
    as_of: date | None = None
    as_known_at: datetime | None = None

    def read(
        self, database: Database, tenants: tuple[str, ...], topics: Collection[str], *, at_once: int = AT_ONCE
    ) -> Iterator[Dispute]:
        """Each dispute once, in the order of the ids, with its entries of `topics` as they stand; none without entries."""
        ids = sorted(self.records)
        for begin in range(0, len(ids), at_once):
            records = {case_id: self.records[case_id] for case_id in ids[begin : begin + at_once]}
            with database.read(tenants) as cursor:
                entries = self._entries(cursor, [record for of_one in records.values() for record in of_one], topics)
            for case_id, of_one in records.items():
                if case_id in entries:
                    yield Dispute(case_id=case_id, records=frozenset(of_one), entries=entries[case_id])

    def _entries(self, cursor: Cursor, records: Sequence[str], topics: Collection[str]) -> dict[str, list[Entry]]:
        """The entries by dispute, each in position order."""
        condition = (
            "case_id = ANY (%s) AND topic = ANY (%s) AND position <= %s "
            "AND occurred_on <= coalesce(%s::date, 'infinity') AND recorded_at <= coalesce(%s::timestamptz, 'infinity') "
            "ORDER BY case_id, position"
        )
        values = (list(records), sorted(striking_topics().union(topics)), self.head, self.as_of, self.as_known_at)
        found: dict[str, list[Entry]] = {}
        for entry in stream_entries(cursor, condition, values):
            found.setdefault(self.joins.dispute_of(entry.case_id or ""), []).append(entry)
        for of_one in found.values():
            of_one.sort(key=attrgetter("position"))
        return {dispute: as_corrected(of_one) for dispute, of_one in found.items()}


def histories(
    cursor: Cursor, concerned: Sequence[str], *, as_of: date | None = None, as_known_at: datetime | None = None
) -> Histories:
    """The disputes that these case records belong to, up to the ledger's head."""
    row = cursor.execute("SELECT position FROM ledger.head").fetchone()
    head = int(row[0]) if row else 0
    joins = joined(cursor, concerned, position=head, as_of=as_of, as_known_at=as_known_at)
    records: dict[str, list[str]] = {}
    for record in sorted(joins.records.union(concerned)):
        records.setdefault(joins.dispute_of(record), []).append(record)
    return Histories(records=records, joins=joins, head=head, as_of=as_of, as_known_at=as_known_at)
