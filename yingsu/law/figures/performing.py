"""What became of judgments in effect, and of what the court and the body over an agency wrote to it: each by its day and its entries. Pure.

A judgment counts by the day by which it is to be performed, as the court set it last; nothing is inferred from a day that has passed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import msgspec

from yingsu.events.intake.advice import AdviceWithdrawn, CourtLetterReceived, JudicialAdviceReceived
from yingsu.events.intake.instances import (
    JudgmentBecameEffective,
    JudgmentReversed,
    PerformanceResumed,
    PerformanceTermExtended,
    RetrialOrdered,
)
from yingsu.events.intake.steps.letters import CourtLetterCompleted, JudicialAdviceReplied
from yingsu.events.intake.steps.performing import JudgmentPerformed, PerformanceRefused
from yingsu.events.intake.steps.risk import RedAlertIssued, YellowWarningIssued
from yingsu.events.mediation.court import CourtMediationDocumentBecameEffective, CourtMediationDocumentPerformed
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.defendant import every
from yingsu.law.figures.turn import Turn

TOPICS: Final = frozenset(
    event.TOPIC
    for event in (
        AdviceWithdrawn,
        CourtLetterCompleted,
        CourtLetterReceived,
        CourtMediationDocumentBecameEffective,
        CourtMediationDocumentPerformed,
        JudgmentBecameEffective,
        JudgmentPerformed,
        JudgmentReversed,
        JudicialAdviceReceived,
        JudicialAdviceReplied,
        PerformanceRefused,
        PerformanceResumed,
        PerformanceTermExtended,
        RedAlertIssued,
        RetrialOrdered,
        YellowWarningIssued,
    )
)
"""The facts that are looked at."""


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What followed a judgment, and what was written, for one defendant; each in the order of the days.

    `to_perform`: judgments whose day of performance has passed, `performed`: those of them that were performed by it; `agreed` and `kept` the
    same of 行政调解书. `replied` and `completed` are by the day on which the paper was received.
    """

    to_perform: tuple[Turn, ...] = ()
    performed: tuple[Turn, ...] = ()
    agreed: tuple[Turn, ...] = ()
    kept: tuple[Turn, ...] = ()
    refused: tuple[Turn, ...] = ()
    advised: tuple[Turn, ...] = ()
    replied: tuple[Turn, ...] = ()
    letters: tuple[Turn, ...] = ()
    completed: tuple[Turn, ...] = ()
    warned: tuple[Turn, ...] = ()
    alerted: tuple[Turn, ...] = ()


NOTHING: Final = Followed()


def followed(facts: CaseFacts, agency: str, today: date) -> Followed:
    """What followed in the dispute for `agency`, as seen on `today`."""
    if TOPICS.isdisjoint(facts.by_topic):
        return NOTHING
    to_perform, performed = _performance(facts, agency, today)
    agreed, kept = _documents(facts, agency, today)
    advised, replied = _advice(facts, agency)
    letters, completed = _letters(facts, agency)
    return Followed(
        to_perform=to_perform,
        performed=performed,
        agreed=agreed,
        kept=kept,
        refused=_ordered(
            Turn(event.refused_on, f"认定拒不履行（{event.judgment_no}）", (entry.event_id,))
            for event, entry in every(facts, PerformanceRefused)
            if event.agency == agency
        ),
        advised=advised,
        replied=replied,
        letters=letters,
        completed=completed,
        warned=_ordered(
            Turn(event.issued_on, "黄牌预警", (entry.event_id,))
            for event, entry in every(facts, YellowWarningIssued)
            if event.agency == agency
        ),
        alerted=_ordered(
            Turn(event.issued_on, "红色警戒", (entry.event_id,))
            for event, entry in every(facts, RedAlertIssued)
            if event.agency == agency
        ),
    )


def _performance(facts: CaseFacts, agency: str, today: date) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """A judgment that was reversed, or whose performance rests, is not to be performed."""
    reversed_ = {event.judgment_no for event, _ in every(facts, JudgmentReversed) if event.agency == agency}
    owed: dict[str, Turn] = {}
    for event, entry in every(facts, JudgmentBecameEffective):
        due = _due(facts, event)
        if event.agency == agency and event.judgment_no not in reversed_ and due is not None and due < today:
            owed[event.judgment_no] = Turn(due, f"履行期届满（{event.judgment_no}）", (entry.event_id,))
    done: list[Turn] = []
    for number, turn in owed.items():
        told = [
            (event.performed_on, entry.event_id)
            for event, entry in every(facts, JudgmentPerformed)
            if (event.agency, event.judgment_no) == (agency, number)
        ]
        if told and min(told)[0] <= turn.day:
            first = min(told)
            done.append(Turn(turn.day, f"{turn.title}，{first[0]} 履行", (*turn.event_ids, first[1])))
    return _ordered(owed.values()), _ordered(done)


def _documents(facts: CaseFacts, agency: str, today: date) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """行政调解书 whose day of performance has passed, and those performed by it."""
    performed = {
        event.document_no: (event.performed_on, entry.event_id)
        for event, entry in every(facts, CourtMediationDocumentPerformed)
        if event.agency == agency
    }
    owed: list[Turn] = []
    kept: list[Turn] = []
    for event, entry in every(facts, CourtMediationDocumentBecameEffective):
        if event.agency == agency and event.perform_by is not None and event.perform_by < today:
            turn = Turn(event.perform_by, f"行政调解书履行期届满（{event.document_no}）", (entry.event_id,))
            owed.append(turn)
            done = performed.get(event.document_no)
            if done and done[0] <= turn.day:
                kept.append(Turn(turn.day, f"{turn.title}，{done[0]} 履行", (*turn.event_ids, done[1])))
    return _ordered(owed), _ordered(kept)


def _due(facts: CaseFacts, judgment: JudgmentBecameEffective) -> date | None:
    """The day by which it is to be performed: as extended, and later by as long as its performance rested; None where there is no day, or
    while it rests (法释〔2018〕1号 art. 118)."""
    if judgment.perform_by is None:
        return None
    until = [
        (event.extended_on, event.until)
        for event, _ in every(facts, PerformanceTermExtended)
        if (event.agency, event.judgment_no) == (judgment.agency, judgment.judgment_no)
    ]
    due = max(until)[1] if until else judgment.perform_by
    resumed = sorted(
        event.resumed_on for event, _ in every(facts, PerformanceResumed) if event.judgment_no == judgment.judgment_no
    )
    for event, _ in every(facts, RetrialOrdered):
        if event.judgment_no != judgment.judgment_no or not event.stays_performance or event.ordered_on > due:
            continue
        again = next((day for day in resumed if day >= event.ordered_on), None)
        if again is None:
            return None
        due += timedelta(days=(again - event.ordered_on).days)
    return due


def _advice(facts: CaseFacts, agency: str) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """司法建议 that the court did not take back, and those to which the court has an answer."""
    withdrawn = {event.advice_no for event, _ in every(facts, AdviceWithdrawn) if event.agency == agency}
    replies = {
        event.advice_no: entry
        for event, entry in every(facts, JudicialAdviceReplied)
        if event.agency == agency and event.to == "court"
    }
    received: list[Turn] = []
    replied: list[Turn] = []
    for event, entry in every(facts, JudicialAdviceReceived):
        if event.agency == agency and event.advice_no not in withdrawn:
            turn = Turn(event.received_on, f"收到司法建议（{event.advice_no}）", (entry.event_id,))
            received.append(turn)
            if event.advice_no in replies:
                answer = replies[event.advice_no].event_id
                replied.append(Turn(turn.day, f"{turn.title}，已回复", (*turn.event_ids, answer)))
    return _ordered(received), _ordered(replied)


def _letters(facts: CaseFacts, agency: str) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """法院函件, and those whose follow-up is complete."""
    done = {event.letter_no: entry for event, entry in every(facts, CourtLetterCompleted) if event.agency == agency}
    received: list[Turn] = []
    completed: list[Turn] = []
    for event, entry in every(facts, CourtLetterReceived):
        if event.agency == agency:
            turn = Turn(event.received_on, f"收到法院函件（{event.letter_no}）", (entry.event_id,))
            received.append(turn)
            if event.letter_no in done:
                completed.append(Turn(turn.day, f"{turn.title}，已办结", (*turn.event_ids, done[event.letter_no].event_id)))
    return _ordered(received), _ordered(completed)


def _ordered(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    return tuple(sorted(turns, key=lambda turn: (turn.order, turn.event_ids)))
