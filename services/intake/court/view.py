"""The read model behind the desk's list of messages: one row a message of a court, without its content."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

import msgspec

from services.intake.court import message as messages
from services.intake.court.message import Message, MessageStatus
from yingsu.derived import Row, StreamView
from yingsu.ledger.database import Cursor
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

_encode = msgspec.json.Encoder().encode
_message = msgspec.json.Decoder(Message).decode

_LEFT_IN_LEDGER = SealedText(subject="", key_id="", box="")
"""Stands for a message's content in its view row: the desk opens contents from the ledger."""


class MessageView(StreamView):
    """`views.intake_message`: one row a message of a court, without its content. `arrival` is the position of its first entry."""

    name = "intake.message"
    category = "message"
    columns = MappingProxyType(
        {
            "intake_message": (
                "stream",
                "court",
                "message_id",
                "kind",
                "case_no",
                "status",
                "parked_reason",
                "case_id",
                "received_at",
                "jurisdictions",
                "arrival",
                "position",
                "state",
            )
        }
    )

    def rows(self, stream: Sequence[Entry]) -> Iterator[Row]:
        """The row of one message."""
        state = messages.fold(stream)
        if state is not None:
            yield "intake_message", _row(_without_content(state), stream)


def _without_content(state: Message) -> Message:
    conflicting = tuple(_LEFT_IN_LEDGER for _ in state.conflicting)
    return msgspec.structs.replace(state, content=_LEFT_IN_LEDGER, conflicting=conflicting)


def _row(state: Message, stream: Sequence[Entry]) -> tuple[object, ...]:
    return (
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
        stream[0].position,
        stream[-1].position,
        _encode(state).decode(),
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
