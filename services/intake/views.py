"""The read models of intake: the list of cases with their state, the timeline, and the desk's list of messages.

Rows are a fold of the ledger and of nothing else: the state of a row is read, evolved by the batch's entries and written back, so a
replay from zero gives equal bytes. Persons stay sealed in them. Decisions never read these tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from services.intake import message as messages
from services.intake import record as records
from services.intake.case import Case, Status
from services.intake.message import Message, MessageStatus
from services.intake.record import Record
from services.intake.timeline import Line, line
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

_encode = msgspec.json.Encoder().encode
_record = msgspec.json.Decoder(Record).decode
_message = msgspec.json.Decoder(Message).decode

_LEFT_IN_LEDGER = SealedText(subject="", key_id="", box="")
"""Stands for a message's content in its view row: the desk opens contents from the ledger."""


@dataclass(frozen=True)
class CaseView:
    """`views.intake_case` (one row a case) and `views.intake_timeline` (one row an entry)."""

    name: str = "intake.case"
    tables: tuple[str, ...] = ("intake_case", "intake_timeline")

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Evolve the cases that the batch touches."""
        touched: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.case_id is not None:
                touched.setdefault(entry.case_id, []).append(entry)
        if not touched:
            return
        found = cursor.execute(
            "SELECT case_id, state, jurisdictions FROM views.intake_case WHERE case_id = ANY (%s)", (list(touched),)
        ).fetchall()
        known = {case_id: (_record(state), jurisdictions) for case_id, state, jurisdictions in found}
        for case_id, news in touched.items():
            state, readers = known.get(case_id, (Record(case=Case(case_id=case_id)), []))
            lines: list[tuple[Line, list[str]]] = []
            for entry in news:
                state = records.evolve(state, entry)
                # Before a filing that this version can read, those whose entries there are.
                readers = list(state.case.jurisdictions) or sorted({*readers, entry.jurisdiction})
                lines.append((line(entry), readers))
            _write_case(cursor, state, readers, lines)


def _write_case(cursor: Cursor, state: Record, readers: list[str], lines: Sequence[tuple[Line, list[str]]]) -> None:
    case, filing = state.case, state.case.filing
    cursor.execute(
        "INSERT INTO views.intake_case (case_id, case_no, court, status, filed_on, cause, agencies, jurisdictions, position, state) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id) DO UPDATE SET "
        "case_no = excluded.case_no, court = excluded.court, status = excluded.status, filed_on = excluded.filed_on, "
        "cause = excluded.cause, agencies = excluded.agencies, jurisdictions = excluded.jurisdictions, "
        "position = excluded.position, state = excluded.state",
        (
            case.case_id,
            filing.case_no if filing else None,
            filing.court if filing else None,
            state.status,
            filing.filed_on if filing else None,
            filing.cause if filing else None,
            list(case.agencies),
            readers,
            lines[-1][0].position,
            _encode(state).decode(),
        ),
    )
    cursor.executemany(
        "INSERT INTO views.intake_timeline (position, case_id, event_id, topic, title, agency, occurred_on, received_on, "
        "recorded_at, days_late, actor_role, official, jurisdictions) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                row.position,
                case.case_id,
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
                its_readers,
            )
            for row, its_readers in lines
        ],
    )


@dataclass(frozen=True)
class MessageView:
    """`views.intake_message`: one row a message of a court, without its content."""

    name: str = "intake.message"
    tables: tuple[str, ...] = ("intake_message",)

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:
        """Evolve the messages that the batch touches."""
        touched: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.stream.startswith("message-"):
                touched.setdefault(entry.stream, []).append(entry)
        if not touched:
            return
        found = cursor.execute(
            "SELECT stream, state FROM views.intake_message WHERE stream = ANY (%s)", (list(touched),)
        ).fetchall()
        states: dict[str, Message | None] = {stream: _message(state) for stream, state in found}
        for stream, news in touched.items():
            state = states.get(stream)
            for entry in news:
                state = messages.evolve(state, entry)
            if state is not None:
                _write_message(cursor, _without_content(state), news)


def _without_content(state: Message) -> Message:
    conflicting = tuple(_LEFT_IN_LEDGER for _ in state.conflicting)
    return msgspec.structs.replace(state, content=_LEFT_IN_LEDGER, conflicting=conflicting)


def _write_message(cursor: Cursor, state: Message, news: Sequence[Entry]) -> None:
    """`arrival`, the position of the message's first entry, is written when the row is new and never again."""
    cursor.execute(
        "INSERT INTO views.intake_message (stream, court, message_id, kind, case_no, status, parked_reason, case_id, received_at, "
        "jurisdictions, arrival, position, state) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (stream) DO UPDATE SET "
        "status = excluded.status, parked_reason = excluded.parked_reason, case_id = excluded.case_id, "
        "position = excluded.position, state = excluded.state",
        (
            state.stream,
            state.court,
            state.message_id,
            state.kind,
            state.case_no,
            state.status,
            state.parked_reason,
            state.case_id,
            state.received_at,
            list(state.jurisdictions),
            news[0].position,
            news[-1].position,
            _encode(state).decode(),
        ),
    )


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of cases, with the latest entry of its timeline."""

    case_id: str
    case_no: str
    court: str
    status: Status
    filed_on: date
    cause: str
    agencies: list[str]
    jurisdictions: list[str]
    latest_title: str
    latest_on: date
    latest_recorded_at: datetime


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of cases is narrowed to; None does not narrow. `after` is the last row of the page before."""

    agency: str | None = None
    court: str | None = None
    case_no: str | None = None
    status: Status | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    after: tuple[date, str] | None = None


def list_cases(cursor: Cursor, narrowed: CaseFilter, limit: int) -> list[CaseRow]:
    """Cases that the cursor's tenants may see, the latest filing first."""
    conditions: list[tuple[str, tuple[Any, ...]]] = [("c.filed_on IS NOT NULL", ())]
    if narrowed.agency is not None:
        conditions.append(("c.agencies @> ARRAY[%s]", (narrowed.agency,)))
    if narrowed.court is not None:
        conditions.append(("c.court = %s", (narrowed.court,)))
    if narrowed.case_no is not None:
        conditions.append(("c.case_no = %s", (narrowed.case_no,)))
    if narrowed.status is not None:
        conditions.append(("c.status = %s", (narrowed.status,)))
    if narrowed.filed_from is not None:
        conditions.append(("c.filed_on >= %s", (narrowed.filed_from,)))
    if narrowed.filed_to is not None:
        conditions.append(("c.filed_on <= %s", (narrowed.filed_to,)))
    if narrowed.after is not None:
        conditions.append(("(c.filed_on, c.case_id) < (%s, %s)", narrowed.after))
    # The conditions are this function's own literals.
    query = (
        "SELECT c.case_id, c.case_no, c.court, c.status, c.filed_on, c.cause, c.agencies, c.jurisdictions, "  # noqa: S608
        "t.title, t.occurred_on, t.recorded_at FROM views.intake_case c JOIN views.intake_timeline t USING (position) "
        f"WHERE {' AND '.join(text for text, _ in conditions)} ORDER BY c.filed_on DESC, c.case_id DESC LIMIT %s"
    )
    values = [value for _, given in conditions for value in given]
    return [
        CaseRow(
            case_id=row[0],
            case_no=row[1],
            court=row[2],
            status=row[3],
            filed_on=row[4],
            cause=row[5],
            agencies=row[6],
            jurisdictions=row[7],
            latest_title=row[8],
            latest_on=row[9],
            latest_recorded_at=row[10],
        )
        for row in cursor.execute(query, (*values, limit))
    ]


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the desk's list: a message without its contents, by the position at which it arrived."""

    arrival: int
    message: Message


def list_messages(cursor: Cursor, status: MessageStatus, after: int, limit: int) -> list[MessageRow]:
    """Messages in one state that the cursor's tenants may see and that arrived after position `after`, the oldest first."""
    rows = cursor.execute(
        "SELECT arrival, state FROM views.intake_message WHERE status = %s AND arrival > %s ORDER BY arrival LIMIT %s",
        (status, after, limit),
    )
    return [MessageRow(arrival=row[0], message=_message(row[1])) for row in rows]
