"""All agencies from one pass: each under its own jurisdiction's profile, whatever the order of the disputes."""

from datetime import date

from tests.law.casebook import TOWN
from tests.law.trial_book import THIRD_QUARTER, TrialBook, counts, judged
from yingsu.law.figures.assessing import Assessed, assess, layers_on
from yingsu.law.rules import builtin_rules

XUECHENG = "370403"
ELSEWHERE = "110000"
AUGUST = date(2026, 8, 20)


def of(books: list[TrialBook]) -> list[Assessed]:
    disputes = [(book.case_id, book.entries) for book in books]
    return list(assess(disputes, builtin_rules(), THIRD_QUARTER, AUGUST, date(2027, 1, 1)))


def town(number: int, place: str, *, lost: bool = True) -> TrialBook:
    """A case of an agency of its own, in its own jurisdiction."""
    book = TrialBook(f"case-{number}", place)
    agency = f"agency-{number}"
    book.filed(date(2026, 3, 2), agencies=((agency, place),))
    book.judged(date(2026, 8, 3), (agency, "revoked" if lost else "claims_dismissed"))
    return book


def test_each_agency_is_assessed_by_the_documents_of_its_own_jurisdiction() -> None:
    here, there = of([town(1, XUECHENG), town(2, ELSEWHERE)])
    assert (here.agency, here.jurisdiction, there.jurisdiction) == ("agency-1", XUECHENG, ELSEWHERE)
    rates = [next(figure for figure in found.figures if figure.code == "loss_rate") for found in (here, there)]
    assert [(rate.clauses[0], rate.met) for rate in rates] == [("XC-0.4", False), ("XSF-62", None)]
    assert [step.no for found in here.standings for step in found.proposed] == [1]
    assert there.standings == ()


def test_the_order_of_the_disputes_changes_nothing() -> None:
    books = [town(number, XUECHENG, lost=number % 2 == 0) for number in range(6)]
    assert of(books) == of(books[::-1])


def test_one_agency_counted_alone_is_counted_as_among_others() -> None:
    books = judged(3, 2, date(2026, 8, 3), place=XUECHENG)
    (alone,) = of(books)
    among = next(found for found in of([*books, town(900, XUECHENG)]) if found.agency == TOWN)
    assert alone == among
    assert counts(books).jurisdiction == XUECHENG


def test_what_governs_is_what_was_in_force_on_the_day() -> None:
    """薛城's document is of 2022-05-30: before it the national layer stands alone."""
    rules = builtin_rules()
    assert [layer.id for layer in layers_on(rules, XUECHENG, date(2022, 5, 29))] == ["national"]
    assert [layer.id for layer in layers_on(rules, XUECHENG, date(2022, 5, 30))] == ["national", "xuecheng"]
    assert layers_on(rules, None, AUGUST) == layers_on(None, XUECHENG, AUGUST) == ()
