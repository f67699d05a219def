"""Commands for the ledger's tests: small true events, one stream each unless said otherwise."""

from datetime import date
from uuid import UUID, uuid4

from yingsu.events.intake.case import DefendantRemoved
from yingsu.ledger.entry import Actor, Command, Event, NewEvent, StreamWrite

HONGZE = "320813"
LEGAL_DAY = date(2026, 9, 15)


def removal(reason: str = "样例") -> DefendantRemoved:
    """An event small enough to read in a failure."""
    return DefendantRemoved(agency="agency-1", reason=reason)


def new(
    event: Event | None = None, *, jurisdiction: str = HONGZE, case_id: str | None = None, concerns: tuple[str, ...] = ()
) -> NewEvent:
    """One event of 洪泽 on 2026-09-15."""
    return NewEvent(
        event=event or removal(), jurisdiction=jurisdiction, occurred_on=LEGAL_DAY, case_id=case_id, concerns=concerns
    )


def write(stream: str, expected_version: int = 0, *events: NewEvent) -> StreamWrite:
    """Events (one, unless given) for one stream."""
    return StreamWrite(stream=stream, expected_version=expected_version, events=events or (new(case_id=stream),))


def command(
    *writes: StreamWrite, command_id: UUID | None = None, body_hash: bytes = b"body", permitted: tuple[str, ...] = (HONGZE,)
) -> Command:
    """A command of a court's system."""
    return Command(
        command_id=command_id or uuid4(),
        body_hash=body_hash,
        writes=writes,
        actor=Actor(client="sample-court", role="court"),
        source="tests",
        correlation_id="c-1",
        permitted=permitted,
    )
