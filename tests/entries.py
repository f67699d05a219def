"""Events as entries of a ledger that nobody wrote: for tests of what is computed from them."""

from datetime import UTC, date, datetime
from uuid import UUID

from yingsu.ledger import mapper
from yingsu.ledger.entry import Actor, Entry, Event

NOON = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)
"""16 September 2026 in Shanghai."""
A_COURT = Actor(client="court-su0813", role="court")


def entry(
    event: Event,
    on: date,
    position: int,
    *,
    stream: str,
    case_id: str,
    version: int | None = None,
    event_id: UUID | None = None,
    recorded_at: datetime = NOON,
    actor: Actor = A_COURT,
    jurisdiction: str = "320813",
    source_seq: int | None = None,
    corrects: UUID | None = None,
) -> Entry:
    """The event as the entry at `position`, which is its version and its id too unless others are given."""
    return Entry(
        position=position,
        event_id=event_id or UUID(int=position),
        stream=stream,
        version=version or position,
        topic=event.TOPIC,
        jurisdiction=jurisdiction,
        case_id=case_id,
        occurred_on=on,
        occurred_at=None,
        received_on=None,
        source_seq=source_seq,
        recorded_at=recorded_at,
        actor=actor,
        source="test",
        correlation_id="test",
        causation_id=None,
        corrects=corrects,
        payload=mapper.encode(event),
        event=event,
    )
