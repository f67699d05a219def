"""Something that happened to a case and is counted: on its day, as officials call it, and the entries it rests on."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec


class Turn(msgspec.Struct, frozen=True, gc=False):
    """What happened to the case on `day`. `agency` is whose it was, where it counts for another that took it over."""

    day: date
    title: str
    event_ids: tuple[UUID, ...]
    agency: str | None = None

    @property
    def order(self) -> tuple[date, str]:
        """Its place among others: never by what was recorded first."""
        return (self.day, self.title)


def earliest(turns: Iterable[Turn]) -> Turn | None:
    """The first of them."""
    return min(turns, key=lambda turn: (turn.order, turn.event_ids), default=None)


def joined(turns: Sequence[Turn]) -> Turn | None:
    """What came of several documents of one day, as one."""
    if not turns:
        return None
    event_ids = dict.fromkeys(event_id for turn in turns for event_id in turn.event_ids)
    return Turn(turns[0].day, "；".join(turn.title for turn in turns), tuple(event_ids))
