"""The hearings of a case for one defendant: which of those the court fixed stand, and who appeared. Pure.

A number that is fixed again for another day before its day had come was moved; what is on record of an appearance was held.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.law.facts import CaseFacts
from yingsu.law.figures.turn import Turn
from yingsu.ledger.entry import Entry

TOPICS: Final = frozenset({HearingScheduled.TOPIC, LeaderAttendanceRecorded.TOPIC})
"""The facts that are looked at."""

RANKS: Final = {"principal": "正职", "deputy": "副职", "other": "其他参与分管的负责人"}
"""What each rank of a leader is called (法释〔2020〕3号 art. 2)."""


class Hearing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Hearing `number` on `day`. `attendance` is None while nobody told who appeared."""

    number: int
    day: date
    event_ids: tuple[UUID, ...]
    attendance: LeaderAttendanceRecorded | None = None
    recorded_by: UUID | None = None

    @property
    def turn(self) -> Turn:
        """The hearing as such."""
        return Turn(self.day, f"第{self.number}次开庭", self._entries)

    @property
    def appearance(self) -> Turn:
        """The hearing and who came."""
        who = self.attendance
        if who is None or who.leader is None:
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
    fixed = facts.by_topic.get(HearingScheduled.TOPIC, ())
    found: dict[tuple[int, date], Hearing] = {}
    if fixed:
        for event, entry in _standing(fixed):
            found[event.hearing_no, event.hearing_on] = Hearing(
                number=event.hearing_no, day=event.hearing_on, event_ids=(entry.event_id,)
            )
    for entry in facts.by_topic.get(LeaderAttendanceRecorded.TOPIC, ()):
        who = entry.event
        if isinstance(who, LeaderAttendanceRecorded) and who.agency == agency:
            place = (who.hearing_no, who.hearing_on)
            hearing = found.get(place) or Hearing(number=who.hearing_no, day=who.hearing_on, event_ids=())
            found[place] = msgspec.structs.replace(hearing, attendance=who, recorded_by=entry.event_id)
    return tuple(sorted(found.values(), key=lambda hearing: (hearing.day, hearing.number)))


def _standing(entries: Sequence[Entry]) -> list[tuple[HearingScheduled, Entry]]:
    """What was fixed and not moved; of the same number and day, what was fixed last."""
    if len(entries) == 1:
        return [(entry.event, entry) for entry in entries if isinstance(entry.event, HearingScheduled)]
    fixed = sorted(entries, key=lambda entry: (entry.occurred_on, entry.source_seq or 0, entry.payload))
    told = [(entry.event, entry) for entry in fixed if isinstance(entry.event, HearingScheduled)]
    return [
        (event, entry)
        for place, (event, entry) in enumerate(told)
        if not any(
            later.hearing_no == event.hearing_no
            and later.hearing_on != event.hearing_on
            and fixing.occurred_on < event.hearing_on
            for later, fixing in told[place + 1 :]
        )
    ]
