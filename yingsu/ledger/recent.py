"""What the views of one process have read of the ledger lately: each entry is fetched and decoded once for all of them.

Entries never change, so nothing kept here is ever out of date; it can only be behind, and then the rest is read.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec
import psycopg

from yingsu.ledger.database import Connection, Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.rows import read_in_order, stream_entries

ENTRIES: Final = 2000
"""So many of the last entries are kept. Who is further behind reads by itself."""
CASES: Final = 1000
"""So many case records are kept whole."""

_position = attrgetter("position")


class _Whole(msgspec.Struct, gc=False):
    """All entries of a case record up to a position, in order."""

    upto: int
    entries: list[Entry]


class Recent:
    """The last entries of the ledger without a gap, and the case records that were asked for last. For cursors that see every
    jurisdiction."""

    def __init__(self, entries: int = ENTRIES, cases: int = CASES) -> None:
        self._most = entries
        self._most_cases = cases
        self._kept: list[Entry] = []
        self._cases: OrderedDict[str, _Whole] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, cursor: Cursor, after: int, last: int) -> list[Entry] | None:
        """All entries above `after` up to `last`; None where they begin before what is kept, or are more than are kept."""
        if last - after > self._most:
            return None
        with self._lock:
            if not self._kept or last - self._kept[-1].position > self._most:
                self._kept = list(read_in_order(cursor, after, last))
            elif after < self._kept[0].position - 1:
                return None
            elif last > self._kept[-1].position:
                self._kept = [*self._kept, *read_in_order(cursor, self._kept[-1].position, last)][-self._most :]
            return self._between(after, last)

    def cases(self, cursor: Cursor, records: Iterable[str], position: int) -> list[Entry]:
        """All entries of these case records up to `position`, those of one record together and in order."""
        wanted = dict.fromkeys(records)
        with self._lock:
            missing = [record for record in wanted if not self._follows(record, position)]
            self._fetch(cursor, missing, position)
            found = [entry for record in wanted for entry in _upto(self._cases[record], position)]
            while len(self._cases) > self._most_cases:
                self._cases.popitem(last=False)
        return found

    def _between(self, after: int, last: int) -> list[Entry]:
        first = self._kept[0].position if self._kept else 0
        return self._kept[after + 1 - first : last + 1 - first]

    def _follows(self, record: str, position: int) -> bool:
        """Bring a record that is kept up to a position, out of the last entries; returns whether that can be."""
        known = self._cases.get(record)
        if known is None:
            return False
        self._cases.move_to_end(record)
        if known.upto >= position:
            return True
        if not self._kept or self._kept[0].position > known.upto + 1 or self._kept[-1].position < position:
            return False
        known.entries += [entry for entry in self._between(known.upto, position) if entry.case_id == record]
        known.upto = position
        return True

    def _fetch(self, cursor: Cursor, records: Sequence[str], position: int) -> None:
        if not records:
            return
        fresh = {record: _Whole(position, []) for record in records}
        condition = "case_id = ANY (%s) AND position <= %s ORDER BY case_id, position"
        for entry in stream_entries(cursor, condition, (list(records), position)):
            fresh[entry.case_id or ""].entries.append(entry)
        for record, whole in fresh.items():
            self._cases[record] = whole
            self._cases.move_to_end(record)


def _upto(whole: _Whole, position: int) -> list[Entry]:
    if whole.upto <= position:
        return whole.entries
    return whole.entries[: bisect_right(whole.entries, position, key=_position)]


class FollowingCursor(psycopg.Cursor[tuple[Any, ...]]):
    """The cursor of a view that follows the ledger beside others, with what they have read."""

    def __init__(self, connection: Connection, recent: Recent) -> None:
        super().__init__(connection)
        self.recent = recent


def recent_of(cursor: Cursor) -> Recent | None:
    """What the views that follow beside this one have read; None for a cursor of something else."""
    return cursor.recent if isinstance(cursor, FollowingCursor) else None
