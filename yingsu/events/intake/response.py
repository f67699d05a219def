"""What one defendant does in one case. Streams `response-<case uuid>-<agency uuid>`, so that court messages never stale an agency's ETag."""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@stored("intake.answer_submitted.v1")
class AnswerSubmitted(Event, frozen=True, kw_only=True):
    """提交答辩状和证据、依据 to the court (行政诉讼法 art. 67). A paper posted in time is in time: `posted_on` counts then (民诉法 art. 85)."""

    agency: str
    submitted_on: date
    delivery: Literal["court_platform", "in_person", "post"]
    posted_on: date | None
    has_answer: bool
    evidence_count: int
    note: SealedText | None


@stored("intake.leader_attendance_recorded.v1")
class LeaderAttendanceRecorded(Event, frozen=True, kw_only=True):
    """负责人出庭. Who appeared for a defendant at hearing `hearing_no` on `hearing_on` (行政诉讼法 art. 3).

    `leader` is None where no leader came; `rank`: 正职, 副职, 其他参与分管的负责人 (法释〔2020〕3号 art. 2). `staff` and `lawyers` are counts.
    `spoke`: the leader took part in the hearing and did not only sit there.
    """

    agency: str
    hearing_no: int
    hearing_on: date
    leader: SealedPerson | None
    leader_post: str | None
    rank: Literal["principal", "deputy", "other"] | None
    staff: int
    lawyers: int
    spoke: bool | None
