"""A court's messages twice, under another id, with other content, before what they speak of; and letters that a court collects late."""

import pytest

from tests.clauses.district import District
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, COURTS, HONGZE, Suit, read
from tests.wire import Wire

CASE_NO = "（2026）苏0813行初230号"
FILING = {
    "cause": "行政处罚",
    "plaintiffs": [{"person": {"name": "示例张某"}}],
    "defendants": [{"agency_code": ALPHA}],
}


def court_of(place: District) -> Wire:
    """The court's system."""
    return place.client("court", court=COURTS[HONGZE])


@pytest.mark.edge(22)
def test_a_message_twice_is_one_and_has_one_receipt(made: Made) -> None:
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    first = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING)
    again = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert len(read(place.client("supervisor"), "/v1/intake/cases")) == 1


@pytest.mark.edge(22)
def test_a_case_told_again_under_another_id_adds_nothing_and_with_other_content_waits_for_a_person(made: Made) -> None:
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    first = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING).json()
    same = place.tell("f-2", "case_filing", CASE_NO, "2026-06-01", **FILING).json()
    other = place.tell("f-3", "case_filing", CASE_NO, "2026-06-01", **FILING | {"cause": "行政强制"}).json()

    assert (same["status"], same["case_id"], same["facts"]) == ("applied", first["case_id"], [])
    assert (other["status"], other["parked_reason"]) == ("parked", "case_number_taken")
    waiting = read(place.client("supervisor"), "/v1/intake/desk/messages")
    assert [line["message_id"] for line in waiting] == ["f-3"]


@pytest.mark.edge(22)
def test_another_content_under_one_id_is_a_conflict_for_a_person_and_the_first_stands(made: Made) -> None:
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    case_id = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING).json()["case_id"]
    other = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING | {"cause": "行政强制"})

    assert (other.status_code, other.json()["code"]) == (409, "message-conflict")
    assert read(court_of(place), "/v1/intake/court/messages/f-1")["status"] == "conflicted"
    assert read(place.client("supervisor"), f"/v1/intake/cases/{case_id}")["cause"] == "行政处罚"
    (line,) = read(place.client("supervisor"), "/v1/intake/desk/messages", status="conflicted")
    assert (line["message_id"], line["conflicts"]) == ("f-1", 1)


@pytest.mark.edge(23)
def test_a_judgment_before_its_filing_and_a_hearing_held_before_it_was_fixed_find_their_case(made: Made) -> None:
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    held = place.tell("h-2", "hearing_held", CASE_NO, "2026-06-20", hearing_no=1)
    results = [{"agency_code": ALPHA, "outcome": "revoked"}]
    judged = place.tell("j-1", "judgment", CASE_NO, "2026-06-25", document="judgment", results=results)
    fixed = place.tell("h-1", "hearing_notice", CASE_NO, "2026-06-10", hearing_no=1, hearing_on="2026-06-20")
    assert {answer.json()["parked_reason"] for answer in (held, judged, fixed)} == {"no_subject"}

    filed = place.tell("f-1", "case_filing", CASE_NO, "2026-06-01", **FILING)

    case = read(place.client("supervisor"), f"/v1/intake/cases/{filed.json()['case_id']}")
    assert [(one["hearing_on"], one["held"]) for one in case["hearings"]] == [("2026-06-20", True)]
    assert [one["judged_on"] for one in case["judgments"]] == ["2026-06-25"]
    assert {read(court_of(place), f"/v1/intake/court/messages/{one}")["status"] for one in ("h-1", "h-2", "j-1")} == {"applied"}


@pytest.mark.edge(23)
def test_a_hearing_told_as_held_that_nobody_fixed_is_shown_with_the_case(made: Made) -> None:
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.tell("hearing_held", "2026-06-20", hearing_no=1)
    assert [line["title"] for line in case.read("/timeline")][-1] == "第 1 次开庭"
    case.tell("hearing_notice", "2026-06-10", hearing_no=1, hearing_on="2026-06-20")
    assert [(one["hearing_on"], one["held"]) for one in case.read()["hearings"]] == [("2026-06-20", True)]
