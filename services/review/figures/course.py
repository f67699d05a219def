"""What became of one dispute for one agency as its defendant: filed, closed, lost, each on its day and by which entries. Pure.

Each at most once for a (case, defendant), whatever the order in which the facts came. 行政诉讼法 arts. 51, 62, 69–79 say what the facts are;
that a case is closed by the day of its latest judgment, and that a partial loss is one loss, is how published figures are computed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, DefendantRemoved
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.review.review import ReviewOpened, ReviewVoided
from yingsu.law.facts import CaseFacts
from yingsu.law.outcomes import OUTCOMES
from yingsu.ledger.entry import Entry, Event

TOPICS: Final = frozenset(
    event.TOPIC
    for event in (
        CaseFiled,
        CaseWithdrawn,
        DefendantRemoved,
        JudgmentDelivered,
        JudgmentLost,
        PreFilingNotified,
        PreLitigationReferred,
        ReviewOpened,
        ReviewVoided,
    )
)
"""The facts that are looked at."""

DOCUMENTS: Final = {"judgment": "判决", "ruling": "裁定"}

Fact = TypeVar("Fact", bound=Event)


class Turn(msgspec.Struct, frozen=True):
    """Something that happened to the case on `day`, as officials call it, and the entries it rests on."""

    day: date
    title: str
    event_ids: tuple[UUID, ...]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The case of one defendant. `closed` and `lost` are of its latest judgment."""

    filed: Turn | None
    closed: Turn | None
    lost: Turn | None


def course(facts: CaseFacts, agency: str) -> Course:
    """What became of the dispute for `agency`. A loss whose judgment is not on record is a loss without a closed case."""
    filed = _filed(facts, agency)
    judgments = _judgments(facts, agency, sued=filed is not None)
    losses = [(event, entry) for event, entry in _all(facts, JudgmentLost) if event.agency == agency]
    days = [judgment.judged_on for judgment, _ in judgments] + [loss.judged_on for loss, _ in losses]
    latest = max(days, default=None)
    # A case that was decided was not withdrawn: a withdrawal beside a judgment is not what closed it.
    closed = _decided(judgments, latest) if judgments else _withdrawn(facts, agency) if filed else None
    void = _void(facts, agency) if losses else frozenset()
    standing = [found for found in losses if found[0].judged_on == latest and found[0].judgment_no not in void]
    return Course(filed=filed, closed=closed, lost=_lost(standing, judgments))


def case_no(facts: CaseFacts) -> str | None:
    """The number that the dispute goes by: of its filing, else the smallest of those told before."""
    filed = [event.case_no for event, _ in _all(facts, CaseFiled)]
    announced = [event.case_no for event, _ in _all(facts, PreFilingNotified)]
    referred = [event.case_no for event, _ in _all(facts, PreLitigationReferred)]
    return min(filed or announced + referred, default=None)


def _filed(facts: CaseFacts, agency: str) -> Turn | None:
    """立案 (art. 51): the filing that names the agency as a defendant, also one that leaves the case later."""
    found = [
        Turn(event.filed_on, f"立案（{event.case_no}）", (entry.event_id,))
        for event, entry in _all(facts, CaseFiled)
        if any(sued.agency == agency for sued in event.defendants)
    ]
    return min(found, key=_order, default=None)


def _judgments(facts: CaseFacts, agency: str, *, sued: bool) -> list[tuple[JudgmentDelivered, Entry]]:
    """裁判 with a result for the agency, by number; where none has one, those that were made while it was a defendant."""
    every = sorted(_all(facts, JudgmentDelivered), key=lambda found: (found[0].judged_on, found[0].judgment_no))
    named = [found for found in every if any(result.agency == agency for result in found[0].results)]
    if named or not sued:
        return named
    return [found for found in every if _still_in(facts, agency, found[0].judged_on)]


def _decided(judgments: Sequence[tuple[JudgmentDelivered, Entry]], latest: date | None) -> Turn | None:
    return _one(
        [
            Turn(event.judged_on, f"{DOCUMENTS[event.document]}（{event.judgment_no}）", (entry.event_id,))
            for event, entry in judgments
            if event.judged_on == latest
        ]
    )


def _withdrawn(facts: CaseFacts, agency: str) -> Turn | None:
    """准予撤诉 (art. 62): the first ruling, while the agency was a defendant."""
    found = [
        Turn(event.ruled_on, f"准予撤诉（{event.ruling_no}）", (entry.event_id,))
        for event, entry in _all(facts, CaseWithdrawn)
        if _still_in(facts, agency, event.ruled_on)
    ]
    return min(found, key=_order, default=None)


def _lost(losses: Sequence[tuple[JudgmentLost, Entry]], judgments: Sequence[tuple[JudgmentDelivered, Entry]]) -> Turn | None:
    turns = []
    for event, entry in sorted(losses, key=lambda found: found[0].judgment_no):
        outcomes = "、".join(OUTCOMES[outcome].title for outcome in event.outcomes)
        delivered = (of.event_id for judgment, of in judgments if judgment.judgment_no == event.judgment_no)
        turns.append(Turn(event.judged_on, f"败诉：{outcomes}（{event.judgment_no}）", (entry.event_id, *delivered)))
    return _one(turns)


def _void(facts: CaseFacts, agency: str) -> frozenset[str]:
    """The judgments under which the agency's loss does not stand: its review was voided, because it was reversed or corrected."""
    voided = {(event.agency, event.judgment_no) for event, _ in _all(facts, ReviewVoided)}
    return frozenset(
        event.judgment_no
        for event, _ in _all(facts, ReviewOpened)
        if event.defendant == agency and (event.agency, event.judgment_no) in voided
    )


def _still_in(facts: CaseFacts, agency: str, day: date) -> bool:
    left = [entry.occurred_on for event, entry in _all(facts, DefendantRemoved) if event.agency == agency]
    return not left or day < min(left)


def _all(facts: CaseFacts, kind: type[Fact]) -> list[tuple[Fact, Entry]]:
    return [(entry.event, entry) for entry in facts.by_topic.get(kind.TOPIC, ()) if isinstance(entry.event, kind)]


def _one(turns: Sequence[Turn]) -> Turn | None:
    """What came of several documents of one day, as one."""
    if not turns:
        return None
    event_ids = dict.fromkeys(event_id for turn in turns for event_id in turn.event_ids)
    return Turn(turns[0].day, "；".join(turn.title for turn in turns), tuple(event_ids))


def _order(turn: Turn) -> tuple[date, str]:
    return (turn.day, turn.title)
