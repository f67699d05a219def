"""What became of a case for one defendant: filed, closed, lost, each at most once, by the day of the judgment."""

from datetime import date
from uuid import UUID

from tests.law.casebook import BUREAU, HONGZE, TOWN, Casebook
from tests.law.court_casebook import BOTH, NUMBER, CourtBook
from yingsu.events.intake.prelitigation import PreFilingNotified, Respondent
from yingsu.law.facts import read
from yingsu.law.figures.course import Course, case_no, course

TODAY = date(2026, 10, 15)
APPEAL = "（2026）苏0812行初1号之一"


def of(book: Casebook, agency: str = TOWN) -> Course:
    return course(read(book.case_id, book.entries), agency, TODAY)


def days(found: Course) -> tuple[date | None, date | None, date | None]:
    filed, closed, lost = (turn.day if turn else None for turn in (found.filed, found.closed, found.lost))
    return filed, closed, lost


def test_a_lost_case_is_filed_closed_and_lost_by_the_days_of_the_court() -> None:
    book = CourtBook()
    filed = book.filed(date(2026, 3, 2))
    delivered, lost = book.judged(date(2026, 6, 28), (TOWN, "revoked"), recorded_on=date(2026, 7, 12))
    book.served(date(2026, 7, 12), document="judgment")
    found = of(book)
    assert days(found) == (date(2026, 3, 2), date(2026, 6, 28), date(2026, 6, 28))
    assert [turn.event_ids for turn in (found.filed, found.closed, found.lost) if turn] == [
        (filed.event_id,),
        (delivered.event_id,),
        (lost.event_id, delivered.event_id),
    ]
    assert found.closed is not None
    assert found.lost is not None
    assert (found.closed.title, found.lost.title) == (f"判决（{NUMBER}）", f"败诉：撤销（{NUMBER}）")


def test_of_two_defendants_one_loses_and_one_wins() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"), (BUREAU, "claims_dismissed"))
    town, bureau = of(book), of(book, BUREAU)
    assert days(town)[2] == date(2026, 6, 28)
    assert days(bureau) == (date(2026, 3, 2), date(2026, 6, 28), None)


def test_a_partial_loss_and_a_loss_for_two_objects_are_one_loss() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 6, 28), (TOWN, "partly_revoked"), (TOWN, "compensation_ordered"), (TOWN, "claims_dismissed"))
    found = of(book)
    assert found.lost is not None
    assert found.lost.title == f"败诉：责令赔偿或者补偿、部分撤销（{NUMBER}）"


def test_a_withdrawn_case_is_closed_by_the_day_of_the_ruling_and_not_lost() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    ruling = book.withdrawn(date(2026, 4, 20))
    found = of(book)
    assert days(found) == (date(2026, 3, 2), date(2026, 4, 20), None)
    assert found.closed is not None
    assert found.closed.event_ids == (ruling.event_id,)
    assert found.closed.title == "准予撤诉（（2026）苏0812行初1号之一）"


def test_a_withdrawal_beside_a_judgment_does_not_count_twice_nor_hide_the_loss() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    book.withdrawn(date(2026, 8, 3))
    assert days(of(book)) == (date(2026, 3, 2), date(2026, 6, 28), date(2026, 6, 28))


def test_of_several_judgments_the_latest_counts_whatever_came_first() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 8, 3), (TOWN, "claims_dismissed"), number=APPEAL)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    assert days(of(book)) == (date(2026, 3, 2), date(2026, 8, 3), None)


def test_a_second_judgment_that_loses_again_is_still_one_loss() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    book.judged(date(2026, 8, 3), (TOWN, "altered"), number=APPEAL)
    found = of(book)
    assert days(found) == (date(2026, 3, 2), date(2026, 8, 3), date(2026, 8, 3))
    assert found.lost is not None
    assert found.lost.title == f"败诉：变更（{APPEAL}）"


def test_two_documents_of_one_day_are_one_closing_with_both_entries() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    (ruling,) = book.judged(date(2026, 6, 28), (TOWN, "suit_dismissed"), number=APPEAL, document="ruling")
    judgment, lost = book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    found = of(book)
    assert found.closed is not None
    assert set(found.closed.event_ids) == {ruling.event_id, judgment.event_id}
    assert found.closed.title == f"判决（{NUMBER}）；裁定（{APPEAL}）"
    assert found.lost is not None
    assert found.lost.event_ids == (lost.event_id, judgment.event_id)


def test_who_has_left_the_case_before_the_judgment_has_not_closed_it() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.removed(date(2026, 4, 1), BUREAU)
    book.judged(date(2026, 6, 28), (TOWN, "claims_dismissed"))
    assert days(of(book, BUREAU)) == (date(2026, 3, 2), None, None)
    assert days(of(book)) == (date(2026, 3, 2), date(2026, 6, 28), None)


def test_who_has_left_the_case_before_it_was_withdrawn_has_not_closed_it() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.removed(date(2026, 4, 20), BUREAU)
    book.withdrawn(date(2026, 4, 20))
    assert [days(of(book, agency))[1] for agency in (TOWN, BUREAU)] == [date(2026, 4, 20), None]


def test_a_judgment_that_is_silent_about_a_defendant_closes_its_case_too() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    assert days(of(book, BUREAU)) == (date(2026, 3, 2), date(2026, 6, 28), None)


def test_a_later_judgment_for_the_others_moves_nothing_for_who_was_judged() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    book.judged(date(2026, 8, 3), (BUREAU, "claims_dismissed"), number=APPEAL)
    assert [days(of(book, agency))[1] for agency in (TOWN, BUREAU)] == [date(2026, 6, 28), date(2026, 8, 3)]


def test_a_loss_whose_judgment_is_not_on_record_is_lost_and_not_closed() -> None:
    book = CourtBook()
    lost = book.lost(date(2026, 6, 28))
    found = of(book)
    assert days(found) == (None, None, date(2026, 6, 28))
    assert found.lost is not None
    assert found.lost.event_ids == (lost.event_id,)


def test_a_loss_that_does_not_stand_counts_no_more_and_the_case_stays_closed() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2), agencies=BOTH)
    book.judged(date(2026, 6, 28), (TOWN, "revoked"), (BUREAU, "revoked"))
    book.review_opened(date(2026, 7, 1))
    book.review_opened(date(2026, 7, 1), BUREAU)
    book.review_voided(date(2026, 9, 1))
    assert days(of(book)) == (date(2026, 3, 2), date(2026, 6, 28), None)
    assert days(of(book, BUREAU))[2] == date(2026, 6, 28), "the other's loss stands"


def test_a_governments_loss_does_not_stand_when_its_units_review_was_voided() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    book.review_opened(date(2026, 7, 1), BUREAU, defendant=TOWN)
    book.review_voided(date(2026, 9, 1), BUREAU)
    assert days(of(book))[2] is None


def test_a_corrected_filing_takes_the_place_of_the_first() -> None:
    book = CourtBook()
    wrong = book.filed(date(2026, 3, 2), agencies=((BUREAU, HONGZE),))
    right = CourtBook()
    right.filed(date(2026, 3, 3))
    book.write(right.entries[0].event, date(2026, 3, 3), corrects=wrong)
    standing = book.as_it_stands()
    assert (days(of(standing))[0], days(of(standing, BUREAU))[0]) == (date(2026, 3, 3), None)


def test_before_its_filing_a_dispute_goes_by_the_number_that_the_court_told() -> None:
    book = CourtBook()
    notice = PreFilingNotified(
        court="苏0812",
        case_no="（2026）苏0812行诉前立5号",
        type_code="行诉前立",
        type_known=True,
        received_on=date(2026, 3, 1),
        cause="行政处罚",
        applicants=(),
        respondents=(Respondent(agency=TOWN, jurisdiction=HONGZE),),
        act=None,
    )
    book.write(notice, date(2026, 3, 1))
    assert case_no(read(book.case_id, book.entries)) == "（2026）苏0812行诉前立5号"
    assert days(of(book)) == (None, None, None)
    book.filed(date(2026, 3, 2))
    assert case_no(read(book.case_id, book.entries)) == NUMBER


def test_nothing_is_known_of_who_is_not_in_the_case() -> None:
    book = CourtBook()
    book.filed(date(2026, 3, 2))
    book.judged(date(2026, 6, 28), (TOWN, "revoked"))
    book.withdrawn(date(2026, 7, 1))
    assert of(book, f"agency-{UUID(int=9)}") == Course()
