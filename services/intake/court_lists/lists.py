"""The lists of courts as the ledger keeps them. Nothing else is kept of them: there are few, and what they say is compared anew each time."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from yingsu.events.intake.court_list import CourtListReceived
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.ids import digest_stream
from yingsu.ledger.rows import stream_entries


class CourtList(msgspec.Struct, frozen=True, kw_only=True):
    """One list, with the entry that keeps it."""

    told: CourtListReceived
    entry: Entry

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers on it."""
        return tuple(case.case_no for case in self.told.cases)

    def covers(self, other: "CourtList") -> bool:
        """Whether it lists again, for the same court and district, whatever the other could list."""
        mine, theirs = self.told, other.told
        return (
            (mine.court, self.entry.jurisdiction) == (theirs.court, other.entry.jurisdiction)
            and mine.filed_from <= theirs.filed_from
            and theirs.filed_to <= mine.filed_to
        )


def stream_of(court: str, list_id: str) -> str:
    """Where the list of a court is kept."""
    return digest_stream("court_list", court, list_id)


def fold(entries: Sequence[Entry]) -> CourtList | None:
    """The list of a stream; None where there is none."""
    return next(
        (CourtList(told=entry.event, entry=entry) for entry in entries if isinstance(entry.event, CourtListReceived)), None
    )


def received(cursor: Cursor, *, court: str | None, before: int | None, limit: int) -> list[CourtList]:
    """Up to `limit` lists that the cursor's tenants may see, of one court where it is given, the latest first, from before a position."""
    condition = "topic = %s AND position < coalesce(%s, 9223372036854775807) ORDER BY position DESC LIMIT %s"
    found: list[CourtList] = []
    while len(found) < limit:
        # Whose list it is stands inside the entry. A stream of entries is read to its end: so few at a time.
        page = list(stream_entries(cursor, condition, (CourtListReceived.TOPIC, before, limit)))
        lists = (CourtList(told=entry.event, entry=entry) for entry in page if isinstance(entry.event, CourtListReceived))
        found += [one for one in lists if court in (None, one.told.court)]
        if len(page) < limit:
            break
        before = page[-1].position
    return found[:limit]


def standing(cursor: Cursor, jurisdiction: str, *, by: date, known_at: datetime | None = None) -> list[CourtList]:
    """The lists of a district received by the day, as known at a moment, without those in whose place a later one came; the oldest first."""
    kept: list[CourtList] = []
    condition = "topic = %s AND jurisdiction = %s AND recorded_at <= coalesce(%s::timestamptz, 'infinity') ORDER BY position DESC"
    for entry in stream_entries(cursor, condition, (CourtListReceived.TOPIC, jurisdiction, known_at)):
        if not isinstance(entry.event, CourtListReceived) or entry.event.received_on > by:
            continue
        found = CourtList(told=entry.event, entry=entry)
        if not any(later.covers(found) for later in kept):
            kept.append(found)
    return kept[::-1]
