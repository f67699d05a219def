"""A docket of made-up cases of one jurisdiction, for the acceptance examples that count cases. All invented."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from tests.law.casebook import Casebook
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.instances import JudgmentBecameEffective
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.events.intake.steps.performing import JudgmentPerformed
from yingsu.events.mediation.mediation import MediationSessionHeld, SettlementReached
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.events.review.review import Basis, ReviewOpened, ReviewSubmitted, ReviewVoided
from yingsu.law.facts import read
from yingsu.law.figures.ladders import findings_of
from yingsu.law.figures.metrics import Figure, evaluate
from yingsu.law.figures.period import Period
from yingsu.law.figures.tally import Counts, Tally
from yingsu.law.layer import Profile
from yingsu.law.obligation import Obligation
from yingsu.law.obligations import evaluate as evaluate_obligations
from yingsu.law.open_items import OpenItem, open_items
from yingsu.law.provision import Ladder
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText

Rank = Literal["principal", "deputy", "other"]

COURT = "鲁0400"
LEADER = SealedPerson(subject="docket", key_id="k", box="")
TEXT = SealedText(subject="docket", key_id="k", box="")
NO_BASIS = Basis(profile="docket.1", clauses=())


class Trial(Casebook):
    """One case, from the filing to what follows a judgment."""

    @property
    def number(self) -> str:
        """The court's number of the case, and of its judgment."""
        return f"（2026）鲁0400行初{self.case_id}号"

    def hearing(self, on: date, *, no: int = 1) -> Entry:
        """The court fixes a hearing, ten days before."""
        event = HearingScheduled(hearing_no=no, hearing_on=on, begins_at=None, place=None)
        return self.write(event, on - timedelta(days=10))

    def appeared(
        self,
        on: date,
        agency: str,
        rank: Rank | None,
        *,
        no: int = 1,
        staff: int = 1,
        lawyers: int = 0,
        spoke: bool | None = None,
        offered_resolution: bool | None = None,
        identity_ok: bool | None = None,
    ) -> Entry:
        """Who appeared for the agency; without a rank no leader did."""
        event = LeaderAttendanceRecorded(
            agency=agency,
            hearing_no=no,
            hearing_on=on,
            leader=LEADER if rank else None,
            leader_post="示例职务" if rank else None,
            rank=rank,
            staff=staff,
            lawyers=lawyers,
            spoke=spoke,
            offered_resolution=offered_resolution,
            identity_ok=identity_ok,
            left_without_leave=None,
        )
        return self.write(event, on)

    def session(self, on: date, agency: str) -> Entry:
        """An attempt to mediate."""
        return self.write(MediationSessionHeld(held_on=on, present=("p1", agency), agreed=False, notes=None), on)

    def settled(self, on: date, agency: str) -> Entry:
        """The parties agree."""
        event = SettlementReached(
            document_no="示例1", reached_on=on, parties=("p1", agency), terms=(TEXT,), perform_by=None, file=None
        )
        return self.write(event, on)

    def judged(self, on: date, agency: str, outcome: Outcome = "claims_dismissed", *, lost: bool = False) -> Entry:
        """The judgment for one agency; with `lost` the loss beside it."""
        outcome = "revoked" if lost and outcome == "claims_dismissed" else outcome
        entry = self.write(
            JudgmentDelivered(
                court=COURT,
                case_no=self.number,
                judgment_no=self.number,
                document="judgment",
                judged_on=on,
                results=(Result(agency=agency, object="original_act", outcome=outcome),),
            ),
            on,
        )
        if lost:
            self.write(JudgmentLost(agency=agency, judgment_no=self.number, judged_on=on, outcomes=(outcome,)), on)
        return entry

    def review_opened(self, received_on: date, agency: str, *, judged_on: date | None = None) -> Entry:
        """The review of the loss, from the day on which the agency received the judgment."""
        event = ReviewOpened(
            agency=agency,
            defendant=agency,
            grounds="lost",
            court=COURT,
            case_no=self.number,
            judgment=UUID(int=1),
            judgment_no=self.number,
            judged_on=judged_on or received_on,
            received_on=received_on,
            outcomes=("revoked",),
            decided_under=NO_BASIS,
        )
        return self.write(event, received_on)

    def report_submitted(self, on: date, agency: str, *addressees: str) -> Entry:
        """The report on the loss goes to these addressees."""
        event = ReviewSubmitted(
            agency=agency,
            judgment_no=self.number,
            submitted_on=on,
            addressees=addressees,
            draft=UUID(int=2),
            signature=None,
            decided_under=NO_BASIS,
        )
        return self.write(event, on)

    def rectified(self, on: date, agency: str, *addressees: str) -> Entry:
        """The rectification report goes to these addressees."""
        event = RectificationSubmitted(
            agency=agency, judgment_no=self.number, submitted_on=on, addressees=addressees, plan=None, result=TEXT, files=()
        )
        return self.write(event, on)

    def voided(self, on: date, agency: str) -> Entry:
        """The supervising body takes the review back: the loss was reversed."""
        event = ReviewVoided(
            agency=agency, judgment_no=self.number, voided_on=on, because="reversed", authority="（2026）鲁04行终1号", reason=TEXT
        )
        return self.write(event, on)

    def effective(self, agency: str, perform_by: date, *, performed_on: date | None = None) -> None:
        """The judgment takes effect, to be performed by a day; perhaps it is."""
        terms = JudgmentBecameEffective(
            agency=agency,
            judgment_no=self.number,
            effective_on=perform_by - timedelta(days=30),
            perform_by=perform_by,
            guided=False,
            terms=None,
        )
        self.write(terms, terms.effective_on)
        if performed_on is not None:
            done = JudgmentPerformed(agency=agency, judgment_no=self.number, performed_on=performed_on, how=TEXT, files=())
            self.write(done, performed_on)

    def obligations(self, code: str) -> list[Obligation]:
        """The obligations of that code under the rules that come with the software."""
        return [found for found in evaluate_obligations(self.entries, builtin_rules()) if found.code == code]

    def tasks(self, code: str) -> list[OpenItem]:
        """The open-ended tasks of that code under the same rules."""
        return [found for found in open_items(self.entries, builtin_rules()) if found.code == code]


class Docket:
    """Cases of one jurisdiction."""

    def __init__(self, jurisdiction: str) -> None:
        self.jurisdiction = jurisdiction
        self.trials: list[Trial] = []

    def trial(self, filed_on: date, *agencies: str) -> Trial:
        """A new case against these agencies."""
        trial = Trial(f"case-{len(self.trials) + 1:03}", self.jurisdiction)
        trial.filed(filed_on, agencies=tuple((agency, self.jurisdiction) for agency in agencies))
        self.trials.append(trial)
        return trial

    def closed(self, on: date, agency: str, *, cases: int, lost: int = 0) -> None:
        """So many cases that were judged on a day, of which the agency lost some."""
        for number in range(cases):
            self.trial(on - timedelta(days=60), agency).judged(on, agency, lost=number < lost)

    def heard(self, on: date, agency: str, *, heads: int = 0, deputies: int = 0, nobody: int = 0) -> None:
        """So many cases heard on a day at which the head, a deputy, or no leader of the agency appeared."""
        groups: tuple[tuple[Rank | None, int], ...] = (("principal", heads), ("deputy", deputies), (None, nobody))
        for rank in (rank for rank, number in groups for _ in range(number)):
            trial = self.trial(on - timedelta(days=60), agency)
            trial.hearing(on)
            trial.appeared(on, agency, rank)

    def counts(self, agency: str, today: date, ladder: Ladder | None = None) -> Counts:
        """What can be counted for the agency, and found for the ladder."""
        tally = Tally(today, findings_of([ladder] if ladder else []))
        for trial in self.trials:
            tally.add(read(trial.case_id, trial.entries))
        return tally.of(agency)

    def figure(self, profile: Profile, code: str, agency: str, period: Period, today: date) -> Figure:
        """A metric of the profile for the agency and period."""
        metric = next(metric for metric in profile.metrics if metric.code == code)
        return evaluate(metric, self.counts(agency, today), period)
