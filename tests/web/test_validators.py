"""A 304 says that nothing of what is shown has changed: not only no entry, but no day, no rule and no name either."""

import json
from pathlib import Path

import httpx

from tests.services.notify.algebra import publish_longer_national_day
from tests.services.notify.story import MARKET, at, file_and_serve, submit
from tests.whole import LAND_OA, MARKET_OA, SUPERVISOR, Whole
from tests.wire import write_headers

BOARD = "/v1/notify/obligations?code=statutory_answer"
OPENAPI = Path(__file__).parents[2] / "openapi"


def again(whole: Whole, path: str, tag: str) -> httpx.Response:
    """What the market agency's system gets that holds the content of this tag."""
    return whole.wire(MARKET_OA).send("GET", path, headers={"If-None-Match": tag})


def test_who_holds_the_board_gets_no_content_until_something_changes(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    shown = whole.wire(MARKET_OA).get(BOARD)
    unchanged = again(whole, BOARD, shown.headers["ETag"])
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", shown.headers["ETag"])
    submit(whole, case_id, MARKET, "2026-09-16T16:00")
    assert again(whole, BOARD, shown.headers["ETag"]).status_code == 200


def test_a_day_passes_and_the_duty_that_goes_overdue_is_shown(whole: Whole) -> None:
    file_and_serve(whole)
    whole.clock.set(at("2026-10-08T23:59"))
    tag = whole.wire(MARKET_OA).get(BOARD).headers["ETag"]
    assert again(whole, BOARD, tag).status_code == 304
    whole.clock.set(at("2026-10-09T00:00"))
    shown = again(whole, BOARD, tag)
    assert (shown.status_code, [item["standing"] for item in shown.json()["obligations"]]) == (200, ["overdue"])


def test_a_calendar_that_moves_the_last_day_is_shown(whole: Whole) -> None:
    file_and_serve(whole)
    tag = whole.wire(MARKET_OA).get(BOARD).headers["ETag"]
    publish_longer_national_day(whole)
    shown = again(whole, BOARD, tag)
    assert (shown.status_code, [item["due"] for item in shown.json()["obligations"]]) == (200, ["2026-10-09"])


def test_a_new_name_of_an_agency_is_shown_on_the_board_and_in_the_case(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    paths = (BOARD, f"/v1/intake/cases/{case_id}")
    tags = [whole.wire(MARKET_OA).get(path).headers["ETag"] for path in paths]
    assert [again(whole, path, tag).status_code for path, tag in zip(paths, tags, strict=True)] == [304, 304]
    renaming = {"name": "洪泽区示例市场局（样例）", "since": "2026-09-16", "authority": "洪委编〔2026〕1号（样例）"}
    path = f"/v1/registry/agencies/{MARKET}/rename"
    renamed = whole.wire("administrator").send("POST", path, json=renaming, headers=write_headers(version=1))
    assert renamed.status_code in (200, 201), renamed.text
    whole.settle()
    assert [again(whole, path, tag).status_code for path, tag in zip(paths, tags, strict=True)] == [200, 200]


def test_a_response_is_shown_again_although_its_version_is_held(whole: Whole) -> None:
    """Its timing follows from the calendar: the version is for `If-Match`."""
    path = f"/v1/intake/cases/{file_and_serve(whole)}/responses/{MARKET}"
    tag = whole.wire(MARKET_OA).get(path).headers["ETag"]
    assert (tag, again(whole, path, tag).status_code) == ('"0"', 200)


def test_readers_who_see_different_things_have_different_tags(whole: Whole) -> None:
    file_and_serve(whole)
    assert len({whole.wire(client).get(BOARD).headers["ETag"] for client in (MARKET_OA, LAND_OA, SUPERVISOR)}) == 3


def test_only_what_is_compared_whole_or_follows_from_its_stream_alone_can_be_not_modified() -> None:
    found = {
        (service, path)
        for service in ("audit", "intake", "mediation", "notify", "registry", "review")
        for path, methods in json.loads((OPENAPI / f"{service}.json").read_text())["paths"].items()
        if "304" in methods.get("get", {}).get("responses", {})
    }
    assert found == {
        ("intake", "/cases/by-number/{case_no}"),
        ("intake", "/cases/{case_id}"),
        ("intake", "/code-lists"),
        ("notify", "/obligations"),
        ("notify", "/tasks"),
        ("registry", "/courts/{court}"),
    }
