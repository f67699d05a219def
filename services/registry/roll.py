"""What is on record of the agencies of a jurisdiction outside any case: read from the ledger, for one caller and both clocks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from yingsu.ledger.categories import Categories
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry
from yingsu.officials import agencies
from yingsu.officials import office as offices
from yingsu.officials.agencies import Agency
from yingsu.officials.office import Office

_KEPT: Final = Categories("agency", "office")


class Roll(msgspec.Struct, frozen=True):
    """The agencies of a jurisdiction by id, and every entry of theirs and of its bodies, in position order."""

    agencies: Mapping[str, Agency]
    entries: tuple[Entry, ...]

    def office(self, agency_id: str) -> Office:
        """Who holds which office of an agency."""
        stream = offices.stream_of(agency_id)
        return offices.fold(entry for entry in self.entries if entry.stream == stream)

    def going(self, day: date, types: frozenset[str]) -> tuple[Agency, ...]:
        """The agencies of these types that are there on the day, by id."""
        found = (agency for agency in self.agencies.values() if agency.type in types and not agency.has_ended(day))
        return tuple(sorted(found, key=lambda agency: agency.agency_id))


def roll_of(database: Database, tenants: tuple[str, ...], jurisdiction: str, *, as_known_at: datetime | None = None) -> Roll:
    """The roll of a jurisdiction; `as_known_at` leaves out what was recorded later."""
    with database.read(tenants) as cursor:
        head = cursor.execute("SELECT position FROM ledger.head").fetchone()
        read = _KEPT.entries(cursor, int(head[0]) if head else 0)
    entries = [
        entry
        for entry in read
        if entry.jurisdiction == jurisdiction and (as_known_at is None or entry.recorded_at <= as_known_at)
    ]
    streams: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.stream.startswith(agencies.PREFIX):
            streams.setdefault(entry.stream, []).append(entry)
    found = {stream: known for stream, of in streams.items() if (known := agencies.fold(of)) is not None}
    return Roll(found, tuple(entries))
