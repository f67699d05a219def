"""What became of one dispute for one agency: filed, heard, closed, lost, each on its day and by which entries. Pure.

Each at most once for a (case, defendant), whatever the order in which the facts came. 行政诉讼法 arts. 51, 62, 69–79 say what the facts are;
that a case is closed by the day of its latest judgment, and that a partial loss is one loss, is how published figures are computed.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, TypeVar

import msgspec

from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, DefendantRemoved, Instance
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.events.mediation.mediation import (
    MediationSessionHeld,
    MediationTerminated,
    SettlementBecameEffective,
    SettlementReached,
)
from yingsu.events.review.review import ReviewOpened, ReviewReturned, ReviewSubmitted, ReviewVoided
from yingsu.law.facts import CaseFacts
from yingsu.law.figures import hearings
from yingsu.law.figures.hearings import Hearing, hearings_of
from yingsu.law.figures.turn import Turn, earliest, joined
from yingsu.law.outcomes import OUTCOMES
from yingsu.ledger.entry import Entry, Event

TOPICS: Final = hearings.TOPICS | frozenset(
    event.TOPIC
    for event in (
        CaseFiled,
        CaseWithdrawn,
        DefendantRemoved,
        JudgmentDelivered,
        JudgmentLost,
        MediationSessionHeld,
        MediationTerminated,
        PreFilingNotified,
        PreLitigationReferred,
        ReviewOpened,
        ReviewReturned,
        ReviewSubmitted,
        ReviewVoided,
        SettlementBecameEffective,
        SettlementReached,
    )
)
"""The facts that are looked at."""

DOCUMENTS: Final = {"judgment": "判决", "ruling": "裁定"}

Fact = TypeVar("Fact", bound=Event)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The case of one defendant. `closed` and `lost` are of its latest judgment, `withdrawn` of a case that none decided.

    `instance` is None where no filing names the agency. `on_merits`: closed by a judgment that does more than dismiss the suit.
    `mediated`: closed after an attempt to mediate. `reviewed`: lost, and reported on.
    """

    instance: Instance | None = None
    on_merits: bool = False
    filed: Turn | None = None
    closed: Turn | None = None
    lost: Turn | None = None
    withdrawn: Turn | None = None
    mediated: Turn | None = None
    settled: Turn | None = None
    reviewed: Turn | None = None
    hearings: tuple[Hearing, ...] = ()

    @property
    def heard(self) -> tuple[Turn, ...]:
        """The hearings that were held, by their days."""
        return tuple(hearing.turn for hearing in self.hearings)

    def attended(self, counts: Callable[[LeaderAttendanceRecorded], bool]) -> Iterable[Turn]:
        """The hearings at which, or before which in this instance, a leader for whom `counts` holds appeared (法释〔2020〕3号 art. 7)."""
        came: Turn | None = None
        for hearing in self.hearings:
            appeared = hearing.attendance
            if appeared is not None and appeared.leader is not None and counts(appeared):
                came = came or hearing.appearance
                yield hearing.appearance
            elif came is not None:
                yield msgspec.structs.replace(hearing.turn, event_ids=(*hearing.turn.event_ids, *came.event_ids))

    @property
    def unattended(self) -> Iterable[Turn]:
        """The hearings at which it is on record that no leader appeared, until one has."""
        for hearing in self.hearings:
            if hearing.attendance is None:
                continue
            if hearing.attendance.leader is not None:
                return
            yield hearing.appearance


def course(facts: CaseFacts, agency: str, today: date) -> Course:
    """What became of the dispute for `agency`. A loss whose judgment is not on record is a loss without a closed case.

    A hearing was held when its day is before `today`, or who appeared is on record.
    """
    filing = _filing(facts, agency)
    filed = filing and Turn(filing[0].filed_on, f"立案（{filing[0].case_no}）", (filing[1].event_id,))
    judgments = _judgments(facts, agency, sued=filed is not None)
    losses = [(event, entry) for event, entry in _all(facts, JudgmentLost) if event.agency == agency]
    days = [judgment.judged_on for judgment, _ in judgments] + [loss.judged_on for loss, _ in losses]
    latest = max(days, default=None)
    # A case that was decided was not withdrawn: a withdrawal beside a judgment is not what closed it.
    ruling = _withdrawal(facts, agency) if filed and not judgments else None
    closed = _decided(judgments, latest) if judgments else ruling and ruling[1]
    void = _void(facts, agency) if losses else frozenset()
    standing = [found for found in losses if found[0].judged_on == latest and found[0].judgment_no not in void]
    lost = _lost(standing, judgments)
    return Course(
        instance=filing[0].instance if filing else None,
        on_merits=bool(standing) or any(_decides(event, agency) for event, _ in judgments if event.judged_on == latest),
        filed=filed,
        closed=closed,
        lost=lost,
        withdrawn=ruling[1] if ruling and ruling[0].voluntary else None,
        mediated=_mediated(facts, closed) if closed else None,
        settled=_settled(facts, agency),
        reviewed=_reviewed(facts, agency, lost, standing) if lost else None,
        hearings=_hearings(facts, agency, closed, today) if filed else (),
    )


def case_no(facts: CaseFacts) -> str | None:
    """The number that the dispute goes by: of its filing, else the smallest of those told before."""
    filed = [event.case_no for event, _ in _all(facts, CaseFiled)]
    announced = [event.case_no for event, _ in _all(facts, PreFilingNotified)]
    referred = [event.case_no for event, _ in _all(facts, PreLitigationReferred)]
    return min(filed or announced + referred, default=None)


def _filing(facts: CaseFacts, agency: str) -> tuple[CaseFiled, Entry] | None:
    """立案 (art. 51): the filing that names the agency as a defendant, also one that leaves the case later."""
    found = [(event, entry) for event, entry in _all(facts, CaseFiled) if any(sued.agency == agency for sued in event.defendants)]
    return min(found, key=lambda filing: (filing[0].filed_on, filing[0].case_no), default=None)


def _judgments(facts: CaseFacts, agency: str, *, sued: bool) -> list[tuple[JudgmentDelivered, Entry]]:
    """裁判 with a result for the agency, by number; where none has one, those that were made while it was a defendant."""
    every = sorted(_all(facts, JudgmentDelivered), key=lambda found: (found[0].judged_on, found[0].judgment_no))
    named = [found for found in every if any(result.agency == agency for result in found[0].results)]
    if named or not sued:
        return named
    return [found for found in every if _still_in(facts, agency, found[0].judged_on)]


def _decided(judgments: Sequence[tuple[JudgmentDelivered, Entry]], latest: date | None) -> Turn | None:
    return joined(
        [
            Turn(event.judged_on, f"{DOCUMENTS[event.document]}（{event.judgment_no}）", (entry.event_id,))
            for event, entry in judgments
            if event.judged_on == latest
        ]
    )


def _withdrawal(facts: CaseFacts, agency: str) -> tuple[CaseWithdrawn, Turn] | None:
    """准予撤诉 (art. 62): the first ruling, while the agency was a defendant."""
    found = [
        (event, Turn(event.ruled_on, f"准予撤诉（{event.ruling_no}）", (entry.event_id,)))
        for event, entry in _all(facts, CaseWithdrawn)
        if _still_in(facts, agency, event.ruled_on)
    ]
    return min(found, key=lambda withdrawal: withdrawal[1].order, default=None)


def _lost(losses: Sequence[tuple[JudgmentLost, Entry]], judgments: Sequence[tuple[JudgmentDelivered, Entry]]) -> Turn | None:
    turns = []
    for event, entry in sorted(losses, key=lambda found: found[0].judgment_no):
        outcomes = "、".join(OUTCOMES[outcome].title for outcome in event.outcomes)
        delivered = (of.event_id for judgment, of in judgments if judgment.judgment_no == event.judgment_no)
        turns.append(Turn(event.judged_on, f"败诉：{outcomes}（{event.judgment_no}）", (entry.event_id, *delivered)))
    return joined(turns)


def _decides(judgment: JudgmentDelivered, agency: str) -> bool:
    """Does it decide the matter for the agency, and not only dismiss the suit (法释〔2018〕1号 art. 69)?"""
    outcomes = [result.outcome for result in judgment.results if result.agency == agency]
    return any(outcome != "suit_dismissed" for outcome in outcomes) if outcomes else judgment.document == "judgment"


def _mediated(facts: CaseFacts, closed: Turn) -> Turn | None:
    """The closing, with the first attempt until then: a session, an agreement, or the end of an attempt that found no one."""
    attempts = [
        *(Turn(held.held_on, "", (entry.event_id,)) for held, entry in _all(facts, MediationSessionHeld)),
        *(Turn(reached.reached_on, "", (entry.event_id,)) for reached, entry in _all(facts, SettlementReached)),
        *(Turn(ended.terminated_on, "", (entry.event_id,)) for ended, entry in _all(facts, MediationTerminated)),
    ]
    first = earliest(attempt for attempt in attempts if attempt.day <= closed.day)
    if first is None:
        return None
    return Turn(closed.day, f"{closed.title}，{first.day} 曾调处", (*closed.event_ids, *first.event_ids))


def _settled(facts: CaseFacts, agency: str) -> Turn | None:
    """协议生效, of an agreement that the agency is a party to."""
    effective = _all(facts, SettlementBecameEffective)
    if not effective:
        return None
    agreed = {entry.stream for event, entry in _all(facts, SettlementReached) if agency in event.parties}
    return earliest(
        Turn(event.effective_on, "调处协议生效", (entry.event_id,)) for event, entry in effective if entry.stream in agreed
    )


def _reviewed(facts: CaseFacts, agency: str, lost: Turn, standing: Sequence[tuple[JudgmentLost, Entry]]) -> Turn | None:
    """The loss, with the reports on it that were not returned."""
    numbers = {event.judgment_no for event, _ in standing}
    owed = {
        (event.agency, event.judgment_no)
        for event, _ in _all(facts, ReviewOpened)
        if event.defendant == agency and event.judgment_no in numbers
    }
    returned = [(event.agency, event.judgment_no) for event, _ in _all(facts, ReviewReturned)]
    found: list[Entry] = []
    for review in sorted(owed):
        reports = [entry for event, entry in _all(facts, ReviewSubmitted) if (event.agency, event.judgment_no) == review]
        if len(reports) > returned.count(review):
            found.append(reports[-1])
    if not found:
        return None
    return Turn(lost.day, f"{lost.title}，已报送复盘报告", (*lost.event_ids, *(entry.event_id for entry in found)))


def _hearings(facts: CaseFacts, agency: str, closed: Turn | None, today: date) -> tuple[Hearing, ...]:
    """Those held while the agency was a defendant: one fixed for the day of the closing or later was held only if someone appeared."""
    return tuple(
        hearing
        for hearing in hearings_of(facts, agency)
        if _still_in(facts, agency, hearing.day)
        and (hearing.attendance is not None or (hearing.day < today and (closed is None or hearing.day < closed.day)))
    )


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
    found = facts.by_topic.get(kind.TOPIC)
    return [(entry.event, entry) for entry in found if isinstance(entry.event, kind)] if found else []
