"""Files that other events refer to by id. Streams `file-<uuid>`; the content lies outside the ledger, encrypted under the file's own key."""

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


@stored("intake.file_stored.v1")
class FileStored(Event, frozen=True, kw_only=True):
    """上传文件. `sha256` (hex) is that of the bytes as stored, which are ciphertext, so that it proves them also after erasure and tells
    nothing about them; `content_sha256` is the sealed hex SHA-256 of what was uploaded. `size` in bytes, before encryption."""

    file: str
    name: SealedText
    media_type: str
    size: int
    sha256: str
    content_sha256: SealedText
