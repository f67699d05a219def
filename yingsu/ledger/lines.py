"""A command as the ledger's append takes it: one line an event. Owns what a command may hold, and the receipt that its lines become."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from yingsu.clock import Clock, legal_day
from yingsu.errors import Malformed
from yingsu.ledger import mapper
from yingsu.ledger.appender import MAX_BATCH_BYTES, MAX_BATCH_COMMANDS
from yingsu.ledger.entry import Command, Receipt, Recorded
from yingsu.ledger.ids import category_of, uuid7

MAX_PAYLOAD_BYTES = 65_536
NUL_MESSAGE = "内容中含有空字符（U+0000），无法登记。请删除后重新提交。"
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

_encode = msgspec.json.Encoder().encode


class PayloadTooLarge(Malformed):
    """One event is larger than the ledger takes."""

    code = "payload-too-large"
    title = "内容过大"


class FutureFact(Malformed):
    """A fact is dated after the day of recording."""

    code = "future-fact"
    title = "日期晚于今天"


class NulCharacter(Malformed):
    """A text holds the character U+0000, which PostgreSQL cannot store."""

    code = "nul-character"


class EmptyCommand(Malformed):
    """A command without events, or with two writes to one stream."""

    code = "empty-command"


class Line(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One event as `ledger.append` takes it. Command columns are on the command's first line only."""

    command_id: UUID | None = None
    body_hash: str | None = None
    command_size: int | None = None
    permitted: str
    stream: str
    version: int
    first: bool = False
    event_id: UUID
    topic: str
    jurisdiction: str
    case_id: str | None = None
    occurred_on: date
    occurred_at: datetime | None = None
    received_on: date | None = None
    source_seq: int | None = None
    actor: str
    source: str
    correlation_id: str
    causation_id: UUID | None = None
    corrects: UUID | None = None
    payload: str
    concerns: str | None = None


def encoded_lines(command: Command, clock: Clock) -> tuple[list[Line], list[bytes]]:
    """The lines of a command, and the same as JSON.

    Raises `PayloadTooLarge`, `FutureFact`, `NulCharacter`, `UnknownStreamCategory`, `EmptyCommand`.
    """
    lines = _lines(command, clock)
    encoded = [_encode(line) for line in lines]
    if any(_holds_nul(line) for line in encoded):
        raise NulCharacter(NUL_MESSAGE)
    return lines, encoded


def _lines(command: Command, clock: Clock) -> list[Line]:
    today = legal_day(clock())
    permitted, actor = ",".join(command.permitted), _encode(command.actor).decode()
    streams = [write.stream for write in command.writes]
    if len(set(streams)) != len(streams) or not all(write.events for write in command.writes) or not streams:
        raise EmptyCommand("一次提交至少包含一项内容，且同一流水只能写入一次。")
    lines = []
    for write in command.writes:
        category_of(write.stream)
        for offset, new in enumerate(write.events):
            payload = mapper.encode(new.event)
            if len(payload) > MAX_PAYLOAD_BYTES:
                raise PayloadTooLarge(
                    f"单项内容为 {len(payload)} 字节，超过 {MAX_PAYLOAD_BYTES} 字节的上限，未登记。请把附件另行上传，只提交其编号。"
                )
            if _holds_nul(payload):
                raise NulCharacter(NUL_MESSAGE)
            if new.occurred_on > today:
                raise FutureFact(f"发生日期 {new.occurred_on} 晚于登记当日 {today}，未登记。请核对日期。", pointer="/occurred_on")
            lines.append(
                Line(
                    permitted=permitted,
                    stream=write.stream,
                    version=write.expected_version + offset + 1,
                    first=offset == 0,
                    event_id=uuid7(clock),
                    topic=new.event.TOPIC,
                    jurisdiction=new.jurisdiction,
                    case_id=new.case_id,
                    occurred_on=new.occurred_on,
                    occurred_at=new.occurred_at,
                    received_on=new.received_on,
                    source_seq=new.source_seq,
                    actor=actor,
                    source=command.source,
                    correlation_id=command.correlation_id,
                    causation_id=new.causation_id,
                    corrects=new.corrects,
                    payload=payload.decode(),
                    concerns=",".join(new.concerns) or None,
                )
            )
    lines[0].command_id = command.command_id
    lines[0].body_hash = command.body_hash.hex()
    lines[0].command_size = len(lines)
    return lines


def in_chunks(going: Sequence[tuple[int, list[Line], list[bytes]]]) -> Iterator[list[tuple[int, list[Line], list[bytes]]]]:
    """Parts of what is to be appended, each no more than the appender takes at once."""
    chunk: list[tuple[int, list[Line], list[bytes]]] = []
    size = 0
    for item in going:
        size += sum(map(len, item[2]))
        if chunk and (size > MAX_BATCH_BYTES or len(chunk) == MAX_BATCH_COMMANDS):
            yield chunk
            chunk, size = [], sum(map(len, item[2]))
        chunk.append(item)
    if chunk:
        yield chunk


def receipt_of(command: Command, lines: list[Line], first_position: int, recorded_at: datetime) -> Receipt:
    """The receipt of a command whose entries begin at a position."""
    return Receipt(
        command_id=command.command_id,
        recorded_at=recorded_at,
        events=tuple(
            Recorded(
                event_id=line.event_id,
                stream=line.stream,
                version=line.version,
                position=first_position + offset,
                topic=line.topic,
            )
            for offset, line in enumerate(lines)
        ),
    )


def _holds_nul(encoded: bytes) -> bool:
    """Whether encoded JSON holds the character U+0000 (and not merely a backslash before the text "u0000")."""
    return b"\\u0000" in encoded and _ESCAPED_NUL.search(encoded) is not None
