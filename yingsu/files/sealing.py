"""Encryption of what is longer than memory should hold: AES-256-GCM in chunks, by the STREAM construction.

Stored form: `MAGIC`, 7 random bytes, then the chunks. Each is `CHUNK_BYTES` of content, the last one 1 to `CHUNK_BYTES`, and a tag of 16
bytes. A chunk's nonce is those random bytes, its number (4 bytes) and whether it is the last (1 byte); the file's id is authenticated
with each. So a chunk that was altered, moved, left out, repeated or taken from another file does not open, nor does a file that was cut
off. Landed files are read for ever: another form needs another `MAGIC`.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"YSF1"
PREFIX_BYTES: Final = 7
HEADER_BYTES: Final = len(MAGIC) + PREFIX_BYTES
CHUNK_BYTES: Final = 256 * 1024
TAG_BYTES: Final = 16


class SealBroken(ValueError):
    """The stored bytes are not what was sealed under this key for this file."""


class Sealer:
    """Seals one file. The stored form is `header`, then what `feed` returns, then what `finish` returns."""

    def __init__(self, key: bytes, file_id: str) -> None:
        prefix = os.urandom(PREFIX_BYTES)
        self.header = MAGIC + prefix
        self._chunks = _Chunks(key, file_id, prefix)
        self._waiting = bytearray()

    def feed(self, piece: bytes) -> bytes:
        """The chunks that are complete with this piece. The latest waits: it could be the last."""
        self._waiting += piece
        sealed = []
        while len(self._waiting) > CHUNK_BYTES:
            sealed.append(self._chunks.seal(bytes(self._waiting[:CHUNK_BYTES]), last=False))
            del self._waiting[:CHUNK_BYTES]
        return b"".join(sealed)

    def finish(self) -> bytes:
        """The last chunk."""
        return self._chunks.seal(bytes(self._waiting), last=True)


def unseal(source: BinaryIO, key: bytes, file_id: str) -> Iterator[bytes]:
    """The content, chunk by chunk, each authenticated before it is given. Raises `SealBroken`."""
    header = source.read(HEADER_BYTES)
    if len(header) != HEADER_BYTES or not header.startswith(MAGIC):
        raise SealBroken("not a sealed file")
    chunks = _Chunks(key, file_id, header[len(MAGIC) :])
    chunk = source.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = source.read(CHUNK_BYTES + TAG_BYTES)
        yield chunks.open(chunk, last=not following)
        if not following:
            return
        chunk = following


class _Chunks:
    """The chunks of one file, in their order."""

    def __init__(self, key: bytes, file_id: str, prefix: bytes) -> None:
        self._cipher = AESGCM(key)
        self._bound_to = f"yingsu file\0{file_id}".encode()
        self._prefix = prefix
        self._number = 0

    def seal(self, content: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last), content, self._bound_to)

    def open(self, chunk: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last), chunk, self._bound_to)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("a chunk does not open") from error

    def _nonce(self, last: bool) -> bytes:
        nonce = self._prefix + self._number.to_bytes(4, "big") + bytes([last])
        self._number += 1
        return nonce
