"""What a measure is, and what it counts: the vocabulary of `measures`. Pure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec

from yingsu.law.figures.course import Course
from yingsu.law.figures.period import Period
from yingsu.law.figures.turn import Turn
from yingsu.ledger.mapper import topics

Count = Callable[[Course], Iterable[Turn]]
"""The turns of a dispute that a measure counts, in the order of their days."""


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of those counted, by the day that put it into the period. `event_ids` are the entries it rests on; `agency` is
    whose it was, where it counts for another that took it over."""

    case_id: str
    case_no: str | None
    day: date
    title: str
    event_ids: tuple[UUID, ...]
    obligation_id: str | None = None
    agency: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Its place in a list."""
        return (self.day.isoformat(), self.case_id, self.obligation_id or "")


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to count. `basis` says in words what and by which day, `source` where that comes from.

    A case counts once in a period however many turns it has in it, unless `each_turn`. `topics` are the facts that it cannot do without.
    """

    code: str
    title: str
    basis: str
    source: str
    topics: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    count: Count | None = None
    each_turn: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The topics that no service appends yet, for a measure that cannot be counted. Empty for one that can."""
        if self.count is not None:
            return ()
        known = topics()
        return tuple(topic for topic in self.topics if topic not in known) or self.topics

    def within(self, turns: Iterable[Turn], period: Period) -> Iterator[Turn]:
        """Those of one case that count in the period."""
        for turn in turns:
            if turn.day in period:
                yield turn
                if not self.each_turn:
                    return


def item_of(case_id: str, number: str | None, turn: Turn) -> Item:
    """A turn of a case as something that was counted."""
    return Item(case_id=case_id, case_no=number, day=turn.day, title=turn.title, event_ids=turn.event_ids, agency=turn.agency)
