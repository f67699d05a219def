"""The periods of 峄城 whose last fact no service appends yet: counted as they will be once it does.

In place of the fact that is to come, the answer to the court (or the court's extension) stands in: nothing else of the rules is changed.
The days are those of the catalogue for YC-2.5.1 and YC-2.5.2.
"""

from datetime import date

import msgspec
import pytest

from tests.law.casebook import TOWN, Casebook
from yingsu.law.deadline import compute
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Fact, Way
from yingsu.law.rules import PublishedProfile, Rules, builtin_rules

YICHENG = "370404"
NATIONAL = load_builtin("national", date(2018, 2, 8))
PROFILE = load_builtin("yicheng", date(2023, 3, 9))
STAND_IN = (Way(all_of=(Fact(topic="intake.answer_submitted.v1", on="submitted_on", party="agency"),)),)


def september(day: int) -> date:
    """A day of September 2026."""
    return date(2026, 9, day)


def woken(*codes: str) -> Rules:
    """The rules with the stand-in for what satisfies these."""
    rules = tuple(msgspec.structs.replace(rule, satisfied_by=STAND_IN) if rule.code in codes else rule for rule in PROFILE.rules)
    awake = msgspec.structs.replace(PROFILE, rules=rules)
    layers = (
        PublishedProfile(profile=NATIONAL, version=1, effective_from=NATIONAL.effective_from),
        PublishedProfile(profile=awake, version=1, effective_from=PROFILE.effective_from),
    )
    return Rules(layers, builtin_rules().calendar)


def served(on: date) -> Casebook:
    """A case of 峄城 whose complaint the town received on a day."""
    case = Casebook(jurisdiction=YICHENG)
    case.filed(on, agencies=((TOWN, YICHENG),))
    case.served(on)
    return case


def owed(case: Casebook, code: str) -> Obligation:
    """The one obligation of that code."""
    (found,) = [found for found in evaluate(case.entries, woken(code)) if found.code == code]
    return found


@pytest.mark.parametrize(
    ("received_on", "due"),
    [
        (september(9), september(14)),
        (september(28), date(2026, 10, 8)),
        (september(16), september(20)),
        (date(2026, 10, 3), date(2026, 10, 8)),
    ],
)
def test_a_case_is_reported_within_three_days_of_the_notice(received_on: date, due: date) -> None:
    found = owed(served(received_on), "case_report")
    assert (found.due, found.clauses, found.party) == (due, ("YC-2.5.1", "YC-3.2.2"), TOWN)


def test_the_report_of_a_case_on_the_last_day_is_on_time_and_a_day_later_late() -> None:
    for day, outcome, late in ((14, "on_time", 0), (15, "late", 1)):
        case = served(september(9))
        case.answered(september(day))
        found = owed(case, "case_report")
        assert (found.outcome, found.late_days) == (outcome, late)


def test_the_answer_is_reported_within_three_days_after_the_period_to_answer_ends() -> None:
    found = owed(served(september(1)), "answer_report")
    assert (found.started_by.on, found.due, found.clauses) == (september(16), september(20), ("YC-2.5.2",))


def test_where_the_court_extends_the_answer_its_report_moves_with_it() -> None:
    case = served(september(1))
    case.extended(september(14), september(24))
    assert owed(case, "answer_report").due == september(28)


def test_an_answer_that_is_reported_early_satisfies_it() -> None:
    case = served(september(1))
    case.answered(september(10))
    found = owed(case, "answer_report")
    assert (found.state, found.outcome, found.satisfied_on) == ("satisfied", "on_time", september(10))


@pytest.mark.parametrize(
    ("hearing", "due", "reminder"),
    [
        (september(18), september(15), september(15)),
        (date(2026, 10, 9), date(2026, 10, 6), september(30)),
        (date(2026, 10, 20), date(2026, 10, 17), date(2026, 10, 16)),
        (september(22), september(19), september(18)),
    ],
)
def test_the_list_of_leaders_is_due_three_days_before_the_hearing_and_does_not_roll(
    hearing: date, due: date, reminder: date
) -> None:
    rule = PROFILE.rule("leader_list_report")
    assert rule is not None
    assert rule.period is not None
    found = compute(hearing, rule.period.amount, rule.period.unit, rule.period.direction, builtin_rules().calendar)
    assert (found.due, found.remind_on) == (due, reminder)
    assert rule.moved_by[0].anchor
