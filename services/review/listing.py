"""What the lists of reviews are made of: queries of the read model."""

from datetime import date

import msgspec

from services.review.review import Status
from services.review.views import Standing, Waiting
from yingsu.disputes import joined
from yingsu.ledger.database import Cursor
from yingsu.listing import Listing

_standing = msgspec.json.Decoder(Standing).decode
_waiting = msgspec.json.Decoder(Waiting).decode


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list. `case_id` is the dispute's."""

    review_id: str
    case_id: str
    case_no: str
    agency: str
    status: Status
    judged_on: date
    received_on: date
    jurisdictions: list[str]
    standing: Standing


class ReviewFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; None does not narrow. `case_id` is any record of a dispute; `own` the agencies for which is asked.
    `after` is the last row of the page before."""

    status: Status | None = None
    agency: str | None = None
    own: tuple[str, ...] | None = None
    case_id: str | None = None
    after: tuple[date, str] | None = None


class UndeterminedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what nobody reviews yet. `record` is the case record of the judgment."""

    record: str
    judgment_no: str
    defendant: str
    case_no: str
    received_on: date
    waiting: Waiting


def list_reviews(cursor: Cursor, narrowed: ReviewFilter, limit: int) -> list[ReviewRow]:
    """Reviews that the cursor's tenants may see, the latest received first."""
    found = Listing(
        "SELECT review_id, case_id, case_no, agency, status, judged_on, received_on, jurisdictions, state FROM views.review_review"
    )
    found.narrow("status = %s", narrowed.status)
    found.narrow("agency = %s", narrowed.agency)
    found.narrow("agency = ANY (%s)", None if narrowed.own is None else list(narrowed.own))
    found.narrow_to_dispute(cursor, narrowed.case_id)
    rows = found.latest(cursor, ("received_on", "review_id"), narrowed.after, limit)
    joins = joined(cursor, sorted({row[1] for row in rows}))
    return [
        ReviewRow(
            review_id=row[0],
            case_id=joins.dispute_of(row[1]),
            case_no=row[2],
            agency=row[3],
            status=row[4],
            judged_on=row[5],
            received_on=row[6],
            jurisdictions=row[7],
            standing=_standing(row[8]),
        )
        for row in rows
    ]


def list_undetermined(cursor: Cursor, after: tuple[date, str, str, str] | None, limit: int) -> list[UndeterminedRow]:
    """What nobody reviews yet, as far as the cursor's tenants may see it, the longest received first."""
    found = Listing("SELECT case_id, judgment_no, defendant, case_no, received_on, state FROM views.review_undetermined")
    rows = found.oldest(cursor, ("received_on", "case_id", "judgment_no", "defendant"), after, limit)
    return [
        UndeterminedRow(
            record=row[0], judgment_no=row[1], defendant=row[2], case_no=row[3], received_on=row[4], waiting=_waiting(row[5])
        )
        for row in rows
    ]
