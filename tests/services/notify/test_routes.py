"""What an official reads on the due board: each agency's own clock, why, and what was known when."""

from tests.services.intake.cast import filing, service, withdrawal
from tests.services.notify.story import LAND, MARKET, at, board, file_and_serve, submit, tell
from tests.whole import AUDITOR, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole


def test_each_defendant_has_its_own_clock_and_a_holiday_moves_one(whole: Whole) -> None:
    file_and_serve(whole)
    due = {item["agency_id"]: (item["due"], item["started_by"]["on"]) for item in board(whole, SUPERVISOR)}
    assert due == {LAND: ("2026-09-24", "2026-09-09"), MARKET: ("2026-10-08", "2026-09-16")}


def test_a_duty_is_overdue_at_the_start_of_the_day_after(whole: Whole) -> None:
    file_and_serve(whole)
    standings = []
    for moment in ("2026-09-23T23:59", "2026-09-24T00:00", "2026-09-24T23:59", "2026-09-25T00:00"):
        whole.clock.set(at(moment))
        standings.append(board(whole, SUPERVISOR)[0]["standing"])
    assert standings == ["not_due", "due_today", "due_today", "overdue"]


def test_answers_in_time_and_late(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-28T10:00")
    submit(whole, case_id, MARKET, "2026-10-08T23:59")
    found = {item["agency_id"]: (item["outcome"], item["late_days"], item["standing"]) for item in board(whole, SUPERVISOR)}
    assert found == {LAND: ("late", 4, "satisfied"), MARKET: ("on_time", 0, "satisfied")}


def test_an_answer_and_its_evidence_may_come_apart_and_the_later_day_counts(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-20T10:00", evidence_count=0)
    assert board(whole, LAND_OA)[0]["missing"] == ["证据、依据清单"]
    path = f"/v1/intake/cases/{case_id}/responses/{LAND}/answer"
    evidence = {"submitted_on": "2026-09-20", "delivery": "in_person", "has_answer": False, "evidence_count": 3}
    assert whole.wire(LAND_OA).post(path, evidence, version=1).status_code == 201
    whole.settle()
    (land,) = board(whole, LAND_OA)
    assert (land["standing"], land["outcome"], land["missing"]) == ("satisfied", "on_time", [])


def test_an_answer_recorded_late_was_still_in_time(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    whole.clock.set(at("2026-09-29T09:00"))
    path = f"/v1/intake/cases/{case_id}/responses/{LAND}/answer"
    body = {"submitted_on": "2026-09-24", "delivery": "in_person", "has_answer": True, "evidence_count": 1}
    assert whole.wire(LAND_OA).post(path, body, version=0).status_code == 201
    whole.settle()
    land = next(item for item in board(whole, SUPERVISOR) if item["agency_id"] == LAND)
    assert (land["outcome"], land["recorded_late"]) == ("on_time", True)
    known = next(item for item in board(whole, SUPERVISOR, as_known_at="2026-09-28T09:00:00+08:00") if item["agency_id"] == LAND)
    assert known["standing"] == "overdue", "what was known before stays askable"


def test_the_explanation_names_the_holiday_and_the_clause(whole: Whole) -> None:
    file_and_serve(whole)
    item = next(item for item in board(whole, SUPERVISOR) if item["agency_id"] == MARKET)
    explained = whole.wire(SUPERVISOR).get(f"/v1/notify/obligations/{item['obligation_id']}/explain").json()
    texts = [step["text"] for step in explained["steps"]]
    assert any("国庆节" in text and "2026年10月1日" in text for text in texts)
    assert explained["steps"][-1]["day"] == item["due"] == "2026-10-08"
    assert [step["no"] for step in explained["steps"]] == list(range(1, len(texts) + 1))
    assert all(step["authority"] for step in explained["steps"])
    assert "行政诉讼法第六十七条" in item["authority"]


def test_an_agency_sees_its_own_duties_only(whole: Whole) -> None:
    file_and_serve(whole)
    assert [item["agency_id"] for item in board(whole, LAND_OA)] == [LAND]
    assert board(whole, LAND_OA, agency_id=MARKET) == []
    foreign = board(whole, MARKET_OA)[0]["obligation_id"]
    assert whole.wire(LAND_OA).get(f"/v1/notify/obligations/{foreign}").status_code == 404
    assert whole.wire(MARKET_OA).get(f"/v1/notify/obligations/{foreign}").json()["agency_id"] == MARKET


def test_a_court_has_no_business_on_the_board(whole: Whole) -> None:
    refused = whole.wire(COURT).get("/v1/notify/obligations")
    assert refused.status_code == 403
    assert "due:read" in refused.text


def test_a_withdrawal_ends_what_still_runs(whole: Whole) -> None:
    file_and_serve(whole)
    tell(whole, "2026-09-18T09:00", withdrawal(occurred_on="2026-09-18"))
    assert {item["standing"] for item in board(whole, SUPERVISOR)} == {"cancelled"}
    assert board(whole, SUPERVISOR, standing=["not_due", "overdue"]) == []
    before = board(whole, SUPERVISOR, as_of="2026-09-17")
    assert {item["standing"] for item in before} == {"not_due"}


def test_the_board_of_another_time_shows_no_later_fact(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-28T10:00")
    assert board(whole, AUDITOR, as_of="2026-09-08") == []
    (land,) = board(whole, AUDITOR, as_of="2026-09-15")
    assert (land["agency_id"], land["standing"], land["satisfied_on"]) == (LAND, "not_due", None)
    assert board(whole, AUDITOR, as_known_at="2026-09-09T09:30:00+08:00") == []


def test_a_document_sent_but_not_yet_received_starts_nothing(whole: Whole) -> None:
    tell(whole, "2026-09-07T09:00", filing())
    tell(whole, "2026-09-14T09:00", service(occurred_on="2026-09-10", received_on="2026-09-14"))
    assert board(whole, SUPERVISOR, as_of="2026-09-13") == []
    assert [item["due"] for item in board(whole, SUPERVISOR, as_of="2026-09-14")] == ["2026-09-29"]


def test_the_present_board_equals_the_fold_of_now(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-28T10:00")
    assert board(whole, SUPERVISOR) == board(whole, SUPERVISOR, as_known_at="2026-09-28T11:00:00+08:00")


def test_pages_follow_one_another_without_gap_or_twin(whole: Whole) -> None:
    file_and_serve(whole)
    wire = whole.wire(SUPERVISOR)
    everything = wire.get("/v1/notify/obligations", standing=["not_due", "satisfied"]).json()["obligations"]
    assert len(everything) > 2
    found, path = [], "/v1/notify/obligations?standing=not_due&standing=satisfied&limit=1"
    while path:
        page = wire.get(path)
        found += page.json()["obligations"]
        path = page.links["next"]["url"] if "next" in page.links else ""
    assert found == everything


def test_an_unknown_duty_is_not_found(whole: Whole) -> None:
    missing = whole.wire(SUPERVISOR).get("/v1/notify/obligations/case-x.statutory_answer.-.y")
    assert (missing.status_code, missing.json()["code"]) == (404, "obligation-not-found")


def test_standings_that_have_ended_are_listed_beside_open_ones(whole: Whole) -> None:
    """The open ones alone have an index of their own; asked for together, none is left out."""
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-20T10:00")
    assert {item["agency_id"]: item["standing"] for item in board(whole, SUPERVISOR)} == {LAND: "satisfied", MARKET: "not_due"}
    assert [item["agency_id"] for item in board(whole, SUPERVISOR, standing=["overdue", "due_today", "not_due"])] == [MARKET]
    assert [item["agency_id"] for item in board(whole, SUPERVISOR, standing=["satisfied"])] == [LAND]
