"""What was done to resolve a dispute: attempts to mediate, agreements, an agency's own correction of a case at risk. Pure."""

from typing import Final

from yingsu.events.intake.steps.risk import RiskAssessed, RiskLevel
from yingsu.events.mediation.correction import SelfCorrectionDecided
from yingsu.events.mediation.court import CourtMediationSessionHeld
from yingsu.events.mediation.litigation import InLitigationMediationEnded
from yingsu.events.mediation.mediation import (
    MediationSessionHeld,
    MediationTerminated,
    SettlementBecameEffective,
    SettlementReached,
)
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.defendant import every
from yingsu.law.figures.turn import Turn, earliest

TOPICS: Final = frozenset(
    event.TOPIC
    for event in (
        CourtMediationSessionHeld,
        InLitigationMediationEnded,
        MediationSessionHeld,
        MediationTerminated,
        RiskAssessed,
        SelfCorrectionDecided,
        SettlementBecameEffective,
        SettlementReached,
    )
)
"""The facts that are looked at."""

AT_RISK: Final[frozenset[RiskLevel]] = frozenset({"high", "yellow", "red"})
"""The levels at which a case may be lost: 较大, 黄牌, 红色."""


def mediated(facts: CaseFacts, closed: Turn) -> Turn | None:
    """The closing, with the first attempt until then: a session, also before the court, an agreement, or the end of an attempt that found no
    one."""
    attempts = [
        *(Turn(held.held_on, "", (entry.event_id,)) for held, entry in every(facts, MediationSessionHeld)),
        *(Turn(held.held_on, "", (entry.event_id,)) for held, entry in every(facts, CourtMediationSessionHeld)),
        *(Turn(reached.reached_on, "", (entry.event_id,)) for reached, entry in every(facts, SettlementReached)),
        *(Turn(ended.terminated_on, "", (entry.event_id,)) for ended, entry in every(facts, MediationTerminated)),
        *(Turn(ended.ended_on, "", (entry.event_id,)) for ended, entry in every(facts, InLitigationMediationEnded)),
    ]
    first = earliest(attempt for attempt in attempts if attempt.day <= closed.day)
    if first is None:
        return None
    return Turn(closed.day, f"{closed.title}，{first.day} 曾调处", (*closed.event_ids, *first.event_ids))


def settled(facts: CaseFacts, agency: str) -> Turn | None:
    """协议生效, of an agreement that the agency is a party to."""
    effective = every(facts, SettlementBecameEffective)
    if not effective:
        return None
    agreed = {entry.stream for event, entry in every(facts, SettlementReached) if agency in event.parties}
    return earliest(
        Turn(event.effective_on, "调处协议生效", (entry.event_id,)) for event, entry in effective if entry.stream in agreed
    )


def at_risk(facts: CaseFacts, agency: str) -> Turn | None:
    """研判为有败诉风险, the first time: for the agency, or for the case as a whole by the body over it."""
    home = facts.jurisdictions.get(agency)
    return earliest(
        Turn(event.assessed_on, "研判为有败诉风险", (entry.event_id,))
        for event, entry in every(facts, RiskAssessed)
        if event.level in AT_RISK and (event.agency == agency or (event.agency is None and entry.jurisdiction == home))
    )


def self_corrected(facts: CaseFacts, agency: str, risk: Turn | None) -> Turn | None:
    """The assessment of a case at risk that the agency corrected, or settled, whenever it did (DH-5.5)."""
    if risk is None:
        return None
    corrected = earliest(
        Turn(event.decided_on, "自行纠正", (entry.event_id,))
        for event, entry in every(facts, SelfCorrectionDecided)
        if event.agency == agency and event.method is not None
    )
    done = earliest(turn for turn in (corrected, settled(facts, agency)) if turn is not None)
    return Turn(risk.day, f"{risk.title}，{done.day} {done.title}", (*risk.event_ids, *done.event_ids)) if done else None


def absences(facts: CaseFacts, agency: str) -> tuple[Turn, ...]:
    """The days on which the court mediated and the agency was away (YC-2.4.4)."""
    found = [
        Turn(event.held_on, "未参加人民法院调解", (entry.event_id,))
        for event, entry in every(facts, CourtMediationSessionHeld)
        if agency in event.absent
    ]
    return tuple(sorted(found, key=lambda turn: (turn.order, turn.event_ids)))
