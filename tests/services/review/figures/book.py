"""Disputes of made-up cases for tests of figures, and how to read the result. The town and the bureau are agencies of 洪泽."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from services.review.figures.figures import Figures, Item, Measure, figures
from services.review.figures.period import Period
from tests.law.casebook import BUREAU, HONGZE, TOWN, Casebook
from yingsu.disputes import Dispute
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.events.review.review import Basis, ReviewOpened, ReviewVoided
from yingsu.law.outcomes import lost
from yingsu.law.rules import Rules, builtin_rules
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))
THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
TODAY = date(2026, 10, 15)
NUMBER = "（2026）苏0812行初1号"
BOTH = ((TOWN, HONGZE), (BUREAU, HONGZE))


class CourtBook(Casebook):
    """A casebook with judgments and reviews."""

    def judged(
        self,
        on: date,
        *outcomes: tuple[str, Outcome],
        number: str = NUMBER,
        document: Literal["judgment", "ruling"] = "judgment",
        recorded_on: date | None = None,
    ) -> list[Entry]:
        """A judgment and its losses, as intake appends them."""
        results = tuple(Result(agency=agency, object="original_act", outcome=outcome) for agency, outcome in outcomes)
        delivered = JudgmentDelivered(
            court="苏0812", case_no=NUMBER, judgment_no=number, document=document, judged_on=on, results=results
        )
        return [
            self.write(delivered, on, recorded_on=recorded_on),
            *(self.lost(on, agency, losing, number=number) for agency, losing in lost(results).items()),
        ]

    def lost(self, on: date, agency: str = TOWN, outcomes: tuple[Outcome, ...] = ("revoked",), *, number: str = NUMBER) -> Entry:
        """A loss by itself."""
        return self.write(JudgmentLost(agency=agency, judgment_no=number, judged_on=on, outcomes=outcomes), on)

    def review_opened(self, on: date, agency: str = TOWN, *, defendant: str | None = None, number: str = NUMBER) -> Entry:
        """A review of a loss of `defendant`, owed by `agency`, that received the judgment on `on`."""
        return self.write(
            ReviewOpened(
                agency=agency,
                defendant=defendant or agency,
                grounds="lost",
                court="苏0812",
                case_no=NUMBER,
                judgment=UUID(int=1),
                judgment_no=number,
                judged_on=on,
                received_on=on,
                outcomes=("revoked",),
                decided_under=Basis(profile="hongze.1", clauses=("HZ-9.1",)),
            ),
            on,
        )

    def review_voided(self, on: date, agency: str = TOWN, *, number: str = NUMBER) -> Entry:
        """The loss that the agency reviews does not stand."""
        return self.write(
            ReviewVoided(
                agency=agency,
                judgment_no=number,
                voided_on=on,
                because="reversed",
                authority="（2026）苏08行终9号",
                reason=SealedText(subject="s", key_id="k", box="eA=="),
            ),
            on,
        )

    def dispute(self) -> Dispute:
        """All of it."""
        return Dispute(case_id=self.case_id, records=frozenset({self.case_id}), entries=self.entries)


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
