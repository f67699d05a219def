"""What may be asked of a review, each with the decision that answers it, and the legal day of what is appended. Pure but for the sealing."""

from datetime import date

from services.review import rectification, reporting, supervising
from services.review.rectification import PlanRectification, SubmitRectification
from services.review.reporting import DraftReview, SignReview, StartReview, SubmitReview
from services.review.requirements import Requirements
from services.review.review import Review
from services.review.supervising import AcceptReview, ReturnReview, VoidReview
from yingsu.ledger.entry import Event
from yingsu.ledger.sealed import Seals

OfAgency = StartReview | DraftReview | SignReview | SubmitReview | PlanRectification | SubmitRectification
"""What the agency that reviews wants recorded."""

OfSupervisor = AcceptReview | ReturnReview | VoidReview
"""What the supervising body wants recorded."""

Command = OfAgency | OfSupervisor


def decide(state: Review, command: Command, required: Requirements, today: date, seals: Seals) -> tuple[Event, date]:
    """What the command becomes, with its legal day. Raises what its decision raises."""
    match command:
        case StartReview(started_on=day):
            return reporting.start_review(state, command, required, today, seals.person), day
        case DraftReview(drafted_on=day):
            return reporting.draft_review(state, command, required, today, seals.text), day
        case SignReview(signed_on=day):
            return reporting.sign_review(state, command, required, today), day
        case SubmitReview(submitted_on=day):
            return reporting.submit_review(state, command, required, today), day
        case AcceptReview(accepted_on=day):
            return supervising.accept_review(state, command, required, today), day
        case ReturnReview(returned_on=day):
            return supervising.return_review(state, command, required, today, seals.text), day
        case VoidReview(voided_on=day):
            return supervising.void_review(state, command, required, today, seals.text), day
        case PlanRectification(planned_on=day):
            return rectification.plan_rectification(state, command, required, today, seals.text), day
        case SubmitRectification(submitted_on=day):
            return rectification.submit_rectification(state, command, required, today, seals.text), day
