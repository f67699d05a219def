"""《十项机制》第四、五条 (HZ-4.2 to 4.4, 5.2) and the term of mediation: who owes what by when before a suit. The cases are made up."""

from datetime import date

import pytest

from tests.law.casebook import BUREAU, TOWN
from tests.law.mediation_casebook import MediationCasebook
from yingsu.events.mediation.mediation import SettlementBecameEffective
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import builtin_rules

RULES = builtin_rules()


def owed(case: MediationCasebook, code: str, agency: str | None = TOWN) -> Obligation:
    found = [item for item in evaluate(case.entries, RULES) if item.code == code and item.party == agency]
    assert len(found) == 1
    return found[0]


def codes(case: MediationCasebook) -> list[str]:
    return [item.code for item in evaluate(case.entries, RULES)]


def noticed(on: date) -> MediationCasebook:
    """A mediation against one agency, which had the notice on that day."""
    case = MediationCasebook()
    case.referred(on)
    case.noticed(on)
    return case


def planned(on: date) -> MediationCasebook:
    """The same, whose agency told all three on that day, two days after the notice."""
    case = noticed(date(on.year, on.month, on.day - 2))
    case.planned(on)
    return case


# HZ-4.2 and 4.3: the agency's leader, contact and plan


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 24), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 10, 10)),
        (date(2026, 2, 10), date(2026, 2, 13)),
        (date(2026, 3, 31), date(2026, 4, 3)),
    ],
)
def test_leader_contact_and_plan_are_due_three_working_days_after_the_notice(received: date, due: date) -> None:
    plan = owed(noticed(received), "mediation_plan")
    assert (plan.due, plan.provisional, plan.force, plan.owed_by) == (due, False, "hard", "primary_resolver")
    assert plan.missing == ("责任领导", "联络人", "初步调处意向方案")
    assert (plan.profile, plan.clauses, plan.quotes) == (
        "hongze.1",
        ("HZ-4.3",),
        (
            "案涉行政机关收到通知后3个工作日内确定负责化解工作的责任领导及行政争议化解联络人，制定初步调处意向方案，并告知区调处中心",
        ),
    )


def test_of_two_agencies_each_runs_from_its_own_receipt_of_its_own_notice() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 9, 21))
    case.noticed(date(2026, 9, 21))
    case.noticed(date(2026, 9, 24), BUREAU)
    town, bureau = owed(case, "mediation_plan"), owed(case, "mediation_plan", BUREAU)
    assert (town.started_by.on, town.due) == (date(2026, 9, 21), date(2026, 9, 24))
    assert (bureau.started_by.on, bureau.due) == (date(2026, 9, 24), date(2026, 9, 30))


def test_a_leader_named_without_a_plan_leaves_it_open() -> None:
    case = noticed(date(2026, 9, 24))
    case.planned(date(2026, 9, 28), plan=False, contact=False)
    plan = owed(case, "mediation_plan")
    assert (plan.state, plan.missing) == ("running", ("联络人", "初步调处意向方案"))


def test_told_one_after_the_other_the_last_part_is_the_day_that_counts() -> None:
    case = noticed(date(2026, 9, 24))
    case.planned(date(2026, 9, 28), plan=False, contact=False)
    case.planned(date(2026, 9, 29), leader=False, plan=False)
    case.planned(date(2026, 9, 30), leader=False, contact=False, complete_on=date(2026, 9, 30))
    plan = owed(case, "mediation_plan")
    assert (plan.state, plan.satisfied_on, plan.outcome, len(plan.satisfied_by)) == (
        "satisfied",
        date(2026, 9, 30),
        "on_time",
        3,
    )


def test_a_plan_that_is_an_uploaded_file_is_a_plan() -> None:
    case = noticed(date(2026, 9, 24))
    case.planned(date(2026, 9, 29), plan=False, file="file-1")
    assert (owed(case, "mediation_plan").outcome, owed(case, "mediation_plan").missing) == ("on_time", ())


def test_the_plan_of_one_agency_does_not_serve_for_the_other() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 9, 21))
    case.noticed(date(2026, 9, 21))
    case.noticed(date(2026, 9, 21), BUREAU)
    case.planned(date(2026, 9, 22))
    assert (owed(case, "mediation_plan").state, owed(case, "mediation_plan", BUREAU).state) == ("satisfied", "running")


def test_a_late_plan_is_late_by_calendar_days_and_says_by_which_clause_and_how_it_was_counted() -> None:
    case = noticed(date(2026, 3, 31))
    case.planned(date(2026, 4, 8))
    plan = owed(case, "mediation_plan")
    assert (plan.due, plan.outcome, plan.late_days) == (date(2026, 4, 3), "late", 5)
    steps = explain(plan, RULES)
    assert [(step.no, step.text) for step in steps] == [
        (1, "确定责任领导、联络人并报送初步调处意向方案：自收到《行政争议调处交办通知书》（2026年3月31日）起3个工作日内。"),
        (2, "2026年3月31日（星期二）为起算当日，不计入，自次日2026年4月1日（星期三）起计算。"),
        (3, "计入2026年4月1日、2日、3日，共3个工作日，期限于2026年4月3日（星期五）届满。"),
    ]
    assert steps[0].authority == "《关于进一步压降行政诉讼败诉率的十项机制》第四项（HZ-4.3）"


def test_a_plan_not_told_is_overdue_from_the_day_after() -> None:
    plan = owed(noticed(date(2026, 3, 31)), "mediation_plan")
    assert [plan.standing(date(2026, 4, day)) for day in (2, 3, 4)] == ["not_due", "due_today", "overdue"]


def test_the_explanation_counts_the_make_up_saturday_and_leaves_out_the_holiday() -> None:
    text = "\n".join(step.text for step in explain(owed(noticed(date(2026, 9, 30)), "mediation_plan"), RULES))
    assert "2026年10月10日（星期六）因国庆节调休上班，计入工作日。" in text
    assert "国庆节放假，不计入" in text


def test_termination_ends_the_agencys_duty_and_keeps_how_late_it_was() -> None:
    case = noticed(date(2026, 3, 31))
    ended = case.terminated(date(2026, 4, 13))
    plan = owed(case, "mediation_plan")
    assert (plan.state, plan.cancelled_on, plan.cancelled_by, plan.late_days) == (
        "cancelled",
        date(2026, 4, 13),
        ended.event_id,
        10,
    )


def test_a_settlement_does_not_do_away_with_a_plan_that_was_never_told() -> None:
    case = noticed(date(2026, 3, 31))
    case.settled(date(2026, 4, 2))
    assert owed(case, "mediation_plan").state == "running"


def test_a_plan_in_time_but_recorded_after_the_due_day_is_on_time_and_marked() -> None:
    case = noticed(date(2026, 3, 31))
    case.planned(date(2026, 4, 3), recorded_on=date(2026, 4, 7))
    assert (owed(case, "mediation_plan").outcome, owed(case, "mediation_plan").recorded_late) == ("on_time", True)


# HZ-4.4: time and place, told to each party


def test_time_and_place_are_due_three_working_days_after_the_centre_has_all_three() -> None:
    schedule = owed(planned(date(2026, 2, 12)), "mediation_schedule", None)
    assert (schedule.due, schedule.force, schedule.owed_by, schedule.clauses) == (
        date(2026, 2, 24),
        "hard",
        "mediation_body",
        ("HZ-4.4",),
    )
    assert schedule.missing == ("确定时间、地点", "告知各方当事人")
    steps = explain(schedule, RULES)
    assert steps[0].text == "确定调处时间、地点并告知各方当事人：自收到责任领导、联络人和方案（2026年2月12日）起3个工作日内。"
    assert any("2026年2月14日（星期六）因春节调休上班，计入工作日。" in step.text for step in steps)


def test_a_leader_and_a_contact_alone_do_not_start_the_centres_period() -> None:
    case = noticed(date(2026, 2, 10))
    case.planned(date(2026, 2, 11), plan=False)
    assert "mediation_schedule" not in codes(case)
    case.planned(date(2026, 2, 12), leader=False, contact=False, complete_on=date(2026, 2, 12))
    assert owed(case, "mediation_schedule", None).started_by.on == date(2026, 2, 12)


def test_the_part_that_came_first_but_was_told_last_does_not_bring_the_start_forward() -> None:
    case = noticed(date(2026, 2, 9))
    case.planned(date(2026, 2, 12), leader=False)
    case.planned(date(2026, 2, 10), contact=False, plan=False, complete_on=date(2026, 2, 12))
    assert owed(case, "mediation_schedule", None).started_by.on == date(2026, 2, 12)


def test_what_an_agency_adds_after_its_plan_does_not_start_the_period_again() -> None:
    case = planned(date(2026, 2, 12))
    case.planned(date(2026, 2, 24), leader=False, contact=False)
    assert owed(case, "mediation_schedule", None).due == date(2026, 2, 24)


def test_with_several_agencies_the_period_starts_when_the_last_is_complete() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 3, 30))
    case.noticed(date(2026, 3, 31))
    case.noticed(date(2026, 3, 31), BUREAU)
    case.planned(date(2026, 4, 8), BUREAU)
    case.planned(date(2026, 4, 2))
    schedule = owed(case, "mediation_schedule", None)
    assert (schedule.started_by.on, schedule.due) == (date(2026, 4, 8), date(2026, 4, 13))


def test_while_one_agency_lacks_a_part_the_centres_period_does_not_run() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 3, 30))
    case.planned(date(2026, 4, 2))
    case.planned(date(2026, 4, 3), BUREAU, plan=False)
    assert "mediation_schedule" not in codes(case)
    case.planned(date(2026, 4, 8), BUREAU, leader=False, contact=False, complete_on=date(2026, 4, 8))
    assert owed(case, "mediation_schedule", None).started_by.on == date(2026, 4, 8)


def test_scheduled_but_one_party_not_told_leaves_it_open() -> None:
    case = planned(date(2026, 2, 12))
    case.scheduled(date(2026, 2, 13))
    case.told(date(2026, 2, 13), TOWN)
    schedule = owed(case, "mediation_schedule", None)
    assert (schedule.state, schedule.missing) == ("running", ("告知各方当事人",))
    case.told(date(2026, 2, 14), "p1", complete=True)
    schedule = owed(case, "mediation_schedule", None)
    assert (schedule.state, schedule.satisfied_on, schedule.outcome) == ("satisfied", date(2026, 2, 14), "on_time")


def test_the_last_party_told_after_the_due_day_makes_it_late() -> None:
    case = planned(date(2026, 2, 12))
    case.scheduled(date(2026, 2, 13))
    case.told(date(2026, 2, 13), TOWN)
    case.told(date(2026, 2, 26), "p1", complete=True)
    assert (owed(case, "mediation_schedule", None).outcome, owed(case, "mediation_schedule", None).late_days) == ("late", 2)


def test_termination_ends_the_centres_period() -> None:
    case = planned(date(2026, 2, 12))
    case.terminated(date(2026, 2, 24))
    schedule = owed(case, "mediation_schedule", None)
    assert (schedule.state, schedule.cancelled_on, schedule.late_days) == ("cancelled", date(2026, 2, 24), 0)


# The term of mediation: 30 days, longer where every party agrees


def accepted() -> MediationCasebook:
    case = MediationCasebook()
    case.referred(date(2026, 3, 30))
    case.accepted(date(2026, 3, 30))
    return case


def test_the_term_is_thirty_days_from_acceptance_and_only_advice() -> None:
    term = owed(accepted(), "mediation_term", None)
    assert (term.due, term.force, term.clauses) == (date(2026, 4, 29), "advisory", ("TYTJ-27", "ZXTJ-24"))


@pytest.mark.parametrize("how", ["settled", "terminated"])
def test_a_settlement_or_the_termination_ends_the_term(how: str) -> None:
    case = accepted()
    getattr(case, how)(date(2026, 4, 20))
    term = owed(case, "mediation_term", None)
    assert (term.state, term.satisfied_on, term.outcome) == ("satisfied", date(2026, 4, 20), "on_time")


def test_parties_who_agree_move_the_term_and_the_explanation_says_why() -> None:
    case = accepted()
    moved = case.extended_to(date(2026, 5, 15), date(2026, 4, 27))
    case.settled(date(2026, 5, 14))
    term = owed(case, "mediation_term", None)
    assert (term.due, term.outcome) == (date(2026, 5, 15), "on_time")
    assert [(move.old_due, move.new_due, move.event_id) for move in term.moves] == [
        (date(2026, 4, 29), date(2026, 5, 15), moved.event_id)
    ]
    step = next(step for step in explain(term, RULES) if step.text.startswith("期限变更至"))
    assert (step.text, step.authority) == (
        "期限变更至2026年5月15日（星期五）：各方同意继续协商",
        "人民法院在线调解规则第二十四条",
    )


def test_a_term_that_ran_out_is_shown_and_is_no_breach() -> None:
    case = accepted()
    case.terminated(date(2026, 5, 6))
    term = owed(case, "mediation_term", None)
    assert (term.outcome, term.late_days, term.force) == ("late", 7, "advisory")


# HZ-5.2: the notice of a filing to come, passed on to each agency


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 9, 19), date(2026, 9, 20)),
        (date(2026, 4, 30), date(2026, 5, 6)),
    ],
)
def test_a_filing_to_come_is_passed_on_within_one_working_day(received: date, due: date) -> None:
    case = MediationCasebook()
    case.prefiling(received)
    forward = owed(case, "prefiling_forward")
    assert (forward.due, forward.state, forward.force, forward.owed_by, forward.clauses) == (
        due,
        "running",
        "hard",
        "mediation_body",
        ("HZ-5.2",),
    )
    assert forward.missing == ("通报案涉行政机关",)
    case.passed_on(due)
    assert owed(case, "prefiling_forward").outcome == "on_time"


def test_each_agency_is_told_of_the_filing_to_come() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.prefiling(date(2026, 4, 30))
    case.passed_on(date(2026, 5, 6))
    case.passed_on(date(2026, 5, 8), BUREAU)
    assert owed(case, "prefiling_forward").outcome == "on_time"
    assert (owed(case, "prefiling_forward", BUREAU).outcome, owed(case, "prefiling_forward", BUREAU).late_days) == ("late", 2)


def test_a_notice_that_the_court_takes_back_need_not_be_passed_on() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.prefiling(date(2026, 4, 30))
    case.passed_on(date(2026, 4, 30))
    case.prefiling_withdrawn(date(2026, 5, 6))
    assert owed(case, "prefiling_forward").state == "satisfied"
    assert (owed(case, "prefiling_forward", BUREAU).state, owed(case, "prefiling_forward", BUREAU).late_days) == ("cancelled", 0)


def test_before_the_ten_mechanisms_nothing_of_this_is_owed() -> None:
    case = MediationCasebook()
    case.referred(date(2025, 4, 10))
    case.accepted(date(2025, 4, 10))
    case.noticed(date(2025, 4, 11))
    case.planned(date(2025, 4, 14))
    case.prefiling(date(2025, 4, 17))
    assert codes(case) == []


def test_a_settlement_in_force_ends_what_was_still_owed_for_the_mediation() -> None:
    case = MediationCasebook(TOWN, BUREAU)
    case.referred(date(2026, 3, 30))
    for agency in (TOWN, BUREAU):
        case.noticed(date(2026, 3, 31), agency)
    case.planned(date(2026, 4, 2))
    case.write(SettlementBecameEffective(effective_on=date(2026, 4, 2)), date(2026, 4, 2))
    case.planned(date(2026, 4, 8), BUREAU)

    assert owed(case, "mediation_plan").outcome == "on_time"
    assert (owed(case, "mediation_plan", BUREAU).state, owed(case, "mediation_plan", BUREAU).late_days) == ("cancelled", 0)
    assert owed(case, "mediation_schedule", None).state == "cancelled"


# A dispute with several records: each referral and each notice has periods of its own


def together(*cases: MediationCasebook) -> dict[tuple[str, str, str | None], Obligation]:
    """The duties of records that are one dispute, by record, code and agency."""
    entries = [entry for case in cases for entry in case.entries]
    found = evaluate(entries, RULES, lambda _: cases[0].case_id)
    assert {item.case_id for item in found} == {cases[0].case_id}
    return {(item.started_by.record, item.code, item.party): item for item in found}


def test_a_second_notice_of_the_same_dispute_must_be_passed_on_too() -> None:
    taken_back, again = MediationCasebook(), MediationCasebook(case_id="case-2")
    taken_back.prefiling(date(2026, 4, 30))
    taken_back.prefiling_withdrawn(date(2026, 5, 6))
    again.prefiling(date(2026, 6, 1))
    found = together(taken_back, again)

    assert found["case-1", "prefiling_forward", TOWN].state == "cancelled"
    second = found["case-2", "prefiling_forward", TOWN]
    assert (second.state, second.due, second.id.split(".")[0]) == ("running", date(2026, 6, 2), "case-2")


def test_a_second_mediation_is_not_judged_by_the_first() -> None:
    first, second = MediationCasebook(), MediationCasebook(case_id="case-2")
    for case, on in ((first, date(2026, 3, 31)), (second, date(2026, 6, 1))):
        case.referred(on)
        case.noticed(on)
    first.planned(date(2026, 4, 2))
    first.terminated(date(2026, 4, 20))
    found = together(first, second)

    assert found["case-1", "mediation_plan", TOWN].outcome == "on_time"
    assert (found["case-2", "mediation_plan", TOWN].state, found["case-2", "mediation_plan", TOWN].due) == (
        "running",
        date(2026, 6, 4),
    )
    assert ("case-2", "mediation_schedule", None) not in found


def test_an_agency_that_leaves_the_filed_case_owes_no_plan_any_more() -> None:
    filed, mediation = MediationCasebook(), MediationCasebook(case_id="case-2")
    mediation.referred(date(2026, 3, 31))
    mediation.noticed(date(2026, 3, 31))
    filed.filed(date(2026, 4, 1))
    filed.removed(date(2026, 4, 2))

    assert together(filed, mediation)["case-2", "mediation_plan", TOWN].state == "cancelled"


# Several records of one dispute


def joined(*records: MediationCasebook) -> list[Obligation]:
    """What is owed in the one dispute that the records are."""
    entries = [entry for record in records for entry in record.entries]
    return list(evaluate(entries, RULES, lambda _: records[-1].case_id))


def test_a_second_referral_of_a_dispute_has_periods_of_its_own() -> None:
    first, second = MediationCasebook(case_id="case-1"), MediationCasebook(case_id="case-2")
    for record, month in ((first, 3), (second, 6)):
        record.referred(date(2026, month, 9))
        record.accepted(date(2026, month, 9))
        record.noticed(date(2026, month, 10))
    first.planned(date(2026, 3, 12))
    first.scheduled(date(2026, 3, 13))
    first.told(date(2026, 3, 13), "p1", complete=True)
    first.terminated(date(2026, 3, 20))
    found = [(item.code, item.started_by.record, item.state) for item in joined(first, second)]
    assert sorted(found) == [
        ("mediation_plan", "case-1", "satisfied"),
        ("mediation_plan", "case-2", "running"),
        ("mediation_schedule", "case-1", "satisfied"),
        ("mediation_term", "case-1", "satisfied"),
        ("mediation_term", "case-2", "running"),
    ]


def test_a_court_that_drops_the_agency_from_the_filed_case_ends_its_duty_in_the_mediation() -> None:
    mediated, filed = MediationCasebook(case_id="case-1"), MediationCasebook(case_id="case-2")
    mediated.referred(date(2026, 3, 30))
    mediated.noticed(date(2026, 3, 31))
    filed.filed(date(2026, 4, 1))
    filed.removed(date(2026, 4, 2))
    plan = next(item for item in joined(mediated, filed) if item.code == "mediation_plan")
    assert (plan.state, plan.cancelled_on) == ("cancelled", date(2026, 4, 2))


def test_what_a_mediation_owes_keeps_its_id_when_the_case_is_filed() -> None:
    mediated, filed = MediationCasebook(case_id="case-1"), MediationCasebook(case_id="case-2")
    mediated.referred(date(2026, 3, 30))
    mediated.noticed(date(2026, 3, 31))
    before = owed(mediated, "mediation_plan")
    filed.filed(date(2026, 4, 1))
    after = next(item for item in joined(mediated, filed) if item.code == "mediation_plan")
    assert (after.id, before.case_id, after.case_id) == (before.id, "case-1", "case-2")
