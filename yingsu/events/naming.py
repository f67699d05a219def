"""Whom a court's fact names: the agencies sued, or those whose acts are in dispute, each with its jurisdiction on the day of the fact."""

from typing import Final

from yingsu.events.intake.case import CaseFiled, Defendant
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred, Respondent
from yingsu.ledger.entry import Event

Naming = CaseFiled | DefendantAdded | PreFilingNotified | PreLitigationReferred
"""The facts that name the agencies of a case."""

NAMING: Final = frozenset(event.TOPIC for event in (CaseFiled, DefendantAdded, PreFilingNotified, PreLitigationReferred))
"""Their topics."""


def named(event: Event) -> tuple[Defendant | Respondent, ...]:
    """The agencies that the event names, in its order, a defendant once for everything it is sued for. () for every other event."""
    # Most facts name nobody, and every reader asks of all of them: the topic tells it sooner than three types.
    if event.TOPIC in NAMING:
        match event:
            case CaseFiled():
                return event.defendants
            case DefendantAdded():
                return (Defendant(agency=event.agency, jurisdiction=event.jurisdiction, object=event.object),)
            case PreFilingNotified() | PreLitigationReferred():
                return event.respondents
    return ()
