"""Cases with hearings and appearances for tests of measures, metrics and ladders, and the rows of many cases at once."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from tests.law.casebook import HONGZE, TOWN
from tests.law.court_casebook import NUMBER, CourtBook
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.events.review.review import Basis, ReviewReturned, ReviewSubmitted
from yingsu.law.facts import read
from yingsu.law.figures.period import Period
from yingsu.law.figures.tally import Counts, Tally
from yingsu.law.rule import Fact
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText

LEADER = SealedPerson(subject="s", key_id="k", box="eA==")
TODAY = date(2027, 2, 1)
THIRD_QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))

Rank = Literal["principal", "deputy", "other"]


class TrialBook(CourtBook):
    """A casebook with hearings."""

    def hearing(self, on: date, number: int = 1, *, fixed_on: date | None = None) -> Entry:
        """The court fixes a hearing, two weeks before unless told."""
        event = HearingScheduled(hearing_no=number, hearing_on=on, begins_at=None, place=None)
        return self.write(event, fixed_on or on - timedelta(days=14))

    def appeared(
        self,
        on: date,
        rank: Rank | None = "deputy",
        number: int = 1,
        *,
        agency: str = TOWN,
        spoke: bool | None = True,
        staff: int = 1,
    ) -> Entry:
        """Who appeared at it; no leader where `rank` is None."""
        return self.write(
            LeaderAttendanceRecorded(
                agency=agency,
                hearing_no=number,
                hearing_on=on,
                leader=LEADER if rank else None,
                leader_post="示例职务" if rank else None,
                rank=rank,
                staff=staff,
                lawyers=1,
                spoke=spoke if rank else None,
                offered_resolution=None,
                identity_ok=None,
                left_without_leave=None,
            ),
            on,
        )

    def review_submitted(self, on: date, agency: str = TOWN) -> Entry:
        """The report on the loss goes out."""
        return self.write(
            ReviewSubmitted(
                agency=agency,
                judgment_no=NUMBER,
                submitted_on=on,
                addressees=("区司法局",),
                draft=UUID(int=2),
                signature=None,
                decided_under=Basis(profile="hongze.1", clauses=("HZ-9.6",)),
            ),
            on,
        )

    def review_returned(self, on: date, agency: str = TOWN) -> Entry:
        """And comes back."""
        reason = SealedText(subject="s", key_id="k", box="eA==")
        return self.write(ReviewReturned(agency=agency, judgment_no=NUMBER, returned_on=on, reason=reason), on)


def opened(number: int, *, on: date = date(2026, 1, 5), place: str = HONGZE) -> TrialBook:
    """A case against the town."""
    book = TrialBook(f"case-{number:03}", place)
    book.filed(on, agencies=((TOWN, place),))
    return book


def judged(lost: int, won: int, on: date, *, start: int = 1, place: str = HONGZE) -> list[TrialBook]:
    """So many cases of the town that were lost, and that were won, all on one day."""
    books = [opened(start + number, place=place) for number in range(lost + won)]
    for number, book in enumerate(books):
        book.judged(on, (TOWN, "revoked" if number < lost else "claims_dismissed"))
    return books


def counts(books: Iterable[CourtBook], *, agency: str = TOWN, today: date = TODAY, findings: Iterable[Fact] = ()) -> Counts:
    """What can be counted of these cases."""
    tally = Tally(today, findings)
    for book in books:
        tally.add(read(book.case_id, book.entries))
    return tally.of(agency)
