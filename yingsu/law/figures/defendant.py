"""Since when, and until when, an agency is a defendant of a dispute: by its filing, its addition, its leaving. Pure."""

from datetime import date
from typing import TypeVar

from yingsu.events.intake.case import CaseFiled, DefendantRemoved
from yingsu.events.intake.parties import DefendantAdded
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.turn import Turn
from yingsu.ledger.entry import Entry, Event

Fact = TypeVar("Fact", bound=Event)


def filing_of(facts: CaseFacts, agency: str) -> tuple[CaseFiled, Entry] | None:
    """立案 (art. 51): the filing that names the agency as a defendant, also one that leaves the case later, or to which it was added."""
    added = {entry.case_id for event, entry in every(facts, DefendantAdded) if event.agency == agency}
    found = [
        (event, entry)
        for event, entry in every(facts, CaseFiled)
        if entry.case_id in added or any(sued.agency == agency for sued in event.defendants)
    ]
    return min(found, key=lambda filing: (filing[0].filed_on, filing[0].case_no), default=None)


def sued_since(facts: CaseFacts, agency: str, filing: CaseFiled, entry: Entry) -> Turn:
    """立案, for one that was added later the addition: 追加 (art. 27)."""
    if any(sued.agency == agency for sued in filing.defendants):
        return Turn(filing.filed_on, f"立案（{filing.case_no}）", (entry.event_id,))
    added = min(
        (
            (event.added_on, by)
            for event, by in every(facts, DefendantAdded)
            if event.agency == agency and by.case_id == entry.case_id
        ),
        key=lambda found: (found[0], found[1].event_id),
    )
    return Turn(added[0], f"追加为被告（{filing.case_no}）", (entry.event_id, added[1].event_id))


def still_in(facts: CaseFacts, agency: str, day: date) -> bool:
    """Whether the agency was a defendant on the day: not before it was added, not since it left, unless it was added again."""
    left = [entry.occurred_on for event, entry in every(facts, DefendantRemoved) if event.agency == agency]
    came = [event.added_on for event, _ in every(facts, DefendantAdded) if event.agency == agency]
    gone = max((on for on in left if on <= day), default=None)
    if gone is not None:
        return any(gone < on <= day for on in came)
    return not came or day >= min(came) or any(s.agency == agency for f, _ in every(facts, CaseFiled) for s in f.defendants)


def every(facts: CaseFacts, kind: type[Fact]) -> list[tuple[Fact, Entry]]:
    """The facts of one kind with their entries, in the order of recording."""
    found = facts.by_topic.get(kind.TOPIC)
    return [(entry.event, entry) for entry in found if isinstance(entry.event, kind)] if found else []
