"""The facts of one case as the rules look for them. Owns where each agency belongs, and the order of facts.

Facts are ordered by their legal day, then the day on which they came about (a hearing's is fixed before it), the court's order of that day, and
content: never by when they were recorded.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from yingsu.events.intake.case import CaseFiled, ServiceRecorded
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.naming import NAMING, named
from yingsu.law.matching import Condition
from yingsu.ledger.entry import Entry


class Found(NamedTuple):
    """An entry that is the fact looked for, with its legal day."""

    on: date
    order: tuple[date, int, bytes, UUID]
    entry: Entry
    what: str

    @classmethod
    def of(cls, entry: Entry, on: date, fact: Condition) -> "Found":
        """`entry` as `fact` of the day `on`."""
        return cls(on, (entry.occurred_on, entry.source_seq or 0, entry.payload, entry.event_id), entry, fact.what)


def dated(found: Found) -> tuple[date, tuple[date, int, bytes, UUID]]:
    """The sort key of facts: the earlier is the smaller."""
    return found[:2]


class Place(NamedTuple):
    """Which obligation of a rule: for which party and key, and in which record where the rule is within one. None: whichever."""

    party: str | None
    key: str | None
    record: str | None


class CaseFacts(NamedTuple):
    """Entries by topic, and the jurisdiction of each agency."""

    case_id: str
    by_topic: dict[str, list[Entry]]
    jurisdictions: dict[str, str]

    def all(self, fact: Condition, of: Place) -> list[Found]:
        """Every entry that is `fact` for the party, key and record."""
        return [
            Found.of(entry, fact.day(entry), fact)
            for entry in self.by_topic.get(fact.topic, ())
            if (of.record in (None, entry.case_id) or fact.anywhere) and fact.holds_for(entry.event, of.party, of.key)
        ]

    def sued(self, record: str | None, on: date = date.max) -> tuple[str, ...]:
        """The agencies that what has no party of its own concerns on a day: those sued (in the record, where one is given), and those added
        by then; before a filing, all that are named."""
        filed = [
            defendant.agency
            for entry in self.by_topic.get(CaseFiled.TOPIC, ())
            if isinstance(entry.event, CaseFiled) and record in (None, entry.case_id)
            for defendant in entry.event.defendants
        ]
        if not filed:
            return tuple(self.jurisdictions)
        added = [
            entry.event.agency
            for entry in self.by_topic.get(DefendantAdded.TOPIC, ())
            if isinstance(entry.event, DefendantAdded) and record in (None, entry.case_id) and entry.event.added_on <= on
        ]
        return tuple(dict.fromkeys((*filed, *added)))

    def first(self, fact: Condition, of: Place) -> Found | None:
        """The earliest of them."""
        if fact.topic not in self.by_topic:
            return None
        found = self.all(fact, of)
        return min(found, key=dated) if len(found) > 1 else found[0] if found else None


def read(case_id: str, entries: list[Entry]) -> CaseFacts:
    """The facts in the entries of one case, as they stand. What was served on an agency that no fact of the court names (any more: a filing
    is corrected, or taken back) is served on nobody."""
    facts: dict[str, list[Entry]] = {}
    for entry in entries:
        facts.setdefault(entry.event.TOPIC, []).append(entry)
    places = _jurisdictions(facts)
    served = facts.get(ServiceRecorded.TOPIC)
    if served:
        facts[ServiceRecorded.TOPIC] = [e for e in served if isinstance(e.event, ServiceRecorded) and e.event.agency in places]
    return CaseFacts(case_id, facts, places)


def _jurisdictions(facts: dict[str, list[Entry]]) -> dict[str, str]:
    """Where each agency belongs: as the latest fact says that names it, a filing before what preceded it."""
    naming = [entry for topic in NAMING for entry in facts.get(topic, ())]
    found: dict[str, str] = {}
    for entry in sorted(naming, key=_naming) if len(naming) > 1 else naming:
        found.update((agency.agency, agency.jurisdiction) for agency in named(entry.event))
    return found


def _naming(entry: Entry) -> tuple[bool, date, bytes]:
    return (isinstance(entry.event, CaseFiled | DefendantAdded), entry.occurred_on, entry.payload)
