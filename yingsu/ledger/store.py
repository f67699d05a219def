"""The ledger: durable appends, each at most once, and reads of what was appended.

`Ledger.append` promises: when it returns a receipt, the events are on disk, their positions follow the last one without a gap,
and the same command never writes again. A conflict, a repeat or a broken row fails that command alone, never its neighbours.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg

from yingsu.clock import Clock
from yingsu.errors import NotFound, YingsuError
from yingsu.ledger.appender import (
    APPEND,
    NOT_APPENDABLE,
    Appender,
    KeyReused,
    Outcome,
    VersionConflict,
    array_of,
    moment_of,
    refused_by,
)
from yingsu.ledger.correcting import as_corrected
from yingsu.ledger.database import Database
from yingsu.ledger.entry import ANY_JURISDICTION, Command, Entry, Receipt, Recorded
from yingsu.ledger.library import WHOLE_STREAM, LedgerApplication, LedgerRecorder
from yingsu.ledger.lines import MAX_PAYLOAD_BYTES as MAX_PAYLOAD_BYTES
from yingsu.ledger.lines import NUL_MESSAGE as NUL_MESSAGE
from yingsu.ledger.lines import EmptyCommand as EmptyCommand
from yingsu.ledger.lines import FutureFact as FutureFact
from yingsu.ledger.lines import Line, encoded_lines, in_chunks, receipt_of
from yingsu.ledger.lines import NulCharacter as NulCharacter
from yingsu.ledger.lines import PayloadTooLarge as PayloadTooLarge
from yingsu.ledger.rows import COLUMNS, stream_entries, to_entry

_MOVED = "决定之后又有相关登记，本次未登记。请按最新情况重新决定。"


class BlobNotFound(NotFound):
    """No published content has this SHA-256."""

    code = "blob-not-found"


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
        lines, encoded = encoded_lines(command, self.clock)
        return self._answered(command, lines, self._appender.append(command, encoded))

    def append_each(self, commands: Sequence[Command]) -> list[Receipt | YingsuError]:
        """Append several commands together; returns for each its receipt, or the error that `append` would have raised.

        Each is recorded all or nothing, once, whatever becomes of the others. They must have no id and no stream in common (ValueError).
        """
        found: list[Receipt | YingsuError | None] = [None] * len(commands)
        going: list[tuple[int, list[Line], list[bytes]]] = []
        for index, command in enumerate(commands):
            try:
                going.append((index, *encoded_lines(command, self.clock)))
            except YingsuError as error:
                found[index] = error
        for chunk in in_chunks(going):
            outcomes = self._appender.append_each([(commands[index], encoded) for index, _, encoded in chunk])
            for (index, lines, _), outcome in zip(chunk, outcomes, strict=True):
                try:
                    found[index] = self._answered(commands[index], lines, outcome)
                except YingsuError as error:
                    found[index] = error
        return [outcome for outcome in found if outcome is not None]

    def _answered(self, command: Command, lines: list[Line], outcome: Outcome | BaseException) -> Receipt:
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome.first_position is None or outcome.recorded_at is None:
            receipt = self.receipt(command.command_id, command.body_hash)
            if receipt is None:
                raise RuntimeError(f"the ledger knows command {command.command_id} but has no receipt for it")
            return receipt
        return receipt_of(command, lines, outcome.first_position, outcome.recorded_at)

    def append_unless(self, command: Command, since: int, touches: Callable[[Entry], bool]) -> Receipt:
        """As `append`, for a decision that rests on the absence of entries: only if none that `touches` was recorded after `since`.

        Looked at under the append's own lock, so that nothing can come between, and in every jurisdiction: whoever asks for a caller has
        checked its reach. Raises `VersionConflict` where there is one, or where a stream moved on.
        """
        lines, encoded = encoded_lines(command, self.clock)
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
        return receipt_of(command, lines, before + 1, recorded_at)

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
        """The entries of one stream in version order as they stand, as far as `tenants` may see them. [] where there is no such stream for
        them."""
        return as_corrected(self.load_original(stream, tenants))

    def load_original(self, stream: str, tenants: tuple[str, ...]) -> list[Entry]:
        """The same, each entry as it was recorded."""
        return [to_entry(stored.row) for stored in LedgerRecorder(self.database, tenants).select_events(stream)]

    def load_several(self, streams: Sequence[str], tenants: tuple[str, ...]) -> dict[str, list[Entry]]:
        """The same of several streams as they stand, by their names, in one round trip."""
        found = self.load_several_original(streams, tenants)
        return {stream: as_corrected(entries) for stream, entries in found.items()}

    def load_several_original(self, streams: Sequence[str], tenants: tuple[str, ...]) -> dict[str, list[Entry]]:
        """The same, each entry as it was recorded."""
        found: dict[str, list[Entry]] = {stream: [] for stream in streams}
        query = (
            f"SELECT {COLUMNS} FROM unnest(%s::text[]) AS wanted (name), "  # noqa: S608
            "LATERAL ledger.read_stream(wanted.name, %s, 0, %s) ORDER BY stream, version"
        )
        with self.database.session() as connection:
            for row in connection.execute(query, (list(found), ",".join(tenants), WHOLE_STREAM), prepare=True):
                entry = to_entry(row)
                found[entry.stream].append(entry)
        return found

    def load_case(
        self, case_id: str, tenants: tuple[str, ...], *, as_of: date | None = None, as_known_at: datetime | None = None
    ) -> list[Entry]:
        """The entries of one case over all its streams, in position order, each as it was recorded.

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
