"""Which facts made the period of an obligation rest, and from when until when. Facts count by their legal days."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yingsu.law.counting import Rest
from yingsu.law.facts import CaseFacts, Found, Place
from yingsu.law.live import LiveRule, Pause
from yingsu.law.obligation import Suspension


class _Turn(NamedTuple):
    """A fact that suspends or resumes, by its day and the court's order of that day."""

    fact: Found
    suspends: bool

    @property
    def when(self) -> tuple[int, int]:
        return (self.fact.on.toordinal(), self.fact.entry.source_seq or 0)


def suspensions(case: CaseFacts, live: LiveRule, place: Place) -> tuple[Suspension, ...]:
    """The suspensions of what `live` started at `place`, in their order; those that ended on their own day are left out."""
    found = [one for pause in live.pauses for one in _of(case, pause, place) if one.resumed_on != one.on]
    # Of one day, the order of recording tells nothing.
    return tuple(sorted(found, key=lambda one: (one.on, one.resumed_on or date.max, one.event_id)))


def rest_of(found: tuple[Suspension, ...]) -> Rest:
    """The days on which these suspensions make a period rest."""
    return Rest.of((one.on, one.resumed_on) for one in found) if found else Rest()


def _of(case: CaseFacts, pause: Pause, place: Place) -> Iterator[Suspension]:
    """Each first fact that suspends, until the next that resumes."""
    turns = [_Turn(fact, suspends=True) for fact in case.all(pause.suspends, place)]
    turns += [_Turn(fact, suspends=False) for ends in pause.resumes for fact in case.all(ends, place)]
    turns.sort(key=lambda turn: (*turn.when, turn.fact.order))
    begun: Found | None = None
    while turns:
        # Of one moment, the fact that changes something goes first: the order of recording tells nothing.
        now = [turn for turn in turns if turn.when == turns[0].when]
        turn = next((turn for turn in now if turn.suspends == (begun is None)), now[0])
        turns.remove(turn)
        if turn.suspends and begun is None:
            begun = turn.fact
        elif not turn.suspends and begun is not None:
            yield _suspension(begun, turn.fact)
            begun = None
    if begun is not None:
        yield _suspension(begun, None)


def _suspension(begun: Found, ended: Found | None) -> Suspension:
    return Suspension(
        event_id=begun.entry.event_id,
        what=begun.what,
        on=begun.on,
        resumed_by=ended.entry.event_id if ended else None,
        resumed_on=ended.on if ended else None,
    )
