"""A dispute's entries as an auditor is given them: every record of it and all its streams, in position order, up to one head.

What an entry is never changes, and the head is read before anything else. So the pages are read one after another, each in a
transaction of its own: a slow download holds no connection, and what is appended meanwhile is not in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yingsu.disputes import joined
from yingsu.errors import NotFound
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import ANY_JURISDICTION, Entry
from yingsu.ledger.rows import COLUMNS, to_entry

PAGE: Final = 500
"""How many entries are in memory at a time."""


class CaseNotFound(NotFound):
    """There is no such case for this caller, or nothing was recorded of it at the time asked for."""

    code = "case-not-found"


@dataclass(frozen=True)
class Trail:
    """One dispute as far as `tenants` may see it. `case_id` is what the dispute goes by, `records` all its records.

    What belongs to a review is for the jurisdiction that it belongs to, whatever others the case concerns.

    `head` is the ledger's last position when it was asked for. Later entries, and those recorded after `as_known_at`, do not belong to it.
    """

    case_id: str
    records: tuple[str, ...]
    tenants: tuple[str, ...]
    head: int
    as_known_at: datetime | None

    def entries(self, database: Database, *, page: int = PAGE) -> Iterator[Entry]:
        """Its entries in position order, `page` of them in memory at a time. No connection is held between two pages."""
        after = 0
        while True:
            with database.read(self.tenants) as cursor:
                found = self._page(cursor, after, page)
            yield from found
            if len(found) < page:
                return
            after = found[-1].position

    def begins(self, cursor: Cursor) -> bool:
        """Whether it has an entry."""
        return bool(self._page(cursor, 0, 1))

    def _page(self, cursor: Cursor, after: int, limit: int) -> list[Entry]:
        # Record by record in the index's order: asked for all at once, they would be sorted to their end for every page.
        query = (
            f"SELECT {COLUMNS} FROM unnest(%(records)s::text[]) AS record (id), LATERAL ("  # noqa: S608
            f"SELECT {COLUMNS} FROM ledger.entry WHERE case_id = record.id AND position > %(after)s AND position <= %(head)s "
            "AND recorded_at <= coalesce(%(known)s::timestamptz, 'infinity') "
            "AND (topic NOT LIKE 'review.%%' OR jurisdiction = ANY (%(tenants)s) OR %(everywhere)s) ORDER BY position LIMIT %(limit)s"
            ") AS entry ORDER BY position LIMIT %(limit)s"
        )
        values = {
            "records": list(self.records),
            "after": after,
            "head": self.head,
            "known": self.as_known_at,
            "tenants": list(self.tenants),
            "everywhere": ANY_JURISDICTION in self.tenants,
            "limit": limit,
        }
        return [to_entry(row) for row in cursor.execute(query, values)]


def find(database: Database, case_id: str, tenants: tuple[str, ...], as_known_at: datetime | None = None) -> Trail:
    """The dispute that a case record belongs to, now or as it was known. Raises `CaseNotFound`."""
    with database.read(tenants) as cursor:
        row = cursor.execute("SELECT position FROM ledger.head").fetchone()
        head = int(row[0]) if row else 0
        joins = joined(cursor, [case_id], position=head, as_known_at=as_known_at)
        trail = Trail(joins.dispute_of(case_id), tuple(sorted(joins.records_of(case_id))), tenants, head, as_known_at)
        if not trail.begins(cursor):
            when = "在所问的登记时刻" if as_known_at is not None else "登记簿中"
            raise CaseNotFound(
                f"{when}没有这个案件，或者不在令牌的管辖区域内，未提供。请核对案件编号、令牌的管辖区域和 as_known_at。"
            )
    return trail
