"""Who is to appear for a defendant: the leader, why none can, who is sent instead; and who asks for a leader."""

from datetime import date
from typing import Literal

from yingsu.events.intake.response import Rank
from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@internal()
@stored("intake.leader_designated.v1")
class LeaderDesignated(Event, frozen=True, kw_only=True):
    """确定出庭的负责人 (行政诉讼法 art. 3; YC-2.2.1). `hearing_no` None: for every hearing of the case."""

    agency: str
    designated_on: date
    hearing_no: int | None
    leader: SealedPerson
    post: str
    rank: Rank


@internal()
@stored("intake.leader_changed.v1")
class LeaderChanged(Event, frozen=True, kw_only=True):
    """更换出庭的负责人 (法释〔2020〕3号 art. 5). The leader here takes the place of the one before, for that hearing or, None, for every one."""

    agency: str
    changed_on: date
    hearing_no: int | None
    leader: SealedPerson
    post: str
    rank: Rank
    reason: str


AbsenceReason = Literal["force_majeure", "accident", "irreplaceable_duty", "joint_defendants", "other"]
"""不可抗力, 意外事件, 需要履行他人不能代替的公务, 共同被告协商或者法院确定由其他被告的负责人出庭, 其他 (法释〔2020〕3号 arts. 3, 8)."""


@stored("intake.absence_explained.v1")
class AbsenceExplained(Event, frozen=True, kw_only=True):
    """书面说明负责人不能出庭的理由, to the court (法释〔2020〕3号 art. 9; YT-2.4.5). `signed`: with the agency's seal, or its head's signature."""

    agency: str
    explained_on: date
    hearing_no: int
    hearing_on: date
    reason: AbsenceReason
    explanation: SealedText | None
    signed: Literal["seal", "head_signature"]
    file: str | None


@internal()
@stored("intake.staff_delegated.v1")
class StaffDelegated(Event, frozen=True, kw_only=True):
    """委托工作人员出庭 (行政诉讼法 art. 3; 法释〔2020〕3号 art. 10; YT-2.4.6). `unit`: the agency that they are staff of."""

    agency: str
    delegated_on: date
    hearing_no: int
    hearing_on: date
    persons: tuple[SealedPerson, ...]
    unit: str


OfficeReason = Literal["useful", "legal_office_opinion"]
"""有利于查清案件事实、解决行政争议; 政府法制机构认为应当出庭 (YT-2.4.3)."""


@internal()
@stored("intake.leader_required_by_legal_office.v1")
class LeaderRequiredByLegalOffice(Event, frozen=True, kw_only=True):
    """政府法制机构认为负责人应出庭 (YT-2.4.3). `hearing_no` None: at every hearing."""

    agency: str | None
    required_on: date
    hearing_no: int | None
    reason: OfficeReason
    grounds: SealedText


@internal()
@stored("intake.respondent_attendance_requested.v1")
class RespondentAttendanceRequested(Event, frozen=True, kw_only=True):
    """要求行政复议被申请人派人参与诉讼或者旁听庭审 (YT-2.2.6). `unit`: the respondent of the reconsideration, who need not be a defendant."""

    agency: str | None
    requested_on: date
    unit: str
    kind: Literal["take_part", "observe"]
    demand: SealedText | None


@internal()
@stored("intake.absence_unjustified_found.v1")
class AbsenceUnjustifiedFound(Event, frozen=True, kw_only=True):
    """认定负责人无正当理由不出庭 (YT-4.2.1), by the body that supervises. `staff`: whether staff of the agency came in the leader's stead."""

    agency: str
    found_on: date
    hearing_no: int
    hearing_on: date
    staff: bool
    grounds: SealedText
