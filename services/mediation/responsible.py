"""Who answers for an agency in a mediation by the court, as its own registrations say. Pure.

分管责任人 is the leader designated for the hearing, else the one whom the agency named to lead the mediation (HZ-6.1); the handler is the
person whom it charged with the mediation, else with the appearance (HZ-6.2).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import msgspec

from yingsu.events.intake.steps.attending import LeaderChanged, LeaderDesignated
from yingsu.events.intake.steps.team import HandlerAssigned
from yingsu.events.mediation.court import CourtMediationStarted
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.law.gates import gates_on
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson

LISTED: Final = "court_mediation_leader_named"
"""The gate of a jurisdiction in which an agency without such a leader is listed."""


class Responsible(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for one agency. `named_for`: whom the leader was named as; None where none is."""

    agency: str
    leader: SealedPerson | None = None
    post: str | None = None
    named_for: Literal["hearing", "mediation"] | None = None
    handler: SealedPerson | None = None


def responsible_of(agency: str, entries: Sequence[Entry]) -> Responsible:
    """The leader and the handler of an agency, of what it registered in the dispute. Of several the last counts, by day, then by recording."""
    own = sorted(
        (entry for entry in entries if getattr(entry.event, "agency", None) == agency),
        key=lambda entry: (entry.occurred_on, entry.position),
    )
    found = Responsible(agency=agency, handler=_handler(own))
    for entry in reversed(own):
        if isinstance(entry.event, LeaderDesignated | LeaderChanged):
            return msgspec.structs.replace(found, leader=entry.event.leader, post=entry.event.post, named_for="hearing")
    for entry in reversed(own):
        if isinstance(entry.event, MediationPlanSubmitted) and entry.event.leader is not None:
            event = entry.event
            return msgspec.structs.replace(found, leader=event.leader, post=event.leader_post, named_for="mediation")
    return found


def listing_clauses(rules: Rules | None, jurisdiction: str, day: date) -> tuple[str, ...]:
    """The clauses by which, on the day that the court began, an agency without a leader is listed; empty where the jurisdiction's document does not ask for one."""
    for gate, clauses in gates_on(rules, jurisdiction, day, CourtMediationStarted.TOPIC):
        if gate.code == LISTED:
            return tuple(clause.id for clause in clauses)
    return ()


def _handler(own: Sequence[Entry]) -> SealedPerson | None:
    for task in ("mediate", "appear"):
        for entry in reversed(own):
            if isinstance(entry.event, HandlerAssigned) and task in entry.event.tasks:
                return entry.event.person
    return None
