"""The rules as the ledger held them at a position: what a view computes with, so that a replay computes the same again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from yingsu.events.registry.rules import CalendarPublished, ProfilePublished, ProfileRetired
from yingsu.law.calendar import CalendarYear
from yingsu.law.profile import from_bundle
from yingsu.law.rules import PublishedCalendar, PublishedProfile, Rules
from yingsu.ledger.categories import Categories
from yingsu.ledger.database import Cursor, Database
from yingsu.ledger.deciding import EVERYWHERE

EVER: Final = 2**63 - 1
"""A position that no ledger reaches."""

PUBLICATIONS: Final = Categories("calendar", "profile")
"""Where calendars and profiles are published and retired."""


def rules_at(cursor: Cursor, position: int) -> Rules | None:
    """The rules published up to `position`, read through a cursor that sees every jurisdiction; None before the first calendar."""
    events = [entry.event for entry in PUBLICATIONS.entries(cursor, position)]
    if not any(isinstance(event, CalendarPublished) for event in events):
        return None
    wanted = [event.sha256 for event in events if isinstance(event, CalendarPublished | ProfilePublished)]
    blobs: dict[str, bytes] = dict(
        cursor.execute("SELECT sha256, content FROM ledger.blob WHERE sha256 = ANY (%s)", (wanted,)).fetchall()
    )
    retired = [event for event in events if isinstance(event, ProfileRetired)]
    return Rules.of(
        (
            PublishedProfile(
                profile=from_bundle(bytes(blobs[event.sha256])),
                version=event.version,
                effective_from=event.effective_from,
                last_day=last_day(event, retired),
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


def last_day(published: ProfilePublished, retired: Iterable[ProfileRetired]) -> date | None:
    """The last day that a published version governs; None where it was not retired."""
    days = (item.last_day for item in retired if item.profile_id == published.profile_id and published.version <= item.version)
    return min(days, default=None)


def rules_known(database: Database, as_known_at: datetime | None) -> Rules | None:
    """The rules published by now, or by `as_known_at` (aware); None before the first calendar."""
    with database.read(EVERYWHERE) as cursor:
        last = PUBLICATIONS.last(cursor, EVER) if as_known_at is None else PUBLICATIONS.last_by(cursor, as_known_at)
        return rules_at(cursor, last)
