"""Which units handle the responses of defendants, as far as it was determined: what stands of the record's facts. Pure.

Owns whom what a defendant owes is told: from its determination on its unit. Days do not move by it (YT-2.2.7).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from yingsu.events.intake.case import CaseFiled, DisputedObject
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.ledger.entry import Entry

PREFIX: Final = "handling-"

Place = tuple[str, str]
"""A case record, and a defendant in it."""


def stream_of(case_id: str) -> str:
    """The stream of what was determined in a filed case."""
    return f"{PREFIX}{case_id.removeprefix('case-')}"


def latest(entries: Iterable[Entry]) -> dict[tuple[str, str, DisputedObject], HandlingUnitDetermined]:
    """What stands of what was determined, by case record, defendant and object. Entries in the order of recording."""
    found: dict[tuple[str, str, DisputedObject], HandlingUnitDetermined] = {}
    for entry in entries:
        if isinstance(entry.event, HandlingUnitDetermined):
            found[(entry.case_id or "", entry.event.agency, entry.event.object)] = entry.event
    return found


class Units:
    """The units that handle the responses of defendants, from the facts that determined them, in the order of recording."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known = list(entries)
        self._units: dict[Place, dict[DisputedObject, str]] = {}
        self._sued: dict[Place, set[DisputedObject]] = {}
        for (record, agency, sued_for), event in latest(known).items():
            self._units.setdefault((record, agency), {})[sued_for] = event.unit
        for entry in known:
            if isinstance(entry.event, CaseFiled):
                for defendant in entry.event.defendants:
                    self._sued.setdefault((entry.case_id or "", defendant.agency), set()).add(defendant.object)

    def of(self, record: str, agency: str | None, topic: str) -> tuple[str, ...]:
        """The units beside the defendant, for what a fact of that topic began. Who reviews a lost case is told otherwise."""
        if agency is None or topic.startswith("review."):
            return ()
        units = self._units.get((record, agency), {}).values()
        return tuple(dict.fromkeys(unit for unit in units if unit != agency))

    def told(self, record: str, agency: str | None, topic: str) -> str | None:
        """Who is told of what the defendant owes: its unit, where one handles everything that it is sued for; else the defendant."""
        found = self.of(record, agency, topic)
        determined = self._units.get((record, agency or ""), {})
        whole = len(set(determined.values())) == 1 and self._sued.get((record, agency or ""), set()) <= determined.keys()
        return found[0] if found and whole else agency

    def held_by(self, unit: str) -> Sequence[Place]:
        """The case records and defendants whose response the unit handles for them."""
        return sorted(place for place, units in self._units.items() if unit in units.values() and unit != place[1])
