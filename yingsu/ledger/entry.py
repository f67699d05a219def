"""What the ledger holds and what it is handed: events, entries, commands and receipts.

An *event* is a domain fact (a frozen struct of `yingsu.events`). An *entry* is the event as recorded: envelope and payload.
A *command* is what a caller wants appended, all or nothing, once. A *receipt* says that it is durable.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import msgspec

ANY_JURISDICTION = "*"
"""The permission of the system itself (migrations, `yingsu init`, reactions), never of a token."""


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Base of every domain event. Frozen values cannot form a cycle, so the garbage collector need not look at them. Declare with `@stored("service.noun_verbed.v1")` from `yingsu.ledger.mapper`.

    Fields are stored in declaration order and all of them are stored, defaults included: a landed topic's shape never changes.
    """

    TOPIC: ClassVar[str] = ""


class UnknownEvent(Event, frozen=True, kw_only=True):
    """An entry whose topic this version of the software does not know, or cannot read. Readers pass over it."""

    topic: str
    payload: bytes
    reason: str


class Actor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who acted: a machine client, and the official on whose behalf it did, where one was asserted. Ids only, no names."""

    client: str
    role: str
    agency: str | None = None
    official: str | None = None


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event to append, with the part of its envelope that the caller knows.

    `occurred_on` is the legal date of the fact; `occurred_at` the moment where it is known; `received_on` the day the addressee
    learned of it, where later; `source_seq` orders the facts that one court reports for one day. `jurisdiction` (division code)
    owns the entry; `concerns` are further jurisdictions that may read the case. `corrects` names the entry that this one replaces.
    """

    event: Event
    jurisdiction: str
    occurred_on: date
    case_id: str | None = None
    concerns: tuple[str, ...] = ()
    occurred_at: datetime | None = None
    received_on: date | None = None
    source_seq: int | None = None
    causation_id: UUID | None = None
    corrects: UUID | None = None


class StreamWrite(msgspec.Struct, frozen=True, kw_only=True):
    """Events for one stream. `expected_version` is the version the caller decided on; 0 for a stream that must not exist yet."""

    stream: str
    expected_version: int
    events: tuple[NewEvent, ...]


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One atomic write, over one or several streams, carried out at most once for its `command_id`.

    `command_id` names the request (for HTTP: of client, route and Idempotency-Key); `body_hash` is the keyed hash of its body.
    `permitted` lists the jurisdictions that the caller may write for.
    """

    command_id: UUID
    body_hash: bytes
    writes: tuple[StreamWrite, ...]
    actor: Actor
    source: str
    correlation_id: str
    permitted: tuple[str, ...]


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a receipt: where an event of the command is in the ledger."""

    event_id: UUID
    stream: str
    version: int
    position: int
    topic: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The events of a command are durable. A retry of the command gets an equal receipt."""

    command_id: UUID
    recorded_at: datetime
    events: tuple[Recorded, ...]

    def version_of(self, stream: str) -> int:
        """The version that `stream` had after the command. KeyError when the command did not write to it."""
        versions = [line.version for line in self.events if line.stream == stream]
        if not versions:
            raise KeyError(stream)
        return max(versions)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event as recorded, its fields in the order of `yingsu.ledger.rows.COLUMNS` (like an event it is nothing for
    the garbage collector). `payload` is the stored JSON, byte for byte; `event` is what this version makes of it."""

    position: int
    event_id: UUID
    stream: str
    version: int
    topic: str
    jurisdiction: str
    case_id: str | None
    occurred_on: date
    occurred_at: datetime | None
    received_on: date | None
    source_seq: int | None
    recorded_at: datetime
    actor: Actor
    source: str
    correlation_id: str
    causation_id: UUID | None
    corrects: UUID | None
    payload: bytes
    event: Event

    @property
    def originator_id(self) -> str:
        """The stream, under the name that the eventsourcing library uses."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version in the stream, under the name that the eventsourcing library uses."""
        return self.version
