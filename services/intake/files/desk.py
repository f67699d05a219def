"""The desk for files: takes one in, once for each request, and gives it to those who may see what refers to it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from services.intake.files.references import open_through_a_case
from yingsu.clock import legal_day
from yingsu.errors import Forbidden, Malformed, NotFound, Refused, Stale
from yingsu.events.intake.file import FileStored
from yingsu.files import MEDIA_TYPES, FileStore, Upload
from yingsu.files.kinds import media_type_of
from yingsu.files.store import stored_by
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.officials.callers import Caller
from yingsu.web.limits import MediaTypeUnsupported
from yingsu.web.problems import EdgeError

NAME_LENGTH = 200

_UNFIT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters that a name may not have: what controls or breaks a line, turns it around or is not seen."""

_canonical = msgspec.json.Encoder().encode


class FileNameInvalid(Malformed):
    """The name is empty or too long, or could lead elsewhere or read as another."""

    code = "file-name-invalid"
    title = "文件名有误"


class FileNotFound(NotFound):
    """There is no such file for this caller."""

    code = "file-not-found"


class FileErased(EdgeError):
    """The file was there; its key was destroyed."""

    status = 410
    code = "file-erased"
    title = "文件已删除"


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is on record."""

    entry: Entry
    event: FileStored


@dataclass(frozen=True)
class FileDesk:
    """Takes files in and gives them out."""

    files: FileStore

    def begin(self, content_type: str) -> Upload:
        """Begin to take a file in. Raises `MediaTypeUnsupported`, `FileStorageUnavailable`."""
        media_type = media_type_of(content_type)
        if media_type is None:
            raise MediaTypeUnsupported(
                f"不接受这种类型的文件，未存放。请求头 Content-Type 应为以下之一：{'、'.join(MEDIA_TYPES)}。"
            )
        return self.files.begin(media_type)

    def keep(self, upload: Upload, name: str, caller: Caller, request: Request) -> StoredFile:
        """Put on record what has arrived, under a name that `checked_name` gave. The same file for a repeat of the request.

        Raises `FileEmpty`, `FileTypeMismatch`, `FileStorageUnavailable`, and what `Ledger.append` raises.
        """
        content_sha256 = upload.finish()
        body = _canonical([name, upload.media_type, content_sha256])
        own = msgspec.structs.replace(request, body_hash=self.files.keys.keyed_hash(body))

        def decide() -> list[StreamWrite]:
            sha256 = upload.keep()
            event = FileStored(
                file=upload.file_id,
                name=self.files.keys.seal_text(upload.file_id, name),
                media_type=upload.media_type,
                size=upload.size,
                sha256=sha256,
                content_sha256=self.files.keys.seal_text(upload.file_id, content_sha256),
            )
            today = legal_day(self.files.ledger.clock())
            new = NewEvent(event=event, jurisdiction=caller.jurisdictions[0], occurred_on=today)
            return [StreamWrite(stream=upload.file_id, expected_version=0, events=(new,))]

        try:
            recorded = carry_out(self.files.ledger, own, decide).events[0].stream
        except (Refused, Stale, Malformed, Forbidden):
            upload.discard()
            raise
        if recorded != upload.file_id:
            upload.discard()
        return self._stored(recorded)

    def file(self, file_id: str, caller: Caller) -> StoredFile:
        """A file that the caller stored, or its agency, or that an entry refers to which it may see. Raises `FileNotFound`."""
        found = self._stored(file_id)
        if not stored_by(found.entry, caller.actor()):
            with self.files.ledger.database.read(caller.tenants) as cursor:
                if not open_through_a_case(cursor, file_id, caller):
                    raise _not_found()
        return found

    def content(self, file: StoredFile) -> Iterator[bytes]:
        """The content in pieces. Raises `FileErased`, `FileDamaged`."""
        pieces = self.files.content(file.event)
        if pieces is None:
            raise FileErased("该文件的内容已依规删除，不能再读取。登记簿仍留有其编号和校验值。")
        return pieces

    def _stored(self, file_id: str) -> StoredFile:
        entry = self.files.stored(file_id, EVERYWHERE)
        if entry is None or not isinstance(entry.event, FileStored):
            raise _not_found()
        return StoredFile(entry=entry, event=entry.event)


def checked_name(name: str) -> str:
    """`name` without surrounding space: 1 to 200 characters that are seen and lead nowhere. Raises `FileNameInvalid`."""
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= NAME_LENGTH or not trimmed.strip("."):
        raise FileNameInvalid(f"文件名应为 1 至 {NAME_LENGTH} 个字，未存放。请更正后重新上传。", pointer="/name")
    if set(trimmed) & set("/\\") or any(unicodedata.category(character) in _UNFIT for character in trimmed):
        raise FileNameInvalid(
            "文件名不能含有“/”“\\”、换行等控制字符和不可见的字符，未存放。请只写文件名，不写路径，更正后重新上传。",
            pointer="/name",
        )
    return trimmed


def _not_found() -> FileNotFound:
    return FileNotFound("没有这份文件，或者不在本单位可以查看的范围内。请核对文件编号；刚被引用的文件请稍候再读取。")
