"""Which agency answers for what another one did: chains of successors, and what an agency took over. Pure.

Whoever took over the whole of an agency answers for all its cases (行政诉讼法 art. 26); whoever took over powers by name answers for those,
which only the court can tell from the others, case by case: it is shown, and nothing is counted or opened for it. Streams are not read here:
`find` gives an agency by its id, None for one that is not known.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import msgspec

from yingsu.events.registry.lineage import Manner
from yingsu.officials.agencies import Agency, Passing

Find = Callable[[str], Agency | None]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One passing of powers from an agency to another, each by its id. The rest is as in `Passing`."""

    giver: str
    taker: str
    manner: Manner
    powers: tuple[str, ...]
    whole: bool
    since: date


def successor(agency: Agency, day: date | None = None, known_at: datetime | None = None) -> str | None:
    """Who took over the whole of the agency by `day`, as known at `known_at` (None: up to now). None where it goes on, or nobody did."""
    return next((known.agency for known in agency.gave if known.whole and _stands(known, day, known_at)), None)


def answering(agency_id: str, find: Find, day: date | None = None, known_at: datetime | None = None) -> str:
    """Who answers on `day` for what an agency did: itself, or the last of its successors by then. An agency that is not known is itself."""
    current, seen = agency_id, {agency_id}
    while (found := find(current)) is not None and (heir := successor(found, day, known_at)) is not None and heir not in seen:
        current = heir
        seen.add(heir)
    return current


def inherited(agency_id: str, find: Find, day: date | None = None, known_at: datetime | None = None) -> tuple[str, ...]:
    """The agencies for which an agency answers on `day` besides itself, the nearest first: those it took over as a whole, and theirs."""
    found: list[str] = []
    waiting = [agency_id]
    while waiting:
        agency = find(waiting.pop(0))
        fresh = [
            known.agency
            for known in (agency.took if agency else ())
            if known.whole and _stands(known, day, known_at) and known.agency not in (agency_id, *found)
        ]
        found += fresh
        waiting += fresh
    return tuple(found)


def line(agency_id: str, find: Find, day: date | None = None, known_at: datetime | None = None) -> tuple[Step, ...]:
    """Every passing before and after an agency, by its day: from whom its powers came, to whom they went, and so on."""
    steps = {
        *_walked(agency_id, find, lambda agency: agency.took, day, known_at, back=True),
        *_walked(agency_id, find, lambda agency: agency.gave, day, known_at, back=False),
    }
    return tuple(sorted(steps, key=lambda step: (step.since, step.giver, step.taker)))


def _walked(
    agency_id: str,
    find: Find,
    passings: Callable[[Agency], tuple[Passing, ...]],
    day: date | None,
    known_at: datetime | None,
    *,
    back: bool,
) -> Iterator[Step]:
    seen, waiting = {agency_id}, [agency_id]
    while waiting:
        here = waiting.pop()
        agency = find(here)
        for known in passings(agency) if agency else ():
            if _stands(known, day, known_at):
                giver, taker = (known.agency, here) if back else (here, known.agency)
                yield Step(
                    giver=giver, taker=taker, manner=known.manner, powers=known.powers, whole=known.whole, since=known.since
                )
                if known.agency not in seen:
                    seen.add(known.agency)
                    waiting.append(known.agency)


def _stands(known: Passing, day: date | None, known_at: datetime | None) -> bool:
    if known_at is not None and known.recorded_at is not None and known.recorded_at > known_at:
        return False
    return day is None or known.since <= day
