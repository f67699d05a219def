"""Casebooks put on record, for tests of what the registry makes of a history."""

from uuid import uuid4

from tests.law.casebook import HONGZE, Casebook
from yingsu.ledger.entry import Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.store import Ledger


def append(ledger: Ledger, book: Casebook, *, stream: str | None = None, home: str = HONGZE) -> None:
    """Put the case on record as the court would have, in its own stream unless told."""
    events = tuple(
        NewEvent(event=entry.event, jurisdiction=home, occurred_on=entry.occurred_on, case_id=book.case_id)
        for entry in book.entries
    )
    ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=b"x" * 32,
            writes=(StreamWrite(stream=stream or book.case_id, expected_version=0, events=events),),
            actor=Actor(client="court-su0813", role="court"),
            source="court",
            correlation_id="c",
            permitted=(home,),
        )
    )
