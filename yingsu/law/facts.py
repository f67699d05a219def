"""The facts of one case as the rules look for them. Owns corrections, where each defendant belongs, and the order of facts.

Facts are ordered by their legal day, then the court's order of that day, then content: never by when they were recorded.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from yingsu.events.intake.case import CaseFiled
from yingsu.law.matching import Condition
from yingsu.ledger.entry import Entry


class Found(NamedTuple):
    """An entry that is the fact looked for, with its legal day."""

    on: date
    order: tuple[int, bytes, UUID]
    entry: Entry
    what: str

    @classmethod
    def of(cls, entry: Entry, on: date, fact: Condition) -> "Found":
        """`entry` as `fact` of the day `on`."""
        return cls(on, (entry.source_seq or 0, entry.payload, entry.event_id), entry, fact.what)


def dated(found: Found) -> tuple[date, tuple[int, bytes, UUID]]:
    """The sort key of facts: the earlier is the smaller."""
    return found[:2]


class CaseFacts(NamedTuple):
    """Entries by topic, corrections applied; the jurisdiction of each defendant; of corrected entries the id of the first."""

    case_id: str
    by_topic: dict[str, list[Entry]]
    jurisdictions: dict[str, str]
    roots: dict[UUID, UUID]

    def all(self, fact: Condition, party: str | None, key: str | None) -> list[Found]:
        """Every entry that is `fact` for the party and key."""
        entries = self.by_topic.get(fact.topic, ())
        return [Found.of(entry, fact.day(entry), fact) for entry in entries if fact.holds_for(entry.event, party, key)]

    def first(self, fact: Condition, party: str | None, key: str | None) -> Found | None:
        """The earliest of them."""
        found = self.all(fact, party, key)
        return min(found, key=dated) if len(found) > 1 else found[0] if found else None


def read(case_id: str, entries: list[Entry]) -> CaseFacts:
    """The facts in the entries of one case. An entry that `corrects` another takes its place; of several corrections the last recorded counts."""
    roots: dict[UUID, UUID] = {}
    replaced: set[UUID] = set()
    if any(entry.corrects for entry in entries):
        last: dict[UUID, UUID] = {}
        for entry in sorted(entries, key=lambda item: item.position):
            if entry.corrects:
                replaced.add(entry.corrects)
                if entry.corrects in last:
                    replaced.add(last[entry.corrects])
                last[entry.corrects] = entry.event_id
                roots[entry.event_id] = roots.get(entry.corrects, entry.corrects)
    facts: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.event_id not in replaced:
            facts.setdefault(entry.event.TOPIC, []).append(entry)
    jurisdictions: dict[str, str] = {}
    filings = [entry.event for entry in facts.get(CaseFiled.TOPIC, ()) if isinstance(entry.event, CaseFiled)]
    for filing in sorted(filings, key=lambda event: event.filed_on) if len(filings) > 1 else filings:
        jurisdictions.update((defendant.agency, defendant.jurisdiction) for defendant in filing.defendants)
    return CaseFacts(case_id, facts, jurisdictions, roots)
