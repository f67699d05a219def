"""Group commit: the caller that finds the line idle commits for itself; those who come meanwhile ride together in the next batch.

No thread of its own and no added delay. After each batch one of the waiting callers is promoted to commit the next, so that a
batch is in the database while the answers of the one before it go out. A caller may bring several commands: they go into one batch, and
each is answered for itself.
"""

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

from yingsu.clock import Clock
from yingsu.errors import Forbidden, Malformed, Stale
from yingsu.ledger.database import Connection, DatabaseUnavailable, connect
from yingsu.ledger.entry import Command

MAX_BATCH_COMMANDS = 256
MAX_BATCH_BYTES = 4 * 1024 * 1024
ATTEMPTS = 3

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
APPEND = b"SELECT last, (extract(epoch FROM stamped) * 1000000)::bigint FROM ledger.append($1, $2, $3, $4)"
"""Takes the moment, how many lines, whether they may open cases, and the lines; gives the last position and the moment stamped."""
NOT_APPENDABLE = (psycopg.errors.UniqueViolation, psycopg.errors.TriggeredActionException)
"""What it raises where a command is known, stale or denied."""
STATEMENTS = {
    b"append": APPEND,
    b"judge": b"SELECT command, outcome FROM ledger.judge($1)",
}


class VersionConflict(Stale):
    """A stream that the command writes to has moved on since it was read."""

    code = "version-conflict"


class KeyReused(Malformed):
    """The same command id came with another body."""

    code = "idempotency-key-reused"
    title = "幂等键已用于其他内容"


class JurisdictionDenied(Forbidden):
    """The command writes for a jurisdiction outside its permission."""

    code = "jurisdiction-denied"


class EntryRefused(Malformed):
    """The database refused a row of the command (a missing value, a check)."""

    code = "entry-refused"


@dataclass(frozen=True)
class Outcome:
    """The command is durable. `first_position` is where its entries begin; None when the ledger knew the command already."""

    first_position: int | None
    recorded_at: datetime | None


ALREADY_KNOWN = Outcome(None, None)


@dataclass(eq=False)
class _Given:
    """One command and its answer. `opens` says that it may give jurisdictions access to a case."""

    lines: Sequence[bytes]
    opens: bool
    result: Outcome | BaseException | None = None


@dataclass(eq=False)
class _Waiting:
    """A caller in the line, with its commands. `claims` are their ids and streams; `turn` is held until the caller is answered or promoted
    to commit the next batch."""

    claims: frozenset[object]
    commands: Sequence[_Given]
    turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answered(self) -> bool:
        """Whether its batch went through: then each of its commands has an answer."""
        return self.commands[0].result is not None

    @property
    def size(self) -> int:
        """Bytes to append."""
        return sum(len(line) for command in self.commands for line in command.lines)


class Appender:
    """One connection, one batch at a time. Safe to share between threads."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._connection: Connection | None = None
        self._line = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._busy = False

    def append(self, command: Command, lines: Sequence[bytes]) -> Outcome:
        """Append the command's encoded lines. Raises `VersionConflict`, `JurisdictionDenied` or `DatabaseUnavailable`."""
        (result,) = self.append_each([(command, lines)])
        if isinstance(result, BaseException):
            raise result
        return result

    def append_each(self, commands: Sequence[tuple[Command, Sequence[bytes]]]) -> list[Outcome | BaseException]:
        """Append several commands in one batch, each all or nothing and none disturbing another; returns what became of each.

        No two of them may have an id or a stream in common (ValueError): what is decided on one version cannot be appended twice.
        """
        claimed = [key for command, _ in commands for key in (command.command_id, *(write.stream for write in command.writes))]
        claims: frozenset[object] = frozenset(claimed)
        if len(claims) != len(claimed):
            raise ValueError("commands of one batch with an id or a stream in common")
        me = _Waiting(claims, [_Given(lines, _opens(command)) for command, lines in commands])
        with self._line:
            waits = self._busy
            if waits:
                me.turn.acquire()
                self._queue.append(me)
            self._busy = True
        if waits:
            me.turn.acquire()
        if not me.answered:
            self._lead(me)
        results = [command.result for command in me.commands if command.result is not None]
        if len(results) != len(commands):
            raise RuntimeError("a batch ended without an outcome for its leader")
        return results

    def _lead(self, me: _Waiting) -> None:
        with self._line:
            batch = self._take(me)
        try:
            self._commit([command for waiting in batch for command in waiting.commands])
        except BaseException as error:
            for waiting in batch:
                for command in waiting.commands:
                    command.result = command.result or error
        finally:
            with self._line:
                successor = self._queue.popleft() if self._queue else None
                self._busy = successor is not None
            if successor:
                successor.turn.release()
            for waiting in batch[1:]:
                waiting.turn.release()

    def _take(self, me: _Waiting) -> list[_Waiting]:
        """`me` and those in the line that can share its batch: no stream and no command id twice in one batch."""
        batch, size, commands = [me], me.size, len(me.commands)
        taken = set(me.claims)
        left: deque[_Waiting] = deque()
        while self._queue and commands < MAX_BATCH_COMMANDS and size < MAX_BATCH_BYTES:
            waiting = self._queue.popleft()
            if taken.isdisjoint(waiting.claims):
                batch.append(waiting)
                size += waiting.size
                commands += len(waiting.commands)
            else:
                left.append(waiting)
            # Those left behind keep their streams to themselves: a later command must not overtake an earlier one on the same stream.
            taken |= waiting.claims
        self._queue.extendleft(reversed(left))
        return batch

    def _commit(self, batch: list[_Given]) -> None:
        """Append the batch. Where some of it cannot be, those are answered and the rest goes again."""
        while batch:
            body = array_of(line for command in batch for line in command.lines)
            size = sum(len(command.lines) for command in batch)
            opens = any(command.opens for command in batch)
            now = self._clock().isoformat().encode()
            try:
                answer = self._execute(b"append", [now, b"%d" % size, b"t" if opens else b"f", body])
            except NOT_APPENDABLE as error:
                fresh = self._judge(batch, body)
                # What made an append fail stays in the ledger for ever. To go on would be to go on for ever.
                if len(fresh) == len(batch):
                    raise RuntimeError(
                        "the ledger refuses a batch and finds nothing wrong with it: is its head right?"
                    ) from error
                batch = fresh
            except (psycopg.DataError, psycopg.IntegrityError) as error:
                if len(batch) == 1:
                    batch[0].result = refused_by(error)
                    return
                # A row is broken: each command goes alone, so that only the broken one fails.
                for command in batch:
                    self._commit([command])
                return
            else:
                position = _integer(answer, 0, 0) - size + 1
                recorded_at = moment_of(_integer(answer, 0, 1))
                for command in batch:
                    command.result = Outcome(position, recorded_at)
                    position += len(command.lines)
                return

    def _judge(self, batch: list[_Given], body: bytes) -> list[_Given]:
        """Answer the commands that cannot be appended; returns those that can."""
        fresh = []
        verdicts = self._execute(b"judge", [body])
        for row in range(verdicts.ntuples):
            command = batch[_integer(verdicts, row, 0) - 1]
            match verdicts.get_value(row, 1):
                case b"fresh":
                    fresh.append(command)
                case b"known":
                    command.result = ALREADY_KNOWN
                case b"stale":
                    command.result = VersionConflict("提交期间该记录已被更新，本次未登记。请读取最新内容后再提交。")
                case b"denied":
                    command.result = JurisdictionDenied("提交的内容涉及未获授权的行政区划，未登记。请核对被告或申请授权。")
        return fresh

    def _execute(self, statement: bytes, values: list[bytes]) -> PGresult:
        """Run one of the prepared statements. Through libpq's own call: psycopg's cursor costs as much again as the round trip."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if self._connection is None:
                    self._connection = self._open()
                # A repeat after a lost answer is harmless: what was committed is judged as known.
                result = self._connection.pgconn.exec_prepared(statement, values)
                if result.status == ExecStatus.TUPLES_OK:
                    return result
                if self._connection.pgconn.status != ConnStatus.OK:
                    raise psycopg.OperationalError("the connection was lost")
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
            except psycopg.OperationalError as error:
                self.close()
                if attempt == ATTEMPTS:
                    raise DatabaseUnavailable("登记未能确认完成。请用同一 Idempotency-Key 重试，内容不会丢失或重复。") from error
        raise AssertionError("unreachable")

    def _open(self) -> Connection:
        connection = connect(self._url)
        for name, text in STATEMENTS.items():
            result = connection.pgconn.prepare(name, text)
            if result.status != ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result, encoding="utf-8")
        return connection

    def close(self) -> None:
        """Close the connection; the next append opens a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _opens(command: Command) -> bool:
    return any(write.expected_version == 0 or any(new.concerns for new in write.events) for write in command.writes)


def array_of(lines: Iterable[bytes]) -> bytes:
    """Encoded lines as `APPEND` takes them."""
    return b"[" + b",".join(lines) + b"]"


def moment_of(microseconds: int) -> datetime:
    """The moment that `APPEND` gives."""
    return EPOCH + timedelta(microseconds=microseconds)


def refused_by(error: psycopg.Error) -> EntryRefused:
    """The refusal of a command with a row that the database does not take."""
    return EntryRefused(f"内容不完整或不合登记要求，未登记（{error.sqlstate}）。请核对必填项。")


def _integer(result: PGresult, row: int, column: int) -> int:
    value = result.get_value(row, column)
    if value is None:
        raise RuntimeError("the ledger answered with an empty column")
    return int(value)
