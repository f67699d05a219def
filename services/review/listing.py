"""What the lists of reviews are made of: queries of the read model."""

from datetime import date
from typing import Any

import msgspec

from services.review.review import Status
from services.review.views import Standing, Waiting
from yingsu.disputes import joined
from yingsu.ledger.database import Cursor

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
    """What the list is narrowed to; None does not narrow. `case_id` is any record of a dispute; `own` the agency that asks.
    `after` is the last row of the page before."""

    status: Status | None = None
    agency: str | None = None
    own: str | None = None
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
    conditions: list[tuple[str, tuple[Any, ...]]] = [("true", ())]
    if narrowed.status is not None:
        conditions.append(("status = %s", (narrowed.status,)))
    conditions.extend(("agency = %s", (agency,)) for agency in (narrowed.agency, narrowed.own) if agency is not None)
    if narrowed.case_id is not None:
        conditions.append(("case_id = ANY (%s)", (sorted(joined(cursor, [narrowed.case_id]).records_of(narrowed.case_id)),)))
    if narrowed.after is not None:
        conditions.append(("(received_on, review_id) < (%s, %s)", narrowed.after))
    # The conditions are this function's own literals.
    query = (
        "SELECT review_id, case_id, case_no, agency, status, judged_on, received_on, jurisdictions, state "  # noqa: S608
        f"FROM views.review_review WHERE {' AND '.join(text for text, _ in conditions)} "
        "ORDER BY received_on DESC, review_id DESC LIMIT %s"
    )
    rows = cursor.execute(query, (*(value for _, given in conditions for value in given), limit)).fetchall()
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
    query = (
        "SELECT case_id, judgment_no, defendant, case_no, received_on, state FROM views.review_undetermined "
        "WHERE %(day)s::date IS NULL OR (received_on, case_id, judgment_no, defendant) > (%(day)s, %(case)s, %(no)s, %(who)s) "
        "ORDER BY received_on, case_id, judgment_no, defendant LIMIT %(limit)s"
    )
    day, case_id, number, defendant = after or (None, None, None, None)
    rows = cursor.execute(query, {"day": day, "case": case_id, "no": number, "who": defendant, "limit": limit}).fetchall()
    return [
        UndeterminedRow(
            record=row[0], judgment_no=row[1], defendant=row[2], case_no=row[3], received_on=row[4], waiting=_waiting(row[5])
        )
        for row in rows
    ]
