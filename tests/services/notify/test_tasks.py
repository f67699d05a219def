"""The list of what the documents order without a number."""

from typing import Any

import httpx
import pytest

from services.notify.views import ObligationView
from tests.rebuilding.one_view import rebuild
from tests.services.notify.algebra import publish_rules
from tests.services.notify.story import LAND, MARKET, at, file_and_serve, submit
from tests.whole import AUDITOR, COURT, LAND_OA, SUPERVISOR, Whole
from yingsu.ledger.reader import contents
from yingsu.ledger.store import Ledger


@pytest.fixture(name="whole")
def with_further_rules(whole: Whole) -> Whole:
    """The installation with the further rules."""
    publish_rules(whole)
    return whole


def asked(whole: Whole, client: str, **query: Any) -> httpx.Response:
    return whole.wire(client).get("/v1/notify/tasks", **query)


def tasks(whole: Whole, client: str, **query: Any) -> list[dict[str, Any]]:
    found = asked(whole, client, **query)
    assert found.status_code == 200, found.text
    return list(found.json()["tasks"])


def test_a_task_is_listed_with_its_word_and_its_age_and_is_on_no_board(whole: Whole) -> None:
    file_and_serve(whole)
    whole.clock.set(at("2026-10-19T09:00"))
    land, market = tasks(whole, SUPERVISOR, code="timely")
    assert [(item["agency_id"], item["since"], item["age"]) for item in (land, market)] == [
        (LAND, "2026-09-09", 40),
        (MARKET, "2026-09-16", 33),
    ]
    assert (land["word"], land["state"], land["state_title"], land["missing"]) == ("及时", "running", "未办结", ["答辩"])
    assert land["started_by"]["what"] == "收到起诉状副本"
    assert land["case_no"]
    assert whole.wire(SUPERVISOR).get("/v1/notify/obligations", code="timely").json()["obligations"] == []


def test_what_is_done_is_listed_when_asked_for(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-19T10:00")
    assert [item["agency_id"] for item in tasks(whole, SUPERVISOR, code="timely")] == [MARKET]
    whole.clock.set(at("2026-12-01T09:00"))
    (land,) = tasks(whole, SUPERVISOR, code="timely", state="satisfied")
    assert (land["agency_id"], land["satisfied_on"], land["age"]) == (LAND, "2026-09-19", 10)


def test_an_agency_sees_what_it_is_to_do_itself(whole: Whole) -> None:
    file_and_serve(whole)
    assert {(item["agency_id"], item["code"]) for item in tasks(whole, LAND_OA)} == {(LAND, "timely")}
    assert tasks(whole, LAND_OA, agency_id=MARKET) == []
    assert {item["code"] for item in tasks(whole, SUPERVISOR, agency_id=LAND)} == {"timely", "by_the_centre"}


def test_a_court_has_no_business_here(whole: Whole) -> None:
    refused = asked(whole, COURT)
    assert (refused.status_code, "due:read" in refused.text) == (403, True)


def test_pages_follow_one_another(whole: Whole) -> None:
    file_and_serve(whole)
    everything = tasks(whole, SUPERVISOR)
    assert len(everything) == 4
    found: list[dict[str, Any]] = []
    path = "/v1/notify/tasks?limit=1"
    while path:
        page = whole.wire(SUPERVISOR).get(path)
        found += page.json()["tasks"]
        path = page.links["next"]["url"] if "next" in page.links else ""
    assert found == everything


def test_the_list_of_another_time(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-19T10:00")
    now = tasks(whole, AUDITOR, state=["running", "satisfied"])
    assert tasks(whole, AUDITOR, state=["running", "satisfied"], as_known_at="2026-09-19T11:00:00+08:00") == now
    assert {item["state"] for item in tasks(whole, AUDITOR, as_of="2026-09-18")} == {"running"}
    assert [item["agency_id"] for item in tasks(whole, AUDITOR, code="timely", as_of="2026-09-15", case_id=case_id)] == [LAND]
    assert tasks(whole, AUDITOR, as_of="2026-09-08") == []


@pytest.mark.parametrize("batch", [1, 500])
def test_a_replay_gives_equal_bytes(whole: Whole, ledger: Ledger, batch: int) -> None:
    def rows() -> bytes:
        with ledger.database.project() as cursor:
            return bytes(contents(cursor, "notify_task"))

    case_id = file_and_serve(whole)
    submit(whole, case_id, LAND, "2026-09-19T10:00")
    before = rows()
    assert before.count(b"\n") == 4
    rebuild(ledger.database, ObligationView(), batch=batch)
    assert rows() == before
