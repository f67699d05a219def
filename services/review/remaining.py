"""What a review waits for next, by whom, and on which clauses that rests. Pure."""

from typing import Final, Literal

import msgspec

from services.review.requirements import Name, Requirements
from services.review.review import Review

Step = Literal["start", "draft", "sign", "submit", "accept", "plan_rectification", "submit_rectification"]

STEPS: Final[dict[Step, str]] = {
    "start": "开展复盘",
    "draft": "起草分析报告",
    "sign": "主要负责人审签",
    "submit": "移送分析报告",
    "accept": "接收或者退回分析报告",
    "plan_rectification": "制定整改方案",
    "submit_rectification": "报送整改工作情况",
}
"""What each step is called."""


class Remaining(msgspec.Struct, frozen=True, kw_only=True):
    """A step to be taken now. `parts` are what it has to bring, `rests_on` the values of the profile that ask for it."""

    step: Step
    by: Literal["agency", "supervisor"]
    parts: tuple[str, ...] = ()
    rests_on: tuple[Name, ...]


def remaining(review: Review, required: Requirements) -> tuple[Remaining, ...]:
    """The steps that can be taken now and have not been: of the report, then of the rectification, where the profile asks for one. Empty
    once all is done, or voided."""
    if review.voided:
        return ()
    found = [_report(review, required)]
    rectifying = required.rectification_parts or required.rectification_addressees
    if rectifying and review.completed_on is not None and review.rectified is None:
        found.append(_rectification(review, required))
    return tuple(step for step in found if step is not None)


def _report(review: Review, required: Requirements) -> Remaining | None:
    if review.started is None:
        return Remaining(step="start", by="agency", rests_on=("start",))
    if review.submission:
        return None if review.accepted else Remaining(step="accept", by="supervisor", rests_on=("addressees",))
    if review.current_draft is None:
        return Remaining(step="draft", by="agency", parts=required.required_parts, rests_on=("required_parts",))
    if required.head_signature and review.signature is None:
        return Remaining(step="sign", by="agency", rests_on=("head_signature",))
    return Remaining(step="submit", by="agency", rests_on=("addressees",))


def _rectification(review: Review, required: Requirements) -> Remaining:
    if review.plan is None and required.rectification_parts:
        parts = required.rectification_parts
        return Remaining(step="plan_rectification", by="agency", parts=parts, rests_on=("rectification_parts",))
    return Remaining(step="submit_rectification", by="agency", rests_on=("rectification_addressees",))
