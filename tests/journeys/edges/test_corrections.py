"""What a court, an agency and the body over it told wrongly, and corrected, over HTTP: everything that followed follows anew, and what was
known before can still be asked for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clauses.district import District
from tests.clauses.filed import NAME, Filed
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODE, OTHER_CODE = "11320813000008100U", "11320813000008101Y"
CASE_NO = "（2026）苏0813行初77号"
RIGHT_NO = "（2026）苏0813行初78号"
SECOND_NO = "（2026）苏08行终9号"
FILING = {
    "message_id": "f-1",
    "kind": "case_filing",
    "case_no": CASE_NO,
    "occurred_on": "2026-08-03",
    "cause": "行政处罚",
    "plaintiffs": [{"person": {"name": "示例张某"}}],
    "defendants": [{"agency_code": CODE}],
}
SERVICE = {
    "message_id": "s-1",
    "kind": "service",
    "case_no": CASE_NO,
    "occurred_on": "2026-08-04",
    "agency_code": CODE,
    "document": "complaint_copy",
}
JUDGMENT = {
    "message_id": "j-1",
    "kind": "judgment",
    "case_no": CASE_NO,
    "occurred_on": "2026-08-06",
    "document": "judgment",
    "results": [{"agency_code": CODE, "outcome": "revoked"}],
    "receipts": [{"agency_code": CODE, "received_on": "2026-08-07"}],
}


@pytest.fixture
def filed(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Filed:
    """A case filed on 3 August 2026, the complaint received on the 4th."""
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    return Filed.in_(District(Whole(ledger, keys, clock, tmp_path), "320813", "苏0813"), CASE_NO, CODE)


def correct(filed: Filed, message: str, on: str, replacement: dict[str, Any], **body: Any) -> httpx.Response:
    """The court puts another message in the place of one that it sent."""
    told: dict[str, Any] = {"reason": "录入有误", "replacement": replacement} | body
    return filed.district.tell(message, "message_correction", replacement["case_no"], on, **told)


def receipt(filed: Filed, message: str) -> dict[str, Any]:
    """What the court is told of a message."""
    answer = filed.district.client("court", court="苏0813").get(f"/v1/intake/court/messages/{message}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def read(filed: Filed, what: str = "", **query: Any) -> Any:
    """The case as the body that supervises reads it."""
    answer = filed.bureau.get(f"/v1/intake/cases/{filed.case_id}{what}", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def reviews(filed: Filed) -> list[dict[str, Any]]:
    """The reviews of the district."""
    answer = filed.bureau.get("/v1/review/reviews")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


@pytest.mark.edge(25)
def test_a_wrong_day_of_service_corrected_moves_the_term_and_the_day_before_stays_askable(filed: Filed) -> None:
    """行政诉讼法 art. 67: 15 days from the receipt; the 4th → 19 August, the 6th → 21 August."""
    before = filed.duty("statutory_answer", "2026-08-05")
    assert before["due"] == "2026-08-19"

    told = correct(filed, "c-1", "2026-08-07", SERVICE | {"occurred_on": "2026-08-06"}, authority="（2026）苏0813行初77号之一")
    assert told.status_code == 201, told.text
    assert [fact["topic"] for fact in told.json()["facts"]] == ["intake.entry_corrected.v1", "intake.service_recorded.v1"]

    after = filed.duty("statutory_answer", "2026-08-07")
    assert (after["due"], after["obligation_id"]) == ("2026-08-21", before["obligation_id"])
    assert (receipt(filed, "s-1")["status"], receipt(filed, "s-1")["corrected_by"]) == ("corrected", "c-1")
    (line,) = [line for line in read(filed, "/timeline") if line["title"] == "送达起诉状副本"]
    assert (line["occurred_on"], line["corrected"]) == ("2026-08-06", True)

    (known_before,) = [
        line for line in read(filed, "/timeline", as_known_at="2026-08-06T00:00:00+08:00") if line["title"] == "送达起诉状副本"
    ]
    assert (known_before["occurred_on"], known_before["corrected"]) == ("2026-08-04", False)
    assert known_before["event_id"] == line["event_id"]


@pytest.mark.edge(25)
def test_a_message_that_should_not_have_been_sent_is_taken_back_and_its_term_with_it(filed: Filed) -> None:
    assert filed.duty("statutory_answer", "2026-08-05")["due"] == "2026-08-19"

    told = filed.district.tell("c-1", "message_withdrawal", CASE_NO, "2026-08-07", reason="误报", withdraws="s-1")

    assert (told.status_code, [fact["topic"] for fact in told.json()["facts"]]) == (201, ["intake.entry_voided.v1"])
    owed = filed.bureau.get("/v1/notify/obligations", case_id=filed.case_id).json()["obligations"]
    assert "statutory_answer" not in {duty["code"] for duty in owed}
    assert (receipt(filed, "s-1")["status"], receipt(filed, "s-1")["corrected_by"]) == ("withdrawn", "c-1")

    again = correct(filed, "c-2", "2026-08-08", SERVICE | {"occurred_on": "2026-08-07"})
    assert again.status_code == 201, again.text
    assert filed.duty("statutory_answer", "2026-08-08")["due"] == "2026-08-24", "22 August is a Saturday"
    assert receipt(filed, "s-1")["status"] == "corrected"


@pytest.mark.edge(25)
def test_a_wrong_case_number_corrected_goes_on_as_the_same_case_and_the_wrong_number_is_free(filed: Filed) -> None:
    told = correct(filed, "c-1", "2026-08-07", FILING | {"case_no": RIGHT_NO})

    assert (told.status_code, told.json()["case_id"]) == (201, filed.case_id)
    assert [number["case_no"] for number in read(filed)["numbers"]] == [RIGHT_NO]
    duty = filed.duty("statutory_answer", "2026-08-07")
    assert (duty["due"], duty["case_no"]) == ("2026-08-19", RIGHT_NO)

    hearing = filed.district.tell("h-1", "hearing_notice", RIGHT_NO, "2026-08-08", hearing_no=1, hearing_on="2026-08-20")
    assert hearing.json()["case_id"] == filed.case_id
    late = filed.district.tell("h-2", "hearing_notice", CASE_NO, "2026-08-08", hearing_no=1, hearing_on="2026-08-21")
    assert (late.status_code, late.json()["parked_reason"]) == (202, "no_subject")

    other = filed.district.tell("f-2", "case_filing", CASE_NO, "2026-08-08", **_told(FILING))
    assert other.status_code == 201, other.text
    assert other.json()["case_id"] != filed.case_id
    assert receipt(filed, "h-2")["case_id"] == other.json()["case_id"]


@pytest.mark.edge(25)
def test_a_wrong_agency_corrected_owes_nothing_any_more_and_the_right_one_does(filed: Filed) -> None:
    filed.district.agency("示例应急管理局（样例）", OTHER_CODE, "department")
    assert filed.duty("statutory_answer", "2026-08-05")["agency"] == NAME

    told = correct(filed, "c-1", "2026-08-06", FILING | {"defendants": [{"agency_code": OTHER_CODE}]})
    assert told.status_code == 201, told.text
    codes = {duty["code"] for duty in filed.bureau.get("/v1/notify/obligations", case_id=filed.case_id).json()["obligations"]}
    assert "statutory_answer" not in codes, "what was served on the wrong agency is served on nobody"
    told = correct(filed, "c-2", "2026-08-06", SERVICE | {"agency_code": OTHER_CODE})
    assert told.status_code == 201, told.text
    assert [fact["topic"] for fact in told.json()["facts"]] == ["intake.service_recorded.v1", "intake.entry_voided.v1"]

    duty = filed.duty("statutory_answer", "2026-08-06")
    assert (duty["agency"], duty["due"]) == ("示例应急管理局（样例）", "2026-08-19")
    assert [one["agency"]["name"] for one in read(filed)["defendants"]] == ["示例应急管理局（样例）"]
    stranger = filed.oa.get(f"/v1/intake/cases/{filed.case_id}")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "case-not-found")


@pytest.mark.edge(26)
def test_a_loss_entered_by_mistake_is_none_its_review_is_void_and_the_mistake_of_the_mistake_is_told_too(filed: Filed) -> None:
    told = filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **_told(JUDGMENT))
    assert told.status_code == 201, told.text
    assert [(one["status"], one["agency"]["agency_id"]) for one in reviews(filed)] == [("opened", filed.agency)]

    won = JUDGMENT | {"occurred_on": "2026-08-07", "results": [{"agency_code": CODE, "outcome": "claims_dismissed"}]}
    told = correct(filed, "c-1", "2026-08-10", won)
    assert told.status_code == 201, told.text
    assert sorted(fact["topic"] for fact in told.json()["facts"]) == [
        "intake.entry_corrected.v1",
        "intake.entry_voided.v1",
        "intake.judgment_delivered.v1",
    ]
    assert [one["status"] for one in reviews(filed)] == ["voided"]
    assert [one["lost"] for one in _results(filed)] == [False]

    told = correct(filed, "c-2", "2026-08-11", won | {"results": [{"agency_code": CODE, "outcome": "revoked"}]})
    assert told.status_code == 201, told.text
    assert [one["status"] for one in reviews(filed)] == ["opened"]
    assert [one["lost"] for one in _results(filed)] == [True]
    known_before = read(filed, as_known_at="2026-08-10T21:00:00+08:00")
    assert [one["lost"] for judgment in known_before["judgments"] for one in judgment["results"]] == [False]


@pytest.mark.edge(26)
def test_a_win_entered_by_mistake_is_a_loss_whose_review_is_due_from_its_receipt(filed: Filed) -> None:
    won = _told(JUDGMENT) | {"results": [{"agency_code": CODE, "outcome": "claims_dismissed"}]}
    filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **won)
    assert reviews(filed) == []

    told = correct(filed, "c-1", "2026-08-10", JUDGMENT | {"occurred_on": "2026-08-07"})
    assert told.status_code == 201, told.text
    (opened,) = reviews(filed)
    assert (opened["status"], opened["received_on"]) == ("opened", "2026-08-07")


def _results(filed: Filed) -> list[dict[str, Any]]:
    return [result for judgment in read(filed)["judgments"] for result in judgment["results"]]


def _told(body: dict[str, Any]) -> dict[str, Any]:
    """What a message says beside what every message has."""
    return {name: value for name, value in body.items() if name not in ("message_id", "kind", "case_no", "occurred_on")}


@pytest.mark.edge(26)
def test_a_reversal_told_by_mistake_gives_the_loss_back(filed: Filed) -> None:
    """行政诉讼法 art. 89: the appeal court altered the judgment, said its message; in truth it upheld it."""
    filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **_told(JUDGMENT))
    higher = _higher_court(filed)
    appeal = {"earlier_case_nos": [CASE_NO]}
    filing = FILING | {"message_id": "f-2", "case_no": SECOND_NO, "occurred_on": "2026-08-12"} | appeal
    _tell(filed, higher, "2026-08-12", filing)
    decided = {
        "message_id": "j-2",
        "kind": "judgment",
        "case_no": SECOND_NO,
        "occurred_on": "2026-08-20",
        "document": "judgment",
        "results": [{"agency_code": CODE, "outcome": "claims_dismissed"}],
        "upon_earlier": {"case_no": CASE_NO, "result": "reversed"},
    }
    _tell(filed, higher, "2026-08-20", decided)
    assert [one["status"] for one in reviews(filed)] == ["voided"]

    upheld = decided | {"upon_earlier": {"case_no": CASE_NO, "result": "upheld"}}
    own = {"message_id": "c-2", "kind": "message_correction", "case_no": SECOND_NO, "occurred_on": "2026-08-21"}
    _tell(filed, higher, "2026-08-21", own | {"reason": "录入有误", "replacement": upheld})

    assert [one["status"] for one in reviews(filed)] == ["opened"]
    assert [one["lost"] for one in _results(filed)] == [True]


@pytest.mark.edge(26)
def test_a_wrong_day_on_which_the_judgment_was_received_moves_the_review(filed: Filed) -> None:
    filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **_told(JUDGMENT))
    (before,) = reviews(filed)

    correct(filed, "c-1", "2026-08-12", JUDGMENT | {"receipts": [{"agency_code": CODE, "received_on": "2026-08-10"}]})

    (after,) = reviews(filed)
    assert (before["received_on"], after["received_on"], after["review_id"]) == ("2026-08-07", "2026-08-10", before["review_id"])


@pytest.mark.edge(26)
def test_a_receipt_of_the_judgment_that_was_none_voids_the_review_until_the_judgment_is_received(filed: Filed) -> None:
    """HZ-9.4: the term of the review begins when the agency has the document; without a receipt nothing has begun."""
    filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **_told(JUDGMENT | {"receipts": []}))
    received = {"agency_code": CODE, "document": "judgment"}
    filed.district.tell("s-2", "service", CASE_NO, "2026-08-08", **received)
    (opened,) = reviews(filed)

    filed.district.tell("w-1", "message_withdrawal", CASE_NO, "2026-08-10", reason="误报，尚未送达", withdraws="s-2")
    assert [(one["review_id"], one["status"]) for one in reviews(filed)] == [(opened["review_id"], "voided")]
    assert filed.duty("review_start", "2026-08-10")["standing"] == "cancelled"

    filed.district.tell("s-3", "service", CASE_NO, "2026-08-11", **received)
    (again,) = reviews(filed)
    assert (again["review_id"], again["status"], again["received_on"]) == (opened["review_id"], "opened", "2026-08-11")


@pytest.mark.edge(26)
def test_a_judgment_told_of_the_wrong_defendant_leaves_it_no_review_where_it_has_not_received_the_right_one(
    filed: Filed,
) -> None:
    """HZ-9.2: beside a loser every joint defendant reviews, but not before it has the document."""
    filed.district.agency("示例应急管理局（样例）", OTHER_CODE, "department")
    both = {"defendants": [{"agency_code": CODE}, {"agency_code": OTHER_CODE}]}
    assert correct(filed, "c-0", "2026-08-06", FILING | both).status_code == 201
    won, lost = "claims_dismissed", "revoked"
    swapped = {"results": [{"agency_code": CODE, "outcome": won}, {"agency_code": OTHER_CODE, "outcome": lost}]}
    receipts = {"receipts": [{"agency_code": OTHER_CODE, "received_on": "2026-08-07"}]}
    filed.district.tell("j-1", "judgment", CASE_NO, "2026-08-07", **_told(JUDGMENT | swapped | receipts))
    assert [(one["status"], one["agency"]["name"]) for one in reviews(filed)] == [("opened", "示例应急管理局（样例）")]

    right = {"results": [{"agency_code": CODE, "outcome": lost}, {"agency_code": OTHER_CODE, "outcome": won}]}
    assert correct(filed, "c-1", "2026-08-10", JUDGMENT | right).status_code == 201

    found = {one["agency"]["name"]: one["status"] for one in reviews(filed)}
    assert found == {NAME: "opened", "示例应急管理局（样例）": "voided"}


@pytest.mark.edge(25)
def test_a_wrong_agency_in_a_referral_corrected_leaves_one_mediation_with_the_right_one(filed: Filed) -> None:
    filed.district.agency("示例应急管理局（样例）", OTHER_CODE, "department")
    referral = {
        "message_id": "p-1",
        "kind": "pre_litigation_referral",
        "case_no": "（2026）苏0813行诉前调88号",
        "occurred_on": "2026-08-05",
        "cause": "行政处罚",
        "applicants": [{"person": {"name": "示例王某"}}],
        "agency_codes": [CODE],
        "materials": [{"title": "起诉状（样例）"}],
    }
    told = filed.district.tell("p-1", "pre_litigation_referral", str(referral["case_no"]), "2026-08-05", **_told(referral))
    assert told.status_code == 201, told.text
    assert _respondents(filed) == [[NAME]]

    told = correct(filed, "c-1", "2026-08-06", referral | {"agency_codes": [OTHER_CODE]})

    assert told.status_code == 201, told.text
    assert _respondents(filed) == [["示例应急管理局（样例）"]]
    filed.district.tell("w-1", "message_withdrawal", str(referral["case_no"]), "2026-08-07", reason="误报", withdraws="p-1")
    assert _respondents(filed) == []


def _respondents(filed: Filed) -> list[list[str]]:
    """Of each mediation of the district, the agencies."""
    answer = filed.bureau.get("/v1/mediation/mediations")
    assert answer.status_code == 200, answer.text
    return [[one["name"] for one in mediation["respondents"]] for mediation in answer.json()]


def _higher_court(filed: Filed) -> Wire:
    """The court of appeal, which reports on the same district."""
    filed.district.made("courts", {"court": "苏08", "name": "示例市中级人民法院（样例）"})
    client = {"client_id": "qu-su08", "name": "示例系统（样例）", "role": "court", "court": "苏08", "jurisdictions": ["320813"]}
    filed.district.made("clients", client)
    return filed.district.whole.wire("qu-su08")


def _tell(filed: Filed, court: Wire, on: str, body: dict[str, Any]) -> None:
    filed.at(on)
    answer = court.post("/v1/intake/court/messages", body)
    assert answer.status_code == 201, answer.text
    filed.district.whole.settle()
