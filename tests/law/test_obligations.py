"""What each defendant owes by when, and what became of it. Dates are real; the cases are made up."""

import random
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.casebook import BUREAU, ELSEWHERE, HONGZE, TOWN, Casebook
from tests.law.madeup import made_up_rules
from yingsu.law.calendar import Calendar, load_builtin
from yingsu.law.deadline import DateOutOfRange
from yingsu.law.obligation import Obligation, from_bytes, to_bytes, to_record
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import Rules, builtin_rules
from yingsu.ledger.entry import Entry, UnknownEvent

RULES = builtin_rules()


def owed(case: Casebook, code: str = "statutory_answer", agency: str | None = TOWN, rules: Rules = RULES) -> Obligation:
    found = [item for item in evaluate(case.entries, rules) if item.code == code and item.party == agency]
    assert len(found) == 1
    return found[0]


def served_case(on: date = date(2026, 9, 1)) -> Casebook:
    case = Casebook()
    case.filed(date(2026, 8, 28), agencies=((TOWN, HONGZE), (BUREAU, HONGZE)))
    case.served(on)
    return case


def test_the_answer_is_due_fifteen_days_after_the_agency_received_the_complaint() -> None:
    answer = owed(served_case())
    assert (answer.due, answer.provisional, answer.state) == (date(2026, 9, 16), False, "running")
    assert (answer.force, answer.owed_by, answer.clauses) == ("hard", "defendant", ("XSF-67", "XSF-34"))
    assert answer.quotes[0].startswith("人民法院应当在立案之日起五日内")
    assert answer.authority == "行政诉讼法第六十七条、行政诉讼法第三十四条"
    assert (answer.profile, answer.layer, answer.calendars) == ("hongze.1", "national.1", ("2026.1",))


def test_each_defendant_runs_on_its_own_clock() -> None:
    case = served_case()
    case.served(date(2026, 9, 9), BUREAU)
    case.answered(date(2026, 9, 16))
    assert owed(case).outcome == "on_time"
    bureau = owed(case, agency=BUREAU)
    assert (bureau.due, bureau.state) == (date(2026, 9, 24), "running")


def test_another_document_does_not_start_the_answer() -> None:
    case = Casebook()
    case.filed(date(2026, 8, 28))
    case.served(date(2026, 9, 1), document="summons")
    assert {item.code for item in evaluate(case.entries, RULES)} == {"court_service", "trial_term"}


def test_a_due_day_inside_the_national_holiday_moves_to_the_first_worked_day() -> None:
    assert owed(served_case(date(2026, 9, 21))).due == date(2026, 10, 8)


def test_an_answer_on_the_due_day_is_on_time_and_on_the_next_day_one_day_late() -> None:
    in_time, late = served_case(), served_case()
    in_time.answered(date(2026, 9, 16))
    late.answered(date(2026, 9, 17))
    assert (owed(in_time).outcome, owed(in_time).late_days) == ("on_time", 0)
    assert (owed(late).outcome, owed(late).late_days, owed(late).satisfied_on) == ("late", 1, date(2026, 9, 17))


def test_an_answer_without_evidence_list_leaves_it_open_until_the_list_comes() -> None:
    case = served_case()
    case.answered(date(2026, 9, 10), evidence=0)
    assert (owed(case).state, owed(case).missing) == ("running", ("证据、依据清单",))
    case.answered(date(2026, 9, 18), answer=False, evidence=3)
    assert (owed(case).state, owed(case).satisfied_on, owed(case).outcome) == ("satisfied", date(2026, 9, 18), "late")
    assert len(owed(case).satisfied_by) == 2
    assert owed(case).missing == ()


def test_a_case_without_any_answer_lacks_both_parts() -> None:
    assert owed(served_case()).missing == ("答辩状", "证据、依据清单")


def test_an_answer_posted_in_time_is_in_time_when_it_arrives_late() -> None:
    case = served_case()
    case.answered(date(2026, 9, 19), posted_on=date(2026, 9, 16))
    assert (owed(case).outcome, owed(case).satisfied_on) == ("on_time", date(2026, 9, 16))


def test_an_answer_before_service_was_recorded_is_early_and_on_time() -> None:
    case = Casebook()
    case.filed(date(2026, 8, 28))
    case.answered(date(2026, 8, 31))
    case.served(date(2026, 9, 1))
    assert (owed(case).state, owed(case).outcome, owed(case).satisfied_on) == ("satisfied", "on_time", date(2026, 8, 31))


def test_an_answer_in_time_but_recorded_after_the_due_day_is_on_time_and_marked() -> None:
    case = served_case()
    case.answered(date(2026, 9, 16), recorded_on=date(2026, 9, 17))
    assert (owed(case).outcome, owed(case).recorded_late) == ("on_time", True)


def test_another_agencys_answer_does_not_satisfy() -> None:
    case = served_case()
    case.answered(date(2026, 9, 10), BUREAU)
    assert owed(case).state == "running"


def test_an_extension_moves_the_day_and_says_why() -> None:
    case = served_case()
    granted = case.extended(date(2026, 9, 10), date(2026, 9, 30))
    case.answered(date(2026, 9, 29))
    answer = owed(case)
    assert (answer.due, answer.outcome) == (date(2026, 9, 30), "on_time")
    move = answer.moves[0]
    assert (move.old_due, move.new_due, move.reason, move.event_id) == (
        date(2026, 9, 16),
        date(2026, 9, 30),
        "不可抗力",
        granted.event_id,
    )
    assert move.authority == "行政诉讼法第三十六条、法释〔2018〕1号第三十四条"


def test_a_day_set_by_the_court_also_rolls_off_a_holiday() -> None:
    case = served_case()
    case.extended(date(2026, 9, 10), date(2026, 10, 2))
    assert owed(case).due == date(2026, 10, 8)


def test_a_day_set_beyond_all_calendars_is_refused_by_name() -> None:
    case = served_case()
    case.extended(date(2026, 9, 10), date.max)
    with pytest.raises(DateOutOfRange, match="9999年12月31日过远"):
        evaluate(case.entries, RULES)


def test_a_day_before_the_period_began_moves_nothing() -> None:
    case = served_case(date(2026, 9, 16))
    case.extended(date(2026, 9, 18), date(2017, 6, 5))
    assert (owed(case).due, owed(case).moves) == (date(2026, 10, 8), ())


def test_of_several_extensions_the_last_dated_one_counts() -> None:
    case = served_case()
    case.extended(date(2026, 9, 15), date(2026, 9, 30))
    case.extended(date(2026, 9, 10), date(2026, 9, 22))
    assert [(move.old_due, move.new_due) for move in owed(case).moves] == [
        (date(2026, 9, 16), date(2026, 9, 22)),
        (date(2026, 9, 22), date(2026, 9, 30)),
    ]


def test_an_extension_recorded_after_a_late_answer_makes_it_on_time() -> None:
    case = served_case()
    case.answered(date(2026, 9, 20))
    assert owed(case).outcome == "late"
    case.extended(date(2026, 9, 15), date(2026, 9, 30))
    assert (owed(case).outcome, owed(case).late_days) == ("on_time", 0)


def test_an_extension_of_one_defendant_leaves_the_other() -> None:
    case = served_case()
    case.served(date(2026, 9, 1), BUREAU)
    case.extended(date(2026, 9, 10), date(2026, 9, 30))
    assert owed(case, agency=BUREAU).due == date(2026, 9, 16)


def test_a_removed_defendant_owes_nothing_more_and_the_other_still_does() -> None:
    case = served_case()
    case.served(date(2026, 9, 1), BUREAU)
    removed = case.removed(date(2026, 9, 8))
    town = owed(case)
    assert (town.state, town.cancelled_on, town.cancelled_by, town.late_days) == (
        "cancelled",
        date(2026, 9, 8),
        removed.event_id,
        0,
    )
    assert owed(case, agency=BUREAU).state == "running"


def test_withdrawal_ends_all_that_is_still_owed_and_keeps_what_was_done() -> None:
    case = served_case()
    case.served(date(2026, 9, 1), BUREAU)
    case.answered(date(2026, 9, 5))
    case.withdrawn(date(2026, 9, 18))
    assert (owed(case).state, owed(case).outcome) == ("satisfied", "on_time")
    bureau = owed(case, agency=BUREAU)
    assert (bureau.state, bureau.outcome, bureau.late_days) == ("cancelled", None, 2)


def test_what_is_done_after_the_withdrawal_does_not_count() -> None:
    case = served_case()
    case.withdrawn(date(2026, 9, 8))
    case.answered(date(2026, 9, 9))
    assert (owed(case).state, owed(case).satisfied_on, owed(case).satisfied_by) == ("cancelled", None, ())


def test_standing_is_judged_at_the_start_of_the_day_after() -> None:
    answer = owed(served_case())
    assert answer.standing(date(2026, 9, 15)) == "not_due"
    assert answer.standing(date(2026, 9, 16)) == "due_today"
    assert answer.standing(date(2026, 9, 17)) == "overdue"


def test_a_provisional_day_is_overdue_only_after_the_latest_it_can_be() -> None:
    case = Casebook()
    case.filed(date(2026, 12, 18))
    case.served(date(2026, 12, 20))
    answer = owed(case)
    assert (answer.due, answer.provisional, answer.latest) == (date(2027, 1, 4), True, date(2027, 1, 14))
    assert answer.standing(date(2027, 1, 3)) == "not_due"
    assert answer.standing(date(2027, 1, 14)) == "due_today"
    assert answer.standing(date(2027, 1, 15)) == "overdue"


def test_standing_of_what_is_done_or_cancelled_does_not_depend_on_the_day() -> None:
    done, ended = served_case(), served_case()
    done.answered(date(2026, 9, 10))
    ended.withdrawn(date(2026, 9, 10))
    assert owed(done).standing(date(2026, 12, 1)) == "satisfied"
    assert owed(ended).standing(date(2026, 12, 1)) == "cancelled"


def test_of_two_services_the_earlier_counts_whichever_was_recorded_first() -> None:
    early_first, late_first = Casebook(), Casebook()
    for case, days in ((early_first, (1, 4)), (late_first, (4, 1))):
        case.filed(date(2026, 8, 28))
        for day in days:
            case.served(date(2026, 9, day), recorded_on=date(2026, 9, 7))
    assert owed(early_first).due == owed(late_first).due == date(2026, 9, 16)


def test_a_correction_takes_the_place_of_what_it_corrects_and_the_obligation_keeps_its_id() -> None:
    case = served_case()
    before = owed(case)
    wrong = case.entries[-1]
    corrected = case.served(date(2026, 9, 3), recorded_on=date(2026, 9, 7), corrects=wrong)
    once = case.as_it_stands()
    assert (owed(once).due, owed(once).id) == (date(2026, 9, 18), before.id)
    case.served(date(2026, 9, 4), recorded_on=date(2026, 9, 8), corrects=corrected)
    twice = case.as_it_stands()
    assert (owed(twice).due, owed(twice).id) == (date(2026, 9, 20), before.id)


def test_the_court_should_send_the_complaint_within_five_days_to_each_defendant() -> None:
    case = served_case()
    town, bureau = owed(case, "court_service"), owed(case, "court_service", BUREAU)
    assert (town.due, town.force, town.owed_by, town.state, town.outcome) == (
        date(2026, 9, 2),
        "advisory",
        "court",
        "satisfied",
        "on_time",
    )
    assert (bureau.state, bureau.standing(date(2026, 9, 3))) == ("running", "overdue")


def test_a_second_instance_does_not_start_the_first_instances_duties() -> None:
    case = Casebook()
    case.filed(date(2026, 8, 28), instance="second")
    (term,) = evaluate(case.entries, RULES)
    assert (term.code, term.due, term.force, term.clauses) == (
        "trial_term_appeal",
        date(2026, 11, 30),
        "advisory",
        ("XSF-88", "XSJS-50"),
    )


def test_each_defendant_is_under_the_profile_of_its_own_jurisdiction() -> None:
    case = Casebook()
    case.filed(date(2026, 8, 28), agencies=((TOWN, HONGZE), (BUREAU, ELSEWHERE)))
    case.served(date(2026, 9, 1))
    case.served(date(2026, 9, 1), BUREAU)
    assert (owed(case).jurisdiction, owed(case).profile) == (HONGZE, "hongze.1")
    assert (owed(case, agency=BUREAU).jurisdiction, owed(case, agency=BUREAU).profile) == (ELSEWHERE, "national.1")


def test_the_profile_in_force_on_the_anchor_day_governs() -> None:
    before, after = Casebook("case-a"), Casebook("case-b")
    before.filed(date(2025, 4, 10))
    before.served(date(2025, 4, 17))
    after.filed(date(2025, 4, 10))
    after.served(date(2025, 4, 18))
    assert owed(before).profile == "national.1"
    assert owed(after).profile == "hongze.1"


def test_what_is_served_on_an_agency_that_no_filing_names_begins_nothing() -> None:
    case = Casebook()
    case.filed(date(2026, 8, 28), agencies=((BUREAU, HONGZE),))
    case.served(date(2026, 9, 1))
    assert [found.code for found in evaluate(case.entries, RULES) if found.party == TOWN] == []


CHAINED = """
[[obligations]]
code = "answer_report"
title = "报送答辩状副本"
per = "defendant"
owed_by = "defendant"
force = "hard"
operator_value = true
period = { amount = 3, unit = "calendar_day" }
after_expiry_of = "statutory_answer"
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", where = { has_answer = true }, on = "submitted_on" }] }]
"""


def elsewhere_case(served: date = date(2026, 9, 1)) -> Casebook:
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=((TOWN, ELSEWHERE),))
    case.served(served)
    return case


def test_a_period_after_another_starts_at_its_expiry_and_follows_its_moves(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, CHAINED)
    case = elsewhere_case()
    report = owed(case, "answer_report", rules=rules)
    assert (report.started_by.on, report.due, report.profile) == (date(2026, 9, 16), date(2026, 9, 20), "madeup.1")
    case.extended(date(2026, 9, 10), date(2026, 9, 28))
    assert owed(case, "answer_report", rules=rules).due == date(2026, 10, 8)
    assert explain(report, rules)[0].text == "报送答辩状副本：自“提交答辩状和证据、依据”期限届满（2026年9月16日）起3日内。"


def test_a_period_after_another_carries_its_bounds(tmp_path: Path) -> None:
    report = owed(elsewhere_case(date(2026, 12, 20)), "answer_report", rules=made_up_rules(tmp_path, CHAINED))
    assert (report.started_by.earliest, report.started_by.latest) == (date(2027, 1, 4), date(2027, 1, 14))
    assert (report.earliest, report.due, report.latest) == (date(2027, 1, 7), date(2027, 1, 7), date(2027, 1, 27))


def test_a_period_after_one_that_was_cancelled_does_not_start(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, CHAINED)
    case = elsewhere_case()
    case.withdrawn(date(2026, 9, 10))
    assert [item.code for item in evaluate(case.entries, rules)] == ["court_service", "statutory_answer", "trial_term"]


OWN_DAYS = """
[[obligations]]
code = "own_day"
title = "在准许的日期前补充"
per = "defendant"
owed_by = "defendant"
force = "hard"
operator_value = true
own_date = "until"
started_by = [{ topic = "intake.extension_granted.v1", party = "agency", what = "准予延期" }]
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", on = "submitted_on" }] }]

[[obligations]]
code = "yearly"
title = "次年一月五日前报告"
per = "case"
owed_by = "defendant"
force = "information"
operator_value = true
fixed_date = "01-05"
started_by = [{ topic = "intake.case_filed.v1", on = "filed_on" }]
satisfied_by = [{ all_of = [{ topic = "intake.case_withdrawn.v1" }] }]

[[obligations]]
code = "ahead"
title = "裁定三日前告知"
per = "case"
owed_by = "court"
force = "hard"
operator_value = true
period = { amount = 3, unit = "calendar_day", direction = "before" }
started_by = [{ topic = "intake.case_withdrawn.v1", on = "ruled_on" }]
satisfied_by = [{ all_of = [{ topic = "intake.service_recorded.v1", where = { document = { one_of = ["ruling", "other"] } }, on = "received_on" }] }]

[[obligations]]
code = "last_service"
title = "最后一次送达后一个工作日"
per = "case"
owed_by = "court"
force = "advisory"
operator_value = true
period = { amount = 1, unit = "working_day" }
occurrence = "last"
started_by = [{ topic = "intake.service_recorded.v1", on = "received_on" }]
satisfied_by = [{ all_of = [{ topic = "intake.case_withdrawn.v1", on = "ruled_on" }] }, { all_of = [{ topic = "intake.extension_granted.v1" }] }]
"""


def test_rules_with_a_day_of_their_own_a_fixed_day_a_backward_period_and_the_last_of_several_starts(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, OWN_DAYS)
    case = elsewhere_case()
    case.served(date(2026, 9, 24), document="summons")
    case.extended(date(2026, 9, 9), date(2026, 10, 1))
    case.withdrawn(date(2026, 10, 9))
    case.served(date(2026, 9, 30), document="ruling")
    own, yearly = owed(case, "own_day", rules=rules), owed(case, "yearly", None, rules)
    ahead, last = owed(case, "ahead", None, rules), owed(case, "last_service", None, rules)
    assert (own.due, own.remind_on) == (date(2026, 10, 1), date(2026, 9, 30))
    assert (yearly.due, yearly.party, yearly.authority) == (date(2027, 1, 5), None, "本单位自定")
    assert (ahead.due, ahead.remind_on, ahead.outcome) == (date(2026, 10, 6), date(2026, 9, 30), "on_time")
    assert (last.due, last.outcome, last.satisfied_on) == (date(2026, 10, 8), "on_time", date(2026, 9, 9))
    assert (
        explain(yearly, rules)[0].text
        == "次年一月五日前报告：自intake.case_filed.v1（2026年8月28日）起，至2027年1月5日（星期二）。"
    )
    assert explain(ahead, rules)[0].text == "裁定三日前告知：intake.case_withdrawn.v1（2026年10月9日）3日前。"
    assert "倒计期限不移动" in "".join(step.text for step in explain(ahead, rules))


def test_a_later_version_does_not_touch_what_already_runs(tmp_path: Path) -> None:
    first = made_up_rules(tmp_path / "a", CHAINED)
    second = made_up_rules(tmp_path / "b", CHAINED.replace("amount = 3", "amount = 1"), date(2026, 9, 2), version=2)
    own = [rules.profile_for(ELSEWHERE, date(2026, 9, 2)) for rules in (first, second)]
    national = first.profile_for("110000", date(2026, 9, 2))
    rules = Rules([item for item in (*own, national) if item], load_builtin())
    running, later = elsewhere_case(date(2026, 9, 1)), elsewhere_case(date(2026, 9, 2))
    assert (owed(running, "answer_report", rules=rules).due, owed(later, "answer_report", rules=rules).due) == (
        date(2026, 9, 20),
        date(2026, 9, 18),
    )
    assert owed(running, "answer_report", rules=rules).profile == "madeup.1"
    assert owed(later, "answer_report", rules=rules).profile == "madeup.2"


def test_unknown_events_and_entries_of_no_case_are_passed_over() -> None:
    case = served_case()
    unknown = UnknownEvent(topic="x.y.v9", payload=b"{}", reason="unknown topic")
    stray = [msgspec.structs.replace(case.entries[0], event=unknown), msgspec.structs.replace(case.entries[1], case_id=None)]
    assert evaluate([*case.entries, *stray], RULES) == evaluate(case.entries, RULES)


def test_explanation_names_the_rule_the_counting_and_each_move() -> None:
    case = served_case()
    case.extended(date(2026, 9, 10), date(2026, 10, 2), reason="疫情封控")
    steps = explain(owed(case), RULES)
    assert [step.no for step in steps] == list(range(1, len(steps) + 1))
    assert [step.text for step in steps] == [
        "提交答辩状和证据、依据：自收到起诉状副本（2026年9月1日）起15日内。",
        "2026年9月1日（星期二）为起算当日，不计入，自次日2026年9月2日（星期三）起计算。",
        "连续计算15日（休息日一并计入），最后一日为2026年9月16日（星期三）。",
        "2026年9月16日（星期三）是工作日，不顺延，期限于该日届满。",
        "期限变更至2026年10月2日（星期五）：疫情封控",
        "最后一日2026年10月2日（星期五）在国庆节放假期间（2026年10月1日至7日），是法定休假日，顺延。",
        "其后第一个工作日为2026年10月8日（星期四），期限于该日届满。",
    ]
    assert steps[0].authority == "行政诉讼法第六十七条、行政诉讼法第三十四条"
    assert steps[4].authority == "行政诉讼法第三十六条、法释〔2018〕1号第三十四条"


def test_a_move_into_unknown_days_is_explained_with_its_bounds() -> None:
    case = served_case()
    case.extended(date(2026, 9, 10), date(2027, 1, 4))
    answer = owed(case)
    assert (answer.provisional, answer.latest) == (True, date(2027, 1, 14))
    assert "最晚为2027年1月14日（星期四）" in explain(answer, RULES)[-1].text


def test_the_record_is_json_and_reads_back_equal() -> None:
    case = served_case()
    case.extended(date(2026, 9, 10), date(2026, 9, 30))
    answer = owed(case)
    record = to_record(answer)
    assert (record["due"], record["state"]) == ("2026-09-30", "running")
    assert record["moves"][0]["old_due"] == "2026-09-16"
    assert from_bytes(to_bytes(answer)) == answer
    assert to_bytes(from_bytes(to_bytes(answer))) == to_bytes(answer)


def test_when_the_missing_year_is_published_the_day_becomes_certain() -> None:
    years = load_builtin().years
    then = Rules(
        [item for item in [RULES.profile_for(HONGZE, date(2026, 1, 1)), RULES.profile_for("1", date(2026, 1, 1))] if item],
        Calendar.of(years[:-1]),
    )
    case = Casebook()
    case.filed(date(2025, 12, 19))
    case.served(date(2025, 12, 19))
    guessed, certain = owed(case, rules=then), owed(case)
    assert (guessed.provisional, guessed.due, guessed.calendars) == (True, date(2026, 1, 5), ("2025.1",))
    assert (certain.provisional, certain.due, certain.calendars) == (False, date(2026, 1, 4), ("2025.1", "2026.1"))
    assert guessed.earliest <= certain.due <= guessed.latest
    assert guessed.id == certain.id


SPRING = date(2026, 8, 20)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Random facts about two defendants, recorded in the order drawn."""
    case = Casebook()
    case.filed(SPRING, agencies=((TOWN, HONGZE), (BUREAU, ELSEWHERE)))
    kinds = st.sampled_from(("served", "answered", "answer_only", "evidence_only", "extended", "removed", "withdrawn"))
    for kind in draw(st.lists(kinds, max_size=9)):
        agency = draw(st.sampled_from((TOWN, BUREAU)))
        on = SPRING + timedelta(days=draw(st.integers(1, 60)))
        match kind:
            case "served":
                case.served(on, agency)
            case "answered":
                case.answered(on, agency)
            case "answer_only":
                case.answered(on, agency, evidence=0)
            case "evidence_only":
                case.answered(on, agency, answer=False)
            case "extended":
                case.extended(on, on + timedelta(days=draw(st.integers(1, 30))), agency)
            case "removed":
                case.removed(on, agency)
            case _:
                case.withdrawn(on)
    return case.entries


@settings(max_examples=300, deadline=None)
@given(histories(), st.integers(0, 2**32))
def test_the_order_of_recording_changes_nothing(history: list[Entry], seed: int) -> None:
    shuffled = history.copy()
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test's dice
    assert b"".join(map(to_bytes, evaluate(shuffled, RULES))) == b"".join(map(to_bytes, evaluate(history, RULES)))


@settings(max_examples=300, deadline=None)
@given(histories())
def test_the_answers_state_agrees_with_a_plain_reading_of_the_law(history: list[Entry]) -> None:
    for answer in evaluate(history, RULES):
        if answer.code != "statutory_answer":
            continue
        mine = [entry.event for entry in history if getattr(entry.event, "agency", answer.party) == answer.party]
        by_type: dict[str, list[tuple[date, object]]] = {}
        for entry in history:
            if entry.event in mine:
                by_type.setdefault(type(entry.event).__name__, []).append((entry.occurred_on, entry.event))
        start = min(on for on, _ in by_type["ServiceRecorded"])
        assert answer.started_by.on == start
        due = start + timedelta(days=15)
        for on, event in sorted(by_type.get("ExtensionGranted", []), key=lambda item: (item[0], to_payload(item[1]))):
            if (until := getattr(event, "until", on)) >= start:
                due = until
        while not load_builtin().is_working(due):
            due += timedelta(days=1)
        assert answer.due == due
        answers = [on for on, event in by_type.get("AnswerSubmitted", []) if getattr(event, "has_answer", False)]
        evidence = [on for on, event in by_type.get("AnswerSubmitted", []) if getattr(event, "evidence_count", 0)]
        done = max(min(answers), min(evidence)) if answers and evidence else None
        ends = [on for kind in ("DefendantRemoved", "CaseWithdrawn") for on, _ in by_type.get(kind, [])]
        expected: tuple[str, str | None, int]
        if done and (not ends or done <= min(ends)):
            expected = ("satisfied", "on_time" if done <= due else "late", max(0, (done - due).days))
        elif ends:
            expected = ("cancelled", None, max(0, (min(ends) - due).days))
        else:
            expected = ("running", None, 0)
        assert (answer.state, answer.outcome, answer.late_days) == expected


def to_payload(event: object) -> bytes:
    return msgspec.json.encode(event)


@pytest.mark.parametrize("code", ["review_start", "performance", "performance_report"])
def test_rules_of_services_to_come_open_nothing(code: str) -> None:
    case = served_case()
    case.answered(date(2026, 9, 10))
    assert code not in {item.code for item in evaluate(case.entries, RULES)}
