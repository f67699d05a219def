"""What later instances, additions, closings and cancelled hearings do to the figures of a case. No database."""

from datetime import date

from tests.law.casebook import BUREAU, HONGZE, TOWN
from tests.law.court_casebook import NUMBER
from tests.law.trial_book import THIRD_QUARTER, TODAY, TrialBook, counts, opened
from yingsu.events.intake.case import DefendantRemoved
from yingsu.events.intake.course import CaseClosedWithoutJudgment, CaseLinkedToSeries, CaseUnlinkedFromSeries
from yingsu.events.intake.hearing import CourtAbsenceRecorded, HearingCancelled, HearingHeld, HearingRescheduled
from yingsu.events.intake.instances import JudgmentReversed
from yingsu.events.intake.parties import DefendantAdded
from yingsu.law.facts import read
from yingsu.law.figures.course import course
from yingsu.law.figures.hearings import hearings_of
from yingsu.law.figures.period import Period
from yingsu.law.sued import sued_in

JUDGED = date(2026, 8, 3)
SECOND = "（2026）苏08行终31号"


def reversed_on(book: TrialBook, on: date, agency: str = TOWN) -> None:
    """A later instance takes the loss away."""
    event = JudgmentReversed(agency=agency, judgment_no=NUMBER, reversed_on=on, by_judgment_no=SECOND, result="reversed")
    book.write(event, on)


def added(book: TrialBook, on: date, agency: str = BUREAU) -> None:
    """The court makes another agency a defendant."""
    event = DefendantAdded(agency=agency, jurisdiction=HONGZE, object="original_act", added_on=on, reason="追加")
    book.write(event, on)


def number(book: TrialBook, measure: str, *, agency: str = TOWN) -> int:
    """What the measure counts in the third quarter."""
    return len(counts([book], agency=agency).items(measure, THIRD_QUARTER))


def test_a_loss_that_a_later_instance_took_away_no_longer_counts_and_the_case_stays_closed() -> None:
    book = opened(1)
    book.judged(JUDGED, (TOWN, "revoked"), (BUREAU, "revoked"))
    assert (number(book, "lost"), number(book, "closed")) == (1, 1)

    reversed_on(book, date(2026, 12, 15))

    assert (number(book, "lost"), number(book, "closed")) == (0, 1)
    assert number(book, "lost", agency=BUREAU) == 1, "the other's loss was not touched"


def test_a_closing_without_a_judgment_closes_the_case_and_is_no_loss() -> None:
    book = opened(1)
    book.write(CaseClosedWithoutJudgment(reason="deemed_withdrawn", closed_on=JUDGED, document_no=None), JUDGED)

    assert (number(book, "closed"), number(book, "lost")) == (1, 0)
    assert sued_in(read(book.case_id, book.entries), Period(date(2026, 9, 1), date(2026, 9, 30))) == frozenset()


def test_one_that_was_added_is_sued_since_that_day() -> None:
    book = opened(1)
    added(book, date(2026, 8, 1))
    facts = read(book.case_id, book.entries)

    assert number(book, "filed", agency=BUREAU) == 1
    assert sued_in(facts, Period(date(2026, 7, 1), date(2026, 7, 31))) == {TOWN}
    assert sued_in(facts, Period(date(2026, 8, 1), date(2026, 8, 31))) == {TOWN, BUREAU}
    assert (facts.sued(None, date(2026, 7, 31)), facts.sued(None)) == ((TOWN,), (TOWN, BUREAU))


def test_a_hearing_counts_for_one_that_was_added_only_since_then_and_for_one_that_left_until_then() -> None:
    book = opened(1)
    for day in (date(2026, 7, 20), date(2026, 8, 20)):
        book.hearing(day, number=day.month)
    added(book, date(2026, 8, 1))
    book.write(DefendantRemoved(agency=TOWN, reason="变更被告"), date(2026, 8, 1))

    facts = read(book.case_id, book.entries)
    assert [turn.day.month for turn in course(facts, BUREAU, TODAY).heard] == [8]
    assert [turn.day.month for turn in course(facts, TOWN, TODAY).heard] == [7]

    added(book, date(2026, 8, 10), TOWN)
    assert [turn.day.month for turn in course(read(book.case_id, book.entries), TOWN, TODAY).heard] == [7, 8]


def test_a_hearing_that_was_put_off_on_its_day_or_cancelled_was_not_held_unless_the_court_sat() -> None:
    first, second, third = date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 17)
    book = opened(1)
    book.hearing(first)
    book.write(HearingRescheduled(hearing_no=1, hearing_on=second, begins_at=None, place=None, reason="突发"), first)
    book.hearing(third, number=2)
    book.write(HearingCancelled(hearing_no=2, hearing_on=third, cancelled_on=date(2026, 8, 12), reason="协商"), date(2026, 8, 12))

    def days() -> list[date]:
        return [hearing.day for hearing in hearings_of(read(book.case_id, book.entries), TOWN)]

    assert days() == [second]
    book.write(HearingHeld(hearing_no=2, held_on=third), third)
    assert days() == [second, third]


def test_whoever_left_without_leave_has_not_attended() -> None:
    book = opened(1)
    book.hearing(JUDGED)
    book.appeared(JUDGED, "principal")
    assert number(book, "leader_attended") == 1

    away = CourtAbsenceRecorded(agency=TOWN, hearing_no=1, hearing_on=JUDGED, kind="left_without_leave")
    book.write(away, JUDGED)
    assert (number(book, "leader_attended"), number(book, "leader_absent")) == (0, 1)


def test_the_series_of_a_case_is_the_one_it_was_put_into_last_and_not_taken_out_of() -> None:
    books = [opened(1), opened(2)]
    for book in books:
        book.judged(JUDGED, (TOWN, "revoked"))
        book.write(CaseLinkedToSeries(series="示例系列", kind="series", linked_on=date(2026, 2, 1)), date(2026, 2, 1))
    books[1].write(CaseUnlinkedFromSeries(series="示例系列", unlinked_on=date(2026, 3, 1), reason="不同"), date(2026, 3, 1))

    assert counts(books).series == {"case-001": "示例系列"}
