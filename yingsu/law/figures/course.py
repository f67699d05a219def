"""What became of one dispute for one agency: filed, heard, closed, lost, each on its day and by which entries. Pure.

Each at most once for a (case, defendant), whatever the order in which the facts came. 行政诉讼法 arts. 51, 62, 69–79 say what the facts are;
that a case is closed by the day of its latest judgment, and that a partial loss is one loss, is how published figures are computed.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from yingsu.events.intake.case import CaseFiled, CaseWithdrawn, DefendantRemoved, Instance
from yingsu.events.intake.course import CaseClosedWithoutJudgment, CaseLinkedToSeries, CaseUnlinkedFromSeries, Closing
from yingsu.events.intake.instances import JudgmentBecameEffective, JudgmentReversed
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.events.review.review import ReviewOpened, ReviewReturned, ReviewSubmitted, ReviewVoided
from yingsu.law.facts import CaseFacts
from yingsu.law.figures import flags, hearings, performing, resolving
from yingsu.law.figures.defendant import every, filing_of, still_in, sued_since
from yingsu.law.figures.hearings import Hearing, hearings_of
from yingsu.law.figures.turn import Turn, earliest, joined
from yingsu.law.outcomes import OUTCOMES
from yingsu.ledger.entry import Entry

TOPICS: Final = (
    hearings.TOPICS
    | flags.TOPICS
    | performing.TOPICS
    | resolving.TOPICS
    | frozenset(
        event.TOPIC
        for event in (
            CaseFiled,
            CaseWithdrawn,
            CaseClosedWithoutJudgment,
            CaseLinkedToSeries,
            CaseUnlinkedFromSeries,
            DefendantAdded,
            DefendantRemoved,
            JudgmentBecameEffective,
            JudgmentDelivered,
            JudgmentLost,
            JudgmentReversed,
            PreFilingNotified,
            PreLitigationReferred,
            ReviewOpened,
            ReviewReturned,
            ReviewSubmitted,
            ReviewVoided,
        )
    )
)
"""The facts that are looked at."""

DOCUMENTS: Final = {"judgment": "判决", "ruling": "裁定"}

CLOSINGS: Final[dict[Closing, str]] = {
    "not_accepted": "不予立案",
    "suit_dismissed": "驳回起诉",
    "deemed_withdrawn": "按撤诉处理",
    "mediated": "行政调解书",
    "terminated": "终结诉讼",
    "other": "其他",
}


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The case of one defendant. `closed` and `lost` are of its latest judgment, `withdrawn` of a case that none decided.

    `instance` is None where no filing names the agency. `on_merits`: closed by a judgment that does more than dismiss the suit.
    `effective`: its latest judgment took effect for the agency. `series`: 批量案、系列案 that the case belongs to. `mediated`: closed after an attempt to mediate.
    `at_risk`: assessed as likely to be lost, `self_corrected`: that, and corrected or settled. `reviewed`: lost, and reported on.
    """

    instance: Instance | None = None
    on_merits: bool = False
    effective: bool = False
    series: str | None = None
    filed: Turn | None = None
    closed: Turn | None = None
    lost: Turn | None = None
    withdrawn: Turn | None = None
    mediated: Turn | None = None
    settled: Turn | None = None
    at_risk: Turn | None = None
    self_corrected: Turn | None = None
    mediation_absences: tuple[Turn, ...] = ()
    reviewed: Turn | None = None
    followed: performing.Followed = performing.NOTHING
    hearings: tuple[Hearing, ...] = ()

    @property
    def heard(self) -> tuple[Turn, ...]:
        """The hearings that were held, by their days."""
        return tuple(hearing.turn for hearing in self.hearings)

    @property
    def head_asked(self) -> tuple[Turn, ...]:
        """Those at which the 正职 is asked for."""
        return tuple(hearing.turn for hearing in self.hearings if hearing.head_asked)

    def attended(
        self, counts: Callable[[LeaderAttendanceRecorded], bool], among: Callable[[Hearing], bool] = lambda _: True
    ) -> Iterable[Turn]:
        """The hearings `among` those held at which, or before which in this instance, a leader for whom `counts` holds appeared
        (法释〔2020〕3号 art. 7)."""
        came: Turn | None = None
        for hearing in self.hearings:
            appeared = hearing.attendance
            if appeared is not None and appeared.led and counts(appeared):
                came = came or hearing.appearance
                if among(hearing):
                    yield hearing.appearance
            elif came is not None and among(hearing):
                yield msgspec.structs.replace(hearing.turn, event_ids=(*hearing.turn.event_ids, *came.event_ids))

    @property
    def unattended(self) -> Iterable[Turn]:
        """The hearings at which it is on record that no leader appeared, until one has."""
        for hearing in self.hearings:
            if hearing.attendance is None:
                continue
            if hearing.attendance.led:
                return
            yield hearing.appearance


def course(facts: CaseFacts, agency: str, today: date) -> Course:
    """What became of the dispute for `agency`. A loss whose judgment is not on record is a loss without a closed case.

    A hearing was held when its day is before `today`, or who appeared is on record.
    """
    filing = filing_of(facts, agency)
    filed = filing and sued_since(facts, agency, *filing)
    judgments = _judgments(facts, agency, sued=filed is not None)
    losses = [(event, entry) for event, entry in every(facts, JudgmentLost) if event.agency == agency]
    days = [judgment.judged_on for judgment, _ in judgments] + [loss.judged_on for loss, _ in losses]
    latest = max(days, default=None)
    # A case that was decided was not withdrawn: a withdrawal beside a judgment is not what closed it.
    ruling = _withdrawal(facts, agency) if filed and not judgments else None
    closed = _decided(judgments, latest) if judgments else ruling[1] if ruling else _ended(facts, agency) if filed else None
    void = _void(facts, agency) if losses else frozenset()
    standing = [found for found in losses if found[0].judged_on == latest and found[0].judgment_no not in void]
    lost = _lost(standing, judgments)
    risk = resolving.at_risk(facts, agency)
    return Course(
        instance=filing[0].instance if filing else None,
        on_merits=bool(standing) or any(_decides(event, agency) for event, _ in judgments if event.judged_on == latest),
        effective=_effective(facts, agency, judgments, latest),
        series=_series(facts),
        filed=filed,
        closed=closed,
        lost=lost,
        withdrawn=ruling[1] if ruling and ruling[0].voluntary else None,
        mediated=resolving.mediated(facts, closed) if closed else None,
        settled=resolving.settled(facts, agency),
        at_risk=risk,
        self_corrected=resolving.self_corrected(facts, agency, risk),
        mediation_absences=resolving.absences(facts, agency),
        reviewed=_reviewed(facts, agency, lost, standing) if lost else None,
        followed=performing.followed(facts, agency, today),
        hearings=_hearings(facts, agency, closed, today) if filed else (),
    )


def case_no(facts: CaseFacts) -> str | None:
    """The number that the dispute goes by: of its filing, else the smallest of those told before."""
    filed = [event.case_no for event, _ in every(facts, CaseFiled)]
    announced = [event.case_no for event, _ in every(facts, PreFilingNotified)]
    referred = [event.case_no for event, _ in every(facts, PreLitigationReferred)]
    return min(filed or announced + referred, default=None)


def _judgments(facts: CaseFacts, agency: str, *, sued: bool) -> list[tuple[JudgmentDelivered, Entry]]:
    """裁判 with a result for the agency, by number; where none has one, those that were made while it was a defendant."""
    told = sorted(every(facts, JudgmentDelivered), key=lambda found: (found[0].judged_on, found[0].judgment_no))
    named = [found for found in told if any(result.agency == agency for result in found[0].results)]
    if named or not sued:
        return named
    return [found for found in told if still_in(facts, agency, found[0].judged_on)]


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
        for event, entry in every(facts, CaseWithdrawn)
        if still_in(facts, agency, event.ruled_on)
    ]
    return min(found, key=lambda withdrawal: withdrawal[1].order, default=None)


def _ended(facts: CaseFacts, agency: str) -> Turn | None:
    """未经判决结案, while the agency was a defendant: the first."""
    return earliest(
        Turn(event.closed_on, f"结案（{CLOSINGS[event.reason]}）", (entry.event_id,))
        for event, entry in every(facts, CaseClosedWithoutJudgment)
        if still_in(facts, agency, event.closed_on)
    )


def _effective(facts: CaseFacts, agency: str, judgments: Sequence[tuple[JudgmentDelivered, Entry]], latest: date | None) -> bool:
    told = {event.judgment_no for event, _ in every(facts, JudgmentBecameEffective) if event.agency == agency}
    return any(judgment.judgment_no in told for judgment, _ in judgments if judgment.judged_on == latest)


def _series(facts: CaseFacts) -> str | None:
    """The series that the case was put into last, unless it was taken out on that day or later."""
    into = sorted((event.linked_on, event.series) for event, _ in every(facts, CaseLinkedToSeries))
    out = {(event.series, event.unlinked_on) for event, _ in every(facts, CaseUnlinkedFromSeries)}
    still = [name for on, name in into if not any(name == series and on <= ended for series, ended in out)]
    return still[-1] if still else None


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


def _reviewed(facts: CaseFacts, agency: str, lost: Turn, standing: Sequence[tuple[JudgmentLost, Entry]]) -> Turn | None:
    """The loss, with the reports on it that were not returned."""
    numbers = {event.judgment_no for event, _ in standing}
    owed = {
        (event.agency, event.judgment_no)
        for event, _ in every(facts, ReviewOpened)
        if event.defendant == agency and event.judgment_no in numbers
    }
    returned = [(event.agency, event.judgment_no) for event, _ in every(facts, ReviewReturned)]
    found: list[Entry] = []
    for review in sorted(owed):
        reports = [entry for event, entry in every(facts, ReviewSubmitted) if (event.agency, event.judgment_no) == review]
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
        if still_in(facts, agency, hearing.day)
        and (
            hearing.attendance is not None
            or hearing.sat
            or (hearing.day < today and (closed is None or hearing.day < closed.day))
        )
    )


def _void(facts: CaseFacts, agency: str) -> frozenset[str]:
    """The judgments under which the agency's loss does not stand: it was altered, reversed or remanded, or its review was voided for that, or
    because the loss was corrected."""
    reversed_ = {event.judgment_no for event, _ in every(facts, JudgmentReversed) if event.agency == agency}
    voided = {(event.agency, event.judgment_no) for event, _ in every(facts, ReviewVoided)}
    return frozenset(reversed_) | frozenset(
        event.judgment_no
        for event, _ in every(facts, ReviewOpened)
        if event.defendant == agency and (event.agency, event.judgment_no) in voided
    )
