"""The ledger: durable appends, each at most once, and reads of what was appended.

`Ledger.append` promises: when it returns a receipt, the events are on disk, their positions follow the last one without a gap,
and the same command never writes again. A conflict, a repeat or a broken row fails that command alone, never its neighbours.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import psycopg

from yingsu.clock import Clock, legal_day
from yingsu.errors import Malformed, NotFound
from yingsu.ledger import mapper
from yingsu.ledger.appender import APPEND, NOT_APPENDABLE, Appender, KeyReused, VersionConflict, array_of, moment_of, refused_by
from yingsu.ledger.database import Database
from yingsu.ledger.entry import ANY_JURISDICTION, Command, Entry, Receipt, Recorded
from yingsu.ledger.ids import category_of, uuid7
from yingsu.ledger.library import LedgerApplication, LedgerRecorder
from yingsu.ledger.rows import COLUMNS, stream_entries, to_entry

MAX_PAYLOAD_BYTES = 65_536
NUL_MESSAGE = "内容中含有空字符（U+0000），无法登记。请删除后重新提交。"
_MOVED = "决定之后又有相关登记，本次未登记。请按最新情况重新决定。"
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


class BlobNotFound(NotFound):
    """No published content has this SHA-256."""

    code = "blob-not-found"


class _Line(msgspec.Struct, omit_defaults=True, kw_only=True):
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


class Ledger:
    """The one record. Safe to share between threads. `clock` is the record clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._appender = Appender(database.app_url, clock)
        self.application = LedgerApplication(LedgerRecorder(database, (ANY_JURISDICTION,)))

    def append(self, command: Command) -> Receipt:
        """Append all events of `command` or none, once.

        Errors: `VersionConflict` when a stream moved on; `KeyReused` when the id was used with another body; `JurisdictionDenied`;
        `PayloadTooLarge`, `FutureFact`, `NulCharacter`, `UnknownStreamCategory`, `EmptyCommand` for what cannot be recorded;
        `DatabaseUnavailable` when the outcome is not known in time (the same command may be sent again).
        """
        lines, encoded = self._encoded(command)
        outcome = self._appender.append(command, encoded)
        if outcome.first_position is None or outcome.recorded_at is None:
            receipt = self.receipt(command.command_id, command.body_hash)
            if receipt is None:
                raise RuntimeError(f"the ledger knows command {command.command_id} but has no receipt for it")
            return receipt
        return _receipt(command, lines, outcome.first_position, outcome.recorded_at)

    def append_unless(self, command: Command, since: int, touches: Callable[[Entry], bool]) -> Receipt:
        """As `append`, for a decision that rests on the absence of entries: only if none that `touches` was recorded after `since`.

        Looked at under the append's own lock, so that nothing can come between, and in every jurisdiction: whoever asks for a caller has
        checked its reach. Raises `VersionConflict` where there is one, or where a stream moved on.
        """
        lines, encoded = self._encoded(command)
        appended = f"SELECT {COLUMNS} FROM ledger.entry WHERE position > %s AND position <= %s ORDER BY position"  # noqa: S608
        try:
            with self.database.session() as connection, connection.transaction():
                connection.execute("SELECT set_config('yingsu.tenants', %s, true)", (ANY_JURISDICTION,))
                given = (self.clock(), len(lines), True, array_of(encoded).decode())
                row = psycopg.RawCursor(connection).execute(APPEND, given).fetchone()
                if row is None:
                    raise RuntimeError("ledger.append returned nothing")
                before, recorded_at = row[0] - len(lines), moment_of(row[1])
                if any(touches(to_entry(found)) for found in connection.execute(appended, (since, before))):
                    raise VersionConflict(_MOVED)
        except NOT_APPENDABLE as error:
            receipt = self.receipt(command.command_id, command.body_hash)
            if receipt is None:
                raise VersionConflict(_MOVED) from error
            return receipt
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise refused_by(error) from error
        return _receipt(command, lines, before + 1, recorded_at)

    def _encoded(self, command: Command) -> tuple[list[_Line], list[bytes]]:
        lines = self._lines(command)
        encoded = [_encode(line) for line in lines]
        if any(_holds_nul(line) for line in encoded):
            raise NulCharacter(NUL_MESSAGE)
        return lines, encoded

    def _lines(self, command: Command) -> list[_Line]:
        today = legal_day(self.clock())
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
                    raise FutureFact(
                        f"发生日期 {new.occurred_on} 晚于登记当日 {today}，未登记。请核对日期。", pointer="/occurred_on"
                    )
                lines.append(
                    _Line(
                        permitted=permitted,
                        stream=write.stream,
                        version=write.expected_version + offset + 1,
                        first=offset == 0,
                        event_id=uuid7(self.clock),
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

    def receipt(self, command_id: UUID, body_hash: bytes) -> Receipt | None:
        """The receipt of a command that was carried out; None when it was not. Raises `KeyReused` for another body."""
        query = "SELECT event_id, stream, version, position, topic, recorded_at, body_hash FROM ledger.read_command(%s) ORDER BY position"
        with self.database.session() as connection:
            rows = connection.execute(query, (command_id,), prepare=True).fetchall()
        if not rows:
            return None
        if rows[0][6] != body_hash.hex():
            raise KeyReused("这个 Idempotency-Key 已用于另一份内容，本次未登记。新的内容请使用新的 Idempotency-Key。")
        events = tuple(Recorded(event_id=r[0], stream=r[1], version=r[2], position=r[3], topic=r[4]) for r in rows)
        return Receipt(command_id=command_id, recorded_at=rows[0][5].astimezone(UTC), events=events)

    def load(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The entries of one stream in version order, as far as `tenants` may see them. [] where there is no such stream for them."""
        return [to_entry(stored.row) for stored in LedgerRecorder(self.database, tenants).select_events(stream)]

    def load_case(
        self, case_id: str, tenants: tuple[str, ...], *, as_of: date | None = None, as_known_at: datetime | None = None
    ) -> list[Entry]:
        """The entries of one case over all its streams, in position order.

        `as_of` leaves out facts dated later (`occurred_on`); `as_known_at` leaves out what was recorded later (aware datetime).
        """
        query = f"SELECT {COLUMNS} FROM ledger.read_case(%s, %s, %s, %s)"  # noqa: S608
        with self.database.session() as connection:
            rows = connection.execute(query, (case_id, ",".join(tenants), as_of, as_known_at), prepare=True)
            return [to_entry(row) for row in rows]

    def read_all(self, after: int, limit: int) -> list[Entry]:
        """Up to `limit` entries of every tenant with positions above `after`, in order. For projectors and auditors."""
        with self.database.project() as cursor:
            return list(stream_entries(cursor, "position > %s ORDER BY position LIMIT %s", (after, limit)))

    def head(self) -> int:
        """The last position; 0 for an empty ledger."""
        with self.database.session() as connection:
            row = connection.execute("SELECT position FROM ledger.head").fetchone()
        return int(row[0]) if row else 0

    def put_blob(self, content: bytes) -> str:
        """Store published content for ever; returns its SHA-256 (hex). The same content again is the same blob."""
        with self.database.session() as connection:
            row = connection.execute("SELECT ledger.put_blob(%s)", (content,)).fetchone()
        if row is None:
            raise RuntimeError("ledger.put_blob returned nothing")
        return str(row[0])

    def get_blob(self, sha256: str) -> bytes:
        """The content with this SHA-256 (hex). Raises `BlobNotFound`."""
        with self.database.session() as connection:
            row = connection.execute("SELECT content FROM ledger.blob WHERE sha256 = %s", (sha256,)).fetchone()
        if row is None:
            raise BlobNotFound("没有这份已公布的内容，请核对其校验值。")
        return bytes(row[0])

    def close(self) -> None:
        """Close the append connection. The database is closed by whoever opened it."""
        self._appender.close()


def _receipt(command: Command, lines: list[_Line], first_position: int, recorded_at: datetime) -> Receipt:
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
