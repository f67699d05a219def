"""What a document orders without a number: open until done, with an age, never overdue, and no obligation of the board."""

from datetime import date
from pathlib import Path

import pytest

from tests.law.casebook import BUREAU, ELSEWHERE, TOWN, Casebook
from tests.law.madeup import ANSWERED, REMOVED, STARTED, made_up_rules, rule
from tests.law.mediation_casebook import MediationCasebook
from yingsu.law.obligations import evaluate
from yingsu.law.open_items import OpenItem, from_bytes, open_items, to_bytes
from yingsu.law.rules import Rules, builtin_rules

TIMELY = rule("timely", STARTED, REMOVED, 'open_ended = "及时"')


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    return made_up_rules(tmp_path, TIMELY)


def served() -> Casebook:
    case = Casebook(jurisdiction=ELSEWHERE)
    case.filed(date(2026, 8, 28), agencies=((TOWN, ELSEWHERE), (BUREAU, ELSEWHERE)))
    case.served(date(2026, 9, 1))
    return case


def item(case: Casebook, rules: Rules, agency: str = TOWN) -> OpenItem:
    (found,) = [one for one in open_items(case.entries, rules) if one.party == agency]
    return found


def test_a_task_is_open_until_done_and_has_an_age(rules: Rules) -> None:
    case = served()
    found = item(case, rules)
    assert (found.word, found.state, found.since, found.missing) == ("及时", "running", date(2026, 9, 1), ("答辩",))
    assert [found.age(day) for day in (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 11), date(2027, 9, 1))] == [
        0,
        0,
        10,
        365,
    ]
    answered = case.answered(date(2026, 9, 21))
    done = item(case, rules)
    assert (done.state, done.satisfied_on, done.satisfied_by, done.age(date(2027, 9, 1))) == (
        "satisfied",
        date(2026, 9, 21),
        (answered.event_id,),
        20,
    )
    assert done.missing == ()


def test_a_task_is_no_obligation(rules: Rules) -> None:
    assert "timely" not in {one.code for one in evaluate(served().entries, rules)}


def test_a_task_ends_with_the_defendant(rules: Rules) -> None:
    case = served()
    removed = case.removed(date(2026, 9, 5))
    found = item(case, rules)
    assert (found.state, found.cancelled_on, found.cancelled_by, found.age(date(2026, 12, 1))) == (
        "cancelled",
        date(2026, 9, 5),
        removed.event_id,
        4,
    )


def test_each_defendant_has_its_own_task(rules: Rules) -> None:
    case = served()
    case.served(date(2026, 9, 4), BUREAU)
    case.answered(date(2026, 9, 5))
    assert (item(case, rules).state, item(case, rules, BUREAU).state) == ("satisfied", "running")


def test_a_task_keeps_its_id_through_a_correction_and_its_record_reads_back_equal(rules: Rules) -> None:
    case = served()
    before = item(case, rules)
    case.served(date(2026, 9, 3), corrects=case.entries[-1])
    after = item(case.as_it_stands(), rules)
    assert (after.id, after.since) == (before.id, date(2026, 9, 3))
    assert from_bytes(to_bytes(after)) == after


def test_the_centre_sends_its_notice_without_a_number_of_days() -> None:
    """HZ-4.2 in the built-in profile."""
    case = MediationCasebook()
    case.referred(date(2026, 9, 1))
    notice = next(one for one in open_items(case.entries, builtin_rules()) if one.code == "assignment_notice")
    assert (notice.party, notice.owed_by, notice.clauses, notice.profile) == (TOWN, "mediation_body", ("HZ-4.2",), "hongze.1")
    assert notice.quotes[0]
    case.noticed(date(2026, 9, 2))
    assert next(one for one in open_items(case.entries, builtin_rules()) if one.code == "assignment_notice").state == "satisfied"


def test_the_word_is_the_rules_own_and_the_way_as_well(rules: Rules) -> None:
    assert ANSWERED in TIMELY
    assert item(served(), rules).authority == "本单位自定"
