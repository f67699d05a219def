"""What the court fixes and decides of one case: its hearings and its judgments, and the pure decisions that add one.

A hearing number may be fixed again: that moves the hearing, unless its day had come; that the court put it off moves it on its very day too.
What was cancelled is fixed anew only by what the court told later. That the court sat goes before all that it had announced. Each document of the court is one judgment, by its
number; the same number with another content is for a person.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.intake.court.envelope import Notice
from services.intake.court.fact_notices import RescheduleNotice
from services.intake.court.notice import HearingNotice, JudgmentDocument, JudgmentNotice
from services.intake.dates import DateOrder
from services.intake.number import MalformedCaseNumber, parse
from yingsu.errors import Refused
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.hearing import HearingCancelled, HearingHeld, HearingRescheduled, HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Result
from yingsu.law.outcomes import lost
from yingsu.ledger.entry import Entry


class JudgedOtherwise(Refused):
    """The record holds another content under the number of this judgment. It waits for a person."""

    code = "judged-otherwise"
    title = "裁判文书号已有其他内容"


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """One hearing as the court fixed it, on `fixed_on`; `anew` where it took the place of another day, for `reason`."""

    hearing_no: int
    hearing_on: date
    begins_at: datetime | None
    place: str | None
    fixed_on: date
    source_seq: int | None
    event_id: UUID
    anew: bool = False
    reason: str | None = None

    @property
    def at(self) -> tuple[int, date]:
        """Its number and day."""
        return self.hearing_no, self.hearing_on

    @property
    def order(self) -> tuple[date, int, bool, date]:
        """Its place among all that was fixed: of one moment, what was put off comes last, and the later day."""
        return self.fixed_on, self.source_seq or 0, self.anew, self.hearing_on if self.anew else date.min


class Cancellation(msgspec.Struct, frozen=True, kw_only=True):
    """A hearing that will not be held on that day."""

    at: tuple[int, date]
    cancelled_on: date
    source_seq: int | None
    reason: str


class Judgment(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment or ruling, with its result for each defendant and what that was sued for."""

    judgment_no: str
    document: JudgmentDocument
    judged_on: date
    results: tuple[Result, ...]
    event_id: UUID


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The hearings in the order in which they were fixed, what was cancelled, the days on which the court sat (each as a hearing fixed on that
    very day), the judgments by their days."""

    hearings: tuple[Hearing, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    sittings: tuple[Hearing, ...] = ()
    judgments: tuple[Judgment, ...] = ()

    @property
    def hearing_days(self) -> tuple[Hearing, ...]:
        """The hearings by their days, announced or not; of what was fixed for one number and one day, the last."""
        latest = {hearing.at: hearing for hearing in (*self.sittings, *self.hearings)}
        return tuple(sorted(latest.values(), key=lambda hearing: (hearing.hearing_on, hearing.hearing_no)))

    def is_held(self, hearing: Hearing) -> bool:
        """Whether the court told that it sat."""
        return any(sitting.at == hearing.at for sitting in self.sittings)

    def is_moved(self, hearing: Hearing) -> bool:
        """Whether the court moved it to another day before its day came, or put it off on the day."""
        if self.is_held(hearing):
            return False
        return any(
            later.hearing_no == hearing.hearing_no
            and later.hearing_on != hearing.hearing_on
            and (later.fixed_on < hearing.hearing_on or (later.anew and later.fixed_on == hearing.hearing_on))
            for later in self.hearings[self.hearings.index(hearing) + 1 :]
        )

    def cancellation(self, hearing: Hearing) -> Cancellation | None:
        """The court's word that it will not be held, unless it was fixed later than that, or was held all the same."""
        if self.is_held(hearing):
            return None
        found = [
            one
            for one in self.cancellations
            if one.at == hearing.at and (one.cancelled_on, one.source_seq or 0) >= (hearing.fixed_on, hearing.source_seq or 0)
        ]
        return max(found, key=lambda one: (one.cancelled_on, one.source_seq or 0, one.reason), default=None)

    def stands(self, hearing: Hearing) -> bool:
        """Whether it was neither moved nor cancelled."""
        return not self.is_moved(hearing) and self.cancellation(hearing) is None

    def held(self, hearing_no: int, hearing_on: date) -> Hearing | None:
        """The hearing of that number that stands for that day."""
        return next(
            (hearing for hearing in self.hearing_days if hearing.at == (hearing_no, hearing_on) and self.stands(hearing)),
            None,
        )


def evolve(state: Trial, entry: Entry) -> Trial:
    """The state after one more entry, in whatever order facts arrive."""
    match entry.event:
        case HearingScheduled() | HearingRescheduled() as event:
            hearing = Hearing(
                hearing_no=event.hearing_no,
                hearing_on=event.hearing_on,
                begins_at=event.begins_at,
                place=event.place,
                fixed_on=entry.occurred_on,
                source_seq=entry.source_seq,
                event_id=entry.event_id,
                anew=isinstance(event, HearingRescheduled),
                reason=event.reason if isinstance(event, HearingRescheduled) else None,
            )
            hearings = sorted((*state.hearings, hearing), key=lambda h: h.order)
            return msgspec.structs.replace(state, hearings=tuple(hearings))
        case HearingCancelled() as event:
            cancelled = Cancellation(
                at=(event.hearing_no, event.hearing_on),
                cancelled_on=event.cancelled_on,
                source_seq=entry.source_seq,
                reason=event.reason,
            )
            return msgspec.structs.replace(state, cancellations=(*state.cancellations, cancelled))
        case HearingHeld() as event:
            sitting = Hearing(
                hearing_no=event.hearing_no,
                hearing_on=event.held_on,
                begins_at=None,
                place=None,
                fixed_on=event.held_on,
                source_seq=entry.source_seq,
                event_id=entry.event_id,
            )
            return msgspec.structs.replace(state, sittings=(*state.sittings, sitting))
        case JudgmentDelivered() as event:
            judgment = Judgment(
                judgment_no=event.judgment_no,
                document=event.document,
                judged_on=event.judged_on,
                results=event.results,
                event_id=entry.event_id,
            )
            judgments = sorted((*state.judgments, judgment), key=lambda j: (j.judged_on, j.judgment_no))
            return msgspec.structs.replace(state, judgments=tuple(judgments))
        case _:
            return state


def schedule_hearing(state: Trial, filing: CaseFiled, notice: HearingNotice) -> HearingScheduled | None:
    """开庭通知. None where the record has it so as the last that was fixed on that day, or by the number that the court gave it among the
    facts of the day. Raises `DateOrder` for one fixed before the filing."""
    if notice.occurred_on < filing.filed_on:
        raise DateOrder(
            f"确定开庭的日期 {notice.occurred_on} 早于立案日期 {filing.filed_on}，未登记。请核对日期和案号后重报。",
            pointer="/occurred_on",
        )
    event = HearingScheduled(
        hearing_no=notice.hearing_no, hearing_on=notice.hearing_on, begins_at=notice.begins_at, place=notice.place
    )
    of_that_day = [
        h for h in state.hearings if (h.hearing_no, h.fixed_on, h.anew) == (event.hearing_no, notice.occurred_on, False)
    ]
    # Moved and moved back on one day, the last of three is no repetition of the first.
    repeated = of_that_day[-1:] if notice.source_seq is None else [h for h in of_that_day if h.source_seq == notice.source_seq]
    told = (event.hearing_on, event.begins_at, event.place)
    return None if any((h.hearing_on, h.begins_at, h.place) == told for h in repeated) else event


def reschedule_hearing(state: Trial, filing: CaseFiled, notice: RescheduleNotice) -> HearingRescheduled | None:
    """改期开庭. None where the record has this very decision of that day. Raises `DateOrder` for one before the filing."""
    if notice.occurred_on < filing.filed_on:
        raise DateOrder(
            f"决定改期的日期 {notice.occurred_on} 早于立案日期 {filing.filed_on}，未登记。请核对日期和案号后重报。",
            pointer="/occurred_on",
        )
    told = (notice.hearing_no, notice.hearing_on, notice.begins_at, notice.place, notice.reason)
    known = [
        (h.hearing_no, h.hearing_on, h.begins_at, h.place, h.reason) for h in state.hearings if h.fixed_on == notice.occurred_on
    ]
    if told in known:
        return None
    return HearingRescheduled(
        hearing_no=notice.hearing_no,
        hearing_on=notice.hearing_on,
        begins_at=notice.begins_at,
        place=notice.place,
        reason=notice.reason,
    )


def deliver_judgment(
    state: Trial, filing: CaseFiled, notice: JudgmentNotice, judgment_no: str, results: Sequence[Result]
) -> tuple[JudgmentDelivered | JudgmentLost, ...]:
    """裁判 (行政诉讼法 arts. 69–79), and a loss for each defendant that lost; legal without a hearing and without an answer. Empty where the
    record has this judgment. Raises `DateOrder` for one before the filing, `JudgedOtherwise`."""
    if notice.occurred_on < filing.filed_on:
        raise DateOrder(
            f"裁判日期 {notice.occurred_on} 早于立案日期 {filing.filed_on}，未登记。请核对日期和案号后重报。",
            pointer="/occurred_on",
        )
    results = tuple(dict.fromkeys(results))
    known = next((judgment for judgment in state.judgments if judgment.judgment_no == judgment_no), None)
    if known is not None:
        if (known.document, known.judged_on, set(known.results)) != (notice.document, notice.occurred_on, set(results)):
            raise JudgedOtherwise(
                f"文书号 {judgment_no} 的裁判已按 {known.judged_on} 作出登记，两次的文书种类、裁判日期或者结果不同，请核对；"
                "同一案件另有裁判的，请法院填写其文书号"
            )
        return ()
    delivered = JudgmentDelivered(
        court=filing.court,
        case_no=filing.case_no,
        judgment_no=judgment_no,
        document=notice.document,
        judged_on=notice.occurred_on,
        results=results,
    )
    if notice.upon_earlier is not None and notice.upon_earlier.result == "upheld":
        # The loss is that of the judgment that stands.
        return (delivered,)
    losses = (
        JudgmentLost(agency=agency, judgment_no=judgment_no, judged_on=notice.occurred_on, outcomes=outcomes)
        for agency, outcomes in lost(results).items()
    )
    return (delivered, *losses)


def judgment_no_of(notice: Notice, told: str | None, filing: CaseFiled, today: date) -> str:
    """The number of a judgment in its canonical form; one that is no case number stays as it is written. Without one it is the case's,
    with the 之一, 之二 of the document where the message has it."""
    if told is None:
        number = parse(notice.case_no, today)
        return number.text if number.case_no == filing.case_no else filing.case_no
    return canonical_number(told, today)


def canonical_number(text: str, today: date) -> str:
    """A number of a court's document in its canonical form; one that is no case number stays as it is written."""
    try:
        return parse(text, today).text
    except MalformedCaseNumber:
        return text
