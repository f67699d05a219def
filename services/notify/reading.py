"""Whole disputes out of their entries, with what a line of a list shows of them; of another time straight from the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from yingsu.disputes import Joins, joined, readers
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import COLUMNS, to_entry

ENTRIES_AT_ONCE = 2000


class Subject(NamedTuple):
    """One dispute: its entries, and by record the court's number and the jurisdictions that may read it."""

    entries: list[Entry]
    numbers: dict[str, str | None]
    readers: dict[str, list[str]]


def subjects(entries: Iterable[Entry], joins: Joins) -> Iterator[Subject]:
    """Each dispute. All entries of one come together, in position order."""
    for case_id, group in groupby(entries, lambda entry: joins.dispute_of(entry.case_id) if entry.case_id else None):
        if case_id is None:
            continue
        of_case = as_corrected(list(group))
        seeing = readers(of_case)
        numbers = {
            record: joins.number_of(record) or _number([entry for entry in of_case if entry.case_id == record])
            for record in seeing
        }
        yield Subject(of_case, numbers, seeing)


@contextmanager
def of_another_time(
    database: Database, tenants: tuple[str, ...], case_id: str | None, *, as_of: date | None, as_known_at: datetime | None
) -> Iterator[tuple[Iterator[Entry], Joins]]:
    """The entries, dispute by dispute, of facts up to `as_of` and recorded up to `as_known_at`; of one case or of all. And their joins."""
    # Case by case through a cursor of the server: who asks of the past reads everything, and must not hold it.
    with database.read(tenants) as cursor, cursor.connection.cursor("another_time") as rows:
        joins = joined(cursor, None if case_id is None else [case_id], as_of=as_of, as_known_at=as_known_at)
        records = sorted(joins.records)
        rows.itersize = ENTRIES_AT_ONCE
        rows.execute(
            f"SELECT {COLUMNS} FROM ledger.entry LEFT JOIN unnest(%(records)s::text[], %(disputes)s::text[]) "  # noqa: S608
            "AS known (record, dispute) ON known.record = case_id WHERE case_id IS NOT NULL "
            "AND (%(cases)s::text[] IS NULL OR case_id = ANY (%(cases)s)) "
            "AND occurred_on <= coalesce(%(as_of)s::date, 'infinity') AND recorded_at <= coalesce(%(known)s::timestamptz, 'infinity') "
            "ORDER BY coalesce(known.dispute, case_id), position",
            {
                "records": records,
                "disputes": [joins.dispute_of(record) for record in records],
                "cases": sorted(joins.records_of(case_id)) if case_id else None,
                "as_of": as_of,
                "known": as_known_at,
            },
        )
        yield map(to_entry, rows), joins


def _number(entries: Sequence[Entry]) -> str | None:
    """The court's number of a record: of its filing, or of what the court told before."""
    told = [entry.event for entry in entries if isinstance(entry.event, PreFilingNotified | PreLitigationReferred)]
    filed = [entry.event for entry in entries if isinstance(entry.event, CaseFiled)]
    return filed[-1].case_no if filed else min((event.case_no for event in told), default=None)
