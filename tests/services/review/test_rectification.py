"""整改: given a review, when the agency plans and reports, then the event or the rule that says no. HZ-9.7 and 9.9."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.review import rectification
from services.review.bounds import DateOrder, ReviewIsVoided, ReviewTooLong
from services.review.rectification import (
    AlreadyRectified,
    AnalysisUnfinished,
    NotPlanned,
    PlanIncomplete,
    PlanRectification,
    Step,
    SubmitRectification,
)
from services.review.requirements import Requirements
from tests.services.review.cast import (
    ACCEPTED,
    CASE_NO,
    DRAFTED,
    FILE,
    HONGZE,
    LENIENT,
    MARKET,
    OPENED,
    PLANNED,
    RECTIFIED,
    STARTED,
    TO_DRAFT,
    TO_SIGNATURE,
    TO_SUBMISSION,
    TODAY,
    TOMORROW,
    VOIDED,
    Fact,
    Seals,
    changed,
    given,
    october,
    planned,
    refused,
    submitted,
    text,
)
from yingsu.events.review.rectification import Milestone, RectificationPlanned, RectificationSubmitted
from yingsu.ledger.store import FutureFact

PLAN = PlanRectification(
    planned_on=october(19),
    responsibility="法规科（样例）",
    measures="修订文书（样例）",
    timetable=(Step(step="修订（样例）", due=date(2026, 11, 6)),),
)
REPORT = SubmitRectification(submitted_on=october(28), result="已整改（样例）", files=(FILE,))
PLAN_CLAUSE, REPORT_CLAUSE = ("HZ-9.7",), ("HZ-9.9",)


def plan(*facts: Fact, seals: Seals | None = None, **change: Any) -> RectificationPlanned:
    seals = seals or Seals()
    return rectification.plan_rectification(given(*facts), changed(PLAN, **change), HONGZE, TODAY, seals.text)


def report(*facts: Fact, seals: Seals | None = None, required: Requirements = HONGZE, **change: Any) -> RectificationSubmitted:
    seals = seals or Seals()
    return rectification.submit_rectification(given(*facts), changed(REPORT, **change), required, TODAY, seals.text)


def test_a_plan_has_responsibility_measures_and_a_timetable() -> None:
    assert plan(*TO_SIGNATURE) == RectificationPlanned(
        agency=MARKET,
        judgment_no=CASE_NO,
        planned_on=october(19),
        responsibility=text("法规科（样例）"),
        measures=text("修订文书（样例）"),
        timetable=(Milestone(step=text("修订（样例）"), due=date(2026, 11, 6)),),
    )


@pytest.mark.parametrize(
    ("part", "empty", "title"),
    [
        ("responsibility", None, "工作责任"),
        ("responsibility", " ", "工作责任"),
        ("measures", None, "具体措施"),
        ("timetable", (), "时间进度"),
    ],
)
def test_a_plan_without_one_of_the_three_is_refused(part: str, empty: Any, title: str) -> None:
    """HZ-9.7: plan without timetable → refused."""
    message = refused(
        PlanIncomplete,
        "rectification-plan-incomplete",
        PLAN_CLAUSE,
        lambda seals: plan(*TO_SIGNATURE, seals=seals, **{part: empty}),
        pointer=f"/{part}",
    )
    assert f"缺少{title}，" in message


def test_rectification_follows_the_analysis() -> None:
    code = "review-analysis-unfinished"
    for message in (
        refused(AnalysisUnfinished, code, PLAN_CLAUSE, lambda seals: plan(*TO_DRAFT, seals=seals)),
        refused(AnalysisUnfinished, code, REPORT_CLAUSE, lambda seals: report(*TO_DRAFT, seals=seals)),
    ):
        assert "请先完成复盘：分析报告经主要负责人审签" in message


@pytest.mark.parametrize(
    ("facts", "day", "error"),
    [
        (TO_SIGNATURE, TOMORROW, FutureFact),
        (TO_SIGNATURE, october(13), DateOrder),
        ((*TO_SIGNATURE, planned(october(20))), october(19), DateOrder),
    ],
)
def test_a_plan_is_of_a_day_that_has_come_and_follows_the_analysis_and_the_plan_before(
    facts: tuple[Fact, ...], day: date, error: type[Any]
) -> None:
    refused(error, error.code, PLAN_CLAUSE, lambda seals: plan(*facts, planned_on=day, seals=seals), pointer="/planned_on")


@pytest.mark.parametrize("due", [october(18), date(2036, 10, 20)])
def test_a_step_is_due_after_the_plan_and_within_reach(due: date) -> None:
    steps = (Step(step="修订（样例）", due=october(19)), Step(step="培训（样例）", due=due))
    refused(
        DateOrder,
        "date-order",
        PLAN_CLAUSE,
        lambda seals: plan(*TO_SIGNATURE, timetable=steps, seals=seals),
        pointer="/timetable/1/due",
    )


def test_a_plan_that_has_no_room_says_what_to_shorten() -> None:
    message = refused(
        ReviewTooLong,
        "review-too-long",
        PLAN_CLAUSE,
        lambda seals: plan(*TO_SIGNATURE, responsibility="责" * 8000, measures="施" * 8500, seals=seals),
        pointer="/measures",
    )
    assert "“具体措施”最长（8500 字）" in message


def test_what_was_done_is_reported_to_the_addressees_with_the_plan_that_holds() -> None:
    facts = (*TO_SUBMISSION, PLANNED, planned(october(20)))
    assert report(*facts) == RectificationSubmitted(
        agency=MARKET,
        judgment_no=CASE_NO,
        submitted_on=october(28),
        addressees=("区司法局",),
        plan=UUID(int=7),
        result=text("已整改（样例）"),
        files=(FILE,),
    )


def test_a_report_without_a_plan_is_too_early() -> None:
    message = refused(NotPlanned, "rectification-not-planned", PLAN_CLAUSE, lambda seals: report(*TO_SUBMISSION, seals=seals))
    assert "请先登记整改方案" in message


def test_where_no_plan_is_asked_for_it_is_reported_without_one() -> None:
    event = report(OPENED, STARTED, DRAFTED, submitted(october(15), 3, None), required=LENIENT)
    assert (event.plan, event.addressees) == (None, ())


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (october(18), DateOrder)])
def test_the_report_is_of_a_day_that_has_come_and_not_before_the_plan(day: date, error: type[Any]) -> None:
    facts = (*TO_SUBMISSION, PLANNED)
    refused(
        error, error.code, REPORT_CLAUSE, lambda seals: report(*facts, submitted_on=day, seals=seals), pointer="/submitted_on"
    )


def test_after_the_report_nothing_is_planned_or_reported_again() -> None:
    done, code = (*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED), "rectification-already-submitted"
    refused(AlreadyRectified, code, REPORT_CLAUSE, lambda seals: plan(*done, seals=seals))
    refused(AlreadyRectified, code, REPORT_CLAUSE, lambda seals: report(*done, seals=seals))


def test_a_voided_review_is_followed_by_no_rectification() -> None:
    refused(ReviewIsVoided, "review-voided", PLAN_CLAUSE, lambda seals: plan(*TO_SIGNATURE, VOIDED, seals=seals))
    refused(ReviewIsVoided, "review-voided", REPORT_CLAUSE, lambda seals: report(*TO_SUBMISSION, PLANNED, VOIDED, seals=seals))
