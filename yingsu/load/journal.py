"""What was meant to be sent, and what was answered: two files of JSON Lines, each line with the operating system before the run goes on, so that
a killed run loses none. (It is not waited for the disk: the instance under load may share it.)

    intent.jsonl   before each request: its number, what it is, its correlation id, the ids of its messages, the SHA-256 of its body
    ack.jsonl      after each answer: the number, the status, what the receipts say is on record

A request whose answer never came has an intent and no ack: it may be on record or not, and both are right.
"""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal, TypeVar
from uuid import UUID

import msgspec

from yingsu.errors import YingsuError

INTENT: Final = "intent.jsonl"
ACK: Final = "ack.jsonl"

Line = TypeVar("Line")

What = Literal["batch", "message", "answer", "attendance"]


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """A write that is about to be sent. `command` is the id that its Idempotency-Key gives it in the ledger; a batch has none."""

    number: int
    what: What
    correlation_id: str
    sha256: str
    court: str
    message_ids: tuple[str, ...] = ()
    command: UUID | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, as a receipt tells of it."""

    event_id: UUID
    position: int
    topic: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered of one message: 201 and 202 mean that it is on record."""

    message_id: str
    status: int
    facts: tuple[Fact, ...] = ()


class Ack(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a write."""

    number: int
    status: int
    messages: tuple[Told, ...] = ()


class JournalUnusable(YingsuError):
    """The files cannot be written or read, or a line is none."""

    code = "journal-unusable"
    title = "记录文件不可用"


class Journal:
    """The two files of one run. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._number = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._intents: IO[bytes] = (folder / INTENT).open("xb")
            self._acks: IO[bytes] = (folder / ACK).open("xb")
        except OSError as error:
            raise JournalUnusable(
                f"文件夹 {folder} 不能写入，或者已有一次运行的记录（{error.strerror}）。请用 --logs 另指一个文件夹。"
            ) from error

    def next_number(self) -> int:
        """A number for a request."""
        with self._lock:
            self._number += 1
            return self._number

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be sent."""
        self._write(self._intents, intent)

    def acknowledge(self, ack: Ack) -> None:
        """Write down what was answered."""
        self._write(self._acks, ack)

    def close(self) -> None:
        """Close both files."""
        self._intents.close()
        self._acks.close()

    def _write(self, file: IO[bytes], line: Intent | Ack) -> None:
        with self._lock:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()


def sha256(body: bytes) -> str:
    """The hash of a body, hex."""
    return hashlib.sha256(body).hexdigest()


def read_intents(folder: Path) -> Iterator[Intent]:
    """The intents of a run. Raises JournalUnusable."""
    return _read(folder / INTENT, msgspec.json.Decoder(Intent))


def read_acks(folder: Path) -> Iterator[Ack]:
    """The acks of a run. Raises JournalUnusable."""
    return _read(folder / ACK, msgspec.json.Decoder(Ack))


def _read(path: Path, decoder: msgspec.json.Decoder[Line]) -> Iterator[Line]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise JournalUnusable(f"{path} 第 {number} 行不是一行记录：{error}。") from error
    except OSError as error:
        raise JournalUnusable(f"无法读取 {path}（{error.strerror}）。请核对 --logs。") from error
