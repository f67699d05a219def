"""Whole categories of streams, small and seldom written to, as the ledger held them at a position: agencies, publications."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import ANY_JURISDICTION, Entry
from yingsu.ledger.rows import COLUMNS, to_entry

Value = TypeVar("Value")


class Categories:
    """All streams of some categories. The cursors must see every jurisdiction."""

    def __init__(self, *names: str) -> None:
        # Ranges of an index; "." follows "-".
        self._streams = "(" + " OR ".join(f"stream >= '{name}-' AND stream < '{name}.'" for name in names) + ")"

    def last(self, cursor: Cursor, position: int) -> int:
        """The position of the last entry up to `position`; 0 where there is none. Equal answers mean equal entries."""
        return self._last(cursor, "position + 0 <= %s", position)

    def latest(self, database: Database) -> int:
        """The position of the last entry there is, in one round trip; 0 where there is none."""
        query = f"SELECT coalesce(max(position + 0), 0) FROM ledger.entry WHERE {self._streams}"  # noqa: S608
        row = database.glance((ANY_JURISDICTION,), query.encode())
        return int(row[0]) if row else 0

    def last_by(self, cursor: Cursor, moment: datetime) -> int:
        """The position of the last entry recorded by `moment` (aware); 0 where there is none."""
        return self._last(cursor, "recorded_at <= %s", moment)

    def entries(self, cursor: Cursor, position: int) -> list[Entry]:
        """Every entry up to `position`, in position order."""
        query = f"SELECT {COLUMNS} FROM ledger.entry WHERE {self._streams} AND position + 0 <= %s ORDER BY position"  # noqa: S608
        return [to_entry(row) for row in cursor.execute(query, (position,)).fetchall()]

    def _last(self, cursor: Cursor, condition: str, value: int | datetime) -> int:
        # "+ 0", so that the streams' index is looked at: the last positions are of cases, and all of them would be gone through.
        query = f"SELECT coalesce(max(position + 0), 0) FROM ledger.entry WHERE {self._streams} AND {condition}"  # noqa: S608
        row = cursor.execute(query, (value,)).fetchone()
        return int(row[0]) if row else 0


class Kept(Generic[Value]):
    """What `read` makes of categories at a position, made anew when their last position is another. Safe to share between threads."""

    def __init__(self, categories: Categories, read: Callable[[Cursor, int], Value]) -> None:
        self._categories = categories
        self._read = read
        self._known: tuple[int, Value] | None = None

    def at(self, cursor: Cursor, position: int) -> Value:
        """As of `position`: the same object while nothing was written. Costs one look at the index."""
        last, known = self._categories.last(cursor, position), self._known
        if known is None or known[0] != last:
            known = self._known = (last, self._read(cursor, last))
        return known[1]
