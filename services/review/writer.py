"""Writes reviews for one caller: resolves names, and opens what is sealed for those who may see it."""

from dataclasses import dataclass

from services.review.answers import (
    GROUNDS,
    STATUSES,
    BasisAnswer,
    ClauseAnswer,
    DraftAnswer,
    MilestoneAnswer,
    OutcomeAnswer,
    PartAnswer,
    PlanAnswer,
    RectificationAnswer,
    RemainingAnswer,
    ReturnAnswer,
    ReviewAnswer,
    ReviewLineAnswer,
    SignatureAnswer,
    StartAnswer,
    SubmissionAnswer,
    UndeterminedAnswer,
    VoidingAnswer,
)
from services.review.heads import ActAnswer
from services.review.listing import ReviewRow, UndeterminedRow
from services.review.remaining import STEPS, remaining
from services.review.requirements import Requirements, part_title
from services.review.review import Review, Submission
from yingsu.events.review.review import Basis
from yingsu.law.outcomes import OUTCOMES
from yingsu.officials.directory import Directory
from yingsu.officials.sight import Sight
from yingsu.web.parts import AgencyAnswer, agency_answer


@dataclass(frozen=True)
class ReviewWriter:
    """For one caller, whose `sight` decides about persons and texts."""

    sight: Sight
    directory: Directory

    def review(self, review: Review, required: Requirements, act: ActAnswer | None = None) -> ReviewAnswer:
        """One review as it is now."""
        opened = review.opening
        court = self.directory.court(opened.court)
        return ReviewAnswer(
            review_id=review.review_id,
            case_id=review.case_id,
            case_no=opened.case_no,
            court=opened.court,
            court_name=court.name if court else None,
            jurisdiction=review.jurisdiction,
            agency=self._agency(review.agency),
            defendants=[self._agency(defendant) for defendant in review.defendants],
            grounds=opened.grounds,
            grounds_title=GROUNDS[opened.grounds],
            outcomes=[
                OutcomeAnswer(outcome=outcome, title=OUTCOMES[outcome].title, article=OUTCOMES[outcome].article)
                for outcome in opened.outcomes
            ],
            judgment_no=opened.judgment_no,
            judged_on=opened.judged_on,
            received_on=opened.received_on,
            act=act,
            decided_under=_basis(opened.decided_under),
            status=review.status,
            status_title=STATUSES[review.status],
            remaining=_remaining(review, required),
            started=self._started(review),
            draft=self._draft(review),
            signature=self._signature(review),
            submission=_submission(review.submission) if review.submission else None,
            submissions=[_submission(sent) for sent in review.submissions],
            returns=[
                ReturnAnswer(
                    returned_on=back.event.returned_on, reason=self.sight.text(back.event.reason), event_id=back.event_id
                )
                for back in review.returns
            ],
            accepted_on=review.accepted.accepted_on if review.accepted else None,
            voiding=self._voiding(review),
            plan=self._plan(review),
            rectification=self._rectification(review),
            version=review.version,
        )

    def line(self, row: ReviewRow) -> ReviewLineAnswer:
        """A line of the list."""
        standing = row.standing
        return ReviewLineAnswer(
            review_id=row.review_id,
            case_id=row.case_id,
            case_no=row.case_no,
            court=standing.court,
            agency=self._agency(row.agency),
            defendant=self._agency(standing.defendant),
            grounds=standing.grounds,
            grounds_title=GROUNDS[standing.grounds],
            judgment_no=standing.judgment_no,
            judged_on=row.judged_on,
            received_on=row.received_on,
            status=row.status,
            status_title=STATUSES[row.status],
            started_on=standing.started_on,
            signed_on=standing.signed_on,
            submitted_on=standing.submitted_on,
            accepted_on=standing.accepted_on,
            rectified_on=standing.rectified_on,
        )

    def undetermined(self, row: UndeterminedRow) -> UndeterminedAnswer:
        """A line of what nobody reviews yet."""
        waiting = row.waiting
        return UndeterminedAnswer(
            case_id=row.record,
            case_no=row.case_no,
            court=waiting.court,
            judgment_no=row.judgment_no,
            judged_on=waiting.judged_on,
            received_on=row.received_on,
            defendant=self._agency(row.defendant),
            grounds=waiting.grounds,
            grounds_title=GROUNDS[waiting.grounds],
            implementing_unit=waiting.unit,
        )

    def _agency(self, agency_id: str) -> AgencyAnswer:
        return agency_answer(self.directory, agency_id)

    def _started(self, review: Review) -> StartAnswer | None:
        started = review.started
        if started is None:
            return None
        led_by = self.sight.person(started.led_by).name if started.led_by else None
        return StartAnswer(started_on=started.started_on, led_by=led_by)

    def _draft(self, review: Review) -> DraftAnswer | None:
        draft = review.draft
        if draft is None:
            return None
        return DraftAnswer(
            drafted_on=draft.event.drafted_on,
            parts=[
                PartAnswer(part=part.part, title=part_title(part.part), text=self.sight.text(part.text))
                for part in draft.event.parts
            ],
            files=list(draft.event.files),
            event_id=draft.event_id,
        )

    def _signature(self, review: Review) -> SignatureAnswer | None:
        signature = review.signature
        if signature is None:
            return None
        official = self.directory.official(signature.event.official)
        return SignatureAnswer(
            official=signature.event.official,
            name=self.sight.person(official.person).name if official else None,
            post=official.post if official else None,
            signed_on=signature.event.signed_on,
            event_id=signature.event_id,
        )

    def _voiding(self, review: Review) -> VoidingAnswer | None:
        voided = review.voided
        if voided is None:
            return None
        return VoidingAnswer(
            voided_on=voided.voided_on,
            because=voided.because,
            authority=voided.authority,
            reason=self.sight.text(voided.reason),
        )

    def _plan(self, review: Review) -> PlanAnswer | None:
        plan = review.plan
        if plan is None:
            return None
        return PlanAnswer(
            planned_on=plan.event.planned_on,
            responsibility=self.sight.text(plan.event.responsibility),
            measures=self.sight.text(plan.event.measures),
            timetable=[MilestoneAnswer(step=self.sight.text(step.step), due=step.due) for step in plan.event.timetable],
            event_id=plan.event_id,
        )

    def _rectification(self, review: Review) -> RectificationAnswer | None:
        done = review.rectified
        if done is None:
            return None
        return RectificationAnswer(
            submitted_on=done.submitted_on,
            addressees=list(done.addressees),
            result=self.sight.text(done.result),
            files=list(done.files),
        )


def _remaining(review: Review, required: Requirements) -> list[RemainingAnswer]:
    return [
        RemainingAnswer(
            step=left.step,
            title=STEPS[left.step],
            by=left.by,
            parts=[part_title(part) for part in left.parts],
            clauses=[
                ClauseAnswer(clause=clause.id, citation=clause.citation, quote=clause.quote)
                for clause in required.quoted(*left.rests_on)
            ],
        )
        for left in remaining(review, required)
    ]


def _submission(sent: Submission) -> SubmissionAnswer:
    return SubmissionAnswer(
        submitted_on=sent.event.submitted_on,
        addressees=list(sent.event.addressees),
        decided_under=_basis(sent.event.decided_under),
        event_id=sent.event_id,
    )


def _basis(basis: Basis) -> BasisAnswer:
    return BasisAnswer(profile=basis.profile, clauses=list(basis.clauses))
