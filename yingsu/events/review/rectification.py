"""整改 after a review. Streams `review-…`, of the review that it follows."""

from datetime import date
from uuid import UUID

import msgspec

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


class Milestone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """时间进度: what is to be done by `due`."""

    step: SealedText
    due: date


@stored("review.rectification_planned.v1")
class RectificationPlanned(Event, frozen=True, kw_only=True):
    """整改方案: 工作责任, 具体措施, 时间进度. It takes the place of the plan before."""

    agency: str
    judgment_no: str
    planned_on: date
    responsibility: SealedText
    measures: SealedText
    timetable: tuple[Milestone, ...]


@stored("review.rectification_submitted.v1")
class RectificationSubmitted(Event, frozen=True, kw_only=True):
    """报送整改工作情况 to every one of `addressees`. `plan` is the entry of the plan that was carried out, where there was one."""

    agency: str
    judgment_no: str
    submitted_on: date
    addressees: tuple[str, ...]
    plan: UUID | None
    result: SealedText
    files: tuple[str, ...]
