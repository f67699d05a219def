"""Duties of a whole case: on the board, in the tasks, reminders and feed of every agency that is to do them, and of nobody else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.notify.clock.desk import ClockDesk
from tests.clauses.district import District, step
from tests.clauses.sued import oa_of
from tests.whole import LAND_OA, Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.law.published import RulesInForce
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

CODES = ("11370404000020011Y", "11370404000008100T", "11370404000008200G")
SPONSOR = {
    "unit": "示例街道（样例）",
    "leader": {"name": "示例李某"},
    "person": {"name": "示例赵某"},
    "resolve_by": "2026-06-20",
    "assigned_on": "2026-06-02",
}
PLAN = {
    "primary_unit": "示例单位1Y（样例）",
    "responsible_person": {"name": "示例郑某"},
    "measures": "上门听取诉求（样例）",
    "resolve_by": "2026-06-10",
    "filed_on": "2026-06-02",
}


class Sued:
    """A case of a district (峄城, unless told otherwise) against two of three agencies."""

    def __init__(self, whole: Whole, jurisdiction: str = "370404") -> None:
        self.case_no = f"（2026）鲁{jurisdiction[2:]}行初12号"
        self.district = District.of(whole, jurisdiction, f"鲁{jurisdiction[2:]}")
        kinds = ("department", "department", "subdistrict")
        self.town, self.bureau, self.stranger = (
            self.district.agency(f"示例单位{code[-2:]}（样例）", code, kind) for code, kind in zip(CODES, kinds, strict=True)
        )
        self.case_id = str(self.district.sue(self.case_no, *CODES[:2])["case_id"])

    def oa(self, agency: str) -> Wire:
        """The system of one of the agencies."""
        return oa_of(self.district, agency)

    def supervise(self, name: str, **body: Any) -> None:
        """What the body over them registers on 2 June."""
        self.on("2026-06-02")
        done = step(self.district.client("supervisor"), f"/v1/intake/cases/{self.case_id}/supervision", name, body)
        assert "event_id" in done, done
        self.district.whole.settle()

    def on(self, day: str) -> None:
        """Noon of a day has come, and the clock has told what is due."""
        self.district.whole.clock.set(datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC))
        self.district.whole.settle()

    def listed(self, agency: str, what: str, **query: Any) -> list[str]:
        """The codes on one of an agency's lists."""
        found = self.oa(agency).get(f"/v1/notify/{what}", **query)
        assert found.status_code == 200, found.text
        return [item["code"] for item in found.json()[what]]


@pytest.fixture
def sued(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Sued:
    """The case, on the evening of 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return Sued(Whole(ledger, keys, clock, tmp_path))


def test_a_task_of_the_whole_case_is_in_the_list_of_every_defendant_and_of_no_stranger(sued: Sued) -> None:
    sued.supervise("flags", flag="mass_incident_risk", set_on="2026-06-02", grounds="（样例）")
    assert [sued.listed(agency, "tasks") for agency in (sued.town, sued.bureau, sued.stranger)] == [
        ["superior_report"],
        ["superior_report"],
        [],
    ]
    (task,) = sued.oa(sued.bureau).get("/v1/notify/tasks").json()["tasks"]
    assert (task["agency_id"], [one["agency_id"] for one in task["agencies"]]) == (None, [sued.town, sued.bureau])
    supervisor = sued.district.client("supervisor")
    assert [one["code"] for one in supervisor.get("/v1/notify/tasks", agency_id=sued.town).json()["tasks"]] == ["superior_report"]
    assert sued.listed(sued.town, "tasks", as_of="2026-06-02") == ["superior_report"], "of another time as well"
    assert sued.listed(sued.stranger, "tasks", as_of="2026-06-02") == []
    assert sued.district.whole.wire(LAND_OA).get("/v1/notify/tasks").json()["tasks"] == []


def test_what_one_agency_alone_may_know_began_a_task_for_it_alone(sued: Sued) -> None:
    sued.supervise("risk-assessments", agency=sued.town, assessed_on="2026-06-02", level="high", grounds="（样例）")
    assert "sponsor" in sued.listed(sued.town, "tasks")
    assert sued.listed(sued.bureau, "tasks") == []
    assert sued.listed(sued.bureau, "tasks", as_of="2026-06-02") == []


def test_a_term_of_the_whole_case_is_due_of_each_and_each_is_reminded(sued: Sued) -> None:
    sued.supervise("sponsors", **SPONSOR)
    assert [sued.listed(agency, "obligations") for agency in (sued.town, sued.bureau, sued.stranger)] == [
        ["resolve_by"],
        ["resolve_by"],
        [],
    ]
    (owed,) = sued.oa(sued.town).get("/v1/notify/obligations").json()["obligations"]
    path = f"/v1/notify/obligations/{owed['obligation_id']}"
    assert [sued.oa(agency).get(path).status_code for agency in (sued.town, sued.bureau, sued.stranger)] == [200, 200, 404]


def test_reminders_of_the_whole_case_reach_each_that_owes_it_and_nobody_else(sued: Sued, keys: KeyStore) -> None:
    sued.supervise("sponsors", **SPONSOR)
    sued.on("2026-06-21")
    whole = sued.district.whole
    assert ClockDesk(whole.ledger, keys, RulesInForce(whole.ledger)).tell(sued.case_id)
    whole.settle()
    for agency, told in ((sued.town, True), (sued.bureau, True), (sued.stranger, False)):
        wire = sued.oa(agency)
        listed = [one["code"] for one in wire.get("/v1/notify/reminders").json()]
        fed = [one["data"]["code"] for one in wire.get("/v1/notify/feeds/notify").json()]
        assert (set(listed), listed) == ({"resolve_by"} if told else set(), fed)


def test_a_reminder_that_would_tell_of_another_agencys_plan_is_not_fed(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    """薛城 (XC-2.7): the day by which the case is to be resolved is that of one agency's internal plan."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    sued = Sued(Whole(ledger, keys, clock, tmp_path), "370403")
    sued.on("2026-06-02")
    room = f"/v1/intake/cases/{sued.case_id}/responses/{sued.town}"
    done = sued.oa(sued.town).post(f"{room}/resolution-plans", PLAN, version=0)
    assert done.status_code == 201, done.text
    sued.on("2026-06-21")
    assert ClockDesk(ledger, keys, RulesInForce(ledger)).tell(sued.case_id)
    sued.on("2026-06-21")
    for agency, told in ((sued.town, True), (sued.bureau, False)):
        listed = {one["code"] for one in sued.oa(agency).get("/v1/notify/reminders").json()}
        fed = {event["data"]["code"] for event in sued.oa(agency).get("/v1/notify/feeds/notify").json()}
        due = sued.listed(agency, "obligations")
        assert ("resolve_by" in listed, "resolve_by" in fed, "resolve_by" in due) == (told, told, told)


def test_a_defendant_that_left_owes_nothing_of_the_whole_case(sued: Sued) -> None:
    sued.supervise("sponsors", **SPONSOR)
    told = sued.district.tell(
        "out", "defendant_removal", sued.case_no, "2026-06-03", agency_code=CODES[1], reason="原告撤回对该机关的起诉（样例）"
    )
    assert told.status_code == 201, told.text
    assert (sued.listed(sued.town, "obligations"), sued.listed(sued.bureau, "obligations")) == (["resolve_by"], [])
