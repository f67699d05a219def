"""Views whose rows follow from whole subjects: from all entries of a dispute, or of a stream. What a service says of them is a pure function.

Because rows depend on nothing but their subject's entries (and on what `prepare` read), they are written anew whenever an entry of the
subject comes, and in a rebuild every subject is read once and its rows are loaded in bulk (`yingsu.rebuilding`). Both give equal rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import ClassVar

import msgspec
from psycopg import sql

from yingsu.disputes import AT_ONCE, Joins, joined, read_whole
from yingsu.ledger.correcting import Striking
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import NOT_QUARANTINED
from yingsu.ledger.rows import COLUMNS, to_entry

_encode = msgspec.json.Encoder().encode

Row = tuple[str, tuple[object, ...]]
"""A table, and the values of a row in the order of `columns`."""


class _Columned(ABC):
    """What has tables: their columns in the order in which rows give their values. The first table's `key` names the subject."""

    name: ClassVar[str]
    columns: ClassVar[Mapping[str, Sequence[str]]]
    key: ClassVar[str]

    @property
    def tables(self) -> tuple[str, ...]:
        """All that the view writes."""
        return tuple(self.columns)

    @abstractmethod
    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the subjects that the batch touches."""

    def _replace(self, cursor: Cursor, subjects: Sequence[str], rows: Iterable[Row]) -> None:
        """Write these rows in place of what the tables hold of the subjects."""
        by_table: dict[str, list[tuple[object, ...]]] = {table: [] for table in self.columns}
        for table, values in rows:
            by_table[table].append(values)
        for table, found in by_table.items():
            cursor.execute(_deletion(table, self.key), (list(subjects),))
            insert(cursor, table, tuple(self.columns[table]), found)


class DisputeView(_Columned):
    """A view whose rows follow from whole disputes. Every table has a column `case_id`: the record that a row belongs to."""

    key: ClassVar[str] = "case_id"
    publications: ClassVar[frozenset[str]] = frozenset()
    """Topics after which the rows of every dispute are derived anew."""

    @abstractmethod
    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterable[Row]:
        """The rows of one dispute, from its entries in position order. Reads nothing else but what `prepare` left."""

    def prepare(self, cursor: Cursor, position: int) -> None:
        """Read what all disputes need, as of `position`."""

    def heeds(self, entry: Entry) -> bool:  # noqa: ARG002 (a view may look at it)
        """Whether an entry can change rows at all."""
        return True

    def is_touched_by(self, entry: Entry) -> bool:
        """Whether the rows of an entry's dispute are derived anew after it: also where it strikes one that the view heeds."""
        return isinstance(entry.event, Striking) or self.heeds(entry)

    def among(self, cursor: Cursor, records: Sequence[str], joins: Joins, position: int) -> Sequence[str]:  # noqa: ARG002
        """Of these records, those whose disputes may have rows: the others need not be read."""
        return records

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the disputes that the batch touches; after a publication, all of them."""
        waiting: list[Entry] = []
        for entry in entries:
            # What comes before a publication is derived before it.
            if waiting and (entry.topic in self.publications) != (waiting[-1].topic in self.publications):
                self._derive_reached(cursor, waiting)
                waiting = []
            waiting.append(entry)
        if waiting:
            self._derive_reached(cursor, waiting)

    def _derive_reached(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        cases = self.reach(cursor, entries)
        if cases:
            self.derive(cursor, cases, entries[-1].position)

    def reach(self, cursor: Cursor, entries: Sequence[Entry]) -> list[str]:
        """The case records that the entries touch; where one is a publication, all that there are and that are not quarantined."""
        if not any(entry.topic in self.publications for entry in entries):
            return sorted({entry.case_id for entry in entries if entry.case_id and self.is_touched_by(entry)})
        query = (
            f"SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL AND position <= %s AND {NOT_QUARANTINED} "  # noqa: S608
            "ORDER BY case_id"
        )
        return [row[0] for row in cursor.execute(query, (entries[-1].position, self.name)).fetchall()]

    def derive(self, cursor: Cursor, cases: Sequence[str], position: int) -> None:
        """Write the rows of the disputes of these records anew, from their entries up to `position`. Without cases: only `prepare`."""
        self.prepare(cursor, position)
        for begin in range(0, len(cases), AT_ONCE):
            chunk = cases[begin : begin + AT_ONCE]
            joins = joined(cursor, chunk, position=position)
            records = self.among(cursor, sorted({*chunk, *joins.records}), joins, position)
            if records:
                whole = read_whole(cursor, records, joins, position)
                self._replace(cursor, records, (row for dispute in whole.values() for row in self.rows(dispute, joins)))


class StreamView(_Columned):
    """A view whose rows follow from single streams of one category that belong to no case. Its tables have a column `stream`."""

    key: ClassVar[str] = "stream"
    category: ClassVar[str]

    @abstractmethod
    def rows(self, stream: Sequence[Entry]) -> Iterable[Row]:
        """The rows of one stream, from its entries in version order."""

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the streams that the batch touches."""
        streams = sorted({entry.stream for entry in entries if entry.stream.startswith(f"{self.category}-")})
        for begin in range(0, len(streams), AT_ONCE):
            chunk = streams[begin : begin + AT_ONCE]
            found: dict[str, list[Entry]] = {}
            # "+ 0": found by their streams. The planner might look through all positions up to this one.
            query = f"SELECT {COLUMNS} FROM ledger.entry WHERE stream = ANY (%s) AND position + 0 <= %s ORDER BY stream, version"  # noqa: S608
            for row in cursor.execute(query, (chunk, entries[-1].position)).fetchall():
                entry = to_entry(row)
                found.setdefault(entry.stream, []).append(entry)
            self._replace(cursor, chunk, (row for stream in found.values() for row in self.rows(stream)))


@cache
def _deletion(table: str, key: str) -> bytes:
    """The statement that deletes the rows of some subjects. Put together once: every round of every view needs it."""
    return sql.SQL("DELETE FROM {} WHERE {} = ANY (%s)").format(sql.Identifier(table), sql.Identifier(key)).as_bytes()


def insert(cursor: Cursor, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[object]]) -> None:
    """Insert rows of a view's table in one statement, their values in the order of `columns`: texts, numbers, days, moments, ids and lists of
    texts, which JSON carries without loss."""
    if rows:
        cursor.execute(_insertion(table, columns), (_encode([dict(zip(columns, row, strict=True)) for row in rows]).decode(),))


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> bytes:
    names, into = sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM json_populate_recordset(NULL::{}, %s)")
    return statement.format(into, names, names, into).as_bytes()
