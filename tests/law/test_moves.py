"""A period counted anew from another day (a hearing put off), and one that could not be met any more when it was set."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.law.casebook import BUREAU, ELSEWHERE, TOWN, Casebook
from tests.law.madeup import ANSWERED, MOVED, REMOVED, STARTED, days, made_up_rules, rule
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Entry

PUT_OFF = MOVED.replace('until = "until"', 'until = "until", anchor = true').replace("准予延期", "改期开庭")
HEARING = 'started_by = [{ topic = "intake.hearing_scheduled.v1", on = "hearing_on", what = "开庭" }]'
LIST = rule("list", HEARING, PUT_OFF, REMOVED, days(3, direction="before"))
AFTER = rule("list_report", 'after_expiry_of = "list"', days(2))


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    return made_up_rules(tmp_path, LIST + AFTER)


def fixed(hearing_on: date, *, told: date, agencies: tuple[str, ...] = (TOWN,)) -> Casebook:
    """A case whose hearing the court fixed on the day `told`."""
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=[(agency, ELSEWHERE) for agency in agencies])
    schedule(case, hearing_on, told=told)
    return case


def schedule(case: Casebook, hearing_on: date, *, told: date) -> Entry:
    return case.write(HearingScheduled(hearing_no=1, hearing_on=hearing_on, begins_at=None, place=None), told)


def owed(case: Casebook, rules: Rules, code: str = "list", agency: str = TOWN) -> Obligation:
    (found,) = [item for item in evaluate(case.entries, rules) if item.code == code and item.party == agency]
    return found


def test_the_list_is_due_three_days_before_the_hearing_of_every_defendant(rules: Rules) -> None:
    """The court's fact names no agency: it concerns all that are sued."""
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1), agencies=(TOWN, BUREAU))
    assert {owed(case, rules, agency=agency).due for agency in (TOWN, BUREAU)} == {date(2026, 9, 15)}


def test_a_list_on_the_due_day_is_on_time_and_on_the_next_one_day_late(rules: Rules) -> None:
    for day, outcome, late in ((15, "on_time", 0), (16, "late", 1)):
        case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
        case.answered(date(2026, 9, day))
        assert (owed(case, rules).outcome, owed(case, rules).late_days) == (outcome, late)


def test_put_off_the_period_is_counted_from_the_new_day(rules: Rules) -> None:
    case = fixed(date(2026, 10, 9), told=date(2026, 9, 1))
    assert (owed(case, rules).due, owed(case, rules).remind_on) == (date(2026, 10, 6), date(2026, 9, 30))
    case.extended(date(2026, 9, 20), date(2026, 10, 20), reason="合议庭成员变更")
    found = owed(case, rules)
    assert (found.due, found.moves[0].old_due, found.moves[0].new_due) == (
        date(2026, 10, 17),
        date(2026, 10, 6),
        date(2026, 10, 17),
    )
    assert owed(case, rules, "list_report").started_by.on == date(2026, 10, 17)
    assert [step.text for step in explain(found, rules)][3:] == [
        "2026年10月6日（星期二）在国庆节放假期间（2026年10月1日至7日），倒计期限不移动，应在该日以前办理。",
        "提醒日为此前最后一个工作日2026年9月30日（星期三）。",
        "改期开庭（合议庭成员变更）：改以2026年10月20日（星期二）为准，3日的期限重新计算。",
        "2026年10月20日（星期二）当日不计入，自前一日2026年10月19日（星期一）起向前计算。",
        "向前连续计算3日，最后期限为2026年10月17日（星期六）。",
        "2026年10月17日（星期六）是公休日，倒计期限不移动，应在该日以前办理。",
        "提醒日为此前最后一个工作日2026年10月16日（星期五）。",
    ]


def test_a_missed_list_is_not_missed_once_the_hearing_is_put_off(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
    assert owed(case, rules).standing(date(2026, 9, 17)) == "overdue"
    case.extended(date(2026, 9, 17), date(2026, 10, 20))
    assert (owed(case, rules).standing(date(2026, 9, 17)), owed(case, rules).impossible) == ("not_due", False)


def test_brought_forward_so_that_the_last_day_is_past_it_is_impossible_and_no_breach(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
    case.extended(date(2026, 9, 14), date(2026, 9, 16))
    found = owed(case, rules)
    assert (found.due, found.state, found.standing(date(2026, 12, 1)), found.impossible) == (
        date(2026, 9, 13),
        "impossible",
        "impossible",
        True,
    )
    assert explain(found, rules)[-1].text == (
        "设定该日期的事实发生在2026年9月14日（星期一），其时2026年9月13日（星期日）已过，不能按期办理，不作逾期。"
    )
    case.answered(date(2026, 9, 15))
    assert (owed(case, rules).state, owed(case, rules).outcome, owed(case, rules).late_days) == ("satisfied", None, 0)


def test_fixed_too_late_it_is_impossible_from_the_beginning_and_on_the_very_day_it_is_not(rules: Rules) -> None:
    assert owed(fixed(date(2026, 9, 18), told=date(2026, 9, 16)), rules).state == "impossible"
    assert owed(fixed(date(2026, 9, 18), told=date(2026, 9, 15)), rules).state == "running"


def test_impossible_and_then_put_off_it_can_be_met_again(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 16))
    case.extended(date(2026, 9, 17), date(2026, 10, 20))
    assert (owed(case, rules).state, owed(case, rules).due) == ("running", date(2026, 10, 17))


def test_what_was_overdue_and_is_brought_forward_stays_a_breach(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
    case.extended(date(2026, 9, 17), date(2026, 9, 17))
    assert (owed(case, rules).impossible, owed(case, rules).standing(date(2026, 9, 17))) == (False, "overdue")


def test_done_before_it_became_impossible_it_is_on_time(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
    case.answered(date(2026, 9, 10))
    case.extended(date(2026, 9, 14), date(2026, 9, 16))
    assert (owed(case, rules).state, owed(case, rules).outcome, owed(case, rules).impossible) == ("satisfied", "on_time", True)


def test_cancelled_while_impossible_it_was_not_late(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 16))
    case.removed(date(2026, 9, 30))
    assert (owed(case, rules).state, owed(case, rules).late_days) == ("cancelled", 0)


def test_a_hearing_put_off_to_a_day_before_anything_happened_moves_nothing(rules: Rules) -> None:
    case = fixed(date(2026, 9, 18), told=date(2026, 9, 1))
    case.extended(date(2026, 9, 10), date(2017, 9, 18))
    assert (owed(case, rules).due, owed(case, rules).moves) == (date(2026, 9, 15), ())


def test_a_period_onwards_may_be_counted_anew_too(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, rule("reply", STARTED, PUT_OFF, days(5, "working_day")))
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=((TOWN, ELSEWHERE),))
    case.served(date(2026, 9, 1))
    case.extended(date(2026, 9, 2), date(2026, 9, 24))
    assert owed(case, rules, "reply").due == date(2026, 10, 9)
    case.extended(date(2026, 9, 3), date(2026, 8, 20))
    assert len(owed(case, rules, "reply").moves) == 1, "no period begins before it began"


def advised(received: date, reply_by: date | None, tmp_path: Path, roll: str = "") -> Obligation:
    """The borrowed field is one that may be empty: the day on which the complaint came in."""
    both = f'own_date = "complaint_received_on"\nperiod = {{ amount = 60, unit = "calendar_day"{roll} }}'
    started = (
        'started_by = [{ topic = "intake.case_filed.v1", on = "filed_on", party = "defendants.agency", what = "收到司法建议" }]'
    )
    rules = made_up_rules(tmp_path, rule("advice", started, both))
    case = Casebook(jurisdiction=ELSEWHERE)
    filed = case.filed(received, agencies=((TOWN, ELSEWHERE),))
    event = msgspec.structs.replace(filed.event, complaint_received_on=reply_by)
    case.entries.clear()
    case.write(event, received)
    return owed(case, rules, "advice")


def test_the_courts_own_day_goes_before_the_period(tmp_path: Path) -> None:
    assert advised(date(2026, 8, 3), date(2026, 8, 31), tmp_path / "a").due == date(2026, 8, 31)
    counted = advised(date(2026, 8, 3), None, tmp_path / "b")
    assert (counted.due, counted.period and counted.period.amount, counted.given) == (date(2026, 10, 8), 60, None)


def test_the_courts_own_day_is_explained_with_its_roll(tmp_path: Path) -> None:
    started = 'started_by = [{ topic = "intake.extension_granted.v1", party = "agency", what = "收到司法建议" }]'
    rules = made_up_rules(tmp_path, rule("advice", started, f'own_date = "until"\n{days(60)}'))
    case = Casebook(jurisdiction=ELSEWHERE)
    case.extended(date(2026, 8, 3), date(2026, 10, 2))
    assert [step.text for step in explain(owed(case, rules, "advice"), rules)] == [
        "办理advice：自收到司法建议（2026年8月3日）起，至2026年10月2日（星期五）。",
        "最后一日2026年10月2日（星期五）在国庆节放假期间（2026年10月1日至7日），是法定休假日，顺延。",
        "其后第一个工作日为2026年10月8日（星期四），期限于该日届满。",
    ]


def test_the_courts_own_day_rolls_as_the_period_does(tmp_path: Path) -> None:
    assert advised(date(2026, 8, 3), date(2026, 10, 2), tmp_path / "a").due == date(2026, 10, 8)
    assert advised(date(2026, 8, 3), date(2026, 10, 2), tmp_path / "b", ", roll = false").due == date(2026, 10, 2)


def test_a_day_that_was_over_when_it_was_set_is_impossible(tmp_path: Path) -> None:
    found = advised(date(2026, 8, 3), date(2026, 7, 31), tmp_path)
    assert (found.due, found.state) == (date(2026, 7, 31), "impossible")


BOTH = ANSWERED.replace(
    'party = "agency", what = "答辩"',
    'party = "agency", where = { delivery = "post" }, what = "寄送人民法院" }, { topic = "intake.answer_submitted.v1", on = "submitted_on", '
    'party = "agency", where = { delivery = "court_platform" }, what = "抄送法制机构"',
)


def test_two_addressees_must_both_have_it_and_the_later_day_counts(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, rule("reply", STARTED, days(15)).replace(ANSWERED, BOTH))
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=((TOWN, ELSEWHERE),))
    case.served(date(2026, 9, 1))
    case.answered(date(2026, 9, 10), posted_on=date(2026, 9, 9))
    assert (owed(case, rules, "reply").state, owed(case, rules, "reply").missing) == ("running", ("抄送法制机构",))
    case.answered(date(2026, 9, 17))
    both = owed(case, rules, "reply")
    assert (both.state, both.satisfied_on, both.outcome, both.late_days, len(both.satisfied_by)) == (
        "satisfied",
        date(2026, 9, 17),
        "late",
        1,
        2,
    )
