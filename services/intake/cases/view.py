"""The read model of cases: the list of disputes with their state, and the lines of their timelines.

Rows follow from the ledger and from nothing else, so a replay from zero gives equal bytes. Persons stay sealed in them. Decisions never
read these tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from services.intake.cases import record as records
from services.intake.cases.record import Status
from services.intake.cases.timeline import line
from yingsu.disputes import Joins, joined, read_whole, readers
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry

CASES_AT_ONCE = 500


@dataclass(frozen=True)
class CaseView:
    """`views.intake_case` (one row a record) and `views.intake_timeline` (one row an entry). A dispute's rows follow from its entries."""

    name: str = "intake.case"
    tables: tuple[str, ...] = ("intake_case", "intake_timeline")

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Derive the disputes that the batch touches."""
        cases = self.reach(cursor, entries)
        if cases:
            self.derive(cursor, cases, entries[-1].position)

    def reach(self, cursor: Cursor, entries: Sequence[Entry]) -> list[str]:  # noqa: ARG002 (the entries tell)
        """The case records that the entries belong to."""
        return sorted({entry.case_id for entry in entries if entry.case_id})

    def derive(self, cursor: Cursor, cases: Sequence[str], position: int) -> None:
        """Write the rows of the disputes of these records anew, from their entries up to `position`."""
        for begin in range(0, len(cases), CASES_AT_ONCE):
            _write_disputes(cursor, list(cases[begin : begin + CASES_AT_ONCE]), position)


def _write_disputes(cursor: Cursor, cases: list[str], position: int) -> None:
    joins = joined(cursor, cases, position=position)
    members = sorted(set(cases) | joins.records)
    disputes = read_whole(cursor, members, joins, position)
    for table in ("intake_case", "intake_timeline"):
        cursor.execute(f"DELETE FROM views.{table} WHERE case_id = ANY (%s)", (members,))  # noqa: S608
    _insert_cases(cursor, [row for entries in disputes.values() for row in _case_rows(entries, joins)])
    _insert_lines(cursor, [row for entries in disputes.values() for row in _line_rows(entries)])


def _case_rows(entries: Sequence[Entry], joins: Joins) -> list[tuple[object, ...]]:
    """A row for every record of a dispute. Who may see a record above it is shown that one (`above`) and not this."""
    seeing = readers(entries)
    return [
        _case_row(case_id, [entry for entry in entries if entry.case_id in joins.below(case_id)], joins, seeing[case_id])
        for case_id in sorted(seeing)
    ]


def _case_row(case_id: str, entries: Sequence[Entry], joins: Joins, seeing: list[str]) -> tuple[object, ...]:
    record = records.fold(case_id, entries)
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
        list(record.case.agencies or record.agencies),
        seeing,
        records.fold(case_id, filter(records.is_for_courts, entries)).status,
    )


def _insert_cases(cursor: Cursor, rows: Sequence[tuple[object, ...]]) -> None:
    cursor.executemany(
        "INSERT INTO views.intake_case (case_id, below, above, case_no, numbers, court, status, opened_on, filed_on, cause, agencies, defendants, "
        "jurisdictions, court_status) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        rows,
    )


def _line_rows(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    seeing = readers(entries)
    return [
        (
            row.position,
            entry.case_id,
            row.event_id,
            row.topic,
            row.title,
            row.agency,
            row.occurred_on,
            row.received_on,
            row.recorded_at,
            row.days_late,
            row.actor_role,
            row.official,
            seeing[entry.case_id or ""],
        )
        for entry, row in ((entry, line(entry)) for entry in entries)
    ]


def _insert_lines(cursor: Cursor, rows: Sequence[tuple[object, ...]]) -> None:
    cursor.executemany(
        "INSERT INTO views.intake_timeline (position, case_id, event_id, topic, title, agency, occurred_on, received_on, "
        "recorded_at, days_late, actor_role, official, jurisdictions) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        rows,
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
    """What a list of cases is narrowed to; None does not narrow. `court`: the cases of a court, as far as they are for it. `after` is the
    last row of the page before."""

    agency: str | None = None
    court: str | None = None
    case_no: str | None = None
    status: Status | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    after: tuple[date, str] | None = None


def list_cases(cursor: Cursor, narrowed: CaseFilter, limit: int) -> list[CaseRow]:
    """Cases that the cursor's tenants may see, the latest first: by the day of filing, before it by the day on which the court told."""
    conditions: list[tuple[str, tuple[Any, ...]]] = [
        ("c.opened_on IS NOT NULL", ()),
        ("NOT EXISTS (SELECT FROM views.intake_case top WHERE top.case_id = ANY (c.above))", ()),
    ]
    status, for_courts = "c.status", "true"
    if narrowed.agency is not None:
        conditions.append(("c.agencies @> ARRAY[%s]", (narrowed.agency,)))
    if narrowed.court is not None:
        conditions.append(("c.court = %s", (narrowed.court,)))
        status, for_courts = "c.court_status", "topic NOT LIKE 'mediation.%%'"
    if narrowed.case_no is not None:
        conditions.append(("c.numbers @> ARRAY[%s]", (narrowed.case_no,)))
    if narrowed.status is not None:
        conditions.append((f"{status} = %s", (narrowed.status,)))
    if narrowed.filed_from is not None:
        conditions.append(("c.filed_on >= %s", (narrowed.filed_from,)))
    if narrowed.filed_to is not None:
        conditions.append(("c.filed_on <= %s", (narrowed.filed_to,)))
    if narrowed.after is not None:
        conditions.append(("(c.opened_on, c.case_id) < (%s, %s)", narrowed.after))
    # The conditions are this function's own literals. The latest fact is that of those which the cursor's tenants may see, by the day of the
    # fact and not by when it was recorded.
    query = (
        f"SELECT c.case_id, c.case_no, c.court, {status}, c.opened_on, c.filed_on, c.cause, c.defendants, c.jurisdictions, "  # noqa: S608
        "t.title, t.occurred_on, t.recorded_at FROM views.intake_case c JOIN LATERAL (SELECT title, occurred_on, recorded_at "
        f"FROM views.intake_timeline WHERE case_id = ANY (c.below) AND {for_courts} "
        'ORDER BY occurred_on DESC, title COLLATE "C" DESC, position DESC LIMIT 1) t ON true '
        f"WHERE {' AND '.join(text for text, _ in conditions)} ORDER BY c.opened_on DESC, c.case_id DESC LIMIT %s"
    )
    values = [value for _, given in conditions for value in given]
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
        for row in cursor.execute(query, (*values, limit))
    ]
