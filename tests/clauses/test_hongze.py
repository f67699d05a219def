"""洪泽 (320813): the acceptance examples of 《十项机制》, with their numbers. The fourth and the ninth mechanism have modules of their own."""

from datetime import date

import msgspec
import pytest

from tests.clauses.docket import Docket
from tests.law.casebook import BUREAU, HONGZE, TOWN
from tests.law.mediation_casebook import MediationCasebook
from tests.services.intake.cast import CASE_NO, MARKET, MARKET_CODE, PRE_FILING_NO, filing, pre_filing, service
from tests.services.mediation.story import at
from tests.whole import AUDITOR, CENTRE, COURT, MARKET_OA, SUPERVISOR, Whole
from yingsu.law.figures import ladders
from yingsu.law.figures.ladders import Standing
from yingsu.law.figures.period import Period
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.profile import load_builtin
from yingsu.law.provision import Ladder
from yingsu.law.rules import builtin_rules

PROFILE = load_builtin("hongze", date(2025, 4, 18))
MESSAGES = "/v1/intake/court/messages"
TOWNSHIP_CODE, SUBDISTRICT_CODE = "1132081300000815XT", "11320813000008168T"
SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
AFTER = date(2026, 11, 21)


# 引言


@pytest.mark.clause("HZ-0.1")
@pytest.mark.parametrize("code", [MARKET_CODE, TOWNSHIP_CODE, SUBDISTRICT_CODE], ids=["department", "township", "subdistrict"])
def test_a_department_a_township_and_a_subdistrict_are_sued_and_the_document_governs_what_they_owe(
    whole: Whole, code: str
) -> None:
    whole.clock.set(at("2026-09-16T12:00"))
    court = whole.wire(COURT)
    filed = court.post(MESSAGES, filing(defendants=[{"agency_code": code}]))
    assert (filed.status_code, filed.json()["status"]) == (201, "applied")
    assert court.post(MESSAGES, service(agency_code=code)).status_code == 201
    whole.settle()
    shown = whole.wire(SUPERVISOR).get("/v1/notify/obligations", code="statutory_answer").json()["obligations"]
    assert [(owed["profile"], owed["case_no"], owed["due"]) for owed in shown] == [("hongze.1", CASE_NO, "2026-09-28")]


@pytest.mark.clause("HZ-0.3")
def test_nine_percent_after_eleven_is_two_points_less_and_neither_met_nor_missed() -> None:
    docket = Docket(HONGZE)
    docket.closed(date(2026, 2, 10), TOWN, cases=100, lost=11)
    docket.closed(date(2026, 5, 12), TOWN, cases=100, lost=9)
    figure = docket.figure(PROFILE, "loss_rate", TOWN, SECOND_QUARTER, AFTER)
    assert figure.rate is not None
    assert figure.trend is not None
    assert figure.trend.rate is not None
    assert (figure.rate.percent, figure.trend.rate.percent) == ("9.00%", "11.00%")
    assert (figure.trend.change, figure.trend.direction, figure.trend.wanted) == ("-2.00", "fall", "fall")
    assert (figure.target, figure.met) == (None, None)
    assert "HZ-0.3" in figure.clauses


# 一、合法性审查


def ladder(code: str, **trigger: object) -> Ladder:
    """A ladder of the profile; with a number that the operator set for what its first tier asks."""
    found = next(ladder for ladder in PROFILE.escalations if ladder.code == code)
    first, *others = found.tiers
    (asked,) = first.triggers
    return msgspec.structs.replace(
        found, tiers=(msgspec.structs.replace(first, triggers=(msgspec.structs.replace(asked, **trigger),)), *others)
    )


def standing(of: Ladder, docket: Docket, agency: str, day: date) -> Standing:
    """Where the agency stands on the ladder in the window that holds the day."""
    (found,) = ladders.evaluate(of, docket.counts(agency, AFTER, of), day, {metric.code: metric for metric in PROFILE.metrics})
    return found


@pytest.mark.clause("HZ-1.4")
def test_three_years_begin_on_22_november_2023_for_whoever_asks_on_21_november_2026() -> None:
    docket = Docket(HONGZE)
    for judged_on in (date(2023, 11, 21), date(2023, 11, 22), date(2026, 11, 21)):
        docket.closed(judged_on, TOWN, cases=1, lost=1)
    found = standing(ladder("three_year_losses"), docket, TOWN, date(2026, 11, 21))
    (trigger,) = found.tiers[0].triggers
    assert (found.first, found.last) == (date(2023, 11, 22), date(2026, 11, 21))
    assert [item.day for item in trigger.items] == [date(2023, 11, 22), date(2026, 11, 21)]


@pytest.mark.clause("HZ-1.4")
def test_without_a_number_agencies_are_only_ranked_and_with_three_those_that_reach_it_are_proposed() -> None:
    docket = Docket(HONGZE)
    docket.closed(date(2025, 8, 12), TOWN, cases=4, lost=3)
    docket.closed(date(2025, 8, 12), BUREAU, cases=4, lost=2)
    day = date(2026, 11, 21)
    ranked = [standing(ladder("three_year_losses"), docket, agency, day) for agency in (TOWN, BUREAU)]
    assert [(found.tiers[0].triggers[0].number, found.tiers[0].triggers[0].ranks) for found in ranked] == [(3, True), (2, True)]
    assert [found.proposed for found in ranked] == [(), ()]
    numbered = ladder("three_year_losses", at_least=3)
    town, bureau = (standing(numbered, docket, agency, day) for agency in (TOWN, BUREAU))
    (proposed,) = town.proposed
    assert (proposed.clauses, proposed.effects) == (("HZ-1.4",), ("核对法律顾问单位",))
    assert bureau.proposed == ()


# 五、立案前通报


@pytest.mark.clause("HZ-5.1")
def test_the_same_notice_of_a_court_gets_the_same_receipt(whole: Whole) -> None:
    whole.clock.set(at("2026-09-16T12:00"))
    first, again = (whole.wire(COURT).post(MESSAGES, pre_filing()) for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    topics = [entry.topic for entry in whole.ledger.read_all(0, 1000)]
    assert topics.count("intake.pre_filing_notified.v1") == 1


@pytest.mark.clause("HZ-5.1")
def test_nobody_gives_notice_in_the_name_of_another_court(whole: Whole) -> None:
    whole.clock.set(at("2026-09-16T12:00"))
    whole.wire("administrator").post("/v1/registry/courts", {"court": "苏0812", "name": "示例区人民法院（样例）"})
    refused = whole.wire(COURT).post(MESSAGES, pre_filing(court="苏0812"))
    assert (refused.status_code, refused.json()["code"]) == (403, "court-mismatch")
    for client in (CENTRE, MARKET_OA, AUDITOR):
        assert whole.wire(client).post(MESSAGES, pre_filing()).status_code == 403
    assert "intake.pre_filing_notified.v1" not in {entry.topic for entry in whole.ledger.read_all(0, 1000)}


def forwarded(received_on: date, *told_on: date) -> list[Obligation]:
    """What the centre owes after a court's notice that concerns the town and the bureau; the town is told on the days given."""
    case = MediationCasebook(TOWN, BUREAU)
    case.prefiling(received_on)
    for day in told_on:
        case.passed_on(day, TOWN)
    return [found for found in evaluate(case.entries, builtin_rules()) if found.code == "prefiling_forward"]


@pytest.mark.clause("HZ-5.2")
@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 4, 3), date(2026, 4, 7)), (date(2026, 9, 19), date(2026, 9, 20))],
    ids=["before Qingming", "a Sunday that is worked"],
)
def test_agencies_are_told_within_a_working_day_of_the_notice(received: date, due: date) -> None:
    for found in forwarded(received):
        assert (found.due, found.force, found.owed_by, found.clauses) == (due, "hard", "mediation_body", ("HZ-5.2",))


@pytest.mark.clause("HZ-5.2")
def test_each_agency_is_told_for_itself_and_what_is_overdue_is_owed_by_the_centre() -> None:
    owed = {found.party: found for found in forwarded(date(2026, 4, 3), date(2026, 4, 8))}
    assert (owed[TOWN].outcome, owed[TOWN].late_days) == ("late", 1)
    assert (owed[BUREAU].standing(date(2026, 4, 8)), owed[BUREAU].owed_by) == ("overdue", "mediation_body")


@pytest.mark.clause("HZ-5.2")
def test_who_passes_a_notice_on_advises_to_prepare_the_response(whole: Whole) -> None:
    whole.clock.set(at("2026-09-16T12:00"))
    told = whole.wire(COURT).post(MESSAGES, pre_filing()).json()
    assert told["case_no"] == PRE_FILING_NO
    path = f"/v1/intake/cases/{told['case_id']}/forwardings/{MARKET}"
    centre = whole.wire(CENTRE)
    refused = centre.post(path, {"notified_on": "2026-09-07", "advice": " "}, version=0)
    assert (refused.status_code, refused.json()["code"], refused.json()["clauses"]) == (422, "advice-missing", ["HZ-5.2"])
    assert "做好应诉准备工作" in refused.json()["detail"]
    accepted = centre.post(path, {"notified_on": "2026-09-07", "advice": "请整理案卷（样例）"}, version=0)
    assert (accepted.status_code, accepted.json()["notified_on"]) == (201, "2026-09-07")


# 十、责任追究


@pytest.mark.clause("HZ-10.1")
def test_without_a_threshold_thirty_percent_stand_at_the_top_and_nothing_is_proposed() -> None:
    docket = Docket(HONGZE)
    docket.closed(date(2026, 8, 12), TOWN, cases=10, lost=3)
    docket.closed(date(2026, 8, 12), BUREAU, cases=10, lost=1)
    found = [standing(ladder("interview"), docket, agency, date(2026, 9, 30)) for agency in (TOWN, BUREAU)]
    rates = [of.tiers[0].triggers[0].rate for of in found]
    assert [rate.percent for rate in rates if rate] == ["30.00%", "10.00%"]
    assert [(of.tiers[0].triggers[0].ranks, of.proposed) for of in found] == [(True, ()), (True, ())]


@pytest.mark.clause("HZ-10.1")
@pytest.mark.parametrize(("cases", "lost", "proposes"), [(10, 2, True), (10, 1, False), (9, 3, False)])
def test_with_a_threshold_of_fifteen_percent_of_at_least_ten_cases_two_of_ten_propose_an_interview(
    cases: int, lost: int, proposes: bool
) -> None:
    docket = Docket(HONGZE)
    docket.closed(date(2026, 8, 12), TOWN, cases=cases, lost=lost)
    found = standing(ladder("interview", threshold="0.15", minimum=10), docket, TOWN, date(2026, 9, 30))
    assert (found.first, found.last) == (date(2026, 7, 1), date(2026, 9, 30))
    roles = [(step.by, step.of, step.clauses) for step in found.proposed]
    assert roles == ([(("district_leader",), ("agency_head",), ("HZ-10.1",))] if proposes else [])
