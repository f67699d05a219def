"""薛城 (370403): the acceptance examples of 薛政办发〔2022〕12号, with their numbers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.clauses.district import District
from tests.clauses.docket import Docket, Trial
from tests.law.casebook import BUREAU, TOWN
from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.law.figures import ladders
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.period import Period
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Parameter
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

XUECHENG = "370403"
PROFILE = load_builtin("xuecheng", date(2022, 5, 30))
THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
AFTER = date(2026, 11, 2)


def value(group: str, key: str) -> Parameter:
    """A value of the profile, as published."""
    return PROFILE.parameters[group][key]


def quarter(lost: int, *, day: date = date(2026, 8, 12)) -> Docket:
    """A town that lost so many cases on a day."""
    docket = Docket(XUECHENG)
    docket.closed(day, TOWN, cases=lost, lost=lost)
    return docket


def interview(docket: Docket, day: date) -> Standing:
    """Where the town stands on the ladder of interviews in the quarter that holds the day."""
    ladder = next(ladder for ladder in PROFILE.escalations if ladder.code == "interview")
    (found,) = ladders.evaluate(ladder, docket.counts(TOWN, AFTER), day)
    return found


# 引言


@pytest.mark.clause("XC-0.1")
def test_an_institution_is_sued_and_appears_in_the_figures(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    assert value("identity", "agency_types_in_scope").value == ("township", "subdistrict", "department", "institution")
    clock.set(datetime(2026, 8, 3, tzinfo=UTC))
    district = District.of(Whole(ledger, keys, clock, tmp_path), XUECHENG, "鲁0403")
    agency = district.agency("示例企事业单位（样例）", "12370403000008000K", "institution")
    answer = district.tell(
        "m-1",
        "case_filing",
        "（2026）鲁0403行初1号",
        "2026-08-03",
        cause="行政协议",
        plaintiffs=[{"person": {"name": "示例张某"}}],
        defendants=[{"agency_code": "12370403000008000K"}],
    )
    assert (answer.status_code, answer.json()["status"]) == (201, "applied")
    found = district.client("auditor").get("/v1/review/figures", agency_id=agency, **{"from": "2026-07-01", "to": "2026-09-30"})
    filed = next(measure for measure in found.json()["measures"] if measure["measure"] == "filed")
    assert filed["numerator"] == 1


@pytest.mark.clause("XC-0.4")
@pytest.mark.parametrize(
    ("closed", "lost", "percent", "met"),
    [(40, 4, "10.00%", True), (41, 5, "12.20%", False), (41, 4, "9.76%", True), (10, 0, "0.00%", True)],
)
def test_a_loss_rate_of_ten_percent_itself_is_within_ten_percent(closed: int, lost: int, percent: str, met: bool) -> None:
    docket = Docket(XUECHENG)
    docket.closed(date(2026, 8, 12), TOWN, cases=closed, lost=lost)
    figure = docket.figure(PROFILE, "loss_rate", TOWN, THIRD_QUARTER, AFTER)
    assert (len(figure.numerator), len(figure.denominator or ()), figure.met) == (lost, closed, met)
    assert figure.rate is not None
    assert (figure.rate.percent, figure.target) == (percent, "不高于10%（含本数）")
    assert "XC-0.4" in figure.clauses


@pytest.mark.clause("XC-0.4")
def test_without_a_closed_case_there_is_no_loss_rate_and_nothing_is_met() -> None:
    docket = Docket(XUECHENG)
    docket.trial(date(2026, 8, 12), TOWN)
    figure = docket.figure(PROFILE, "loss_rate", TOWN, THIRD_QUARTER, AFTER)
    assert (figure.rate, figure.met, figure.note) == (None, None, "分母为零，不计算比率。")


# 一、组织领导


@pytest.mark.clause("XC-1.3")
def test_what_a_subdistrict_is_late_with_counts_against_it_and_nobody_else() -> None:
    docket = Docket(XUECHENG)
    trial = docket.trial(date(2026, 8, 25), TOWN, BUREAU)
    trial.served(date(2026, 9, 1), TOWN)
    trial.served(date(2026, 9, 1), BUREAU)
    trial.answered(date(2026, 9, 16), BUREAU)
    standing = {found.party: found.standing(date(2026, 9, 17)) for found in trial.obligations("statutory_answer")}
    assert standing == {TOWN: "overdue", BUREAU: "satisfied"}
    assert {found.owed_by for found in trial.obligations("statutory_answer")} == {"defendant"}
    assert value("roles", "primary_resolver").clauses == ("XC-1.3", "XC-2.6")


# 二、诉前诉中化解


@pytest.mark.clause("XC-2.3")
def test_a_settlement_in_litigation_closes_no_case_but_the_ruling_on_withdrawal_does() -> None:
    assert value("mediation", "in_litigation").value is True
    docket = Docket(XUECHENG)
    trial = docket.trial(date(2026, 8, 3), TOWN)
    trial.settled(date(2026, 8, 20), TOWN)
    assert docket.counts(TOWN, AFTER).items("closed", THIRD_QUARTER) == ()
    trial.withdrawn(date(2026, 8, 25))
    counts = docket.counts(TOWN, AFTER)
    (closed,) = counts.items("closed", THIRD_QUARTER)
    (withdrawn,) = counts.items("withdrawn_mediated", THIRD_QUARTER)
    assert (closed.day, withdrawn.day, counts.items("lost", THIRD_QUARTER)) == (date(2026, 8, 25), date(2026, 8, 25), ())


# 四、负责人出庭


@pytest.mark.clause("XC-4.4")
@pytest.mark.parametrize(("attended", "percent", "met"), [(20, "100.00%", True), (19, "95.00%", False)])
def test_of_twenty_cases_heard_a_leader_appears_in_all(attended: int, percent: str, met: bool) -> None:
    docket = Docket(XUECHENG)
    docket.heard(date(2026, 9, 10), TOWN, deputies=attended, nobody=20 - attended)
    figure = docket.figure(PROFILE, "attendance_rate", TOWN, THIRD_QUARTER, AFTER)
    assert figure.rate is not None
    assert (len(figure.denominator or ()), figure.rate.percent, figure.met) == (20, percent, met)


@pytest.mark.clause("XC-4.5")
def test_appearances_of_the_head_are_counted_and_neither_met_nor_missed() -> None:
    docket = Docket(XUECHENG)
    docket.heard(date(2026, 9, 10), TOWN, heads=6, deputies=13, nobody=1)
    figure = docket.figure(PROFILE, "head_attendance_rate", TOWN, THIRD_QUARTER, AFTER)
    assert (len(figure.numerator), len(figure.denominator or ()), figure.target, figure.met) == (6, 20, None, None)
    assert value("hearings", "head_ranks").value == ("principal",)
    assert value("hearings", "head_attendance").value == "应出尽出"


# 五、通报问责


@pytest.mark.clause("XC-5.3")
def test_without_a_date_the_analysis_and_the_rectification_report_are_open_with_an_age_and_never_overdue() -> None:
    trial = lost_case()
    assert trial.obligations("loss_report") == []
    (task,) = trial.tasks("loss_report")
    assert (task.state, task.party, task.since, task.clauses) == ("running", TOWN, date(2026, 7, 14), ("XC-5.3",))
    assert (task.age(date(2026, 8, 15)), task.force, task.owed_by) == (32, "advisory", "review_owner")
    assert task.missing == ("专题分析", "向区政府提交整改报告")


@pytest.mark.clause("XC-5.3")
def test_the_analysis_and_a_rectification_report_to_the_district_government_end_it() -> None:
    trial = lost_case()
    trial.report_submitted(date(2026, 7, 28), TOWN, "区政府")
    (task,) = trial.tasks("loss_report")
    assert (task.state, task.missing) == ("running", ("向区政府提交整改报告",))
    trial.rectified(date(2026, 8, 10), TOWN, "区司法局")
    assert trial.tasks("loss_report")[0].state == "running"
    trial.rectified(date(2026, 8, 14), TOWN, "区政府")
    (task,) = trial.tasks("loss_report")
    assert (task.state, task.satisfied_on, task.age(AFTER)) == ("satisfied", date(2026, 8, 14), 31)


def lost_case() -> Trial:
    """A case that the town lost; it had the judgment on 14 July."""
    trial = Docket(XUECHENG).trial(date(2026, 5, 11), TOWN)
    trial.judged(date(2026, 7, 10), TOWN, lost=True)
    trial.review_opened(date(2026, 7, 14), TOWN, judged_on=date(2026, 7, 10))
    return trial


@pytest.mark.clause("XC-5.6")
def test_one_loss_in_a_quarter_proposes_the_interview_of_the_head() -> None:
    found = interview(quarter(1), date(2026, 9, 30))
    (step,) = found.proposed
    assert (step.no, step.by, step.of) == (1, ("political_legal_secretary", "district_leader"), ("agency_head",))
    assert step.clauses == ("XC-5.6",)
    assert [value("roles", role).value for role in step.by] == ["区政法委书记", "区政府分管负责同志"]
    assert value("roles", "agency_head").value == "部门、镇街主要负责人（正职）"
    assert (found.first, found.last) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.clause("XC-5.6")
def test_no_loss_in_a_quarter_proposes_nothing() -> None:
    docket = Docket(XUECHENG)
    docket.closed(date(2026, 8, 12), TOWN, cases=5)
    assert interview(docket, date(2026, 9, 30)).proposed == ()


@pytest.mark.clause("XC-5.7")
def test_exactly_two_losses_are_not_more_than_two_and_three_are() -> None:
    (two,) = interview(quarter(2), date(2026, 9, 30)).proposed
    assert two.no == 1
    (three,) = interview(quarter(3), date(2026, 9, 30)).proposed
    assert (three.no, three.by, three.of, three.clauses) == (2, ("district_head",), ("agency_head",), ("XC-5.7",))
    assert value("roles", "district_head").value == "区政府主要负责人"


@pytest.mark.clause("XC-5.6", "XC-5.7")
def test_losses_of_two_quarters_are_not_added_up() -> None:
    docket = quarter(2, day=date(2026, 9, 30))
    docket.closed(date(2026, 10, 8), TOWN, cases=1, lost=1)
    assert [step.no for step in interview(docket, date(2026, 9, 30)).proposed] == [1]
    assert [step.no for step in interview(docket, date(2026, 10, 31)).proposed] == [1]


@pytest.mark.clause("XC-5.7")
def test_a_loss_that_is_reversed_takes_the_tier_down() -> None:
    docket = quarter(3)
    assert [step.no for step in interview(docket, date(2026, 9, 30)).proposed] == [2]
    trial = docket.trials[0]
    trial.review_opened(date(2026, 8, 14), TOWN, judged_on=date(2026, 8, 12))
    trial.voided(date(2026, 9, 21), TOWN)
    assert [step.no for step in interview(docket, date(2026, 9, 30)).proposed] == [1]
