"""The plain facts of a case: what the court told that needs no state of its own, kept as it was told, and what they say of where the case
stands. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

from yingsu.events.intake.advice import (
    AdviceWithdrawn,
    CourtLetterReceived,
    CourtOpinionReceived,
    CourtQueryReceived,
    JudicialAdviceReceived,
    LossWarningReceived,
)
from yingsu.events.intake.course import (
    CaseClosedWithoutJudgment,
    CaseLinkedToSeries,
    CaseResumed,
    CasesMerged,
    CaseSplit,
    CaseSuspended,
    CaseTransferred,
    CaseUnlinkedFromSeries,
    ProcedureChanged,
    TrialTermExtended,
)
from yingsu.events.intake.hearing import (
    CourtAbsenceRecorded,
    CourtRuledOnAbsence,
    HearingCancelled,
    HearingHeld,
    LeaderSuggested,
    LeaderSummoned,
)
from yingsu.events.intake.instances import (
    AppealFiled,
    CaseRemanded,
    JudgmentBecameEffective,
    JudgmentReversed,
    PerformanceResumed,
    PerformanceTermExtended,
    RetrialOrdered,
)
from yingsu.events.intake.parties import PlaintiffSubstituted
from yingsu.ledger.entry import Entry, Event

PLAIN: Final[tuple[type[Event], ...]] = (
    AdviceWithdrawn,
    AppealFiled,
    CaseClosedWithoutJudgment,
    CaseLinkedToSeries,
    CaseRemanded,
    CaseResumed,
    CaseSplit,
    CaseSuspended,
    CaseTransferred,
    CaseUnlinkedFromSeries,
    CasesMerged,
    CourtAbsenceRecorded,
    CourtLetterReceived,
    CourtOpinionReceived,
    CourtQueryReceived,
    CourtRuledOnAbsence,
    HearingCancelled,
    HearingHeld,
    JudgmentBecameEffective,
    JudgmentReversed,
    JudicialAdviceReceived,
    LeaderSuggested,
    LeaderSummoned,
    LossWarningReceived,
    PerformanceResumed,
    PerformanceTermExtended,
    PlaintiffSubstituted,
    ProcedureChanged,
    RetrialOrdered,
    TrialTermExtended,
)
"""The events that are such facts."""

Standing = Literal[
    "not_accepted", "dismissed", "closed", "transferred", "retrial", "remanded", "effective", "appealed", "suspended"
]
"""不予立案, 已裁定驳回起诉, 已结案, 已移送其他法院, 再审中, 发回重审, 裁判已生效, 上诉中, 中止诉讼."""

_CLOSED: Final[dict[str, Standing]] = {"not_accepted": "not_accepted", "suit_dismissed": "dismissed"}


class ToldFact(msgspec.Struct, frozen=True, kw_only=True):
    """One of them, with its legal day."""

    event: Event
    on: date
    source_seq: int | None
    event_id: UUID


def told(entry: Entry) -> ToldFact:
    """The fact of an entry."""
    return ToldFact(event=entry.event, on=entry.occurred_on, source_seq=entry.source_seq, event_id=entry.event_id)


def closing(facts: Iterable[ToldFact]) -> Standing | None:
    """How the case ended without a judgment, or went to another court; by the latest of such facts."""
    found: list[tuple[date, Standing]] = []
    for fact in facts:
        match fact.event:
            case CaseClosedWithoutJudgment(reason=reason, closed_on=on):
                found.append((on, _CLOSED.get(reason, "closed")))
            case CaseTransferred(transferred_on=on):
                found.append((on, "transferred"))
    return max(found)[1] if found else None


def after_judgment(facts: Iterable[ToldFact], judged_on: date) -> Standing | None:
    """What became of the case since its latest judgment: the latest of the facts that say so, of one day the furthest."""
    found: list[tuple[date, int, Standing]] = []
    for fact in facts:
        match fact.event:
            case AppealFiled():
                found.append((fact.on, 0, "appealed"))
            case JudgmentBecameEffective() | PerformanceResumed():
                found.append((fact.on, 1, "effective"))
            case CaseRemanded() | JudgmentReversed(result="remanded"):
                found.append((fact.on, 2, "remanded"))
            case RetrialOrdered():
                found.append((fact.on, 3, "retrial"))
    later = [one for one in found if one[0] >= judged_on]
    return max(later)[2] if later else None


def is_suspended(facts: Iterable[ToldFact]) -> bool:
    """Whether the case rests: suspended, and not resumed on that day or later."""
    facts = tuple(facts)
    suspended = max((fact.on for fact in facts if isinstance(fact.event, CaseSuspended)), default=None)
    resumed = max((fact.on for fact in facts if isinstance(fact.event, CaseResumed)), default=date.min)
    return suspended is not None and suspended > resumed


def in_series(facts: Iterable[ToldFact]) -> tuple[CaseLinkedToSeries, ...]:
    """The series that the case belongs to, by name, each as it was last put there; without those that it left on that day or later."""
    linked: dict[str, CaseLinkedToSeries] = {}
    left: dict[str, date] = {}
    for fact in facts:
        match fact.event:
            case CaseLinkedToSeries() as link:
                linked[link.series] = link
            case CaseUnlinkedFromSeries(series=series, unlinked_on=on):
                left[series] = max(on, left.get(series, on))
    standing = (link for link in linked.values() if link.series not in left or left[link.series] < link.linked_on)
    return tuple(sorted(standing, key=lambda link: link.series))
