"""What one agency tells the mediation centre. Streams `plan-<mediation digest>-<agency uuid>`, so that it never stales the centre's ETag."""

from datetime import date

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedPerson, SealedText


@stored("mediation.mediation_plan_submitted.v1")
class MediationPlanSubmitted(Event, frozen=True, kw_only=True):
    """责任领导、行政争议化解联络人和初步调处意向方案 (HZ-4.3), all at once or one after the other. The centre had it on `received_on`.

    The plan is the text `plan` or the uploaded `file`. `complete_on` is on the submission that completes the three: the day from which
    the centre has them all, the latest of their days. None while one lacks, and on whatever the agency submits after.
    """

    mediation: str
    agency: str
    received_on: date
    leader: SealedPerson | None
    leader_post: str | None
    contact: SealedPerson | None
    plan: SealedText | None
    file: str | None
    complete_on: date | None
