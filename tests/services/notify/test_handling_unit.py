"""谁承办、谁应诉 (DH-6.4): what an agency, the unit that handles its response, a co-defendant and a stranger see of one case over HTTP."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.clauses.district import District, step
from tests.clauses.sued import ACT, DECISION, file_against, oa_of
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CASE_NO = "（2026）闽0526行初12号"
COUNTY, LAND, JUSTICE, TOWN = "11350526000020011P", "11350526000020012T", "11350526000020013X", "11370404000008100T"
LAND_NAME = "德化县自然资源局（样例）"
OPENED = "/v1/intake/cases/{case_id}/responses/{agency}"


class Handled(NamedTuple):
    """A case against the county government, which the bureau of land handles, and a town; each by its system."""

    district: District
    case_id: str
    county: str
    land: str
    town: str
    stranger: str

    def oa(self, who: str) -> Wire:
        """The system of one of the four."""
        return oa_of(self.district, getattr(self, who))

    @property
    def room(self) -> str:
        """Where the county's response is registered."""
        return OPENED.format(case_id=self.case_id, agency=self.county)

    def items(self, who: str, what: str, **query: str) -> set[tuple[str, str]]:
        """Code and agency of what is on one of somebody's lists."""
        found = self.oa(who).get(f"/v1/notify/{what}", **query)
        assert found.status_code == 200, found.text
        return {(item["code"], item["agency_id"]) for item in found.json()[what]}


@pytest.fixture
def handled(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Handled:
    """Filed on 1 June 2026, both served on the 3rd; the bureau of land has named persons for the county's response on the 4th."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")
    county = district.agency("德化示例县人民政府（样例）", COUNTY, "government")
    land = district.agency(LAND_NAME, LAND, "department")
    stranger = district.agency("德化县司法局", JUSTICE, "department")
    town = district.agency("示例镇人民政府（样例）", TOWN, "township")
    case_id = file_against(district, CASE_NO, (COUNTY, ACT), (TOWN, ACT), unit=LAND_NAME)
    district.serve(CASE_NO, COUNTY)
    district.serve(CASE_NO, TOWN)
    found = Handled(district, case_id, county, land, town, stranger)
    district.whole.clock.set(datetime(2026, 6, 4, 4, tzinfo=UTC))
    named: dict[str, Any] = {"assigned_on": "2026-06-04", "person": {"name": "示例王某"}, "tasks": ["answer"]}
    done = step(found.oa("land"), found.room, "handlers", named)
    assert "event_id" in done, done
    district.whole.settle()
    return found


@pytest.mark.clause("DH-6.4")
@pytest.mark.parametrize(
    ("who", "whose"), [("county", {"county"}), ("land", {"county"}), ("town", {"town"}), ("stranger", set())]
)
def test_board_and_tasks_show_the_duties_of_oneself_and_of_the_defendant_one_acts_for(
    handled: Handled, who: str, whose: set[str]
) -> None:
    agencies = {getattr(handled, one) for one in whose}
    assert {agency for code, agency in handled.items(who, "obligations") if code == "statutory_answer"} == agencies
    assert {agency for code, agency in handled.items(who, "tasks") if code == "case_report"} == agencies


@pytest.mark.clause("DH-6.4")
@pytest.mark.parametrize("query", [{}, {"as_of": "2026-06-04"}])
@pytest.mark.parametrize(
    ("who", "asks_for", "found"),
    [
        ("land", "county", True),
        ("land", "land", True),
        ("land", "town", False),
        ("town", "county", False),
        ("stranger", "county", False),
    ],
)
def test_a_unit_finds_what_the_defendant_owes_by_its_name_and_nobody_elses(
    handled: Handled, who: str, asks_for: str, found: bool, query: dict[str, str]
) -> None:
    asked = query | {"agency_id": getattr(handled, asks_for)}
    agencies = {agency for _, agency in handled.items(who, "obligations", **asked) | handled.items(who, "tasks", **asked)}
    assert agencies - {None} == ({handled.county} if found else set())


@pytest.mark.clause("DH-6.4")
@pytest.mark.parametrize(("who", "inner"), [("county", True), ("land", True), ("town", False)])
def test_the_unit_sees_the_internal_steps_of_the_defendant_it_acts_for_and_a_co_defendant_does_not(
    handled: Handled, who: str, inner: bool
) -> None:
    wire, topic = handled.oa(who), "intake.handler_assigned.v1"
    steps = wire.get(f"{handled.room}/steps")
    assert ([one["topic"] for one in steps.json()["steps"]] == [topic]) is inner
    timeline = wire.get(f"/v1/intake/cases/{handled.case_id}/timeline").json()
    assert (topic in {line["topic"] for line in timeline}) is inner
    feed = wire.get("/v1/notify/feeds/all", limit=100).json()
    assert (topic in {event["type"] for event in feed}) is inner
    listed = [line["case_id"] for line in wire.get("/v1/intake/cases").json()]
    assert (listed, wire.get(f"/v1/intake/cases/{handled.case_id}").status_code) == ([handled.case_id], 200)


@pytest.mark.clause("DH-6.4")
def test_a_stranger_sees_nothing_of_the_case(handled: Handled) -> None:
    wire = handled.oa("stranger")
    paths = (
        f"/v1/intake/cases/{handled.case_id}",
        f"/v1/intake/cases/{handled.case_id}/timeline",
        f"{handled.room}/steps",
        handled.room,
    )
    assert [wire.get(path).status_code for path in paths] == [404] * 4
    assert wire.get("/v1/intake/cases").json() == []
    assert wire.get("/v1/notify/feeds/all").json() == []


@pytest.mark.clause("DH-6.4")
def test_only_the_defendant_and_its_unit_register_in_its_room(handled: Handled) -> None:
    body = {"assigned_on": "2026-06-04", "person": {"name": "示例赵某"}, "tasks": ["appear"]}
    path = f"{handled.room}/handlers"
    answers = {who: handled.oa(who).post(path, body, version=1) for who in ("town", "stranger", "county")}
    assert {who: answer.status_code for who, answer in answers.items()} == {"town": 403, "stranger": 404, "county": 201}
    assert answers["town"].json()["code"] == "other-agency"


@pytest.mark.clause("DH-6.3")
def test_a_unit_that_is_replaced_keeps_what_it_was_fed_and_gets_no_later_internal_step(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    """The bureau of justice decides who answers for a joint defendant, and decides again."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), "350526", "闽0526")
    county = district.agency("德化示例县人民政府（样例）", COUNTY, "government")
    first = district.agency(LAND_NAME, LAND, "department")
    second = district.agency("德化县司法局", JUSTICE, "department")
    case_id = file_against(district, CASE_NO, (LAND, ACT), (COUNTY, DECISION), unit=LAND_NAME)
    room = OPENED.format(case_id=case_id, agency=county)
    seen: list[list[int]] = []
    for version, unit in enumerate((first, second)):
        decided = {"agency": county, "object": DECISION, "unit": unit, "determined_on": "2026-06-01", "reason": "（样例）"}
        path = f"/v1/intake/cases/{case_id}/handling-units"
        assert district.client("supervisor").post(path, decided, version=version).status_code == 201
        named: dict[str, Any] = {"assigned_on": "2026-06-01", "person": {"name": "示例王某"}, "tasks": ["answer"]}
        done = step(oa_of(district, unit), room, "handlers", named)
        assert "event_id" in done, done
        district.whole.settle()
        feeds = [oa_of(district, one).get("/v1/notify/feeds/intake", limit=100).json() for one in (first, second)]
        seen.append([sum(event["type"] == "intake.handler_assigned.v1" for event in feed) for feed in feeds])
    assert seen == [[1, 0], [1, 1]]
