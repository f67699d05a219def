"""The board and the tasks narrowed to what an office looks for; a filter that no rule knows is refused, not answered with nothing."""

import pytest

from tests.services.intake.cast import CASE_NO
from tests.services.notify.story import LAND, MARKET, board, file_and_serve
from tests.whole import LAND_OA, MARKET_OA, SUPERVISOR, Whole

LISTS = ("/v1/notify/obligations", "/v1/notify/tasks")


def test_by_last_day_from_and_to(whole: Whole) -> None:
    file_and_serve(whole)
    assert [item["agency_id"] for item in board(whole, SUPERVISOR, due_from="2026-09-25")] == [MARKET]
    assert [item["agency_id"] for item in board(whole, SUPERVISOR, due_to="2026-09-24")] == [LAND]
    assert [item["agency_id"] for item in board(whole, SUPERVISOR, due_from="2026-09-24", due_to="2026-10-08")] == [LAND, MARKET]
    assert board(whole, SUPERVISOR, due_from="2026-10-09", as_of="2026-09-20") == []


@pytest.mark.parametrize(
    "spelled", [CASE_NO, "(2026)苏0813行初12号", "〔2026〕苏0813行初字第012号", " （2026） 苏0813行初12号之一"]
)
def test_by_case_number_in_any_spelling(whole: Whole, spelled: str) -> None:
    case_id = file_and_serve(whole)
    assert [item["case_id"] for item in board(whole, LAND_OA, case_no=spelled)] == [case_id]
    assert [item["case_id"] for item in board(whole, LAND_OA, case_no=spelled, case_id=case_id)] == [case_id]
    assert [item["case_id"] for item in board(whole, LAND_OA, case_no=spelled, as_of="2026-09-20")] == [case_id]


def test_a_number_of_no_case_of_ones_own_is_an_empty_list(whole: Whole) -> None:
    file_and_serve(whole)
    assert board(whole, LAND_OA, case_no="（2026）苏0813行初13号") == []
    assert board(whole, MARKET_OA, case_no=CASE_NO, case_id="case-00000000-0000-4000-8000-000000000009") == []


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("code", "statutory_anwser", "没有事项代码“statutory_anwser”"),
        ("clause", "XSF-999", "没有以条款“XSF-999”为依据的事项"),
        ("case_no", "十二号案", "所填不是案号"),
    ],
)
def test_a_value_that_nobody_knows_is_refused_with_what_there_is(
    whole: Whole, path: str, name: str, value: str, says: str
) -> None:
    refused = whole.wire(LAND_OA).get(path, **{name: value})
    assert (refused.status_code, refused.json()["code"]) == (422, "filter-value-unknown")
    assert says in refused.json()["detail"]
    assert [(flaw["in"], flaw["pointer"]) for flaw in refused.json()["errors"]] == [("query", name)]


def test_a_standing_that_there_is_not_is_refused_with_those_that_there_are(whole: Whole) -> None:
    refused = whole.wire(LAND_OA).get(LISTS[0], standing="late")
    assert (refused.status_code, "不在可用的值之中" in refused.text) == (422, True)
