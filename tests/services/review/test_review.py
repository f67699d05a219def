"""Where a review stands, from the facts of its stream."""

from datetime import date

import pytest

from services.review import review as reviews
from services.review.answers import STATUSES
from services.review.remaining import remaining
from services.review.review import stream_of
from tests.services.review.cast import (
    ACCEPTED,
    CASE,
    CASE_NO,
    DRAFTED,
    GOVERNMENT,
    HONGZE,
    LAND,
    LENIENT,
    MARKET,
    OPENED,
    PLANNED,
    RECTIFIED,
    RETURNED,
    REVIEW,
    SIGNED,
    STARTED,
    SUBMITTED,
    TO_SUBMISSION,
    VOIDED,
    Fact,
    changed,
    drafted,
    entries,
    given,
    october,
    signed,
    submitted,
)

REDRAFTED = drafted(october(17))


@pytest.mark.parametrize(
    ("facts", "status", "title"),
    [
        ((OPENED,), "opened", "待开展"),
        ((OPENED, STARTED), "started", "已开展"),
        ((OPENED, STARTED, DRAFTED), "drafted", "报告已起草"),
        ((OPENED, STARTED, DRAFTED, SIGNED), "signed", "报告已审签"),
        (TO_SUBMISSION, "submitted", "报告已移送"),
        ((*TO_SUBMISSION, RETURNED), "returned", "已退回重报"),
        ((*TO_SUBMISSION, RETURNED, REDRAFTED), "drafted", "报告已起草"),
        ((*TO_SUBMISSION, RETURNED, REDRAFTED, signed(october(19), 7)), "signed", "报告已审签"),
        (
            (*TO_SUBMISSION, RETURNED, REDRAFTED, signed(october(19), 7), submitted(october(20), 7, 8)),
            "submitted",
            "报告已移送",
        ),
        ((*TO_SUBMISSION, ACCEPTED), "accepted", "报告已接收"),
        ((*TO_SUBMISSION, PLANNED), "rectifying", "整改中"),
        ((*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED), "rectified", "已报送整改情况"),
        ((*TO_SUBMISSION, PLANNED, RETURNED), "returned", "已退回重报"),
        ((*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED, VOIDED), "voided", "已撤销"),
    ],
)
def test_a_review_stands_where_its_facts_put_it(facts: tuple[Fact, ...], status: str, title: str) -> None:
    state = given(*facts)
    assert (state.status, STATUSES[state.status]) == (status, title)
    assert state.version == len(facts)


def test_a_later_draft_voids_the_signature() -> None:
    state = given(OPENED, STARTED, DRAFTED, SIGNED, drafted(october(15)))
    assert (state.status, state.signature) == ("drafted", None)


def test_the_analysis_is_complete_on_the_day_of_the_first_signature() -> None:
    again = given(*TO_SUBMISSION, RETURNED, REDRAFTED, signed(october(19), 7))
    assert (given(OPENED, STARTED, DRAFTED).completed_on, again.completed_on) == (None, october(14))
    unsigned = given(OPENED, STARTED, DRAFTED, submitted(october(15), 3, None))
    assert unsigned.completed_on == october(15)


def test_a_second_opening_for_the_same_owner_is_the_same_review() -> None:
    further = (changed(OPENED[0], defendant=GOVERNMENT), OPENED[1])
    state = given(OPENED, further, STARTED)
    assert (state.opening, state.defendants, state.status) == (OPENED[0], (MARKET, GOVERNMENT), "started")


def test_the_stream_is_one_for_a_record_a_judgment_and_an_owner() -> None:
    others = {
        stream_of(CASE, CASE_NO, LAND),
        stream_of(CASE, "（2026）苏0813行初13号", MARKET),
        stream_of("case-2", CASE_NO, MARKET),
    }
    assert stream_of(CASE, CASE_NO, MARKET) == REVIEW
    assert len(others | {REVIEW}) == 4


def test_there_is_no_review_before_it_is_opened() -> None:
    assert reviews.fold(entries(STARTED)) is None


@pytest.mark.parametrize(
    ("facts", "steps"),
    [
        ((OPENED,), [("start", "agency", ("HZ-9.4",))]),
        ((OPENED, STARTED), [("draft", "agency", ("HZ-9.5",))]),
        ((OPENED, STARTED, DRAFTED), [("sign", "agency", ("HZ-9.6",))]),
        ((OPENED, STARTED, DRAFTED, SIGNED), [("submit", "agency", ("HZ-9.6",)), ("plan_rectification", "agency", ("HZ-9.7",))]),
        (TO_SUBMISSION, [("accept", "supervisor", ("HZ-9.6",)), ("plan_rectification", "agency", ("HZ-9.7",))]),
        ((*TO_SUBMISSION, RETURNED), [("draft", "agency", ("HZ-9.5",)), ("plan_rectification", "agency", ("HZ-9.7",))]),
        ((*TO_SUBMISSION, ACCEPTED, PLANNED), [("submit_rectification", "agency", ("HZ-9.9",))]),
        ((*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED), []),
        ((OPENED, VOIDED), []),
    ],
)
def test_what_remains_is_told_with_its_clause(facts: tuple[Fact, ...], steps: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(s.step, s.by, HONGZE.ids(*s.rests_on)) for s in remaining(given(*facts), HONGZE)] == steps


def test_where_no_signature_is_asked_for_a_draft_can_be_submitted() -> None:
    assert [s.step for s in remaining(given(OPENED, STARTED, DRAFTED), LENIENT)] == ["submit"]
    done = given(OPENED, STARTED, DRAFTED, SUBMITTED)
    assert [s.step for s in remaining(done, LENIENT)] == ["accept"]
    assert done.received_on == date(2026, 9, 28)


def test_rectification_is_waited_for_only_where_the_profile_asks_for_it() -> None:
    done = given(OPENED, STARTED, DRAFTED, SUBMITTED)
    reported = changed(LENIENT, rectification_addressees=("区政府",))
    assert [s.step for s in remaining(done, LENIENT)] == ["accept"]
    assert [s.step for s in remaining(done, reported)] == ["accept", "submit_rectification"]
