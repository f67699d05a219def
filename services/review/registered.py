"""The registered agencies as the ledger held them at a position: what they are called, and which of them are governments."""

from collections.abc import Mapping
from typing import Final

from yingsu.events.registry.agency import AgencyRegistered
from yingsu.ledger.database import Cursor
from yingsu.ledger.rows import COLUMNS, to_entry
from yingsu.officials import agencies
from yingsu.officials.agencies import Agency

_STREAMS: Final = "(stream >= 'agency-' AND stream < 'agency.')"


class RegisteredAgencies:
    """Reads them anew when one was registered. The cursor must see every jurisdiction. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: tuple[int, Mapping[str, Agency]] = (0, {})

    def at(self, cursor: Cursor, position: int) -> Mapping[str, Agency]:
        """By id, those registered up to `position`."""
        query = f"SELECT coalesce(max(position), 0) FROM ledger.entry WHERE {_STREAMS} AND position <= %s"  # noqa: S608
        row = cursor.execute(query, (position,)).fetchone()
        last, known = int(row[0]) if row else 0, self._known
        if known[0] != last:
            query = f"SELECT {COLUMNS} FROM ledger.entry WHERE {_STREAMS} AND position <= %s ORDER BY position"  # noqa: S608
            found = [to_entry(row) for row in cursor.execute(query, (last,)).fetchall()]
            of_each = {entry.stream: agencies.fold([entry]) for entry in found if isinstance(entry.event, AgencyRegistered)}
            known = self._known = (last, {stream: agency for stream, agency in of_each.items() if agency})
        return known[1]
