"""Disputes of made-up cases for tests of figures, and how to read the result. The town and the bureau are agencies of 洪泽."""

from collections.abc import Sequence
from datetime import date

from services.review.figures.figures import Figures, Measure, figures
from tests.law.casebook import HONGZE, TOWN, Casebook
from yingsu.disputes import Dispute
from yingsu.law.figures.measures import Item
from yingsu.law.figures.period import Period
from yingsu.law.rules import Rules, builtin_rules

SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
TODAY = date(2026, 10, 15)


def count(
    *books: Casebook,
    period: Period = SECOND_QUARTER,
    agency: str = TOWN,
    today: date = TODAY,
    rules: Rules | None = None,
) -> Figures:
    """The figures of these cases, by the built-in rules."""
    disputes = [Dispute(case_id=book.case_id, records=frozenset({book.case_id}), entries=book.entries) for book in books]
    return figures(disputes, rules or builtin_rules(), agency, HONGZE, period, today)


def measure(found: Figures, code: str) -> Measure:
    """One of the measures."""
    return next(known for known in found.measures if known.code == code)


def numbers(found: Figures) -> tuple[int, int, int]:
    """Filed, closed, lost."""
    filed, closed, lost = (len(measure(found, code).numerator) for code in ("filed", "closed", "lost"))
    return filed, closed, lost


def cases(items: Sequence[Item] | None) -> list[str]:
    """The cases of some items, in their order."""
    return [item.case_id for item in items or ()]
