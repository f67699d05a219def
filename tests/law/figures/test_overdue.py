"""专项通报 rests on duties that were missed (YC-2.6.1), not on notices that have turned out otherwise since."""

from datetime import date

import pytest

from tests.law.casebook import BUREAU, TOWN
from tests.law.trial_book import TrialBook
from yingsu.events.notify.timer import ObligationOverdue
from yingsu.law.calendar import BeforeCalendar
from yingsu.law.figures.assessing import assess
from yingsu.law.figures.overdue import heeded
from yingsu.law.figures.period import Period
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.rules import builtin_rules

YICHENG = "370404"
RULES = builtin_rules()
RECEIVED, LAST, NEXT = date(2026, 6, 3), date(2026, 6, 18), date(2026, 6, 19)
TODAY = date(2026, 8, 3)


@pytest.fixture
def case() -> TrialBook:
    """The town received the complaint on 3 June; on the 19th the clock told it that its answer is overdue."""
    book = TrialBook("case-1", YICHENG)
    book.filed(date(2026, 6, 1), agencies=((TOWN, YICHENG),))
    book.served(RECEIVED)
    notice(book)
    return book


def answer_of(book: TrialBook) -> Obligation:
    return next(found for found in evaluate(book.entries, RULES) if found.code == "statutory_answer")


def notice(book: TrialBook, told: str = TOWN) -> None:
    """What the clock tells on the day after the last."""
    owed = answer_of(book)
    overdue = ObligationOverdue(
        obligation=owed.id, code=owed.code, title=owed.title, agency=told, owed_by=owed.owed_by, latest=owed.latest
    )
    book.write(overdue, NEXT)


def proposed(book: TrialBook, agency: str = TOWN, today: date = TODAY) -> list[date]:
    """The last days that a special bulletin on the agency would rest on."""
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    return [
        item.day
        for found in assess([(book.case_id, book.entries)], RULES, period, today, today)
        if found.agency == agency
        for standing in found.standings
        if standing.code == "special_bulletin"
        for step in standing.proposed
        for trigger in step.triggers
        for item in trigger.items
    ]


def test_an_answer_that_is_still_missing_or_came_late_is_a_ground(case: TrialBook) -> None:
    assert proposed(case) == [LAST]
    case.answered(date(2026, 6, 24))
    assert proposed(case) == [LAST]


def test_an_answer_posted_in_time_and_entered_late_is_none(case: TrialBook) -> None:
    case.answered(NEXT, posted_on=LAST, recorded_on=date(2026, 6, 24))
    assert proposed(case) == []


def test_an_extension_that_was_entered_late_takes_the_ground_away_until_its_own_day_has_passed(case: TrialBook) -> None:
    case.extended(date(2026, 6, 12), date(2026, 6, 30))
    assert proposed(case) == []
    notice(case)
    assert proposed(case) == [date(2026, 6, 30)]


def test_who_left_the_case_before_the_last_day_owed_nothing_and_after_it_had_been_late(case: TrialBook) -> None:
    after = TrialBook("case-1", YICHENG)
    after.entries.extend(case.entries)
    after.removed(date(2026, 6, 22))
    assert proposed(after) == [LAST]
    case.removed(date(2026, 6, 10))
    assert proposed(case) == []


def test_a_notice_to_the_unit_that_handles_the_response_is_a_ground_against_the_defendant(case: TrialBook) -> None:
    case.entries.pop()
    notice(case, told=BUREAU)
    assert (proposed(case), proposed(case, BUREAU)) == ([LAST], [])


def test_other_entries_and_their_order_stay_as_they_are(case: TrialBook) -> None:
    assert heeded("case-1", case.entries, RULES, TODAY) == case.entries
    assert heeded("case-1", case.entries[:-1], RULES, TODAY) == case.entries[:-1]
    assert heeded("case-1", case.entries, None, TODAY) == case.entries
    assert heeded("case-1", case.entries, RULES, LAST) == case.entries[:-1]


def test_of_a_case_before_the_calendar_nothing_else_is_known_than_the_notice() -> None:
    book = TrialBook("case-2", "370602")
    book.filed(date(2017, 12, 1), agencies=((TOWN, "370602"),))
    book.served(date(2017, 12, 4))
    book.write(ObligationOverdue(obligation="o", code="c", title="t", agency=TOWN, owed_by="defendant", latest=LAST), NEXT)
    with pytest.raises(BeforeCalendar):
        evaluate(book.entries, RULES)
    assert heeded("case-2", book.entries, RULES, TODAY) == book.entries
