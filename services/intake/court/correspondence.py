"""The courts' messages as the ledger keeps them: finding one, reading its sealed content, and putting it on its way again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from services.intake.court import message as messages
from services.intake.court.correcting import awaited_in, awaiting_stream
from services.intake.court.delivery import Closed, Held, Placed
from services.intake.court.message import Message
from services.intake.court.notice import AnyNotice, read
from services.intake.court.placing import Placing
from services.intake.number import parse
from yingsu.clock import legal_day
from yingsu.errors import Unavailable, YingsuError
from yingsu.events.intake.message import CourtMessageApplied, CourtMessageClosed, CourtMessageParked
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry, Event, NewEvent
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory

RETRIES = 16
"""A court sends the messages of one case in bursts; each retry means that another of them was recorded."""


class NothingLeft(Exception):
    """Raised inside a decision: another request was first, and there is nothing to append any more."""


@dataclass(frozen=True)
class Correspondence:
    """What the door, the desk and the reaction share: the ledger, the keys, and who exists."""

    ledger: Ledger
    keys: KeyStore
    directory: Directory

    def message(self, stream: str) -> Message | None:
        """The message of a stream, whoever's it is."""
        return messages.fold(self.ledger.load(stream, EVERYWHERE))

    def arrived(self, stream: str) -> tuple[Message | None, tuple[str, ...]]:
        """The message of a stream, and the streams of the messages about it that came before it: one reading."""
        beside = awaiting_stream(stream)
        found = self.ledger.load_several((stream, beside), EVERYWHERE)
        return messages.fold(found[stream]), awaited_in(found[beside])

    def read(self, message: Message) -> AnyNotice | None:
        """What the message says; None after erasure."""
        content = self.keys.open_text(message.content)
        return None if content is None else read(content)

    def facts_of(self, message: Message) -> list[Entry]:
        """The entries of its case that came with this message, in position order."""
        if message.case_id is None:
            return []
        return [entry for entry in self.ledger.load_case(message.case_id, EVERYWHERE) if entry.source == message.stream]

    def placing(self, message: Message, notice: AnyNotice, reach: tuple[str, ...]) -> Placing:
        """A kept message on its way again, within `reach`."""
        return Placing(
            ledger=self.ledger,
            keys=self.keys,
            directory=self.directory,
            court=message.court,
            number=parse(message.case_no, legal_day(self.ledger.clock())),
            notice=notice,
            message=message.stream,
            reach=reach,
        )

    def about(self, event: Event, jurisdiction: str, *, causation_id: UUID | None = None) -> NewEvent:
        """A fact about a message itself: it happens on the day of recording."""
        today = legal_day(self.ledger.clock())
        return NewEvent(event=event, jurisdiction=jurisdiction, occurred_on=today, causation_id=causation_id)


def outcome_of(placed: Placed | Held | Closed) -> CourtMessageApplied | CourtMessageParked | CourtMessageClosed:
    """The event that tells the message's own stream what became of it."""
    if isinstance(placed, Closed):
        return CourtMessageClosed(detail=placed.detail)
    if isinstance(placed, Placed):
        return CourtMessageApplied(case_id=placed.case_id)
    return CourtMessageParked(reason=placed.reason, detail=placed.detail)


@contextmanager
def keys_only_if_recorded(prepared: Sequence[Placing]) -> Iterator[None]:
    """Destroy the keys of cases that were prepared when the request is refused. Not when the outcome is unknown: it may be on record.

    Nor the key of a message: another request may have sealed the same message under it and be about to record it. A message is sealed last,
    after every check of its content, so what can still refuse it is a race only, and who lost it sends the message again.
    """
    try:
        yield
    except (YingsuError, NothingLeft) as error:
        if not isinstance(error, Unavailable):
            for placing in prepared:
                placing.forget_new_case()
        raise
