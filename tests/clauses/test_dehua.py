"""德化 (350526): the acceptance examples of 德政办〔2025〕32号, with their numbers. The reviews of lost cases have a module of their own."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.docket import Docket, Trial
from tests.law.casebook import BUREAU, TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.events.review.review import ReviewVoided
from yingsu.law.figures import ladders
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.metrics import Figure
from yingsu.law.figures.period import Period
from yingsu.law.obligation import Obligation
from yingsu.law.profile import load_builtin
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

DEHUA = "350526"
PROFILE = load_builtin("dehua", date(2025, 10, 15))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
AFTER = date(2027, 2, 1)
CASE_NO = "（2026）闽0526行初12号"
TOWNSHIP_CODE, UNIT_CODE = "11350526000008117A", "113505260000081255"
ANSWER = {"submitted_on": "2026-06-15", "delivery": "court_platform", "has_answer": True, "evidence_count": 3}


@pytest.fixture
def county(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> District:
    """德化 set up over HTTP on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return District.of(Whole(ledger, keys, clock, tmp_path), DEHUA, "闽0526")


# 引言


@pytest.mark.clause("DH-0.1")
@pytest.mark.parametrize("kind", ["township", "department"])
def test_a_township_and_a_county_unit_are_sued_and_the_document_governs_what_they_owe(county: District, kind: str) -> None:
    agency = county.agency("示例单位（样例）", TOWNSHIP_CODE, kind)
    county.sue(CASE_NO, TOWNSHIP_CODE)
    county.serve(CASE_NO, TOWNSHIP_CODE)
    (owed,) = county.client("supervisor").get("/v1/notify/obligations", code="statutory_answer").json()["obligations"]
    assert (owed["agency_id"], owed["profile"], owed["due"]) == (agency, "dehua.1", "2026-06-18")
    assert owed["clauses"][:2] == ["DH-4.4", "DH-4.6"]


@pytest.mark.clause("DH-0.5")
def test_eight_of_eight_attended_is_met_and_three_of_four_performed_is_missed() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 5, 12), TOWN, heads=3, deputies=5)
    attended = docket.figure(PROFILE, "leader_attendance_rate", TOWN, YEAR, AFTER)
    assert (attended.rate and attended.rate.percent, attended.met) == ("100.00%", True)

    ended = date(2026, 10, 30)
    for performed_on in (ended, date(2026, 10, 1), date(2026, 9, 28), None):
        docket.trial(date(2026, 6, 1), TOWN).effective(TOWN, ended, performed_on=performed_on)
    docket.trial(date(2026, 6, 1), TOWN).effective(TOWN, date(2027, 1, 20))
    performed = docket.figure(PROFILE, "performance_rate", TOWN, YEAR, AFTER)
    assert (len(performed.numerator), len(performed.denominator or ())) == (3, 4)
    assert (performed.rate and performed.rate.percent, performed.met) == ("75.00%", False)


@pytest.mark.clause("DH-0.5")
def test_a_judgment_performed_after_its_day_or_whose_day_has_not_passed_counts_no_more() -> None:
    docket = Docket(DEHUA)
    docket.trial(date(2026, 6, 1), TOWN).effective(TOWN, date(2026, 10, 30), performed_on=date(2026, 10, 31))
    late = docket.figure(PROFILE, "performance_rate", TOWN, YEAR, AFTER)
    assert (len(late.numerator), len(late.denominator or ())) == (0, 1)
    running = docket.figure(PROFILE, "performance_rate", TOWN, YEAR, date(2026, 10, 30))
    assert (running.denominator, running.rate) == ((), None)


# 一、主体责任


def reverse_constraint(docket: Docket) -> Standing:
    """The entries of the town for the deductions of 2026."""
    (ladder,) = PROFILE.escalations
    (found,) = ladders.evaluate(ladder, docket.counts(TOWN, AFTER, ladder), date(2026, 12, 31))
    return found


@pytest.mark.clause("DH-1.7")
def test_a_hearing_without_a_leader_and_a_loss_are_two_entries_of_the_year_and_points_are_left_to_persons() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 4, 14), TOWN, nobody=1)
    docket.heard(date(2026, 4, 14), TOWN, deputies=1)
    docket.closed(date(2026, 6, 1), TOWN, cases=2, lost=1)
    found = reverse_constraint(docket)
    (tier,) = found.tiers
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert sum(len(trigger.items) for trigger in tier.triggers) == 2
    assert (tier.proposed, tier.by, tier.effects) == (True, ("appraiser",), ("扣分（分值由考评机构定）",))
    assert tier.clauses == ("DH-1.7",)


@pytest.mark.clause("DH-1.7")
def test_a_loss_that_was_reversed_is_struck_and_its_reason_stays_on_record() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 4, 14), TOWN, nobody=1)
    trial = docket.trial(date(2026, 3, 2), TOWN)
    trial.judged(date(2026, 6, 1), TOWN, lost=True)
    trial.review_opened(date(2026, 6, 5), TOWN, judged_on=date(2026, 6, 1))
    assert sum(len(trigger.items) for trigger in reverse_constraint(docket).tiers[0].triggers) == 2
    struck = trial.voided(date(2026, 12, 10), TOWN)
    (entry,) = [item for trigger in reverse_constraint(docket).tiers[0].triggers for item in trigger.items]
    assert entry.case_id == docket.trials[0].case_id
    assert isinstance(struck.event, ReviewVoided)
    assert (struck.event.because, struck.event.voided_on) == ("reversed", date(2026, 12, 10))


# 四、出庭和答辩


def attendance(docket: Docket) -> Figure:
    """The rate of appearance of the town in 2026."""
    return docket.figure(PROFILE, "leader_attendance_rate", TOWN, YEAR, AFTER)


@pytest.mark.clause("DH-4.1")
def test_a_deputy_who_appears_counts_as_a_leader() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 4, 14), TOWN, deputies=8)
    found = attendance(docket)
    assert found.rate is not None
    assert (len(found.numerator), len(found.denominator or ()), found.rate.percent, found.met) == (8, 8, "100.00%", True)


@pytest.mark.clause("DH-4.1")
def test_staff_without_a_leader_do_not_count() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 4, 14), TOWN, deputies=7, nobody=1)
    found = attendance(docket)
    assert found.rate is not None
    assert (found.rate.percent, found.met, found.target) == ("87.50%", False, "不低于100%（含本数）")


def served(received_on: date) -> Trial:
    """A case of the town with the day on which it received the complaint."""
    trial = Docket(DEHUA).trial(date(2026, 9, 1), TOWN)
    trial.served(received_on, TOWN)
    return trial


def answer(trial: Trial) -> Obligation:
    """The duty to answer."""
    (found,) = trial.obligations("statutory_answer")
    return found


@pytest.mark.clause("DH-4.4")
@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 9, 14), date(2026, 9, 29)), (date(2026, 9, 21), date(2026, 10, 8))],
    ids=["ordinary", "over the National Day"],
)
def test_answer_and_evidence_are_due_fifteen_days_after_the_complaint(received: date, due: date) -> None:
    found = answer(served(received))
    assert (found.due, found.force, found.profile) == (due, "hard", "dehua.1")
    assert "及时向人民法院提交答辩状" in found.quotes[0]
    assert found.clauses == ("DH-4.4", "DH-4.6", "XSF-67", "XSF-34")


@pytest.mark.clause("DH-4.4")
def test_an_answer_without_the_evidence_leaves_it_open() -> None:
    trial = served(date(2026, 9, 14))
    trial.answered(date(2026, 9, 28), TOWN, evidence=0)
    assert (answer(trial).state, answer(trial).missing) == ("running", ("证据、依据清单",))


@pytest.mark.clause("DH-4.6")
def test_an_answer_on_the_day_after_is_late_by_one_day_and_on_the_day_itself_is_not() -> None:
    late, on_time = served(date(2026, 9, 14)), served(date(2026, 9, 14))
    late.answered(date(2026, 9, 30), TOWN)
    on_time.answered(date(2026, 9, 29), TOWN)
    assert (answer(late).outcome, answer(late).late_days, "DH-4.6" in answer(late).clauses) == ("late", 1, True)
    assert answer(on_time).outcome == "on_time"


@pytest.mark.clause("DH-4.6")
def test_with_an_extension_of_the_court_it_is_not_late() -> None:
    trial = served(date(2026, 9, 14))
    assert answer(trial).standing(date(2026, 9, 30)) == "overdue"
    trial.extended(date(2026, 9, 28), date(2026, 10, 15), TOWN)
    trial.answered(date(2026, 9, 30), TOWN)
    assert (answer(trial).due, answer(trial).outcome, answer(trial).late_days) == (date(2026, 10, 15), "on_time", 0)


# 六、组织领导


@pytest.mark.clause("DH-6.3")
def test_the_bureau_of_justice_reads_every_case_of_the_county_and_a_unit_its_own(county: District) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    unit = county.agency("示例局（样例）", UNIT_CODE, "department")
    county.sue(CASE_NO, TOWNSHIP_CODE)
    bureau, other = county.client("supervisor"), county.client("agency", agency=unit)
    assert [case["case_no"] for case in bureau.get("/v1/intake/cases").json()] == [CASE_NO]
    assert other.get("/v1/intake/cases").json() == []
    (case,) = bureau.get("/v1/intake/cases").json()
    shown = bureau.get(f"/v1/intake/cases/{case['case_id']}").json()
    assert [defendant["agency"]["agency_id"] for defendant in shown["defendants"]] == [township]


@pytest.mark.clause("DH-6.6")
def test_a_township_that_is_sued_handles_the_response_itself(county: District) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    unit = county.agency("示例局（样例）", UNIT_CODE, "department")
    county.sue(CASE_NO, TOWNSHIP_CODE)
    county.serve(CASE_NO, TOWNSHIP_CODE)
    (owed,) = county.client("supervisor").get("/v1/notify/obligations", code="statutory_answer").json()["obligations"]
    assert (owed["agency_id"], owed["owed_by"]) == (township, "defendant")
    county.whole.clock.set(datetime(2026, 6, 15, 4, tzinfo=UTC))
    path = f"/v1/intake/cases/{owed['case_id']}/responses/{township}/answer"
    other = county.client("agency", agency=unit).post(path, ANSWER, version=0)
    assert other.status_code in (403, 404)
    county.made(
        "clients",
        {"client_id": "dehua-zhen", "name": "示例系统（样例）", "role": "agency", "jurisdictions": [DEHUA], "agency": township},
    )
    own = county.whole.wire("dehua-zhen").post(path, ANSWER, version=0)
    assert own.status_code == 201, own.text


@pytest.mark.clause("DH-6.16")
def test_the_sheet_of_the_year_has_losses_appearances_and_reviews_with_their_entries() -> None:
    docket = Docket(DEHUA)
    docket.heard(date(2026, 4, 14), TOWN, deputies=1)
    docket.closed(date(2026, 6, 1), TOWN, cases=2, lost=2)
    reviewed = docket.trials[1]
    reviewed.review_opened(date(2026, 6, 9), TOWN, judged_on=date(2026, 6, 1))
    report = reviewed.report_submitted(date(2026, 6, 19), TOWN, "县司法局")
    codes = ("leader_attendance_rate", "loss_rate", "reviews_done")
    sheet = {code: docket.figure(PROFILE, code, TOWN, YEAR, AFTER) for code in codes}
    assert {code: (len(found.numerator), len(found.denominator or ())) for code, found in sheet.items()} == {
        "leader_attendance_rate": (1, 1),
        "loss_rate": (2, 2),
        "reviews_done": (1, 2),
    }
    (done,) = sheet["reviews_done"].numerator
    assert report.event_id in done.event_ids
    assert "DH-6.16" in sheet["reviews_done"].clauses


@pytest.mark.clause("DH-6.16")
def test_the_same_sheet_is_asked_for_over_http_by_year_and_unit(county: District) -> None:
    township = county.agency("示例镇人民政府（样例）", TOWNSHIP_CODE, "township")
    county.sue(CASE_NO, TOWNSHIP_CODE)
    county.lose(CASE_NO, TOWNSHIP_CODE)
    bureau = county.client("supervisor")
    answer = bureau.get("/v1/review/figures", agency_id=township, **{"from": "2026-01-01", "to": "2026-12-31"}).json()
    sheet = {measure["measure"]: measure for measure in answer["measures"]}
    assert (sheet["loss_rate"]["numerator"], sheet["reviews_done"]["numerator"], sheet["reviews_done"]["denominator"]) == (
        1,
        0,
        1,
    )
    (item,) = bureau.send("GET", sheet["reviews_done"]["items"]["denominator"]).json()
    known = {str(entry.event_id) for entry in county.whole.ledger.read_all(0, 1000)}
    assert item["event_ids"]
    assert set(item["event_ids"]) <= known
    assert [figure["measure"] for figure in answer["dormant"]] == []


@pytest.mark.clause("DH-6.18")
def test_eight_percent_after_twelve_is_four_points_less_and_neither_met_nor_missed() -> None:
    docket = Docket(DEHUA)
    docket.closed(date(2025, 11, 12), TOWN, cases=25, lost=3)
    docket.closed(date(2026, 6, 1), TOWN, cases=25, lost=2)
    docket.heard(date(2026, 4, 14), BUREAU, deputies=1, nobody=1)
    found = docket.figure(PROFILE, "loss_rate", TOWN, YEAR, AFTER)
    assert found.rate is not None
    assert found.trend is not None
    assert found.trend.rate is not None
    assert (found.rate.percent, found.trend.rate.percent, found.trend.change) == ("8.00%", "12.00%", "-4.00")
    assert (found.target, found.met, found.trend.wanted) == (None, None, "fall")
    appeared = docket.figure(PROFILE, "leader_attendance_rate", BUREAU, YEAR, AFTER)
    assert (appeared.target, appeared.met, "DH-6.18" in appeared.clauses) == ("不低于100%（含本数）", False, True)
