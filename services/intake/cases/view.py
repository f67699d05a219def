"""The read model of cases: the list of disputes with their state, and the lines of their timelines.

Rows follow from the ledger and from nothing else, so a replay from zero gives equal bytes. Persons stay sealed in them. Decisions never
read these tables.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from services.intake.cases import record as records
from services.intake.cases.record import Status
from services.intake.cases.timeline import line
from yingsu.derived import DisputeView, Row
from yingsu.disputes import Joins, readers
from yingsu.ledger.correcting import stands
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.listing import Listing


class CaseView(DisputeView):
    """`views.intake_case` (one row a record) and `views.intake_timeline` (one row an entry)."""

    name = "intake.case"
    columns = MappingProxyType(
        {
            "intake_case": (
                "case_id",
                "below",
                "above",
                "case_no",
                "numbers",
                "court",
                "status",
                "opened_on",
                "filed_on",
                "cause",
                "agencies",
                "defendants",
                "jurisdictions",
                "court_status",
            ),
            "intake_timeline": (
                "position",
                "case_id",
                "event_id",
                "topic",
                "title",
                "agency",
                "occurred_on",
                "received_on",
                "recorded_at",
                "days_late",
                "actor_role",
                "official",
                "jurisdictions",
            ),
        }
    )

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        """A row for every record of the dispute, and one for every entry. Who may see a record above it is shown that one (`above`) and
        not this."""
        seeing = readers(dispute)
        for case_id in sorted(seeing):
            below = joins.below(case_id)
            shown = dispute if len(seeing) == 1 else [entry for entry in dispute if entry.case_id in below]
            yield "intake_case", _case_row(case_id, shown, joins, seeing[case_id])
        for entry in filter(stands, dispute):
            yield "intake_timeline", _line_row(entry, seeing[entry.case_id or ""])


def _case_row(case_id: str, entries: Sequence[Entry], joins: Joins, seeing: list[str]) -> tuple[object, ...]:
    record = records.fold(case_id, entries)
    # Of what courts do not see only the end of a mediation makes another status.
    ended = record.settled_on or record.terminated_on
    court_status = records.fold(case_id, filter(records.is_for_courts, entries)).status if ended else record.status
    return (
        case_id,
        sorted(joins.below(case_id)),
        sorted(joins.above(case_id)),
        record.case_no,
        [number for number, _ in record.numbers],
        record.court,
        record.status,
        record.opened_on,
        record.case.filing.filed_on if record.case.filing else None,
        record.cause,
        list(record.agencies),
        list(record.case.agencies or dict.fromkeys(respondent.agency for respondent in record.respondents)),
        seeing,
        court_status,
    )


def _line_row(entry: Entry, seeing: list[str]) -> tuple[object, ...]:
    shown = line(entry)
    return (
        shown.position,
        entry.case_id,
        shown.event_id,
        shown.topic,
        shown.title,
        shown.agency,
        shown.occurred_on,
        shown.received_on,
        shown.recorded_at,
        shown.days_late,
        shown.actor_role,
        shown.official,
        seeing,
    )


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of cases, with the latest fact of its timeline. Before the filing `filed_on` is None and
    `defendants` are the agencies whose acts are in dispute."""

    case_id: str
    case_no: str
    court: str
    status: Status
    opened_on: date
    filed_on: date | None
    cause: str
    defendants: list[str]
    jurisdictions: list[str]
    latest_title: str
    latest_on: date
    latest_recorded_at: datetime


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of cases is narrowed to; None does not narrow. `court`: the cases of a court, as far as they are for it. `hidden` are the
    topics of internal facts, of which the reader sees none but those of its own `agencies`. `after` is the last row of the page before."""

    agencies: tuple[str, ...] | None = None
    court: str | None = None
    hidden: tuple[str, ...] = ()
    case_no: str | None = None
    status: Status | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    after: tuple[date, str] | None = None


def list_cases(cursor: Cursor, narrowed: CaseFilter, limit: int) -> list[CaseRow]:
    """Cases that the cursor's tenants may see, the latest first: by the day of filing, before it by the day on which the court told."""
    status, not_shown = "c.status", ["notify"]
    if narrowed.court is not None:
        status, not_shown = "c.court_status", list(records.NOT_FOR_COURTS)
    found = Listing(
        f"SELECT c.case_id, c.case_no, c.court, {status} AS status, c.opened_on, c.filed_on, c.cause, c.defendants, c.jurisdictions, "  # noqa: S608
        "c.below FROM views.intake_case c"
    )
    # The latest fact is that of those which the cursor's tenants may see, by the day of the fact and not by when it was recorded; a reminder
    # is none. It is looked for only of the cases on the page; each has one, for a court told of it.
    found.around(
        "SELECT c.case_id, c.case_no, c.court, c.status, c.opened_on, c.filed_on, c.cause, c.defendants, c.jurisdictions, "
        "t.title, t.occurred_on, t.recorded_at FROM ({}) c JOIN LATERAL (SELECT title, occurred_on, recorded_at "
        "FROM views.intake_timeline WHERE case_id = ANY (c.below) AND split_part(topic, '.', 1) <> ALL (%s) "
        "AND (topic <> ALL (%s) OR (%s AND coalesce(agency = ANY (%s), true))) "
        'ORDER BY occurred_on DESC, title COLLATE "C" DESC, position DESC LIMIT 1) t ON true',
        not_shown,
        list(narrowed.hidden),
        narrowed.agencies is not None,
        list(narrowed.agencies or ()),
    )
    found.where("c.opened_on IS NOT NULL")
    # Most have nothing above them; so written, the page is read in the order of the index and not looked for among all rows.
    found.where("(c.above = '{}' OR NOT EXISTS (SELECT FROM views.intake_case top WHERE top.case_id = ANY (c.above)))")
    found.narrow("c.agencies && %s::text[]", None if narrowed.agencies is None else list(narrowed.agencies))
    found.narrow("c.court = %s", narrowed.court)
    found.narrow("c.numbers @> ARRAY[%s]", narrowed.case_no)
    found.narrow(f"{status} = %s", narrowed.status)
    found.narrow("c.filed_on >= %s", narrowed.filed_from)
    found.narrow("c.filed_on <= %s", narrowed.filed_to)
    return [
        CaseRow(
            case_id=row[0],
            case_no=row[1],
            court=row[2],
            status=row[3],
            opened_on=row[4],
            filed_on=row[5],
            cause=row[6],
            defendants=row[7],
            jurisdictions=row[8],
            latest_title=row[9],
            latest_on=row[10],
            latest_recorded_at=row[11],
        )
        for row in found.latest(cursor, ("c.opened_on", "c.case_id"), narrowed.after, limit)
    ]
