"""The store of uploaded files: what was stored, who may refer to it, and its content, checked before any of it is given."""

import hashlib
import itertools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from yingsu.errors import Malformed, YingsuError
from yingsu.events.intake.file import FileStored
from yingsu.files.sealing import SealBroken, unseal
from yingsu.files.upload import Upload, place_of
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Actor, Entry
from yingsu.ledger.ids import uuid7
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

FILE_ID_PATTERN: Final = r"^file-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Condition = Literal["sound", "damaged", "missing", "erased"]

_log = logging.getLogger(__name__)


class FileNotUsable(Malformed):
    """There is no such file that the caller may refer to."""

    code = "file-not-usable"
    title = "文件编号不能使用"


class FileDamaged(YingsuError):
    """The stored bytes are not there, or not those that were stored. A fault of the installation, not of the caller: the edge answers 500."""

    code = "file-damaged"
    title = "文件损坏或缺失"

    def __init__(self, file_id: str, condition: Condition) -> None:
        found = "不在存放处" if condition == "missing" else "与存放时不同"
        super().__init__(f"文件 {file_id} 的内容{found}，不能提供，已记入日志。请联系系统管理员从备份恢复该文件。")
        self.condition = condition


@dataclass(frozen=True)
class FileStore:
    """The files below `folder`, as the ledger tells of them. Safe to share between threads and processes."""

    folder: Path
    ledger: Ledger
    keys: KeyStore

    def stored(self, file_id: str, tenants: tuple[str, ...]) -> Entry | None:
        """The entry of a file's `FileStored`, as far as `tenants` may see it."""
        if not re.fullmatch(FILE_ID_PATTERN, file_id):
            return None
        return next((entry for entry in self.ledger.load(file_id, tenants) if isinstance(entry.event, FileStored)), None)

    def require(self, file_id: str, actor: Actor, pointer: str) -> FileStored:
        """The file, for an actor that wants to refer to it: it, or its agency, stored it. Raises `FileNotUsable`."""
        entry = self.stored(file_id, EVERYWHERE)
        if entry is None or not isinstance(entry.event, FileStored) or not stored_by(entry, actor):
            raise FileNotUsable(
                "没有这个编号的文件，或者不是本单位上传的，未登记。请先上传文件（POST /v1/intake/files），再填写所得的文件编号。",
                pointer=pointer,
            )
        return entry.event

    def begin(self, media_type: str) -> Upload:
        """Begin to store a file of one of `MEDIA_TYPES`, under a new id. Raises `FileStorageUnavailable`."""
        return Upload(self.folder, self.keys, f"file-{uuid7(self.ledger.clock)}", media_type)

    def content(self, event: FileStored) -> Iterator[bytes] | None:
        """The content in pieces; None after erasure.

        The SHA-256 of all stored bytes is verified before this returns, and each piece is authenticated again before it is given.
        Raises `FileDamaged`, which is logged: somebody has to bring the file back.
        """
        key = self.keys.content_key_beside(event.name)
        if key is None:
            return None
        try:
            source = self._place(event).open("rb")
            pieces = _checked(source, key, event)
            return itertools.chain((next(pieces),), pieces)
        except (OSError, SealBroken) as error:
            condition: Condition = "missing" if isinstance(error, FileNotFoundError) else "damaged"
            _log.error("the stored bytes of %s are %s", event.file, condition)
            raise FileDamaged(event.file, condition) from error

    def condition_of(self, event: FileStored) -> Condition:
        """What there is of a file. An erased one may as well be gone."""
        if self.keys.content_key_beside(event.name) is None:
            return "erased"
        try:
            with self._place(event).open("rb") as source:
                return "sound" if _sha256(source) == event.sha256 else "damaged"
        except FileNotFoundError:
            return "missing"
        except OSError:
            return "damaged"

    def _place(self, event: FileStored) -> Path:
        return place_of(self.folder, event.sha256)


def stored_by(entry: Entry, actor: Actor) -> bool:
    """Whether the actor's client, or its agency, stored the file that `entry` tells of."""
    return entry.actor.client == actor.client or (actor.agency is not None and entry.actor.agency == actor.agency)


def _checked(source: BinaryIO, key: bytes, event: FileStored) -> Iterator[bytes]:
    with source:
        if _sha256(source) != event.sha256:
            raise SealBroken("not the bytes that were stored")
        source.seek(0)
        yield from unseal(source, key, event.file)


def _sha256(source: BinaryIO) -> str:
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # its type asks for more than it uses
