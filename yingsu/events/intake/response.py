"""What one defendant does in one case. Streams `response-<case uuid>-<agency uuid>`, so that court messages never stale an agency's ETag."""

from datetime import date
from typing import Any, Literal

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored, upcast
from yingsu.ledger.sealed import SealedPerson, SealedText

Rank = Literal["principal", "deputy", "other"]
"""正职, 副职, 其他参与分管的负责人 (法释〔2020〕3号 art. 2)."""


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


class LeaderAttendanceRecordedV1(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """负责人出庭, as it was stored until it also told whether resolution was offered, identity proved and leave given."""

    agency: str
    hearing_no: int
    hearing_on: date
    leader: SealedPerson | None
    leader_post: str | None
    rank: Rank | None
    staff: int
    lawyers: int
    spoke: bool | None


@stored("intake.leader_attendance_recorded.v2")
class LeaderAttendanceRecorded(Event, frozen=True, kw_only=True):
    """负责人出庭. Who appeared for a defendant at hearing `hearing_no` on `hearing_on` (行政诉讼法 art. 3).

    `leader` is None where no leader came; `rank`: 正职, 副职, 其他参与分管的负责人 (法释〔2020〕3号 art. 2). `staff` and `lawyers` are counts.
    `spoke`: the leader took part in the hearing and did not only sit there. `offered_resolution`: 出解, the leader spoke to how the dispute
    may be resolved (art. 11). `identity_ok`: the proof of identity was in order, or was put right (art. 6). `left_without_leave`: 未经法庭
    许可中途退庭. Each is None where nobody told.
    """

    agency: str
    hearing_no: int
    hearing_on: date
    leader: SealedPerson | None
    leader_post: str | None
    rank: Rank | None
    staff: int
    lawyers: int
    spoke: bool | None
    offered_resolution: bool | None
    identity_ok: bool | None
    left_without_leave: bool | None

    @property
    def led(self) -> bool:
        """Whether a leader counts as having appeared: one whose identity stayed unproved did not (法释〔2020〕3号 art. 6)."""
        return self.leader is not None and self.identity_ok is not False


@upcast("intake.leader_attendance_recorded.v1", "intake.leader_attendance_recorded.v2", LeaderAttendanceRecordedV1)
def _attendance_v1(fields: dict[str, Any]) -> dict[str, Any]:
    """Nobody was asked for more."""
    return fields | {"offered_resolution": None, "identity_ok": None, "left_without_leave": None}
