"""Periods that are suspended and run on: by which facts, for whom, what is owed meanwhile, and how it is explained."""

from datetime import date
from pathlib import Path

import pytest

from tests.law.casebook import BUREAU, ELSEWHERE, TOWN, Casebook
from tests.law.madeup import MOVED, REMOVED, STARTED, SUSPENDED, SUSPENDED_TWO_WAYS, days, made_up_rules, rule
from yingsu.events.intake.case import ServedDocument
from yingsu.law.obligation import Obligation, from_bytes, to_bytes
from yingsu.law.obligations import evaluate, explain
from yingsu.law.rules import Rules

REPLY = rule("reply", STARTED, SUSPENDED, REMOVED, MOVED, days(15))
AFTERWARDS = rule("report", 'after_expiry_of = "reply"', days(5))


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    return made_up_rules(tmp_path, REPLY + AFTERWARDS)


def started(on: date = date(2026, 9, 1)) -> Casebook:
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=((TOWN, ELSEWHERE), (BUREAU, ELSEWHERE)))
    case.served(on)
    return case


def owed(case: Casebook, rules: Rules, code: str = "reply", agency: str = TOWN) -> Obligation:
    (found,) = [item for item in evaluate(case.entries, rules) if item.code == code and item.party == agency]
    return found


def test_while_it_is_suspended_it_is_never_overdue_and_what_follows_it_does_not_start(rules: Rules) -> None:
    case = started()
    ruling = case.served(date(2026, 9, 10), document="ruling")
    reply = owed(case, rules)
    assert (reply.state, reply.standing(date(2027, 9, 1)), reply.due) == ("suspended", "suspended", date(2026, 9, 16))
    assert [(one.event_id, one.on, one.resumed_on) for one in reply.suspensions] == [(ruling.event_id, date(2026, 9, 10), None)]
    assert reply.missing == ("答辩",)
    assert "report" not in {item.code for item in evaluate(case.entries, rules)}


def test_what_remains_runs_on_from_the_day_of_resumption(rules: Rules) -> None:
    """Eight of fifteen days are over on the 9th; from the 21st on, the ninth to the fifteenth end on the 27th, a Sunday in the Mid-Autumn rest."""
    case = started()
    case.served(date(2026, 9, 10), document="ruling")
    resumed = case.served(date(2026, 9, 21), document="other")
    reply = owed(case, rules)
    assert (reply.state, reply.due, reply.standing(date(2026, 9, 29))) == ("running", date(2026, 9, 28), "overdue")
    assert (reply.suspensions[0].resumed_on, reply.suspensions[0].resumed_by) == (date(2026, 9, 21), resumed.event_id)
    assert owed(case, rules, "report").started_by.on == date(2026, 9, 28)


def test_a_suspension_after_the_last_day_helps_nobody(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 17), document="ruling")
    reply = owed(case, rules)
    assert (reply.state, reply.standing(date(2026, 9, 18)), reply.suspensions) == ("running", "overdue", ())


def test_on_the_last_day_it_still_counts(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 16), document="ruling")
    assert owed(case, rules).state == "suspended"
    case.served(date(2026, 9, 22), document="other")
    assert owed(case, rules).due == date(2026, 9, 22)


def test_an_agencys_suspension_leaves_the_other(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 1), BUREAU)
    case.served(date(2026, 9, 10), document="ruling")
    assert (owed(case, rules).state, owed(case, rules, agency=BUREAU).state) == ("suspended", "running")


def test_done_while_suspended_is_done_in_time_and_what_ends_then_is_not_late(rules: Rules) -> None:
    done, removed = started(), started()
    for case in (done, removed):
        case.served(date(2026, 9, 10), document="ruling")
    done.answered(date(2026, 10, 20))
    removed.removed(date(2026, 10, 20))
    assert (owed(done, rules).state, owed(done, rules).outcome, owed(done, rules).late_days) == ("satisfied", "on_time", 0)
    assert owed(done, rules).recorded_late is False
    assert (owed(removed, rules).state, owed(removed, rules).late_days) == ("cancelled", 0)


def test_late_is_counted_from_the_day_that_remained(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 10), document="ruling")
    case.served(date(2026, 9, 21), document="other")
    case.answered(date(2026, 9, 30))
    assert (owed(case, rules).outcome, owed(case, rules).late_days) == ("late", 2)


def test_a_second_ruling_while_suspended_changes_nothing_and_it_may_be_suspended_again(rules: Rules) -> None:
    case = started()
    for on, document in ((10, "ruling"), (12, "ruling"), (14, "other"), (15, "other"), (17, "ruling"), (19, "other")):
        case.served(date(2026, 9, on), document=document)  # type: ignore[arg-type]
    reply = owed(case, rules)
    assert [(one.on.day, one.resumed_on and one.resumed_on.day) for one in reply.suspensions] == [(10, 14), (17, 19)]
    assert reply.due == date(2026, 9, 22)


def test_suspended_and_resumed_on_one_day_it_never_rested(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 10), document="other")
    case.served(date(2026, 9, 10), document="ruling")
    assert (owed(case, rules).due, owed(case, rules).suspensions, owed(case, rules).state) == (date(2026, 9, 16), (), "running")


def test_two_kinds_of_suspension_overlap_and_each_is_ended_by_its_own(tmp_path: Path) -> None:
    """Suspended from the 8th to the 14th, and appraised from the 10th to the 18th: it rests from the 8th until the 18th."""
    rules = made_up_rules(tmp_path, rule("reply", STARTED, SUSPENDED_TWO_WAYS, days(15)))
    case = started()
    case.served(date(2026, 9, 8), document="ruling")
    case.served(date(2026, 9, 10), document="judgment")
    case.served(date(2026, 9, 14), document="other")
    assert owed(case, rules).state == "suspended"
    case.served(date(2026, 9, 18), document="summons")
    reply = owed(case, rules)
    assert (reply.state, reply.due, [one.what for one in reply.suspensions]) == (
        "running",
        date(2026, 9, 28),
        ["裁定中止", "委托鉴定"],
    )
    assert "中止（裁定中止、委托鉴定）" in explain(reply, rules)[3].text


def test_of_two_that_begin_on_one_day_the_one_that_ends_first_comes_first_in_whatever_order_they_were_recorded(
    tmp_path: Path,
) -> None:
    rules = made_up_rules(tmp_path, rule("reply", STARTED, SUSPENDED_TWO_WAYS, days(15)))

    def told(*documents: ServedDocument) -> list[tuple[str, date | None]]:
        case = started()
        for document in documents:
            case.served(date(2026, 9, 8), document=document)
        case.served(date(2026, 9, 14), document="other")
        case.served(date(2026, 9, 18), document="summons")
        return [(one.what, one.resumed_on) for one in owed(case, rules).suspensions]

    expected = [("裁定中止", date(2026, 9, 14)), ("委托鉴定", date(2026, 9, 18))]
    assert told("ruling", "judgment") == told("judgment", "ruling") == expected


def test_where_one_fact_ends_any_suspension_it_ends_all(tmp_path: Path) -> None:
    two = SUSPENDED_TWO_WAYS.splitlines()[0]
    rules = made_up_rules(tmp_path, rule("reply", STARTED, two, SUSPENDED.splitlines()[1], days(15)))
    case = started()
    case.served(date(2026, 9, 8), document="ruling")
    case.served(date(2026, 9, 10), document="judgment")
    case.served(date(2026, 9, 14), document="other")
    assert (owed(case, rules).state, owed(case, rules).due) == ("running", date(2026, 9, 22))


def test_a_day_set_by_the_court_is_not_lengthened_by_what_rested_before_it_was_set(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 3), document="ruling")
    case.served(date(2026, 9, 8), document="other")
    case.extended(date(2026, 9, 10), date(2026, 9, 30))
    assert owed(case, rules).due == date(2026, 9, 30)
    case.served(date(2026, 9, 12), document="ruling")
    case.served(date(2026, 9, 14), document="other")
    reply = owed(case, rules)
    assert (reply.due, reply.moves[0].old_due, reply.moves[0].new_due) == (
        date(2026, 10, 8),
        date(2026, 9, 21),
        date(2026, 10, 8),
    )


def test_days_of_the_month_and_given_days_come_later_too(tmp_path: Path) -> None:
    own = STARTED.replace("service_recorded", "extension_granted").replace(
        'where = { document = "complaint_copy" }, on = "received_on", ', ""
    )
    rules = made_up_rules(
        tmp_path, rule("month", STARTED, SUSPENDED, days(1, "month")) + rule("own", own, SUSPENDED, 'own_date = "until"')
    )
    case = started()
    case.extended(date(2026, 9, 2), date(2026, 9, 27))
    case.served(date(2026, 9, 10), document="ruling")
    case.served(date(2026, 9, 21), document="other")
    assert owed(case, rules, "month").due == date(2026, 10, 12)
    own_day = owed(case, rules, "own")
    assert (own_day.due, own_day.given and own_day.given.day) == (date(2026, 10, 8), date(2026, 9, 27))
    assert [step.text for step in explain(own_day, rules)][1] == (
        "自2026年9月10日（星期四）起中止（裁定中止），自2026年9月21日（星期一）起恢复，中止的11日不计入，最后一日相应延至2026年10月8日（星期四）。"
    )


def test_the_explanation_counts_around_the_rest(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 10), document="ruling")
    case.served(date(2026, 9, 21), document="other")
    steps = explain(owed(case, rules), rules)
    assert [step.text for step in steps] == [
        "办理reply：自收到起诉状副本（2026年9月1日）起15日内。",
        "2026年9月1日（星期二）为起算当日，不计入，自次日2026年9月2日（星期三）起计算。",
        "连续计算15日（休息日一并计入），最后一日为2026年9月16日（星期三）。",
        "自2026年9月10日（星期四）起中止（裁定中止），自2026年9月21日（星期一）起恢复，中止的11日不计入，最后一日相应延至2026年9月27日（星期日）。",
        "最后一日2026年9月27日（星期日）在中秋节放假期间（2026年9月25日至27日），是法定休假日，顺延。",
        "其后第一个工作日为2026年9月28日（星期一），期限于该日届满。",
    ]
    assert all(step.authority for step in steps)


def test_the_explanation_of_working_days_says_what_is_left(tmp_path: Path) -> None:
    rules = made_up_rules(tmp_path, rule("reply", STARTED, SUSPENDED, days(5, "working_day")))
    case = started()
    case.served(date(2026, 9, 4), document="ruling")
    stopped = explain(owed(case, rules), rules)[-1]
    assert stopped.text == (
        "自2026年9月4日（星期五）起中止（裁定中止），尚未恢复，期限停止计算，不作逾期；尚余3个工作日，恢复后继续计算。"
    )
    case.served(date(2026, 9, 14), document="other")
    assert [step.text for step in explain(owed(case, rules), rules)][2:] == [
        "自2026年9月4日（星期五）起中止（裁定中止），自2026年9月14日（星期一）起恢复，中止的10日不计入，尚余3个工作日，继续计算。",
        "计入2026年9月14日、15日、16日，共3个工作日，期限于2026年9月16日（星期三）届满。",
    ]


def test_a_suspension_that_begins_while_the_last_day_rolls_is_explained(rules: Rules) -> None:
    """Fifteen days from 4 September end on Saturday the 19th; suspended that very Sunday, resumed on Tuesday."""
    case = started(date(2026, 9, 4))
    case.served(date(2026, 9, 20), document="ruling")
    case.served(date(2026, 9, 22), document="other")
    reply = owed(case, rules)
    assert reply.due == date(2026, 9, 22)
    assert [step.text for step in explain(reply, rules)][3:] == [
        "自2026年9月20日（星期日）起中止（裁定中止），自2026年9月22日（星期二）起恢复，中止的2日不计入，"
        "最后一日2026年9月19日（星期六）遇休息日，顺延至恢复以后。",
        "2026年9月22日（星期二）是工作日，不顺延，期限于该日届满。",
    ]


def test_into_unknown_days_the_bounds_go_along(rules: Rules) -> None:
    case = started(date(2026, 12, 1))
    case.served(date(2026, 12, 10), document="ruling")
    case.served(date(2026, 12, 28), document="other")
    reply = owed(case, rules)
    assert (reply.due, reply.provisional, reply.earliest, reply.latest) == (
        date(2027, 1, 4),
        True,
        date(2027, 1, 3),
        date(2027, 1, 13),
    )
    assert "最晚为2027年1月13日" in "".join(step.text for step in explain(reply, rules))


def test_a_suspended_obligation_is_one_record_as_any_other(rules: Rules) -> None:
    case = started()
    case.served(date(2026, 9, 10), document="ruling")
    case.served(date(2026, 9, 21), document="other")
    reply = owed(case, rules)
    assert from_bytes(to_bytes(reply)) == reply
