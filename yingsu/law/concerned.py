"""Which agencies a duty of a whole case is for: those that a record sues (before a filing: names), of the duty's jurisdiction. Pure.

What began with an internal fact of one agency is for that agency: the others would learn of the fact by it.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from yingsu.events.intake.case import DefendantRemoved
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.naming import NAMING
from yingsu.events.sight import is_internal
from yingsu.law.duty import CaseDuty
from yingsu.law.facts import read
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.ledger.entry import Entry

TOPICS: Final = (*sorted(NAMING), DefendantRemoved.TOPIC)
"""The facts that say who is in a record."""


class Concerned:
    """The agencies of case records, from the facts that name them or say that they have left (art. 26), and those whose internal facts began
    something."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        found: dict[str, list[Entry]] = {}
        self._whose: dict[UUID, str] = {}
        for entry in entries:
            if entry.case_id is not None and entry.topic in TOPICS:
                found.setdefault(entry.case_id, []).append(entry)
            elif is_internal(entry) and (agency := getattr(entry.event, "agency", None)) is not None:
                self._whose[entry.event_id] = agency
        self._records = {record: _agencies(record, of_record) for record, of_record in found.items()}

    def by(self, duty: CaseDuty) -> tuple[str, ...]:
        """Those whose duty it is: the agency that it concerns; of a duty of the whole case, unless a court, a centre or a body over the
        agencies owes it, every agency of its jurisdiction in the record it began in."""
        if duty.party is not None:
            return (duty.party,)
        if duty.owed_by in OWED_BY_OTHERS:
            return ()
        began = duty.started_by
        if began.event_id in self._whose:
            return (self._whose[began.event_id],)
        return tuple(agency for agency, place in self._records.get(began.record, {}).items() if place == duty.jurisdiction)


def _agencies(record: str, entries: list[Entry]) -> dict[str, str]:
    facts = read(record, entries)
    left = {
        entry.event.agency: entry.occurred_on
        for entry in facts.by_topic.get(DefendantRemoved.TOPIC, ())
        if isinstance(entry.event, DefendantRemoved)
    }
    back = {
        entry.event.agency
        for entry in facts.by_topic.get(DefendantAdded.TOPIC, ())
        if isinstance(entry.event, DefendantAdded) and entry.event.added_on > left.get(entry.event.agency, entry.event.added_on)
    }
    return {agency: facts.jurisdictions[agency] for agency in facts.sued(None) if agency not in left or agency in back}
