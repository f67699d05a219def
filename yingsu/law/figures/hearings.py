"""The hearings of a case for one defendant: which of those the court fixed stand, and who appeared. Pure.

A number that is fixed again for another day before its day had come was moved, one that the court put off on its very day too; what it cancelled
is not held unless it was fixed again. What is on record of an appearance was held, and so was that of which the court tells that it sat. Whoever
refused to appear, or left, as the court recorded, has not appeared (行政诉讼法 art. 58).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from yingsu.events.intake.hearing import (
    CourtAbsenceRecorded,
    HearingCancelled,
    HearingHeld,
    HearingRescheduled,
    HearingScheduled,
)
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.facts import CaseFacts
from yingsu.law.figures import flags
from yingsu.law.figures.turn import Turn
from yingsu.ledger.entry import Entry

Fixed = HearingScheduled | HearingRescheduled

TOPICS: Final = frozenset(
    event.TOPIC
    for event in (
        CourtAbsenceRecorded,
        HearingCancelled,
        HearingHeld,
        HearingRescheduled,
        HearingScheduled,
        LeaderAttendanceRecorded,
    )
)
"""The facts that are looked at."""

RANKS: Final = {"principal": "正职", "deputy": "副职", "other": "其他参与分管的负责人"}
"""What each rank of a leader is called (法释〔2020〕3号 art. 2)."""


class Hearing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Hearing `number` on `day`. `attendance` is None while nobody told who appeared. `sat`: the court told that it was held.
    `head_asked`: the case is listed as one in which the 正职 appears (XC-4.6)."""

    number: int
    day: date
    event_ids: tuple[UUID, ...]
    attendance: LeaderAttendanceRecorded | None = None
    recorded_by: UUID | None = None
    sat: bool = False
    head_asked: bool = False

    @property
    def turn(self) -> Turn:
        """The hearing as such."""
        return Turn(self.day, f"第{self.number}次开庭", self._entries)

    @property
    def appearance(self) -> Turn:
        """The hearing and who came."""
        who = self.attendance
        if who is None or not who.led:
            return Turn(self.day, f"第{self.number}次开庭，负责人未出庭", self._entries)
        spoke = "" if who.spoke is None else "，发言" if who.spoke else "，未发言"
        return Turn(
            self.day, f"第{self.number}次开庭，负责人出庭（{RANKS.get(who.rank or '', '职务未登记')}{spoke}）", self._entries
        )

    @property
    def _entries(self) -> tuple[UUID, ...]:
        return (*self.event_ids, *((self.recorded_by,) if self.recorded_by else ()))


def hearings_of(facts: CaseFacts, agency: str) -> tuple[Hearing, ...]:
    """The hearings that stand, with what is on record of the agency's appearance, by day and number."""
    fixed = [*facts.by_topic.get(HearingScheduled.TOPIC, ()), *facts.by_topic.get(HearingRescheduled.TOPIC, ())]
    found: dict[tuple[int, date], Hearing] = {}
    if fixed:
        for event, entry in _standing(fixed, facts.by_topic.get(HearingCancelled.TOPIC, ())):
            found[event.hearing_no, event.hearing_on] = Hearing(
                number=event.hearing_no, day=event.hearing_on, event_ids=(entry.event_id,)
            )
    for entry in facts.by_topic.get(HearingHeld.TOPIC, ()):
        held = entry.event
        if isinstance(held, HearingHeld):
            place = (held.hearing_no, held.held_on)
            known = found.get(place) or Hearing(number=held.hearing_no, day=held.held_on, event_ids=())
            found[place] = msgspec.structs.replace(known, event_ids=(*known.event_ids, entry.event_id), sat=True)
    for entry in facts.by_topic.get(LeaderAttendanceRecorded.TOPIC, ()):
        who = entry.event
        if isinstance(who, LeaderAttendanceRecorded) and who.agency == agency:
            place = (who.hearing_no, who.hearing_on)
            hearing = found.get(place) or Hearing(number=who.hearing_no, day=who.hearing_on, event_ids=())
            found[place] = msgspec.structs.replace(hearing, attendance=who, recorded_by=entry.event_id)
    for entry in facts.by_topic.get(CourtAbsenceRecorded.TOPIC, ()):
        away = entry.event
        if isinstance(away, CourtAbsenceRecorded) and away.agency == agency:
            place = (away.hearing_no, away.hearing_on)
            hearing = found.get(place) or Hearing(number=away.hearing_no, day=away.hearing_on, event_ids=())
            found[place] = msgspec.structs.replace(hearing, attendance=_nobody(away), recorded_by=entry.event_id)
    if not flags.TOPICS.isdisjoint(facts.by_topic):
        found = {
            at: msgspec.structs.replace(hearing, head_asked=flags.head_asked(facts, agency, hearing.day))
            for at, hearing in found.items()
        }
    return tuple(sorted(found.values(), key=lambda hearing: (hearing.day, hearing.number)))


def _standing(entries: Sequence[Entry], cancellations: Sequence[Entry]) -> list[tuple[Fixed, Entry]]:
    """What was fixed, not moved and not cancelled; of the same number and day, what was fixed last."""
    fixed = sorted(entries, key=_order) if len(entries) > 1 else entries
    told = [(entry.event, entry) for entry in fixed if isinstance(entry.event, Fixed)]
    return [
        (event, entry)
        for place, (event, entry) in enumerate(told)
        if not any(_moves(later, fixing, event) for later, fixing in told[place + 1 :])
        and not any(_cancels(one, event, entry) for one in cancellations)
    ]


def _order(entry: Entry) -> tuple[date, int, bool, bytes]:
    """Of one moment, what was put off comes last."""
    return entry.occurred_on, entry.source_seq or 0, isinstance(entry.event, HearingRescheduled), entry.payload


def _moves(later: Fixed, fixing: Entry, event: Fixed) -> bool:
    if later.hearing_no != event.hearing_no or later.hearing_on == event.hearing_on:
        return False
    on_the_day = isinstance(later, HearingRescheduled) and fixing.occurred_on == event.hearing_on
    return on_the_day or fixing.occurred_on < event.hearing_on


def _cancels(cancellation: Entry, event: Fixed, entry: Entry) -> bool:
    told = cancellation.event
    return (
        isinstance(told, HearingCancelled)
        and (told.hearing_no, told.hearing_on) == (event.hearing_no, event.hearing_on)
        and (cancellation.occurred_on, cancellation.source_seq or 0) >= (entry.occurred_on, entry.source_seq or 0)
    )


def _nobody(away: CourtAbsenceRecorded) -> LeaderAttendanceRecorded:
    return LeaderAttendanceRecorded(
        agency=away.agency,
        hearing_no=away.hearing_no,
        hearing_on=away.hearing_on,
        leader=None,
        leader_post=None,
        rank=None,
        staff=0,
        lawyers=0,
        spoke=None,
        offered_resolution=None,
        identity_ok=None,
        left_without_leave=away.kind == "left_without_leave",
    )
