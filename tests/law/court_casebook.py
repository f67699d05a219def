"""Cases with judgments, losses and reviews, as the ledger would hand them over, for tests of what became of a case."""

from datetime import date
from typing import Literal
from uuid import UUID

from tests.law.casebook import BUREAU, HONGZE, TOWN, Casebook
from yingsu.disputes import Dispute
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.events.review.review import Basis, ReviewOpened, ReviewVoided
from yingsu.law.outcomes import lost
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

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
