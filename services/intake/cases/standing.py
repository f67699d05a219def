"""The facts that say where a case stands."""

from typing import Final

from yingsu.events.intake.case import CaseWithdrawn, DefendantRemoved
from yingsu.events.intake.course import CaseClosedWithoutJudgment, CaseTransferred
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.intake.instances import (
    AppealFiled,
    CaseRemanded,
    JudgmentBecameEffective,
    JudgmentReversed,
    PerformanceResumed,
    RetrialOrdered,
)
from yingsu.events.intake.judgment import JudgmentDelivered

STANDING: Final = frozenset(
    event.TOPIC
    for event in (
        AppealFiled,
        CaseClosedWithoutJudgment,
        CaseRemanded,
        CaseTransferred,
        CaseWithdrawn,
        DefendantRemoved,
        HandlingUnitDetermined,
        JudgmentBecameEffective,
        JudgmentDelivered,
        JudgmentReversed,
        PerformanceResumed,
        RetrialOrdered,
    )
)
"""The facts that say where a case stands, and for whom who acts."""
