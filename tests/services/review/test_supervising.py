"""The supervising body's part: given a review, when it acts, then the event or the rule that says no."""

from datetime import date
from typing import Any

import pytest

from services.review import supervising
from services.review.bounds import DateOrder, ReviewIsVoided
from services.review.supervising import (
    AcceptReview,
    AlreadyAccepted,
    NotSubmitted,
    ReturnReview,
    VoidReview,
)
from tests.services.review.cast import (
    ACCEPTED,
    CASE_NO,
    HONGZE,
    MARKET,
    OPENED,
    PLANNED,
    RECTIFIED,
    RETURNED,
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
    refused,
    text,
)
from yingsu.events.review.review import ReviewAccepted, ReviewReturned, ReviewVoided
from yingsu.ledger.store import FutureFact

ACCEPT = AcceptReview(accepted_on=october(16))
RETURN = ReturnReview(returned_on=october(16), reason="原因不够具体（样例）")
VOID = VoidReview(voided_on=october(29), because="reversed", authority="（2026）苏08行终31号", reason="二审改判（样例）")
CLAUSE = ("HZ-9.6",)


def accept(*facts: Fact, **change: Any) -> ReviewAccepted:
    return supervising.accept_review(given(*facts), changed(ACCEPT, **change), HONGZE, TODAY)


def send_back(*facts: Fact, seals: Seals | None = None, **change: Any) -> ReviewReturned:
    return supervising.return_review(given(*facts), changed(RETURN, **change), HONGZE, TODAY, (seals or Seals()).text)


def void(*facts: Fact, seals: Seals | None = None, **change: Any) -> ReviewVoided:
    return supervising.void_review(given(*facts), changed(VOID, **change), HONGZE, TODAY, (seals or Seals()).text)


def test_a_submitted_report_is_accepted() -> None:
    assert accept(*TO_SUBMISSION) == ReviewAccepted(agency=MARKET, judgment_no=CASE_NO, accepted_on=october(16))
    assert accept(*TO_SUBMISSION, PLANNED, RECTIFIED).accepted_on == october(16)


def test_a_submitted_report_is_sent_back_with_the_reason() -> None:
    reason = text("原因不够具体（样例）")
    assert send_back(*TO_SUBMISSION) == ReviewReturned(agency=MARKET, judgment_no=CASE_NO, returned_on=october(16), reason=reason)


@pytest.mark.parametrize("facts", [TO_SIGNATURE, (*TO_SUBMISSION, RETURNED)])
def test_what_is_not_there_is_neither_accepted_nor_sent_back(facts: tuple[Fact, ...]) -> None:
    refused(NotSubmitted, "review-not-submitted", CLAUSE, lambda _: accept(*facts))
    refused(NotSubmitted, "review-not-submitted", CLAUSE, lambda seals: send_back(*facts, seals=seals))


def test_an_accepted_report_stays_accepted() -> None:
    refused(AlreadyAccepted, "review-already-accepted", CLAUSE, lambda _: accept(*TO_SUBMISSION, ACCEPTED))
    refused(AlreadyAccepted, "review-already-accepted", CLAUSE, lambda seals: send_back(*TO_SUBMISSION, ACCEPTED, seals=seals))


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (october(14), DateOrder)])
def test_both_are_of_a_day_that_has_come_and_not_before_the_submission(day: date, error: type[Any]) -> None:
    refused(error, error.code, CLAUSE, lambda _: accept(*TO_SUBMISSION, accepted_on=day), pointer="/accepted_on")
    refused(
        error,
        error.code,
        CLAUSE,
        lambda seals: send_back(*TO_SUBMISSION, returned_on=day, seals=seals),
        pointer="/returned_on",
    )


@pytest.mark.parametrize("facts", [(OPENED,), TO_SUBMISSION, (*TO_SUBMISSION, ACCEPTED, PLANNED, RECTIFIED)])
def test_a_review_is_voided_at_any_stage_with_the_authority(facts: tuple[Fact, ...]) -> None:
    assert void(*facts) == VOIDED[0]


@pytest.mark.parametrize(("day", "error"), [(TOMORROW, FutureFact), (date(2026, 9, 27), DateOrder)])
def test_it_is_voided_on_a_day_that_has_come_and_not_before_the_receipt(day: date, error: type[Any]) -> None:
    refused(error, error.code, ("HZ-9.1",), lambda seals: void(OPENED, voided_on=day, seals=seals), pointer="/voided_on")


def test_a_voided_review_is_over() -> None:
    message = refused(ReviewIsVoided, "review-voided", ("HZ-9.1",), lambda seals: void(OPENED, VOIDED, seals=seals))
    assert "（2026）苏08行终31号" in message
    refused(ReviewIsVoided, "review-voided", CLAUSE, lambda _: accept(*TO_SUBMISSION, VOIDED))
    refused(ReviewIsVoided, "review-voided", CLAUSE, lambda seals: send_back(*TO_SUBMISSION, VOIDED, seals=seals))
