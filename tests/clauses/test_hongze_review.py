"""洪泽 (320813), the ninth mechanism: the review of lost cases and the rectification after it. The acceptance examples, with their numbers."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.clauses.docket import TEXT, Docket, Trial
from tests.law.casebook import HONGZE, TOWN
from tests.services.review.record import CASE, CASE_NO, GOVERNMENT, LAND, MARKET, filed, judged, july, received
from tests.services.review.story import (
    DEPUTY,
    DRAFTED,
    PARTS,
    PLANNED,
    SIGNED,
    STARTED,
    SUBMITTED,
    TO_SUBMISSION,
    changed,
    lose,
    opened,
    play,
    send,
    tell,
)
from tests.whole import SUPERVISOR, Whole
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.events.review.review import ReviewOpened, ReviewSigned, ReviewStarted
from yingsu.law.obligation import Obligation

UNIT = "示例征收办（样例）"


@pytest.mark.clause("HZ-9.1")
def test_a_judgment_told_again_leaves_one_review(whole: Whole) -> None:
    lose(whole)
    tell(whole, *judged(MARKET), received(MARKET, july(9)))
    whole.settle()
    assert [
        (entry.event.agency, entry.event.judgment_no) for entry in opened(whole) if isinstance(entry.event, ReviewOpened)
    ] == [(MARKET, CASE_NO)]
    again = {"case_id": CASE, "judgment_no": CASE_NO, "defendant": MARKET, "agency": MARKET}
    refused = whole.wire(SUPERVISOR).post("/v1/review/reviews", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "review-already-open")
    assert "HZ-9.1" in refused.json()["clauses"]


@pytest.mark.clause("HZ-9.2")
def test_each_joint_defendant_reviews_from_its_own_receipt_although_one_alone_lost(whole: Whole) -> None:
    tell(whole, filed(MARKET, LAND), *judged(MARKET, winners=(LAND,)), received(MARKET, july(6)), received(LAND, july(8)))
    whole.settle()
    board = whole.wire(SUPERVISOR).get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert {owed["agency_id"]: (owed["started_by"]["on"], owed["due"]) for owed in board} == {
        MARKET: ("2026-07-06", "2026-07-13"),
        LAND: ("2026-07-08", "2026-07-15"),
    }
    reviews = whole.wire(SUPERVISOR).get("/v1/review/reviews").json()
    assert {review["agency"]["agency_id"] for review in reviews} == {MARKET, LAND}


@pytest.mark.clause("HZ-9.3")
def test_for_the_government_the_unit_reviews_and_the_loss_stays_that_of_the_government(whole: Whole) -> None:
    body = {"name": UNIT, "code": "11320813000009996C", "type": "institution", "jurisdiction": HONGZE, "valid_from": "2019-01-01"}
    unit = whole.wire("administrator").post("/v1/registry/agencies", body).json()["agency_id"]
    tell(whole, filed(GOVERNMENT, unit=UNIT), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    whole.settle()
    wire = whole.wire(SUPERVISOR)
    (review,) = wire.get("/v1/review/reviews").json()
    assert review["agency"]["agency_id"] == unit
    (due,) = wire.get("/v1/notify/obligations", code="review_start").json()["obligations"]
    assert (due["agency_id"], due["due"]) == (unit, "2026-07-13")
    assert {agency: losses(whole, agency) for agency in (GOVERNMENT, unit)} == {GOVERNMENT: 1, unit: 0}


def losses(whole: Whole, agency: str) -> int:
    """How many losses of the agency the figures of 2026 count."""
    figures = whole.wire(SUPERVISOR).get("/v1/review/figures", agency_id=agency, **{"from": "2026-01-01", "to": "2026-12-31"})
    return int(next(measure["numerator"] for measure in figures.json()["measures"] if measure["measure"] == "lost"))


@pytest.mark.clause("HZ-9.3")
def test_without_a_unit_the_supervising_body_has_to_name_one(whole: Whole) -> None:
    tell(whole, filed(GOVERNMENT), *judged(GOVERNMENT), received(GOVERNMENT, july(6)))
    whole.settle()
    (line,) = whole.wire(SUPERVISOR).get("/v1/review/undetermined").json()
    assert (line["defendant"]["agency_id"], opened(whole)) == (GOVERNMENT, [])


def lost_case(received_on: date) -> Trial:
    """A case that the town lost, with the day on which it received the judgment."""
    trial = Docket(HONGZE).trial(date(2026, 5, 11), TOWN)
    trial.judged(date(2026, 9, 1), TOWN, lost=True)
    trial.review_opened(received_on, TOWN, judged_on=date(2026, 9, 1))
    return trial


def the(trial: Trial, code: str) -> Obligation:
    """The one obligation of that code."""
    (found,) = trial.obligations(code)
    return found


@pytest.mark.clause("HZ-9.4")
@pytest.mark.parametrize(("day", "late"), [(9, 0), (10, 1)])
def test_a_review_begins_within_five_working_days_of_the_judgment(day: int, late: int) -> None:
    trial = lost_case(date(2026, 9, 24))
    due = the(trial, "review_start")
    assert (due.due, due.force, due.clauses) == (date(2026, 10, 9), "hard", ("HZ-9.4",))
    on = date(2026, 10, day)
    trial.write(ReviewStarted(agency=TOWN, judgment_no=trial.number, started_on=on, led_by=None), on)
    found = the(trial, "review_start")
    assert (found.outcome, found.late_days) == ("late" if late else "on_time", late)


@pytest.mark.clause("HZ-9.4")
def test_a_report_serves_for_the_beginning_and_a_loss_reversed_cancels_it() -> None:
    reported, reversed_ = lost_case(date(2026, 9, 24)), lost_case(date(2026, 9, 24))
    reported.report_submitted(date(2026, 10, 8), TOWN, "区司法局")
    reversed_.voided(date(2026, 9, 28), TOWN)
    assert (the(reported, "review_start").outcome, the(reversed_, "review_start").state) == ("on_time", "cancelled")


@pytest.mark.clause("HZ-9.5")
@pytest.mark.parametrize("part", ["brief_facts", "mediation_efforts", "litigation_handling", "cause", "conclusion"])
def test_a_report_without_one_of_its_five_parts_is_refused_naming_it(whole: Whole, part: str) -> None:
    lose(whole)
    play(whole, STARTED)
    refused = send(whole, changed(DRAFTED, parts={name: text for name, text in PARTS.items() if name != part}))
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (
        422,
        "review-parts-incomplete",
        ["HZ-9.5"],
    )
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == [f"/parts/{part}"]
    empty = send(whole, changed(DRAFTED, parts={**PARTS, part: " "}))
    assert (empty.status_code, [flaw["pointer"] for flaw in empty.json()["errors"]]) == (422, [f"/parts/{part}"])


@pytest.mark.clause("HZ-9.6")
def test_the_head_signs_before_the_report_goes_out(whole: Whole) -> None:
    lose(whole)
    play(whole, STARTED, DRAFTED)
    unsigned = send(whole, SUBMITTED)
    assert (unsigned.status_code, unsigned.json()["code"], unsigned.json()["clauses"]) == (409, "review-unsigned", ["HZ-9.6"])
    deputy = send(whole, SIGNED._replace(official=DEPUTY))
    assert (deputy.status_code, deputy.json()["code"], deputy.json()["clauses"]) == (409, "signer-not-head", ["HZ-9.6"])
    signed = changed(SIGNED, signed_on="2026-10-14")._replace(moment="2026-10-14T09:00")
    shown = play(whole, signed, changed(SUBMITTED, submitted_on="2026-10-15")._replace(moment="2026-10-15T09:00"))
    assert (shown["submission"]["submitted_on"], shown["submission"]["addressees"]) == ("2026-10-15", ["区司法局"])


@pytest.mark.clause("HZ-9.7")
@pytest.mark.parametrize(
    ("pointer", "lacking"), [("/timetable", []), ("/responsibility", " "), ("/measures", " ")], ids=["timetable", "who", "what"]
)
def test_a_rectification_plan_without_one_of_its_three_parts_is_refused(whole: Whole, pointer: str, lacking: Any) -> None:
    lose(whole)
    play(whole, *TO_SUBMISSION)
    refused = send(whole, changed(PLANNED, **{pointer.removeprefix("/"): lacking}))
    assert (refused.status_code, [flaw["pointer"] for flaw in refused.json()["errors"]]) == (422, [pointer])
    shown = play(whole, PLANNED)
    assert shown["plan"]["timetable"] == [{"step": "修订（样例）", "due": "2026-07-24"}]


def signed(trial: Trial, on: date) -> None:
    """The head signs the report."""
    trial.write(ReviewSigned(agency=TOWN, judgment_no=trial.number, official="official-1", signed_on=on, draft=UUID(int=2)), on)


@pytest.mark.clause("HZ-9.9")
def test_rectification_is_reported_within_ten_working_days_of_the_signature() -> None:
    trial = lost_case(date(2026, 9, 10))
    assert trial.obligations("rectification_report") == []
    signed(trial, date(2026, 9, 22))
    trial.report_submitted(date(2026, 9, 23), TOWN, "区司法局")
    due = the(trial, "rectification_report")
    assert (due.started_by.on, due.due, due.clauses) == (date(2026, 9, 22), date(2026, 10, 13), ("HZ-9.9",))
    on = date(2026, 10, 14)
    trial.write(
        RectificationSubmitted(
            agency=TOWN, judgment_no=trial.number, submitted_on=on, addressees=("区司法局",), plan=None, result=TEXT, files=()
        ),
        on,
    )
    found = the(trial, "rectification_report")
    assert (found.outcome, found.late_days) == ("late", 1)


@pytest.mark.clause("HZ-9.9")
def test_of_an_unsigned_report_it_runs_from_the_submission() -> None:
    trial = lost_case(date(2026, 9, 10))
    trial.report_submitted(date(2026, 9, 23), TOWN, "区司法局")
    assert the(trial, "rectification_report").started_by.on == date(2026, 9, 23)
