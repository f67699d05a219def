"""From which day whose term runs: served on different days, by announcement, around midnight, with days of rest, entered late."""

from datetime import UTC, datetime

import pytest

from tests.clauses.test_yicheng_defence import REPORT
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, BETA, COURTS, YICHENG, Suit, read
from tests.wire import write_headers

CASE_NO = "（2026）苏0813行初203号"
FIRST, SECOND = "示例甲局（样例）", "示例乙局（样例）"


@pytest.mark.edge(3)
def test_defendants_served_on_different_days_have_terms_of_their_own(made: Made) -> None:
    """行政诉讼法 art. 67: 15 days from the day after each one's own receipt."""
    place = made()
    place.agency(FIRST, ALPHA, "department")
    place.agency(SECOND, BETA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA, BETA)
    case.serve("2026-06-03", ALPHA)
    case.serve("2026-06-09", BETA)

    due = {agency: duty["due"] for agency, duty in case.duties("statutory_answer", "2026-06-10").items()}
    assert due == {FIRST: "2026-06-18", SECOND: "2026-06-24"}
    standing = {agency: duty["standing"] for agency, duty in case.duties("statutory_answer", "2026-06-19").items()}
    assert standing == {FIRST: "overdue", SECOND: "not_due"}


@pytest.mark.edge(15)
def test_what_is_served_by_announcement_runs_from_the_day_on_which_it_counts_as_served(made: Made) -> None:
    """Announced on 10 June, served thirty days later (公告): the court tells it once that day has come."""
    place = made()
    place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-08", (ALPHA, "revoked"))
    announced = {"agency_code": ALPHA, "document": "judgment", "method": "公告送达", "received_on": "2026-07-10"}
    early = case.send("service", "2026-06-10", **announced)
    assert (early.status_code, early.json()["code"]) == (422, "future-fact")
    assert case.reviews() == []

    case.at("2026-07-10")
    case.tell("service", "2026-06-10", **announced)

    (review,) = case.reviews()
    assert review["received_on"] == "2026-07-10"
    assert case.duty("review_start", "2026-07-13")["due"] == "2026-07-17", "HZ-9.1: five working days after Friday the 10th"


@pytest.mark.edge(16)
def test_rest_days_within_a_term_count_and_at_its_end_move_it_by_the_published_calendar(made: Made) -> None:
    """行政诉讼法 art. 101 and 民事诉讼法 art. 85: 15 days from 18 September 2026 end on 3 October, within 1–7 October."""
    place = made(on="2026-09-10")
    place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-09-15", ALPHA)
    case.serve("2026-09-18", ALPHA)

    duty = case.duty("statutory_answer", "2026-09-20")

    assert (duty["due"], duty["provisional"]) == ("2026-10-08", False)
    told = read(case.bureau, f"/v1/notify/obligations/{duty['obligation_id']}/explain")
    assert [step["day"] for step in told["steps"]][-3:] == ["2026-10-03", "2026-10-03", "2026-10-08"]
    assert duty["calendars"], "it says by which calendar"


@pytest.mark.edge(16)
def test_a_term_into_a_year_without_a_calendar_is_provisional_between_its_bounds(made: Made) -> None:
    place = made(on="2026-12-01")
    place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-12-15", ALPHA)
    case.serve("2026-12-19", ALPHA)

    before = case.duty("statutory_answer", "2026-12-21")
    assert before["provisional"] is True
    assert before["earliest"] <= before["due"] <= before["latest"]


@pytest.mark.edge(41)
@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [("2026-06-03T23:59:59+08:00", "2026-06-03", "2026-06-18"), ("2026-06-04T00:00:01+08:00", "2026-06-04", "2026-06-22")],
)
def test_a_second_before_and_after_midnight_in_shanghai_are_two_days(made: Made, moment: str, day: str, due: str) -> None:
    """Both are 3 June in UTC. The second term would end on 19 June, the first of three days of 端午节."""
    place = made()
    place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    place.whole.clock.set(datetime.fromisoformat(moment).astimezone(UTC))
    body = {"message_id": "s-1", "kind": "service", "case_no": CASE_NO, "occurred_on": day, "occurred_at": moment}
    told = place.client("court", court=COURTS["320813"]).post(
        "/v1/intake/court/messages", body | {"agency_code": ALPHA, "document": "complaint_copy"}
    )
    assert told.status_code == 201, told.text
    place.whole.settle()

    duty = case.duty("statutory_answer", "2026-06-05")
    assert duty["started_by"]["on"] == day
    assert duty["due"] == due
    wrong = place.client("court", court=COURTS["320813"]).post(
        "/v1/intake/court/messages",
        body | {"message_id": "s-2", "agency_code": ALPHA, "document": "summons", "occurred_on": "2026-06-02"},
    )
    assert wrong.status_code == 422, "the moment is not of the day that the message gives"


@pytest.mark.edge(24)
def test_what_was_done_on_paper_in_time_and_entered_later_is_in_time_and_marked_as_entered_late(made: Made) -> None:
    """峄城 (YC-2.5.1): the case is reported within 3 days; reported on paper on the third, entered on the tenth."""
    place = made(place=YICHENG)
    agency = place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, "（2026）鲁0404行初203号", "2026-06-01", ALPHA)
    case.serve("2026-06-02", ALPHA)
    due = case.duty("case_report", "2026-06-03")["due"]
    assert case.duty("case_report", "2026-06-10")["standing"] == "overdue"

    done = case.done(agency, "case-reports", "2026-06-10", reported_on=due, **REPORT)

    assert (done["occurred_on"], done["recorded_late"]) == (due, True)
    duty = case.duty("case_report", "2026-06-10")
    assert (duty["outcome"], duty["satisfied_on"], duty["recorded_late"]) == ("on_time", due, True)
    known = case.duties("case_report", "2026-06-10")
    assert len(known) == 1


@pytest.mark.edge(27)
def test_of_two_users_who_submit_one_form_at_once_one_wins_and_the_other_reads_what_came_between(made: Made) -> None:
    place = made()
    agency = place.agency(FIRST, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-05", (ALPHA, "revoked"))
    case.serve("2026-06-09", ALPHA, document="judgment")
    (review,) = case.reviews()
    case.at("2026-06-10")
    path = f"/v1/review/reviews/{review['review_id']}/start"
    body = {"started_on": "2026-06-10", "led_by": {"name": "示例甲"}}
    answers = case.oa(agency).together(
        [("POST", path, {"json": body, "headers": write_headers(key, version=1)}) for key in ("first", "second")]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 412]
    (late,) = [answer for answer in answers if answer.status_code == 412]
    assert ["review.review_started.v1" in error["message"] for error in late.json()["errors"]] == [True]
