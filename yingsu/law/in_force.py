"""The rules as the ledger held them at a position: what a view computes with, so that a replay computes the same again."""

from datetime import datetime
from typing import Final

from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law.calendar import CalendarYear
from yingsu.law.profile import from_bundle
from yingsu.law.rules import PublishedCalendar, PublishedProfile, Rules
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.entry import ANY_JURISDICTION
from yingsu.ledger.rows import COLUMNS, to_entry

EVER: Final = 2**63 - 1
"""A position that no ledger reaches."""

_STREAMS: Final = "(stream >= 'calendar-' AND stream < 'calendar.' OR stream >= 'profile-' AND stream < 'profile.')"


def last_published(cursor: Cursor, position: int) -> int:
    """The position of the last publication up to `position`; 0 where there is none. Equal answers mean equal rules."""
    return _last(cursor, "position <= %s", position)


def last_published_by(cursor: Cursor, moment: datetime) -> int:
    """The position of the last publication recorded by `moment` (aware); 0 where there is none."""
    return _last(cursor, "recorded_at <= %s", moment)


def rules_at(cursor: Cursor, position: int) -> Rules | None:
    """The rules published up to `position`, read through a cursor that sees every jurisdiction; None before the first calendar."""
    query = f"SELECT {COLUMNS} FROM ledger.entry WHERE {_STREAMS} AND position <= %s ORDER BY position"  # noqa: S608
    events = [to_entry(row).event for row in cursor.execute(query, (position,)).fetchall()]
    if not any(isinstance(event, CalendarPublished) for event in events):
        return None
    wanted = [event.sha256 for event in events if isinstance(event, CalendarPublished | ProfilePublished)]
    blobs: dict[str, bytes] = dict(
        cursor.execute("SELECT sha256, content FROM ledger.blob WHERE sha256 = ANY (%s)", (wanted,)).fetchall()
    )
    return Rules.of(
        (
            PublishedProfile(
                profile=from_bundle(bytes(blobs[event.sha256])), version=event.version, effective_from=event.effective_from
            )
            for event in events
            if isinstance(event, ProfilePublished)
        ),
        (
            PublishedCalendar(year=CalendarYear.from_bytes(bytes(blobs[event.sha256])), version=event.version)
            for event in events
            if isinstance(event, CalendarPublished)
        ),
    )


def rules_known(database: Database, as_known_at: datetime | None) -> Rules | None:
    """The rules published by now, or by `as_known_at` (aware); None before the first calendar."""
    with database.read((ANY_JURISDICTION,)) as cursor:
        last = last_published(cursor, EVER) if as_known_at is None else last_published_by(cursor, as_known_at)
        return rules_at(cursor, last)


def _last(cursor: Cursor, condition: str, value: int | datetime) -> int:
    # Of the few publications, not of the ledger: their streams are two ranges of the index.
    query = f"SELECT coalesce(max(position), 0) FROM ledger.entry WHERE {_STREAMS} AND {condition}"  # noqa: S608
    row = cursor.execute(query, (value,)).fetchone()
    return int(row[0]) if row else 0
