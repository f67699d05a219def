"""What each measure counts of a case, by which day, once a case and instance or each time."""

from datetime import date

import pytest

from tests.law.casebook import BUREAU, HONGZE, TOWN
from tests.law.mediation_casebook import MediationCasebook
from tests.law.trial_book import THIRD_QUARTER, TODAY, TrialBook, counts, opened
from yingsu.events.intake.case import CaseWithdrawn
from yingsu.events.mediation.mediation import SettlementBecameEffective
from yingsu.law.facts import read
from yingsu.law.figures.measures import COUNTED, MEASURES, count
from yingsu.law.figures.period import Period
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.ledger.mapper import topics

FOURTH_QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


def number(book: TrialBook, code: str, period: Period = THIRD_QUARTER, *, agency: str = TOWN, today: date = TODAY) -> int:
    return len(count(code, read(book.case_id, book.entries), agency, period, today))


def attendance(book: TrialBook, period: Period = THIRD_QUARTER) -> tuple[int, int, int, int, int]:
    codes = ("heard", "leader_attended", "head_attended", "leader_spoke", "leader_absent")
    heard, leader, head, spoke, absent = (number(book, code, period) for code in codes)
    return heard, leader, head, spoke, absent


def test_every_measure_has_words_a_source_and_topics_and_those_counted_look_only_at_facts_there_are() -> None:
    assert all(measure.title and measure.basis and measure.source and measure.topics for measure in MEASURES.values())
    assert all(topic in topics() for measure in COUNTED.values() for topic in measure.topics)
    assert [code for code, measure in MEASURES.items() if code not in COUNTED and not measure.missing] == []


def test_every_built_in_profile_names_only_measures_there_are() -> None:
    for name, first in builtin_profiles():
        for metric in load_builtin(name, first).metrics:
            assert metric.numerator in MEASURES
            assert metric.denominator is None or metric.denominator in MEASURES


def test_a_case_heard_twice_is_one_case_heard() -> None:
    book = opened(1)
    book.hearing(date(2026, 7, 20))
    book.appeared(date(2026, 7, 20), "deputy")
    book.hearing(date(2026, 8, 20), 2)
    book.appeared(date(2026, 8, 20), "principal", 2)
    assert attendance(book) == (1, 1, 1, 1, 0)


def test_who_appeared_once_in_an_instance_need_not_appear_again() -> None:
    """法释〔2020〕3号 art. 7."""
    book = opened(1)
    book.hearing(date(2026, 7, 20))
    book.appeared(date(2026, 7, 20), "deputy")
    book.hearing(date(2026, 10, 20), 2)
    book.appeared(date(2026, 10, 20), None, 2)
    assert attendance(book, THIRD_QUARTER) == (1, 1, 0, 1, 0)
    assert attendance(book, FOURTH_QUARTER) == (1, 1, 0, 1, 0)


def test_who_appears_only_later_had_not_appeared_in_the_period_before() -> None:
    book = opened(1)
    book.hearing(date(2026, 7, 20))
    book.appeared(date(2026, 7, 20), None)
    book.hearing(date(2026, 10, 20), 2)
    book.appeared(date(2026, 10, 20), "other", 2, spoke=False)
    assert attendance(book, THIRD_QUARTER) == (1, 0, 0, 0, 1)
    assert attendance(book, FOURTH_QUARTER) == (1, 1, 0, 0, 0)


def test_each_hearing_without_a_leader_counts() -> None:
    book = opened(1)
    for number_, on in ((1, date(2026, 7, 20)), (2, date(2026, 8, 20))):
        book.hearing(on, number_)
        book.appeared(on, None, number_)
    assert attendance(book) == (1, 0, 0, 0, 2)


def test_a_hearing_nobody_told_of_was_held_once_its_day_is_over_and_shows_no_absence() -> None:
    book = opened(1)
    book.hearing(date(2026, 7, 20))
    assert number(book, "heard", today=date(2026, 7, 20)) == 0
    assert number(book, "heard", today=date(2026, 7, 21)) == 1
    assert number(book, "leader_absent") == 0


def test_a_hearing_that_was_moved_before_its_day_counts_on_the_new_day() -> None:
    book = opened(1)
    book.hearing(date(2026, 9, 28), fixed_on=date(2026, 9, 1))
    book.hearing(date(2026, 10, 12), fixed_on=date(2026, 9, 25))
    assert (number(book, "heard"), number(book, "heard", FOURTH_QUARTER)) == (0, 1)


def test_a_case_withdrawn_or_left_before_the_hearing_was_not_heard() -> None:
    withdrawn, left = opened(1), opened(2)
    withdrawn.hearing(date(2026, 8, 20))
    withdrawn.withdrawn(date(2026, 8, 10))
    left.hearing(date(2026, 8, 20))
    left.removed(date(2026, 8, 10))
    assert (number(withdrawn, "heard"), number(left, "heard")) == (0, 0)


def test_a_withdrawal_at_the_hearing_itself_leaves_it_heard_where_someone_appeared() -> None:
    book = opened(1)
    book.hearing(date(2026, 8, 20))
    book.appeared(date(2026, 8, 20), "deputy")
    book.withdrawn(date(2026, 8, 20))
    assert attendance(book)[:2] == (1, 1)


def test_each_defendant_has_its_own_appearance() -> None:
    book = TrialBook("case-1")
    book.filed(date(2026, 1, 5), agencies=((TOWN, HONGZE), (BUREAU, HONGZE)))
    book.hearing(date(2026, 8, 20))
    book.appeared(date(2026, 8, 20), "deputy", agency=BUREAU)
    assert [(number(book, "heard", agency=of), number(book, "leader_attended", agency=of)) for of in (TOWN, BUREAU)] == [
        (1, 0),
        (1, 1),
    ]


def test_a_withdrawn_case_is_withdrawn_or_mediated_by_the_day_of_the_ruling_and_a_decided_one_is_not() -> None:
    withdrawn, decided = opened(1), opened(2)
    ruling = withdrawn.withdrawn(date(2026, 9, 30))
    decided.withdrawn(date(2026, 8, 3))
    decided.judged(date(2026, 8, 20), (TOWN, "claims_dismissed"))
    (item,) = count("withdrawn_mediated", read("case-001", withdrawn.entries), TOWN, THIRD_QUARTER, TODAY)
    assert (item.day, item.event_ids) == (date(2026, 9, 30), (ruling.event_id,))
    assert number(decided, "withdrawn_mediated") == 0


def test_a_withdrawal_that_was_not_voluntary_closes_the_case_and_is_not_counted_as_settled_so() -> None:
    book = opened(1)
    book.write(CaseWithdrawn(ruling_no="1", ruled_on=date(2026, 8, 3), voluntary=False), date(2026, 8, 3))
    assert (number(book, "closed"), number(book, "withdrawn_mediated")) == (1, 0)


def test_an_agreement_in_force_counts_for_the_agencies_that_are_parties_to_it() -> None:
    mediation = MediationCasebook(TOWN, case_id="case-001")
    mediation.referred(date(2026, 7, 1))
    mediation.settled(date(2026, 7, 20))
    mediation.write(SettlementBecameEffective(effective_on=date(2026, 7, 24)), date(2026, 7, 24))
    facts = read(mediation.case_id, mediation.entries)
    assert [item.day for item in count("settled", facts, TOWN, THIRD_QUARTER, TODAY)] == [date(2026, 7, 24)]
    assert count("settled", facts, BUREAU, THIRD_QUARTER, TODAY) == ()


@pytest.mark.parametrize(("attempt", "mediated"), [(date(2026, 8, 19), 1), (date(2026, 8, 20), 1), (date(2026, 8, 21), 0)])
def test_a_closed_case_was_mediated_if_it_was_attempted_by_the_day_of_closing(attempt: date, mediated: int) -> None:
    book = opened(1)
    book.judged(date(2026, 8, 20), (TOWN, "claims_dismissed"))
    mediation = MediationCasebook(TOWN, case_id="case-001")
    mediation.entries = book.entries
    mediation.terminated(attempt)
    assert number(book, "mediated") == mediated
    assert number(book, "closed") == 1


def test_a_lost_case_is_reviewed_by_the_report_on_that_loss() -> None:
    book = opened(1)
    book.judged(date(2026, 8, 20), (TOWN, "revoked"))
    book.review_opened(date(2026, 8, 25))
    assert (number(book, "lost"), number(book, "reviewed")) == (1, 0)
    book.review_submitted(date(2026, 9, 5))
    assert number(book, "reviewed") == 1
    book.review_returned(date(2026, 9, 8))
    assert number(book, "reviewed") == 0


def test_items_come_by_day_whatever_the_order_of_the_cases() -> None:
    books = [opened(number_) for number_ in (3, 1, 2)]
    for book, day in zip(books, (10, 20, 10), strict=True):
        book.judged(date(2026, 8, day), (TOWN, "revoked"))
    found = counts(books).items("lost", THIRD_QUARTER)
    assert [(item.day.day, item.case_id) for item in found] == [(10, "case-002"), (10, "case-003"), (20, "case-001")]
    assert counts(reversed(books)).items("lost", THIRD_QUARTER) == found


def test_a_measure_that_waits_for_facts_counts_nothing() -> None:
    assert number(opened(1), "trainings") == 0
    assert set(MEASURES["trainings"].missing) == {"review.training_held.v1"}
