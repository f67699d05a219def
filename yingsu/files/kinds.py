"""Which types of files there are, and whether content is of the type that it is said to be. Looked at while it arrives."""

import codecs
from typing import Final

from yingsu.errors import Malformed

TEXT: Final = "text/plain; charset=utf-8"
_ZIP: Final = b"PK\x03\x04"

MEDIA_TYPES: Final[dict[str, tuple[str, bytes]]] = {
    "application/pdf": ("PDF", b"%PDF-"),
    "image/jpeg": ("JPEG 图片", b"\xff\xd8\xff"),
    "image/png": ("PNG 图片", b"\x89PNG\r\n\x1a\n"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word 文档（docx）", _ZIP),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel 表格（xlsx）", _ZIP),
    "application/ofd": ("OFD 版式文件", _ZIP),
    TEXT: ("UTF-8 文本", b""),
}
"""Each type that is taken: its name for officials, and what its content begins with."""


class FileTypeMismatch(Malformed):
    """The content is not of the type that it was sent as."""

    code = "file-type-mismatch"
    title = "文件内容与类型不符"


class FileEmpty(Malformed):
    """There is no content."""

    code = "file-empty"
    title = "文件为空"


def media_type_of(content_type: str) -> str | None:
    """The type among `MEDIA_TYPES` that a Content-Type field names; None for any other. A text must say that it is UTF-8."""
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind == "text/plain":
        names = [(name, value.strip('"')) for name, _, value in (part.partition("=") for part in parameters)]
        return TEXT if names in ([("charset", "utf-8")], [("charset", "utf8")]) else None
    return kind if kind in MEDIA_TYPES and not parameters else None


class ContentCheck:
    """Looks at the content of one file of `media_type` piece by piece. Raises `FileTypeMismatch` as soon as it does not fit."""

    def __init__(self, media_type: str) -> None:
        self._title, self._beginning = MEDIA_TYPES[media_type]
        self._decoder = codecs.getincrementaldecoder("utf-8")() if media_type == TEXT else None
        self._seen = b""
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """The next piece. Raises `FileTypeMismatch`."""
        self._size += len(piece)
        if len(self._seen) < len(self._beginning):
            self._seen += piece[: len(self._beginning) - len(self._seen)]
            if not self._beginning.startswith(self._seen):
                raise self._mismatch()
        self._decode(piece, final=False)

    def finish(self) -> None:
        """There is no more. Raises `FileEmpty`, `FileTypeMismatch`."""
        if not self._size:
            raise FileEmpty("文件没有内容，未存放。请核对后重新上传。")
        if self._seen != self._beginning:
            raise self._mismatch()
        self._decode(b"", final=True)

    def _decode(self, piece: bytes, *, final: bool) -> None:
        if self._decoder is None:
            return
        try:
            text = self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            raise self._mismatch() from None
        if "\0" in text:
            raise self._mismatch()

    def _mismatch(self) -> FileTypeMismatch:
        return FileTypeMismatch(
            f"文件内容不是请求头 Content-Type 所写的类型（{self._title}），未存放。请核对文件和类型后重新上传；"
            "文本文件须为 UTF-8 编码，且不含空字符（U+0000）。"
        )
