"""烟台 (370600) and the districts below it: the acceptance examples of 烟政办发〔2017〕16号, with their numbers.

What the document means for those below it has a module of its own.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District, step
from tests.clauses.docket import Docket, Trial
from tests.law.casebook import TOWN
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.events.mediation.court import CourtMediationDocumentBecameEffective
from yingsu.law.calendar import load_builtin as load_calendar
from yingsu.law.figures.period import Period
from yingsu.law.live import live_duty
from yingsu.law.obligation import Obligation
from yingsu.law.open_items import OpenItem
from yingsu.law.profile import load_builtin
from yingsu.law.recurring import CycleDuty, Unit, recurring
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

YANTAI, DISTRICT = "370600", "370602"
"""The city, and a district of it that has no document of its own."""
PROFILE = load_builtin("yantai", date(2017, 5, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
AFTER = date(2027, 2, 1)
CASE_NO, CITY_CASE_NO, REFERRAL_NO = "（2026）鲁0602行初12号", "（2026）鲁06行初3号", "（2026）鲁0602行诉前调8号"
CODE, CITY_CODE = "11370602000008117Y", "113706000000081172"
APPLICANTS = [{"person": {"name": "示例张某"}}]


@pytest.fixture
def whole(ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path) -> Whole:
    """The installation, on 1 June 2026."""
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    return Whole(ledger, keys, clock, tmp_path)


@pytest.fixture
def district(whole: Whole) -> District:
    """The district set up over HTTP."""
    return District.of(whole, DISTRICT, "鲁0602")


# 引言


@pytest.mark.clause("YT-0.1")
def test_what_is_owed_in_such_a_district_is_owed_by_the_document_of_the_city(district: District) -> None:
    agency = district.agency("示例局（样例）", CODE, "department")
    district.sue(CASE_NO, CODE)
    district.serve(CASE_NO, CODE)
    (owed,) = district.client("supervisor").get("/v1/notify/obligations", code="statutory_answer").json()["obligations"]
    assert (owed["agency_id"], owed["profile"], owed["jurisdiction"]) == (agency, "yantai.1", DISTRICT)
    assert owed["clauses"][:2] == ["YT-2.3.3", "YT-2.3.5"]


@pytest.mark.clause("YT-0.2")
def test_the_profile_as_published_names_both_documents_that_it_rests_on(whole: Whole) -> None:
    shown = District.of(whole, YANTAI, "鲁06").client("auditor").get("/v1/registry/profiles/yantai").json()
    basis = shown["content"]["parameters"]["identity"]["legal_basis"]
    assert basis["clauses"] == ["YT-0.2"]
    assert [
        number in title for number, title in zip(("国办发〔2016〕54号", "鲁政办发〔2016〕51号"), basis["value"], strict=True)
    ] == [
        True,
        True,
    ]


# 二、（一）支持人民法院受理


@pytest.mark.clause("YT-2.1.1")
def test_a_filing_is_taken_in_at_once_while_a_mediation_is_open(district: District) -> None:
    district.agency("示例局（样例）", CODE, "department")
    referred = {"cause": "行政处罚", "applicants": APPLICANTS, "agency_codes": [CODE], "materials": [{"title": "起诉状（样例）"}]}
    told = district.tell("m-1", "pre_litigation_referral", REFERRAL_NO, "2026-06-01", received_on="2026-06-01", **referred)
    assert (told.status_code, told.json()["status"]) == (201, "applied"), told.text
    auditor = district.client("auditor")
    (before,) = auditor.get("/v1/mediation/mediations").json()
    assert (before["status"], before["in_litigation"], before["concluded_on"]) == ("referred", False, None)
    receipt = district.sue(CASE_NO, CODE, pre_case_nos=[REFERRAL_NO])
    district.whole.settle()
    (after,) = auditor.get("/v1/mediation/mediations").json()
    assert (after["mediation_id"], after["in_litigation"], after["concluded_on"]) == (before["mediation_id"], True, None)
    (case,) = auditor.get("/v1/intake/cases").json()
    assert (case["case_id"], case["case_no"]) == (receipt["case_id"], CASE_NO)


# 二、（三）答辩举证


def served(received_on: date, place: str = DISTRICT) -> Trial:
    """A case of the town with the day on which it received the complaint."""
    trial = Docket(place).trial(date(2026, 2, 2), TOWN)
    trial.served(received_on, TOWN)
    return trial


def answer(trial: Trial) -> Obligation:
    """The duty to answer."""
    (found,) = trial.obligations("statutory_answer")
    return found


@pytest.mark.clause("YT-2.3.3")
@pytest.mark.parametrize("place", [YANTAI, DISTRICT])
def test_fifteen_days_that_end_within_the_spring_festival_end_on_the_first_working_day_after(place: str) -> None:
    found = answer(served(date(2026, 2, 5), place))
    assert (found.due, found.force, found.profile) == (date(2026, 2, 24), "hard", "yantai.1")
    assert found.clauses == ("YT-2.3.3", "YT-2.3.5", "XSF-67", "XSF-34")
    assert found.missing == ("答辩状", "证据、依据清单")


@pytest.mark.clause("YT-2.3.5")
def test_an_answer_that_did_not_come_is_a_delay_unless_the_court_extended_the_period() -> None:
    delayed, extended = served(date(2026, 2, 5)), served(date(2026, 2, 5))
    extended.extended(date(2026, 2, 20), date(2026, 3, 12), TOWN)
    standing = [answer(trial).standing(date(2026, 2, 25)) for trial in (delayed, extended)]
    assert (standing, "YT-2.3.5" in answer(delayed).clauses) == (["overdue", "not_due"], True)
    for trial in (delayed, extended):
        trial.answered(date(2026, 2, 26), TOWN)
    assert [(answer(trial).outcome, answer(trial).late_days) for trial in (delayed, extended)] == [("late", 2), ("on_time", 0)]


# 二、（四）负责人出庭


@pytest.mark.clause("YT-2.4.4")
def test_another_leader_in_charge_counts_as_a_leader_and_not_as_the_head() -> None:
    docket = Docket(YANTAI)
    trial = docket.trial(date(2026, 3, 2), TOWN)
    trial.hearing(date(2026, 4, 14))
    trial.appeared(date(2026, 4, 14), TOWN, "other")
    counts = docket.counts(TOWN, AFTER)
    assert {code: len(counts.items(code, YEAR)) for code in ("heard", "leader_attended", "head_attended")} == {
        "heard": 1,
        "leader_attended": 1,
        "head_attended": 0,
    }
    assert PROFILE.parameters["hearings"]["leader_ranks"].value == ("principal", "deputy", "other")


# 二、（六）败诉案件报告


def lost(place: str) -> Trial:
    """A case that the town lost on 12 May and reported on 30 July."""
    trial = Docket(place).trial(date(2026, 2, 2), TOWN)
    trial.judged(date(2026, 5, 12), TOWN, lost=True)
    trial.review_opened(date(2026, 5, 12), TOWN)
    return trial


def report(trial: Trial) -> OpenItem:
    """The task to report the loss."""
    (found,) = trial.tasks("loss_report")
    return found


@pytest.mark.clause("YT-2.6.3")
def test_a_report_after_eleven_weeks_closes_the_task_and_is_late_elsewhere_only() -> None:
    here, elsewhere = lost(YANTAI), lost("370404")
    assert (report(here).state, report(here).clauses, report(here).age(date(2026, 7, 30))) == ("running", ("YT-2.6.3",), 79)
    here.report_submitted(date(2026, 7, 30), TOWN, "政府法制机构")
    elsewhere.report_submitted(date(2026, 7, 30), TOWN, "区依法治区委员会办公室", "区司法局")
    assert (report(here).state, report(here).satisfied_on) == ("satisfied", date(2026, 7, 30))
    assert here.obligations("loss_report") == []
    assert [found.outcome for found in elsewhere.obligations("defeat_report")] == ["late"]


@pytest.mark.clause("YT-2.6.5")
@pytest.mark.parametrize(("part", "title"), [("cause", "败诉原因"), ("measures", "措施")])
def test_a_report_without_the_cause_or_the_measures_is_refused_naming_it(district: District, part: str, title: str) -> None:
    agency = district.agency("示例局（样例）", CODE, "department")
    district.sue(CASE_NO, CODE)
    district.lose(CASE_NO, CODE)
    oa = district.client("agency", agency=agency)
    (review,) = oa.get("/v1/review/reviews").json()
    path = f"/v1/review/reviews/{review['review_id']}"
    step(oa, path, "start", {"started_on": "2026-06-10"})
    parts = {"cause": "程序违法（样例）", "measures": "修订文书（样例）"}
    lacking = {name: text for name, text in parts.items() if name != part}
    refused = step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": lacking}, method="PUT")
    assert (refused["code"], refused["clauses"], title in refused["detail"]) == ("review-parts-incomplete", ["YT-2.6.5"], True)
    assert [flaw["pointer"] for flaw in refused["errors"]] == [f"/parts/{part}"]
    step(oa, path, "draft", {"drafted_on": "2026-06-12", "parts": parts}, method="PUT")
    assert step(oa, path, "submission", {"submitted_on": "2026-06-15"})["status"] == "submitted"


# 四、（一）组织领导


@pytest.mark.clause("YT-4.1.3")
def test_the_city_reads_the_cases_of_its_districts_and_a_district_not_those_of_the_city(whole: Whole) -> None:
    city, district = District.of(whole, YANTAI, "鲁06"), District.of(whole, DISTRICT, "鲁0602")
    city.agency("示例市局（样例）", CITY_CODE, "department")
    district.agency("示例区局（样例）", CODE, "department")
    city.sue(CITY_CASE_NO, CITY_CODE)
    above = district.sue(CASE_NO, CODE)["case_id"]
    seen = {case["case_no"]: case["case_id"] for case in city_office(city).get("/v1/intake/cases").json()}
    assert seen.keys() == {CASE_NO, CITY_CASE_NO}
    assert city_office(city).get(f"/v1/intake/cases/{above}").json()["case_no"] == CASE_NO
    own = district.client("supervisor")
    assert [case["case_no"] for case in own.get("/v1/intake/cases").json()] == [CASE_NO]
    assert own.get(f"/v1/intake/cases/{seen[CITY_CASE_NO]}").status_code == 404


def city_office(city: District) -> Wire:
    """The legal office of the city, which reaches its districts."""
    return city.client("supervisor", jurisdictions=[YANTAI, DISTRICT])


@pytest.mark.clause("YT-4.1.5")
@pytest.mark.parametrize(
    ("year", "due", "provisional"), [(2025, date(2026, 1, 5), False), (2026, date(2027, 1, 5), True)], ids=["Monday", "Tuesday"]
)
def test_the_report_on_a_year_is_owed_by_every_unit_on_5_january_and_overdue_on_the_6th(
    year: int, due: date, provisional: bool
) -> None:
    for found in annual_reports(year):
        assert (found.cycle, found.due, found.provisional, found.clauses) == (str(year), due, provisional, ("YT-4.1.5",))
        assert (found.standing(due), found.owed_by) == ("due_today", "primary_resolver")
    assert [found.agency for found in annual_reports(year)] == ["agency-a", "agency-b"]
    assert {found.standing(date(2026, 1, 6)) for found in annual_reports(2025)} == {"overdue"}


def annual_reports(year: int) -> tuple[CycleDuty, ...]:
    """The duty of two units that were never sued."""
    (duty,) = (item for item in PROFILE.recurring if item.code == "annual_report")
    clauses = {clause.id: clause for clause in PROFILE.clauses}
    live = live_duty(duty, "yantai.1", "yantai.1", YANTAI, clauses, roll=True)
    units = [Unit(agency=agency, jurisdiction=YANTAI) for agency in ("agency-a", "agency-b")]
    return recurring([live], units, [], load_calendar(), date(year, 1, 1), date(year, 12, 31))


# 年度依法行政考核


@pytest.mark.clause("YT-4.1.6")
def test_the_sheet_of_a_year_has_three_figures_each_with_its_entries_and_none_a_target_for_attendance() -> None:
    docket = Docket(YANTAI)
    docket.heard(date(2026, 5, 12), TOWN, heads=1, nobody=1)
    lost = docket.trial(date(2026, 3, 2), TOWN)
    lost.judged(date(2026, 6, 5), TOWN, lost=True)
    lost.review_opened(date(2026, 6, 9), TOWN, judged_on=date(2026, 6, 5))
    lost.report_submitted(date(2026, 6, 20), TOWN, "legal_office")
    lost.effective(TOWN, date(2026, 9, 30), performed_on=date(2026, 9, 1))
    agreed = docket.trial(date(2026, 3, 2), TOWN)
    terms = CourtMediationDocumentBecameEffective(
        agency=TOWN, document_no="示例调1", effective_on=date(2026, 6, 1), perform_by=date(2026, 8, 31)
    )
    agreed.write(terms, terms.effective_on)

    codes = ("leader_attendance_rate", "performance_rate", "loss_reports")
    sheet = [docket.figure(PROFILE, code, TOWN, YEAR, AFTER) for code in codes]
    assert [(len(figure.numerator), len(figure.denominator or ())) for figure in sheet] == [(1, 2), (1, 2), (1, 1)]
    assert all(item.event_ids for figure in sheet for item in figure.numerator)
    assert [figure.target for figure in sheet] == [None, None, None]
    assert {clause for figure in sheet for clause in figure.clauses} >= {"YT-4.1.6"}
