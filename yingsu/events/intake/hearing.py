"""What the court fixes for a hearing, and what it finds of who came. Streams `case-<uuid>`."""

from datetime import date, datetime
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@stored("intake.hearing_scheduled.v1")
class HearingScheduled(Event, frozen=True, kw_only=True):
    """开庭通知. Hearing number `hearing_no` (1, 2, …) of the case is on `hearing_on`, at the moment `begins_at` where the court told it.

    `occurred_on` of the entry is the day on which the court fixed it.
    """

    hearing_no: int
    hearing_on: date
    begins_at: datetime | None
    place: str | None


@stored("intake.hearing_rescheduled.v1")
class HearingRescheduled(Event, frozen=True, kw_only=True):
    """改期开庭 (法释〔2018〕1号 art. 72). All that holds for the hearing now, stated anew: it takes the place of what was fixed for the number."""

    hearing_no: int
    hearing_on: date
    begins_at: datetime | None
    place: str | None
    reason: str


@stored("intake.hearing_cancelled.v1")
class HearingCancelled(Event, frozen=True, kw_only=True):
    """取消开庭: hearing `hearing_no` will not be held on `hearing_on`."""

    hearing_no: int
    hearing_on: date
    cancelled_on: date
    reason: str


@stored("intake.hearing_held.v1")
class HearingHeld(Event, frozen=True, kw_only=True):
    """已开庭: the court sat on `held_on`, whether or not it told before that it would."""

    hearing_no: int
    held_on: date


LeaderGrounds = Literal[
    "food_drug_safety",
    "environment",
    "public_health",
    "high_attention",
    "mass_incident_risk",
    "major_rights",
    "public_interest_suit",
    "superior_document",
    "other",
]
"""Why the leader is called: 食品药品安全, 生态环境和资源保护, 公共卫生安全, 社会高度关注, 可能引发群体性事件, 对公民法人权益有重大影响, 行政公益诉讼,
上级规范性文件要求, 其他 (法释〔2020〕3号 art. 4)."""


@stored("intake.leader_summoned.v1")
class LeaderSummoned(Event, frozen=True, kw_only=True):
    """通知负责人出庭 (法释〔2020〕3号 art. 4): the leader must appear. `hearing_no` None: at every hearing of the instance."""

    agency: str
    hearing_no: int | None
    summoned_on: date
    grounds: LeaderGrounds | None


@stored("intake.leader_suggested.v1")
class LeaderSuggested(Event, frozen=True, kw_only=True):
    """建议负责人出庭 (法释〔2018〕1号 art. 129)."""

    agency: str
    hearing_no: int | None
    suggested_on: date
    grounds: LeaderGrounds | None


AbsenceRuling = Literal["leader_excused", "leader_unexcused", "absent_unjustified", "left_without_leave"]
"""负责人不出庭的理由成立, 理由不成立, 无正当理由拒不到庭, 未经法庭许可中途退庭."""


@stored("intake.court_ruled_on_absence.v1")
class CourtRuledOnAbsence(Event, frozen=True, kw_only=True):
    """认定缺席 (法释〔2020〕3号 arts. 8, 9, 12; 行政诉讼法 art. 58). `accepted`: the reason given for the absence holds."""

    agency: str
    hearing_no: int
    hearing_on: date
    ruling: AbsenceRuling
    accepted: bool
    ruled_on: date


@stored("intake.court_absence_recorded.v1")
class CourtAbsenceRecorded(Event, frozen=True, kw_only=True):
    """记明缺席 (行政诉讼法 art. 66): the agency refused to appear, or left. Recorded with the ruling that says so."""

    agency: str
    hearing_no: int
    hearing_on: date
    kind: Literal["absent_unjustified", "left_without_leave"]
