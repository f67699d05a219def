"""峄城 (370404): the acceptance examples of 峄政办发〔2023〕2号, with their numbers."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.clauses.district import District
from tests.clauses.docket import Docket, Rank
from tests.law.casebook import BUREAU, TOWN
from tests.whole import Whole
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.law.figures import ladders
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.period import Period
from yingsu.law.obligation import Obligation
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Parameter
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YICHENG = "370404"
PROFILE = load_builtin("yicheng", date(2023, 3, 9))
FIRST_HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
AFTER = date(2026, 11, 2)
OFFICE, BUREAU_OF_JUSTICE = "区依法治区委员会办公室", "区司法局"
CODE = "113704040000080005"
CASE_NO = "（2026）鲁0404行初12号"


def value(group: str, key: str) -> Parameter:
    """A value of the profile, as published."""
    return PROFILE.parameters[group][key]


@pytest.fixture
def district(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """峄城 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), YICHENG, "鲁0404")


# 引言


@pytest.mark.clause("YC-0.4")
def test_the_profile_as_published_names_both_documents_that_it_rests_on(district: District) -> None:
    shown = district.client("auditor").get("/v1/registry/profiles/yicheng").json()
    assert (shown["jurisdiction"], shown["effective_from"]) == (YICHENG, "2023-03-09")
    assert shown["content"]["parameters"]["identity"]["legal_basis"] == {
        "value": [
            "国务院办公厅《关于加强和改进行政应诉工作的意见》",
            "山东省人民政府办公厅《关于行政机关负责人出庭应诉工作的意见》",
        ],
        "clauses": ["YC-0.4"],
        "note": "“等规定”：文件只列出这两件",
    }


# （二）负责人出庭应诉


@pytest.mark.clause("YC-2.2.5")
@pytest.mark.parametrize(("attended", "percent", "met"), [(30, "100.00%", True), (29, "96.67%", False)])
def test_of_thirty_cases_heard_a_leader_appears_in_all(attended: int, percent: str, met: bool) -> None:
    docket = Docket(YICHENG)
    docket.heard(date(2026, 4, 14), TOWN, deputies=attended, nobody=30 - attended)
    figure = docket.figure(PROFILE, "attendance_rate", TOWN, FIRST_HALF, AFTER)
    assert figure.rate is not None
    assert (len(figure.denominator or ()), figure.rate.percent, figure.target, figure.met) == (
        30,
        percent,
        "不低于100%（含本数）",
        met,
    )


@pytest.mark.clause("YC-2.2.6")
def test_the_rate_of_heads_is_shown_against_the_half_year_before_without_a_target() -> None:
    docket = Docket(YICHENG)
    docket.heard(date(2025, 10, 14), TOWN, heads=3, deputies=17)
    docket.heard(date(2026, 4, 14), TOWN, heads=4, deputies=16)
    figure = docket.figure(PROFILE, "head_attendance_rate", TOWN, FIRST_HALF, AFTER)
    assert figure.rate is not None
    assert figure.trend is not None
    assert figure.trend.rate is not None
    assert (figure.rate.percent, figure.trend.rate.percent, figure.trend.change) == ("20.00%", "15.00%", "+5.00")
    assert (figure.target, figure.met, figure.trend.wanted) == (None, None, "rise")


# （五）案件报备


def reported(*submissions: tuple[date, tuple[str, ...]], received_on: date = date(2026, 6, 9)) -> Obligation:
    """The duty to report a loss whose judgment was received on a day, and what became of it."""
    trial = Docket(YICHENG).trial(date(2026, 3, 2), TOWN)
    trial.judged(date(2026, 6, 1), TOWN, lost=True)
    trial.review_opened(received_on, TOWN, judged_on=date(2026, 6, 1))
    for on, addressees in submissions:
        trial.report_submitted(on, TOWN, *addressees)
    (found,) = trial.obligations("defeat_report")
    return found


@pytest.mark.clause("YC-2.5.3")
def test_ten_days_that_end_on_the_dragon_boat_festival_end_on_the_monday_after() -> None:
    found = reported()
    assert (found.started_by.on, found.due, found.force) == (date(2026, 6, 9), date(2026, 6, 22), "hard")
    assert (found.clauses, found.party, found.owed_by) == (("YC-2.5.3",), TOWN, "review_owner")
    assert found.standing(date(2026, 6, 22)) == "due_today"
    assert found.standing(date(2026, 6, 23)) == "overdue"


@pytest.mark.clause("YC-2.5.3")
@pytest.mark.parametrize(
    ("addressee", "missing"),
    [(BUREAU_OF_JUSTICE, "向区依法治区委员会办公室报备"), (OFFICE, "向区司法局报备")],
)
def test_a_report_to_one_of_the_two_leaves_it_open(addressee: str, missing: str) -> None:
    found = reported((date(2026, 6, 22), (addressee,)))
    assert (found.state, found.missing) == ("running", (missing,))


@pytest.mark.clause("YC-2.5.3")
def test_a_report_to_both_satisfies_it() -> None:
    found = reported((date(2026, 6, 22), (OFFICE, BUREAU_OF_JUSTICE)))
    assert (found.state, found.outcome, found.satisfied_on) == ("satisfied", "on_time", date(2026, 6, 22))


@pytest.mark.clause("YC-2.5.3")
def test_the_later_of_two_reports_to_one_addressee_each_counts() -> None:
    found = reported((date(2026, 6, 22), (BUREAU_OF_JUSTICE,)), (date(2026, 6, 24), (OFFICE,)))
    assert (found.state, found.outcome, found.satisfied_on, found.late_days) == ("satisfied", "late", date(2026, 6, 24), 2)


@pytest.mark.clause("YC-2.5.3")
def test_a_loss_that_is_reversed_leaves_nothing_to_report() -> None:
    trial = Docket(YICHENG).trial(date(2026, 3, 2), TOWN)
    trial.judged(date(2026, 6, 1), TOWN, lost=True)
    trial.review_opened(date(2026, 6, 9), TOWN)
    trial.voided(date(2026, 6, 15), TOWN)
    (found,) = trial.obligations("defeat_report")
    assert (found.state, found.cancelled_on) == ("cancelled", date(2026, 6, 15))


@pytest.mark.clause("YC-2.5.3")
def test_over_http_the_report_has_its_three_parts_and_the_judgment_and_goes_to_both(district: District) -> None:
    agency = lose(district)
    oa = district.client("agency", agency=agency)
    (review,) = oa.get("/v1/review/reviews").json()
    path = f"/v1/review/reviews/{review['review_id']}"
    parts = {"problems": "未告知听证（样例）", "cause": "程序违法（样例）", "improvements": "修订文书（样例）"}

    step(oa, path, "start", {"started_on": "2026-06-10"})
    lacking = step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": {"problems": "有", "cause": "有"}}, method="PUT")
    assert (lacking["code"], lacking["errors"][0]["pointer"]) == ("review-parts-incomplete", "/parts/improvements")
    assert ("改进工作的措施" in lacking["detail"], lacking["clauses"]) == (True, ["YC-2.5.3"])

    step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": parts}, method="PUT")
    without = step(oa, path, "submission", {"submitted_on": "2026-06-15"})
    assert (without["code"], without["clauses"]) == ("review-judgment-copy-lacks", ["YC-2.5.3"])
    assert due(district, oa)["standing"] == "not_due"

    drafted = {"drafted_on": "2026-06-12", "parts": parts, "files": [upload(oa)]}
    step(oa, path, "draft", drafted, method="PUT")
    sent = step(oa, path, "submission", {"submitted_on": "2026-06-15"})
    assert sent["submission"]["addressees"] == [OFFICE, BUREAU_OF_JUSTICE]
    assert due(district, oa)["standing"] == "satisfied"
    assert [step["step"] for step in sent["remaining"]] == ["accept"]


def lose(district: District) -> str:
    """An agency of the district loses a case and receives the judgment on 9 June; returns its id."""
    agency = district.agency("示例局（样例）", CODE, "department")
    district.tell(
        "m-1",
        "case_filing",
        CASE_NO,
        "2026-06-01",
        cause="行政处罚",
        plaintiffs=[{"person": {"name": "示例张某"}}],
        defendants=[{"agency_code": CODE}],
    )
    results = [{"agency_code": CODE, "outcome": "revoked"}]
    told = district.tell("m-2", "judgment", CASE_NO, "2026-06-05", judgment_no=CASE_NO, document="judgment", results=results)
    assert told.status_code == 201, told.text
    told = district.tell("m-3", "service", CASE_NO, "2026-06-09", agency_code=CODE, document="judgment")
    assert told.status_code == 201, told.text
    district.whole.clock.set(datetime(2026, 6, 15, 4, tzinfo=UTC))
    return agency


def step(wire: Wire, path: str, name: str, body: dict[str, Any], method: str = "POST") -> dict[str, Any]:
    """A step of the review, on its version as it stands; returns the answer."""
    headers = write_headers(version=int(wire.get(path).headers["ETag"].strip('"')))
    answer: dict[str, Any] = wire.send(method, f"{path}/{name}", json=body, headers=headers).json()
    return answer


def upload(wire: Wire) -> str:
    """The judgment as a file; returns its id."""
    headers = write_headers() | {"Content-Type": "text/plain; charset=utf-8"}
    sent = wire.send("POST", "/v1/intake/files?name=judgment.txt", content="判决书（样例）".encode(), headers=headers)
    assert sent.status_code == 201, sent.text
    return str(sent.json()["file_id"])


def due(district: District, wire: Wire) -> dict[str, Any]:
    """The duty to report the loss, as the agency sees it on its list."""
    district.whole.settle()
    shown = wire.get("/v1/notify/obligations", code="defeat_report", standing=["not_due", "due_today", "overdue", "satisfied"])
    (found,) = shown.json()["obligations"]
    return dict(found)


# （十）责任追究


def nobody_appeared(*, rank: Rank | None, staff: int, lawyers: int) -> tuple[Standing, ...]:
    """Where the town stands on the ladder of that ground after a hearing at which these appeared."""
    ladder = next(ladder for ladder in PROFILE.escalations if ladder.code == "accountability_nobody_appeared")
    docket = Docket(YICHENG)
    trial = docket.trial(date(2026, 3, 2), TOWN)
    trial.hearing(date(2026, 4, 14))
    trial.appeared(date(2026, 4, 14), TOWN, rank, staff=staff, lawyers=lawyers)
    return ladders.evaluate(ladder, docket.counts(TOWN, AFTER, ladder), AFTER)


@pytest.mark.clause("YC-2.10.4")
@pytest.mark.parametrize("lawyers", [0, 1])
def test_without_leader_and_staff_accountability_is_proposed_even_if_a_lawyer_came(lawyers: int) -> None:
    (found,) = nobody_appeared(rank=None, staff=0, lawyers=lawyers)
    (proposed,) = found.proposed
    assert (proposed.effects, proposed.by, proposed.clauses) == (("责任追究（情形四）",), ("disciplining_body",), ("YC-2.10.4",))
    assert value("roles", "disciplining_body").value == "任免机关或者监察机关"
    assert value("hearings", "attendance_minimum").value == "leader_or_staff"


@pytest.mark.clause("YC-2.10.4")
@pytest.mark.parametrize(("rank", "staff"), [(None, 1), ("deputy", 0)])
def test_a_leader_or_a_member_of_staff_is_enough(rank: Rank | None, staff: int) -> None:
    assert [step for found in nobody_appeared(rank=rank, staff=staff, lawyers=1) for step in found.proposed] == []


# 三、保障


@pytest.mark.clause("YC-3.2.5")
def test_of_ten_closed_cases_nine_with_an_attempt_to_mediate_are_ninety_percent() -> None:
    assert value("mediation", "every_case").value is True
    docket = Docket(YICHENG)
    docket.closed(date(2026, 5, 12), TOWN, cases=10)
    for trial in docket.trials[:9]:
        trial.session(date(2026, 4, 20), TOWN)
    docket.trials[9].session(date(2026, 5, 20), TOWN)
    figure = docket.figure(PROFILE, "mediation_coverage", TOWN, FIRST_HALF, AFTER)
    assert figure.rate is not None
    assert (len(figure.numerator), figure.rate.percent, figure.met) == (9, "90.00%", False)
    mediated = {item.case_id for item in figure.numerator}
    assert [item.case_id for item in figure.denominator or () if item.case_id not in mediated] == [docket.trials[9].case_id]


@pytest.mark.clause("YC-3.3.1")
def test_the_answer_is_due_to_the_court_and_who_appears_is_counted_for_each_defendant() -> None:
    docket = Docket(YICHENG)
    trial = docket.trial(date(2026, 8, 28), TOWN, BUREAU)
    for agency in (TOWN, BUREAU):
        trial.served(date(2026, 9, 1), agency)
    trial.answered(date(2026, 9, 16), TOWN)
    trial.answered(date(2026, 9, 17), BUREAU)
    trial.hearing(date(2026, 10, 20))
    trial.appeared(date(2026, 10, 20), TOWN, "deputy")
    trial.appeared(date(2026, 10, 20), BUREAU, None)
    answers = {found.party: (found.due, found.outcome, found.late_days) for found in trial.obligations("statutory_answer")}
    assert answers == {TOWN: (date(2026, 9, 16), "on_time", 0), BUREAU: (date(2026, 9, 16), "late", 1)}
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    attended = {agency: len(docket.counts(agency, AFTER).items("leader_attended", year)) for agency in (TOWN, BUREAU)}
    assert attended == {TOWN: 1, BUREAU: 0}
    assert value("roles", "court_liaison").clauses == ("YC-3.3.1", "YC-3.3.2")
