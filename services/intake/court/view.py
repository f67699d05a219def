"""The read model behind the desk's list of messages: one row a message of a court, without its content."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from services.intake.court import message as messages
from services.intake.court.message import Message, MessageStatus
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

_encode = msgspec.json.Encoder().encode
_message = msgspec.json.Decoder(Message).decode

_LEFT_IN_LEDGER = SealedText(subject="", key_id="", box="")
"""Stands for a message's content in its view row: the desk opens contents from the ledger."""


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
