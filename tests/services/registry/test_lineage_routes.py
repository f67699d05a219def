"""What becomes of agencies, over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registry import samples
from services.registry.views import Lists
from tests.wire import Wire
from yingsu.ledger.store import Ledger

Calling = Callable[[str], Wire]
MERGER: dict[str, Any] = {"successor": samples.RESOURCES, "since": "2026-03-01", "authority": "洪编发〔2026〕3号"}
RENAMING: dict[str, Any] = {"name": "洪泽区示例市场监督管理综合局（样例）", "since": "2026-03-01"}
MARKET_NAME = "洪泽区示例市场监督管理局（样例）"
RESOURCES_NAME = "洪泽区示例自然资源和规划局（样例）"


def of(agency: str, what: str = "lineage") -> str:
    """The address of something of an agency."""
    return f"/agencies/{agency}/{what}"


def test_a_renamed_agency_has_the_name_of_the_day(administrator: Wire, ledger: Ledger, caught_up: Callable[[], None]) -> None:
    answer = administrator.post(of(samples.MARKET, "rename"), RENAMING, version=1)
    assert (answer.status_code, answer.headers["ETag"], answer.json()["name"]) == (200, '"2"', RENAMING["name"])
    assert answer.json()["names"] == [
        {"name": MARKET_NAME, "until": "2026-03-01"},
        {"name": RENAMING["name"], "until": None},
    ]
    assert administrator.get(of(samples.MARKET), as_of="2026-02-28").json()["name"] == MARKET_NAME
    assert administrator.get(of(samples.MARKET), as_of="2026-03-01").json()["name"] == RENAMING["name"]
    earlier = {"name": "洪泽区示例工商局（样例）", "since": "2020-05-01"}
    assert administrator.post(of(samples.MARKET, "rename"), earlier, version=2).json()["name"] == RENAMING["name"]
    assert administrator.get(of(samples.MARKET), as_of="2026-02-28").json()["name"] == earlier["name"]
    shown = administrator.get(f"/agencies/{samples.MARKET}")
    assert (shown.json()["name"], shown.headers["ETag"]) == (RENAMING["name"], '"3"')
    caught_up()
    row = next(row for row in Lists(ledger.database).agencies(("320813",), limit=9) if row.agency_id == samples.MARKET)
    assert (row.name, row.version) == (RENAMING["name"], 3)


def test_a_merged_agency_is_answered_for_by_its_successor(administrator: Wire) -> None:
    answer = administrator.post(of(samples.MARKET, "merge"), MERGER, version=1)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    heir = {"agency_id": samples.RESOURCES, "name": RESOURCES_NAME, "successor": None}
    assert (body["ended_on"], body["answered_by"], body["answers_for"]) == ("2026-03-01", heir, [])
    after = administrator.get(of(samples.RESOURCES)).json()
    gone = {
        "agency_id": samples.MARKET,
        "name": MARKET_NAME,
        "successor": {"agency_id": samples.RESOURCES, "name": RESOURCES_NAME},
    }
    assert (after["version"], after["answers_for"]) == (2, [gone])
    assert [(step["giver"]["agency_id"], step["manner_title"], step["whole"]) for step in after["steps"]] == [
        (samples.MARKET, "并入", True)
    ]
    before = administrator.get(of(samples.MARKET), as_of="2026-02-28").json()
    assert (before["ended_on"], before["answered_by"]["agency_id"], before["steps"]) == (None, samples.MARKET, [])


def test_a_repeat_is_one_merger(administrator: Wire, ledger: Ledger) -> None:
    first = administrator.post(of(samples.MARKET, "merge"), MERGER, version=1, key="once")
    head = ledger.head()
    again = administrator.post(of(samples.MARKET, "merge"), MERGER, version=1, key="once")
    assert (again.status_code, again.json(), ledger.head()) == (200, first.json(), head)


def test_a_split_names_who_has_what_and_who_has_the_rest(administrator: Wire) -> None:
    shares: list[dict[str, Any]] = [
        {"agency": samples.MARKET, "powers": ["规划许可"]},
        {"agency": samples.TOWNSHIP, "powers": [], "rest": True},
    ]
    body = {"shares": shares, "since": "2026-03-01"}
    split = administrator.post(of(samples.RESOURCES, "split"), body, version=1).json()
    assert split["answered_by"]["agency_id"] == samples.TOWNSHIP
    assert [(step["taker"]["agency_id"], step["powers"], step["whole"]) for step in split["steps"]] == [
        (samples.MARKET, ["规划许可"], False),
        (samples.TOWNSHIP, [], True),
    ]
    without = {"shares": [one | {"rest": False, "powers": ["甲"]} for one in shares], "since": "2026-03-01"}
    refused = administrator.post(of(samples.MARKET, "split"), without, version=2)
    assert (refused.status_code, refused.json()["code"]) == (422, "shares-invalid")


def test_powers_that_are_transferred_leave_the_agency_as_it_is(administrator: Wire) -> None:
    body = {"to": samples.MARKET, "powers": ["城市管理行政处罚"], "since": "2026-03-01"}
    found = administrator.post(of(samples.RESOURCES, "transfer"), body, version=1).json()
    assert (found["ended_on"], found["answered_by"]["agency_id"]) == (None, samples.RESOURCES)
    assert found["steps"][0]["manner_title"] == "职权划转"


def test_an_abolished_agency_without_a_successor_is_answered_for_by_nobody(administrator: Wire) -> None:
    found = administrator.post(of(samples.MARKET, "abolish"), {"since": "2026-03-01"}, version=1).json()
    assert (found["ended_on"], found["answered_by"]) == ("2026-03-01", None)


@pytest.mark.parametrize(
    ("what", "body", "status", "code", "pointer"),
    [
        ("merge", MERGER | {"successor": samples.MARKET}, 422, "successor-invalid", "/successor"),
        ("merge", MERGER | {"since": "2030-01-01"}, 422, "change-date-invalid", "/since"),
        (
            "merge",
            MERGER | {"successor": "agency-00000000-0000-4000-8000-000000000009"},
            422,
            "agency-unknown",
            "/successor",
        ),
        ("split", {"shares": [{"agency": samples.RESOURCES}], "since": "2026-03-01"}, 422, "shares-invalid", "/shares"),
        ("rename", RENAMING | {"name": MARKET_NAME}, 409, "lineage-contradicts", "/name"),
        ("transfer", {"to": samples.RESOURCES, "powers": [], "since": "2026-03-01"}, 422, "request-invalid", "/powers"),
    ],
)
def test_a_wrong_change_is_refused_at_its_place(
    standing: Wire, what: str, body: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    answer = standing.post(of(samples.MARKET, what), body, version=1)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (status, code, pointer)


def test_an_agency_that_has_ended_is_not_changed_again(administrator: Wire) -> None:
    administrator.post(of(samples.MARKET, "merge"), MERGER, version=1)
    again = administrator.post(of(samples.MARKET, "abolish"), {"since": "2026-04-01"}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "agency-has-ended")
    assert "行政诉讼法第二十六条" in again.json()["detail"]


def test_a_change_is_decided_on_the_version_that_was_read(administrator: Wire) -> None:
    administrator.post(of(samples.MARKET, "rename"), RENAMING, version=1)
    stale = administrator.post(of(samples.MARKET, "merge"), MERGER, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    without = administrator.post(of(samples.MARKET, "merge"), MERGER)
    assert without.status_code == 428


@pytest.mark.parametrize("client", ["hongze-shichang-oa", "court-su0813", "hongze-sifa", "hongze-shenji"])
def test_only_administrators_change_agencies_and_everybody_reads_the_line(standing_call: Calling, client: str) -> None:
    wire = standing_call(client)
    assert wire.post(of(samples.MARKET, "merge"), MERGER, version=1).status_code == 403
    assert wire.get(of(samples.MARKET)).json()["answered_by"]["agency_id"] == samples.MARKET
