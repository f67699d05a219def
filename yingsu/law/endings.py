"""What ends an obligation or an open task: which facts satisfy it, and which cancels it."""

from datetime import date
from typing import NamedTuple

from yingsu.law.facts import CaseFacts, Found, Place, dated
from yingsu.law.live import LiveRule


class Ending(NamedTuple):
    """How it ended: `satisfied` by facts or `cancelled` by one, never both; if neither, what is still `missing`."""

    satisfied: tuple[Found, ...]
    cancelled: Found | None
    missing: tuple[str, ...]

    @property
    def satisfied_on(self) -> date | None:
        """The latest day of the facts that satisfy."""
        return max(found.on for found in self.satisfied) if self.satisfied else None

    @property
    def on(self) -> date | None:
        """The day on which it ended."""
        return self.cancelled.on if self.cancelled else self.satisfied_on


def ending(case: CaseFacts, live: LiveRule, place: Place) -> Ending:
    """How what `live` started at `place` ended. Satisfied on or before the day it is cancelled counts as satisfied."""
    satisfied, missing = _satisfied(case, live, place)
    cancelled = _cancelled(case, live, place) if live.cancels else None
    if cancelled is None:
        return Ending(satisfied, None, () if satisfied else missing)
    if satisfied and max(found.on for found in satisfied) <= cancelled.on:
        return Ending(satisfied, None, ())
    return Ending((), cancelled, ())


def _cancelled(case: CaseFacts, live: LiveRule, place: Place) -> Found | None:
    """The first of the facts that cancel."""
    found = [first for fact in live.cancels if (first := case.first(fact, place))]
    return min(found, key=dated, default=None)


def _satisfied(case: CaseFacts, live: LiveRule, place: Place) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """The facts that satisfy, the way that is complete first; else none, and what the nearest way still lacks."""
    best: tuple[Found, ...] = ()
    lacking: tuple[str, ...] | None = None
    for way in live.ways:
        parts = [case.first(fact, place) for fact in way]
        there = tuple(part for part in parts if part is not None)
        if len(there) == len(way):
            if not best or max(part.on for part in there) < max(part.on for part in best):
                best = there
        elif lacking is None or len(way) - len(there) < len(lacking):
            lacking = tuple(fact.what for fact, part in zip(way, parts, strict=True) if part is None)
    return best, lacking or ()
