"""An agency is renamed, and merged into another in the middle of its cases. Numbers stay attributable."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.whole import Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
OLD_CODE, NEW_CODE = "11370403000008100C", "11370403000008110D"
OLD_NAME, NEW_NAME = "示例工商局（样例）", "示例市场监管局（样例）"
BEFORE, AFTER = "（2026）鲁0403行初5号", "（2026）鲁0403行初9号"
MERGED_ON = "2026-08-01"


class Town:
    """薛城, where the old agency is sued on 6 July 2026, and merged into the new one on 1 August."""

    def __init__(self, whole: Whole) -> None:
        self.district = District.of(whole, XUECHENG, "鲁0403")
        self.old = self.district.agency(OLD_NAME, OLD_CODE, "department")
        self.new = self.district.agency(NEW_NAME, NEW_CODE, "department")
        self.old_oa = self.district.client("agency", agency=self.old)
        body = {"client_id": "new-oa", "name": "示例系统（样例）", "role": "agency", "jurisdictions": [XUECHENG]}
        self.district.made("clients", body | {"agency": self.new})
        self.first = self.sue(BEFORE, "2026-07-06")

    @property
    def new_oa(self) -> Wire:
        """The system of the agency that is there afterwards."""
        return self.district.whole.wire("new-oa")

    @property
    def bureau(self) -> Wire:
        """The body that supervises."""
        return self.district.client("supervisor")

    def sue(self, case_no: str, on: str) -> str:
        """The court files a case against the old agency, by its old code; returns the case."""
        told = self.district.tell(
            f"f-{on}",
            "case_filing",
            case_no,
            on,
            cause="行政处罚",
            plaintiffs=[{"person": {"name": "示例张某"}}],
            defendants=[{"agency_code": OLD_CODE}],
        )
        assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
        served = self.district.tell(f"s-{on}", "service", case_no, on, agency_code=OLD_CODE, document="complaint_copy")
        assert served.status_code == 201, served.text
        return str(told.json()["case_id"])

    def lose(self, case_no: str, on: str) -> None:
        """The court decides against the old agency."""
        results = [{"agency_code": OLD_CODE, "outcome": "revoked"}]
        self.district.tell(f"j-{on}", "judgment", case_no, on, judgment_no=case_no, document="judgment", results=results)
        self.district.tell(f"r-{on}", "service", case_no, on, agency_code=OLD_CODE, document="judgment")

    def merge(self) -> None:
        """On the day itself."""
        self.district.whole.clock.set(datetime(2026, 8, 1, 4, tzinfo=UTC))
        body = {"successor": self.new, "since": MERGED_ON, "authority": "薛编发〔2026〕3号"}
        path = f"/v1/registry/agencies/{self.old}/merge"
        answer = self.district.whole.wire("administrator").post(path, body, version=1)
        assert answer.status_code == 200, answer.text

    def figure(self, agency: str, **query: str) -> tuple[int, list[dict[str, Any]]]:
        """How many cases the agency lost in 2026, and the items."""
        period = {"agency_id": agency, "from": "2026-01-01", "to": "2026-12-31"} | query
        figures = self.bureau.get("/v1/review/figures", **period).json()
        items = self.bureau.get("/v1/review/figures/items", **period, measure="lost").json()
        return next(known["numerator"] for known in figures["measures"] if known["measure"] == "lost"), items

    def ladder(self, agency: str, **query: str) -> list[str]:
        """The case numbers of the losses on the ladder of the third quarter."""
        found = self.bureau.get("/v1/review/ladders", agency_id=agency, day="2026-09-30", **query).json()
        items = [
            item
            for ladder in found["ladders"]
            for tier in ladder["tiers"]
            for trigger in tier["triggers"]
            for item in trigger["items"]
        ]
        return sorted({item["case_no"] for item in items if item["title"].startswith("败诉")})


@pytest.fixture
def town(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Town:
    """The town."""
    clock.set(datetime(2026, 7, 5, tzinfo=UTC))
    return Town(Whole(ledger, keys, clock, tmp_path))


@pytest.mark.edge(21)
def test_a_court_that_sends_the_old_code_after_a_merger_is_not_refused_and_the_successor_is_shown(town: Town) -> None:
    town.merge()
    case_id = town.sue(AFTER, "2026-08-10")
    shown = town.bureau.get(f"/v1/intake/cases/{case_id}").json()
    assert [defendant["agency"] for defendant in shown["defendants"]] == [
        {"agency_id": town.old, "name": OLD_NAME, "successor": {"agency_id": town.new, "name": NEW_NAME}}
    ]


@pytest.mark.edge(21)
def test_the_successor_reads_and_answers_the_cases_of_what_it_took_over_and_nobody_else_does(town: Town) -> None:
    path = f"/v1/intake/cases/{town.first}"
    responses = f"{path}/responses/{town.old}"
    assert town.new_oa.get(path).json()["code"] == "case-not-found"
    assert town.new_oa.get("/v1/intake/cases").json() == []
    town.merge()
    assert town.new_oa.get(path).status_code == 200
    assert [line["case_id"] for line in town.new_oa.get("/v1/intake/cases").json()] == [town.first]
    answer = {"submitted_on": "2026-08-01", "delivery": "court_platform", "has_answer": True, "evidence_count": 3}
    submitted = town.new_oa.send("POST", f"{responses}/answer", json=answer, headers=write_headers(version=0))
    assert submitted.status_code == 201, submitted.text
    report = {
        "assigned_on": "2026-08-01",
        "person": {"name": "示例王某"},
        "tasks": ["answer"],
    }
    step = town.new_oa.send("POST", f"{responses}/handlers", json=report, headers=write_headers(version=1))
    assert step.status_code == 201, step.text
    town.district.whole.settle()
    told = town.new_oa.get(f"{responses}/steps").json()
    assert "示例王某" in str(told)
    third = town.district.agency("示例其他局（样例）", "11370404000008005L", "department")
    body = {"client_id": "third-oa", "name": "示例系统（样例）", "role": "agency", "jurisdictions": [XUECHENG], "agency": third}
    town.district.made("clients", body)
    assert town.district.whole.wire("third-oa").get(path).json()["code"] == "case-not-found"


@pytest.mark.edge(21)
def test_the_successor_has_what_is_due_of_the_predecessor(town: Town) -> None:
    def due(wire: Wire) -> set[str]:
        lines = wire.get("/v1/notify/obligations", standing=["not_due", "due_today", "overdue"]).json()["obligations"]
        return {line["code"] for line in lines}

    own = due(town.old_oa)
    assert "statutory_answer" in own
    assert due(town.new_oa) == set()
    town.merge()
    town.district.whole.settle()
    assert due(town.new_oa) == due(town.old_oa)
    named = town.new_oa.get("/v1/notify/obligations", agency_id=town.old, standing=["not_due", "due_today", "overdue"])
    assert len(named.json()["obligations"]) == len(due(town.new_oa))


@pytest.mark.edge(21)
def test_the_feed_of_the_successor_goes_on_with_what_is_told_of_the_predecessor_from_the_merger_on(town: Town) -> None:
    def feed() -> list[tuple[str, str]]:
        town.district.whole.settle()
        return [(event["type"], event["subject"]) for event in town.new_oa.get("/v1/notify/feeds/intake").json()]

    assert feed() == []
    town.merge()
    assert feed() == []
    town.lose(BEFORE, "2026-08-03")
    after = [topic for topic, _ in feed()]
    assert "intake.judgment_delivered.v1" in str(after)
    assert "intake.case_filed.v1" not in str(after)


@pytest.mark.edge(21)
def test_losses_before_the_merger_are_shown_under_the_successor_and_stay_the_predecessors_on_the_ladder(town: Town) -> None:
    town.lose(BEFORE, "2026-07-20")
    assert (town.figure(town.old)[0], town.figure(town.new)[0]) == (1, 0)
    town.merge()
    case_id = town.sue(AFTER, "2026-08-10")
    town.lose(AFTER, "2026-09-14")
    number, items = town.figure(town.new)
    assert number == 2
    assert [(item["case_no"], item["of_agency"]) for item in items] == [(BEFORE, town.old), (AFTER, town.old)]
    figures = town.bureau.get("/v1/review/figures", agency_id=town.new, **{"from": "2026-01-01", "to": "2026-12-31"}).json()
    assert [one["agency_id"] for one in figures["taken_over"]] == [town.old]
    assert town.ladder(town.new) == [AFTER]
    assert town.ladder(town.old) == [BEFORE]
    assert town.figure(town.new, as_of="2026-07-31")[0] == 0
    assert town.figure(town.new, as_known_at="2026-07-31T00:00:00+08:00")[0] == 0
    assert town.ladder(town.old, as_known_at="2026-07-31T00:00:00+08:00") == [BEFORE]
    assert town.new_oa.get(f"/v1/intake/cases/{case_id}").status_code == 200
    reviews = town.new_oa.get("/v1/review/reviews").json()
    assert {line["case_no"] for line in reviews} == {BEFORE, AFTER}


@pytest.mark.edge(21)
def test_a_case_shows_its_defendant_by_the_name_of_the_day_asked_about(town: Town) -> None:
    town.district.whole.clock.set(datetime(2026, 8, 1, 4, tzinfo=UTC))
    body = {"name": "示例工商行政管理局（样例）", "since": "2026-08-01"}
    administrator = town.district.whole.wire("administrator")
    assert administrator.post(f"/v1/registry/agencies/{town.old}/rename", body, version=1).status_code == 200
    path = f"/v1/intake/cases/{town.first}"
    names = {
        day: town.bureau.get(path, **({"as_of": day} if day else {})).json()["defendants"][0]["agency"]["name"]
        for day in ("", "2026-07-31", "2026-08-01")
    }
    assert names == {"": body["name"], "2026-07-31": OLD_NAME, "2026-08-01": body["name"]}
    lines = town.bureau.get(f"{path}/timeline").json()
    assert {line["agency"]["name"] for line in lines if line["agency"]} == {OLD_NAME}
