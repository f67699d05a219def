"""The timeline of a case: one line an entry, with its legal date, the day it was learned of, and the day it was recorded. Pure.

Lines hold no names: parties and agencies are ids, which the edge resolves for those who may read them.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from services.intake.cases.titles import agency_of, title
from yingsu.clock import legal_day
from yingsu.ledger.correcting import Striking
from yingsu.ledger.entry import Entry


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a case. `days_late` counts the days from when the fact was (to be) known to its recording; 0 on the same day."""

    position: int
    event_id: UUID
    topic: str
    title: str
    agency: str | None
    occurred_on: date
    received_on: date | None
    recorded_at: datetime
    days_late: int
    actor_role: str
    official: str | None


def line(entry: Entry) -> Line:
    """The line of an entry. What corrects one is dated as that is, and is itself never late."""
    known_on = max(entry.occurred_on, entry.received_on or entry.occurred_on)
    return Line(
        position=entry.position,
        event_id=entry.event_id,
        topic=entry.topic,
        title=title(entry.event),
        agency=agency_of(entry.event),
        occurred_on=entry.occurred_on,
        received_on=entry.received_on,
        recorded_at=entry.recorded_at,
        days_late=0 if isinstance(entry.event, Striking) else max(0, (legal_day(entry.recorded_at) - known_on).days),
        # What a court told is the court's, also where a reaction or the desk placed it later.
        actor_role="court" if entry.source.startswith("message-") else entry.actor.role,
        official=entry.actor.official,
    )
