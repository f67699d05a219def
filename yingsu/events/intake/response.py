"""What one defendant does in one case. Streams `response-<case uuid>-<agency uuid>`, so that court messages never stale an agency's ETag."""

from datetime import date
from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


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
