"""The read model of reviews: where each stands, and the parts of governments that nobody reviews yet. Decisions never read it; `listing`
does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from services.review import opening
from services.review import review as reviews
from services.review.opening import Duty
from services.review.review import Review
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins
from yingsu.events.intake.judgment import Outcome
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished, ProfileRetired
from yingsu.law.in_force import PUBLICATIONS, rules_at
from yingsu.law.rules import Rules
from yingsu.ledger.categories import Kept
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.officials.agencies import Agency
from yingsu.officials.registered import RegisteredAgencies

LOSSES: Final = "intake.judgment\\_%"
OPENINGS: Final = "review.review\\_opened.%"
"""The topics without which a dispute has nothing to review, in any version."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of the list shows beside its columns: ids and dates, no names."""

    court: str
    defendant: str
    grounds: Literal["lost", "joint_defendant"]
    judgment_no: str
    outcomes: tuple[Outcome, ...]
    started_on: date | None
    signed_on: date | None
    submitted_on: date | None
    accepted_on: date | None
    rectified_on: date | None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of the undetermined shows beside its columns."""

    court: str
    judged_on: date
    grounds: Literal["lost", "joint_defendant"]
    outcomes: tuple[Outcome, ...]
    unit: str | None


_encode = msgspec.json.Encoder().encode


class ReviewView(DisputeView):
    """`views.review_review`: one row a review; `views.review_undetermined`: one row a part of a government that nobody reviews yet."""

    name = "review.reviews"
    publications = frozenset({CalendarPublished.TOPIC, ProfilePublished.TOPIC, ProfileRetired.TOPIC})
    columns = MappingProxyType(
        {
            "review_review": (
                "review_id",
                "case_id",
                "case_no",
                "agency",
                "status",
                "judged_on",
                "received_on",
                "jurisdictions",
                "state",
            ),
            "review_undetermined": (
                "case_id",
                "judgment_no",
                "defendant",
                "case_no",
                "received_on",
                "jurisdictions",
                "state",
            ),
        }
    )

    def __init__(self) -> None:
        self._registered = RegisteredAgencies()
        self._agencies: Mapping[str, Agency] = {}
        self._published = Kept(PUBLICATIONS, rules_at)
        self._rules: Rules | None = None

    def prepare(self, cursor: Cursor, position: int) -> None:
        """Read the rules and the agencies, where there are others than before."""
        self._agencies = self._registered.at(cursor, position)
        self._rules = self._published.at(cursor, position)

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:  # noqa: ARG002 (rows go by their records)
        """The rows of the dispute's reviews, and of what nobody reviews in it."""
        streams: dict[str, list[Entry]] = {}
        records: dict[str, list[Entry]] = {}
        for entry in dispute:
            records.setdefault(entry.case_id or "", []).append(entry)
            if entry.stream.startswith("review-"):
                streams.setdefault(entry.stream, []).append(entry)
        for stream in streams.values():
            review = reviews.fold(stream)
            if review is not None:
                yield "review_review", _row(review)
        for case_id, entries in records.items():
            if self._rules is not None:
                for duty in opening.unassigned(opening.duties(entries, self._rules), entries, self._agencies):
                    yield "review_undetermined", _undetermined(case_id, duty)

    def heeds(self, entry: Entry) -> bool:
        """What is told of obligations, and done in mediation, changes no review."""
        return not entry.topic.startswith(("notify.", "mediation."))

    def among(self, cursor: Cursor, records: Sequence[str], joins: Joins, position: int) -> Sequence[str]:
        """Of these records, those of disputes with a judgment or a review: most have none yet."""
        query = "SELECT DISTINCT case_id FROM ledger.entry WHERE case_id = ANY (%s) AND position <= %s AND (topic LIKE %s OR topic LIKE %s)"
        found = cursor.execute(query, (list(records), position, LOSSES, OPENINGS)).fetchall()
        decided = {joins.dispute_of(case_id) for (case_id,) in found}
        return [case_id for case_id in records if joins.dispute_of(case_id) in decided]


def _row(review: Review) -> tuple[object, ...]:
    return (
        review.review_id,
        review.case_id,
        review.opening.case_no,
        review.agency,
        review.status,
        review.opening.judged_on,
        review.received_on,
        [review.jurisdiction],
        _encode(standing_of(review)).decode(),
    )


def standing_of(review: Review) -> Standing:
    """What the list shows of a review."""
    signature, submission, opened = review.signature, review.submission, review.opening
    return Standing(
        court=opened.court,
        defendant=opened.defendant,
        grounds=opened.grounds,
        judgment_no=opened.judgment_no,
        outcomes=opened.outcomes,
        started_on=review.started.started_on if review.started else None,
        signed_on=signature.event.signed_on if signature else None,
        submitted_on=submission.event.submitted_on if submission else None,
        accepted_on=review.accepted.accepted_on if review.accepted else None,
        rectified_on=review.rectified.submitted_on if review.rectified else None,
    )


def _undetermined(case_id: str, duty: Duty) -> tuple[object, ...]:
    judgment = duty.judgment
    waiting = Waiting(
        court=judgment.court, judged_on=judgment.judged_on, grounds=duty.grounds, outcomes=duty.outcomes, unit=duty.unit
    )
    return (
        case_id,
        judgment.judgment_no,
        duty.defendant,
        judgment.case_no,
        duty.received_on,
        [duty.jurisdiction],
        _encode(waiting).decode(),
    )
