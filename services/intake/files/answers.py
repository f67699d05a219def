"""The JSON of uploaded files."""

from datetime import datetime

from pydantic import ConfigDict, Field

from services.intake.files.desk import StoredFile
from yingsu.files import FILE_ID_PATTERN
from yingsu.ledger.keys import KeyStore
from yingsu.officials.sight import ERASED
from yingsu.web.bodies import Answer

FILE_EXAMPLE = "file-01994b2e-0000-7000-8000-00000000000a"


class FileAnswer(Answer):
    """一份上传的文件。其他内容以文件编号引用它。"""

    model_config = ConfigDict(title="文件")

    file_id: str = Field(title="文件编号", pattern=FILE_ID_PATTERN, examples=[FILE_EXAMPLE])
    name: str = Field(title="文件名", description="删除后显示为“（已删除）”", examples=["起诉状.pdf"])
    size: int = Field(title="大小", description="上传内容的字节数", examples=[183204])
    media_type: str = Field(title="类型", examples=["application/pdf"])
    sha256: str | None = Field(
        title="内容的 SHA-256",
        description="十六进制小写。请与本地计算的值核对；删除后为空",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    stored_sha256: str = Field(
        title="所存字节的 SHA-256",
        description="内容加密后存放，这是密文的校验值，登记簿据此核验文件；删除后仍在",
        examples=["60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"],
    )
    stored_at: datetime = Field(title="登记时刻")
    erased: bool = Field(title="是否已删除")


def file_answer(file: StoredFile, keys: KeyStore) -> FileAnswer:
    """A file for somebody who may read it."""
    event, name = file.event, keys.open_text(file.event.name)
    return FileAnswer(
        file_id=event.file,
        name=ERASED if name is None else name,
        size=event.size,
        media_type=event.media_type,
        sha256=keys.open_text(event.content_sha256),
        stored_sha256=event.sha256,
        stored_at=file.entry.recorded_at,
        erased=name is None,
    )
