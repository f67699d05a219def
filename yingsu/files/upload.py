"""One file on its way into the store: hashed, checked and encrypted while it arrives, and durable before anything is said of it.

It is written under a temporary name, made durable and then renamed to the SHA-256 of its bytes. Its event is appended after that. So a
crash in between leaves a file that nothing refers to, and never an event without its file.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg

from yingsu.errors import Unavailable
from yingsu.files.kinds import ContentCheck
from yingsu.files.sealing import Sealer
from yingsu.ledger.keys import KeyStore

INCOMING: Final = "incoming"
"""The folder of what is on its way. On the same file system as the rest, because it is renamed into its place."""

_log = logging.getLogger(__name__)


class FileStorageUnavailable(Unavailable):
    """The folder of the files cannot be written to now."""

    code = "file-storage-unavailable"
    title = "文件暂时无法存放"


class Upload:
    """One file on its way. Used by one thread at a time; whoever began it ends it with `abandon`, or with `discard`."""

    def __init__(self, folder: Path, keys: KeyStore, file_id: str, media_type: str) -> None:
        self.file_id = file_id
        self.media_type = media_type
        self.size = 0
        self._folder = folder
        self._keys = keys
        self._check = ContentCheck(media_type)
        self._content, self._stored = hashlib.sha256(), hashlib.sha256()
        self._path = folder / INCOMING / f"{file_id}.part"
        self._kept = self._gone = False
        with _storing():
            if not self._path.parent.exists():
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._path.parent.mkdir(exist_ok=True, mode=0o700)
                _sync_folder(folder.parent)
            self._file = open(self._path, "xb", opener=_private)  # noqa: SIM115 (closed by `finish` and `discard`)
        try:
            self._sealer = Sealer(keys.content_key(file_id), file_id)
            self._write(self._sealer.header)
        except BaseException:
            self.discard()
            raise

    def write(self, piece: bytes) -> None:
        """The next piece of the content. Raises `FileTypeMismatch`, `FileStorageUnavailable`."""
        self._check.feed(piece)
        self.size += len(piece)
        self._content.update(piece)
        self._write(self._sealer.feed(piece))

    def finish(self) -> str:
        """The content is complete: the SHA-256 (hex) of it. Raises `FileEmpty`, `FileTypeMismatch`, `FileStorageUnavailable`."""
        self._check.finish()
        self._write(self._sealer.finish())
        return self._content.hexdigest()

    def keep(self) -> str:
        """Make the file durable in its place: the SHA-256 (hex) of the stored bytes. Raises `FileStorageUnavailable`."""
        sha256 = self._stored.hexdigest()
        with _storing():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            place = place_of(self._folder, sha256)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            _sync_folder(self._folder)
            # From here on its event may be on record, whatever becomes of this process.
            self._path, self._kept = self._path.rename(place), True
            _sync_folder(place.parent)
        return sha256

    def abandon(self) -> None:
        """Leave nothing of a file that was not kept; one that was kept stays, because its event may be on record."""
        if not self._kept:
            self.discard()

    def discard(self) -> None:
        """Leave nothing of a file of which it is certain that no event tells."""
        if self._gone:
            return
        with suppress(OSError):
            # On a full disk it fails to write what waits, and is closed all the same.
            self._file.close()
        with _storing():
            self._path.unlink(missing_ok=True)
        self._gone = True
        try:
            self._keys.destroy(self.file_id)
        except psycopg.OperationalError as error:
            # A key without a file opens nothing; what ended the upload is to be told, not this.
            _log.warning("the key of %s was left behind: %s", self.file_id, type(error).__name__)

    def _write(self, sealed: bytes) -> None:
        self._stored.update(sealed)
        with _storing():
            self._file.write(sealed)


def place_of(folder: Path, sha256: str) -> Path:
    """Where the file lies whose stored bytes have this SHA-256 (hex)."""
    return folder / sha256[:2] / sha256


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _log.error("the folder of the files cannot be written to: %s", os.strerror(error.errno or 0))
        raise FileStorageUnavailable(
            "文件暂时无法存放，未登记。请稍后用同一请求重试；仍不行时，请联系系统管理员检查文件夹和磁盘空间。"
        ) from error
