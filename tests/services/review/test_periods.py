"""The periods that a review starts and ends, by the rules of 洪泽: the examples of the catalogue for HZ-9.4 and 9.9."""

from datetime import date

import pytest

from tests.services.review.cast import (
    MARKET,
    OPENED,
    STARTED,
    SUBMITTED,
    VOIDED,
    Fact,
    changed,
    drafted,
    entries,
    october,
    of_agency,
    signed,
    text,
)
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.events.review.review import ReviewStarted
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import builtin_rules


def september(day: int) -> date:
    """A day of September 2026."""
    return date(2026, 9, day)


def opened(day: date) -> Fact:
    """The review of a judgment that was received on `day`."""
    return (changed(OPENED[0], received_on=day, judged_on=day), day)


def started(day: date) -> Fact:
    """The review begins."""
    return of_agency(ReviewStarted, day, started_on=day, led_by=None)


def reported(day: date) -> Fact:
    """What was done is reported."""
    (event, _) = of_agency(
        RectificationSubmitted,
        day,
        submitted_on=day,
        addressees=("区司法局",),
        plan=None,
        result=text("已整改（样例）"),
        files=(),
    )
    return (event, day)


def owed(code: str, *facts: Fact) -> Obligation | None:
    """The one obligation of this code that the facts make."""
    found = [obligation for obligation in evaluate(entries(*facts), builtin_rules()) if obligation.code == code]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(("day", "outcome", "late"), [(9, "on_time", 0), (10, "late", 1)])
def test_a_review_begins_within_five_working_days_of_the_receipt(day: int, outcome: str, late: int) -> None:
    """HZ-9.4: received 2026-09-24 → 28, 29, 30 Sep, 8, 9 Oct → due 2026-10-09; on 2026-10-10, a make-up working day, late by 1."""
    found = owed("review_start", opened(september(24)), started(october(day)))
    assert found is not None
    assert (found.due, found.outcome, found.clauses, found.party) == (october(9), outcome, ("HZ-9.4",), MARKET)
    assert max(0, (found.satisfied_on or found.due).toordinal() - found.due.toordinal()) == late


def test_a_report_that_is_submitted_ends_the_period_too() -> None:
    found = owed("review_start", opened(september(24)), SUBMITTED)
    assert found is not None
    assert found.satisfied_on == october(15)


def test_what_was_done_is_reported_within_ten_working_days_of_the_signature() -> None:
    """HZ-9.9: signed 2026-09-22 → 23, 24, 28, 29, 30 Sep, 8, 9, 10, 12, 13 Oct → due 2026-10-13."""
    facts = (opened(september(14)), started(september(15)), drafted(september(21)), signed(september(22)))
    found = owed("rectification_report", *facts, reported(october(13)))
    assert found is not None
    assert (found.due, found.outcome, found.clauses) == (october(13), "on_time", ("HZ-9.9",))


def test_without_a_signature_or_a_submission_that_period_does_not_run() -> None:
    assert owed("rectification_report", opened(september(14)), started(september(15)), drafted(september(21))) is None


def test_a_second_signature_does_not_begin_it_anew() -> None:
    facts = (opened(september(14)), started(september(15)), drafted(september(21)), signed(september(22)))
    found = owed("rectification_report", *facts, signed(october(9)))
    assert found is not None
    assert found.due == october(13)


def test_a_voided_review_owes_nothing_any_more() -> None:
    for code, facts in (("review_start", (OPENED,)), ("rectification_report", (OPENED, STARTED, signed(october(20))))):
        found = owed(code, *facts, VOIDED)
        assert found is not None
        assert found.cancelled_on == october(29)
