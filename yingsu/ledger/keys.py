"""The key store: one AES-256 key per data subject, wrapped by a key file that never enters the database.

A key is created, and is durable, before the first event that it seals. Destroying a subject's key makes every sealed value of that
subject unreadable in the ledger, in views, exports and backups (backups of the keys must be kept apart and expire).
The key file also gives the installation's secret for keyed hashes and for the subkeys of the edge.
"""

import base64
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from psycopg_pool import ConnectionPool

from yingsu.clock import Clock
from yingsu.errors import Unavailable
from yingsu.ledger.database import Connection, connect, pool
from yingsu.ledger.ids import uuid7
from yingsu.ledger.sealed import NONCE_BYTES, Person, SealedPerson, SealedText, Seals, decode_box, encode_box

KEY_BYTES: Final = 32
INSTALLATION: Final = "installation"
"""The subject whose key stands for nobody: it proves that a key file and a database belong together."""

_INSERT_KEYS: Final = (
    "INSERT INTO keys.subject_key (key_id, subject, wrapped, created_at) "
    "SELECT made.key_id, made.subject, made.wrapped, %s FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) "
    "AS made (key_id, subject, wrapped) ON CONFLICT (subject) DO NOTHING"
)
_READ_KEYS: Final = (
    "SELECT subject, key_id, wrapped FROM unnest(%s::text[]) AS wanted (name) "
    "JOIN keys.subject_key ON subject_key.subject = wanted.name"
)

_encode = msgspec.json.Encoder().encode
_person = msgspec.json.Decoder(Person).decode


class KeyFileUnusable(Unavailable):
    """The key file is missing, malformed, or not the one this database was sealed with."""

    code = "key-file-unusable"


def create_key_file(path: Path) -> None:
    """Write a new master key (32 random bytes, base64), readable by the owner alone. FileExistsError when there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_key_file(path: Path) -> bytes:
    """The master key. Raises `KeyFileUnusable`."""
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError) as error:
        raise KeyFileUnusable(f"无法读取密钥文件 {path}。请从备份恢复该文件；没有它，已封存的个人信息无法读取。") from error
    if len(key) != KEY_BYTES:
        raise KeyFileUnusable(f"密钥文件 {path} 的内容不是 {KEY_BYTES} 字节的密钥。请从备份恢复该文件。")
    return key


class KeyStore:
    """Seals and opens personal data. Safe to share between threads. `url` connects as the keys role."""

    def __init__(self, url: str, master_key: bytes, clock: Clock) -> None:
        self._pool: ConnectionPool[Connection] = pool(url, 4)
        self._master = master_key
        self._clock = clock
        self._wrapping = AESGCM(self.derive("wrap subject keys"))
        self._hashing = self.derive("keyed hash")

    def derive(self, purpose: str) -> bytes:
        """A 32-byte subkey of the installation for one purpose (HKDF-SHA256)."""
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"yingsu {purpose}".encode()).derive(
            self._master
        )

    def keyed_hash(self, data: bytes) -> bytes:
        """HMAC-SHA256 under the installation's key, 32 bytes. A plain hash of a message would invite guessing after erasure."""
        mac = hmac.HMAC(self._hashing, hashes.SHA256())
        mac.update(data)
        return mac.finalize()

    def seal_person(self, subject: str, person: Person) -> SealedPerson:
        """Seal a person under the key of `subject`, created now if there is none."""
        key_id, box = self._seal(subject, "person", _encode(person))
        return SealedPerson(subject=subject, key_id=key_id, box=box)

    def seal_text(self, subject: str, text: str) -> SealedText:
        """Seal a text under the key of `subject`, created now if there is none."""
        key_id, box = self._seal(subject, "text", text.encode())
        return SealedText(subject=subject, key_id=key_id, box=box)

    def seals(self, texts: str, persons: str) -> Seals:
        """Seals texts and persons, each under the key of that data subject."""
        return Seals(text=partial(self.seal_text, texts), person=partial(self.seal_person, persons))

    def open_person(self, sealed: SealedPerson) -> Person | None:
        """The person; None after erasure."""
        plain = self._open(sealed, "person")
        return None if plain is None else _person(plain)

    def open_text(self, sealed: SealedText) -> str | None:
        """The text; None after erasure."""
        plain = self._open(sealed, "text")
        return None if plain is None else plain.decode()

    def content_key(self, subject: str) -> bytes:
        """The key for the long content of `subject` (AES-256), which follows from the subject's key, created now if there is none.

        Never used for the subject's persons and texts: whoever encrypts with it counts nonces in its own way.
        """
        return _derived(self._key_of_subject(subject)[1], _content_of(subject))

    def content_key_beside(self, sealed: SealedText) -> bytes | None:
        """The key for the long content of the subject that `sealed` belongs to; None after erasure."""
        key = self._key(sealed.key_id)
        return None if key is None else _derived(key, _content_of(sealed.subject))

    def keep(self, fresh: Mapping[str, tuple[str, bytes]]) -> dict[str, tuple[str, bytes]]:
        """Store the keys (id, key) that these subjects are to have, all at once. Returns those of the subjects that had a key before: theirs
        stays, and what was sealed with the other is worth nothing."""
        made = [(key_id, subject, self._wrap(key_id, key)) for subject, (key_id, key) in sorted(fresh.items())]
        if not made:
            return {}
        ids, subjects, wrapped = (list(column) for column in zip(*made, strict=True))
        with self._pool.connection() as connection:
            connection.execute(_INSERT_KEYS, (self._clock(), ids, subjects, wrapped), prepare=True)
            rows = connection.execute(_READ_KEYS, (subjects,), prepare=True).fetchall()
        found = {subject: (str(key_id), wrapped) for subject, key_id, wrapped in rows}
        if missing := fresh.keys() - found.keys():
            raise KeyFileUnusable(f"有 {len(missing)} 名当事人的信息刚被删除，未登记。请用同一请求重试。")
        others = {subject: key for subject, key in found.items() if key[0] != fresh[subject][0]}
        return {subject: (key_id, self._unwrap(UUID(key_id), sealed)) for subject, (key_id, sealed) in others.items()}

    def destroy(self, subject: str) -> int:
        """Destroy the key of `subject`; returns how many keys went. What was sealed with it can never be opened again."""
        with self._pool.connection() as connection:
            return connection.execute("DELETE FROM keys.subject_key WHERE subject = %s", (subject,)).rowcount

    def prove(self) -> None:
        """Make sure that the key file is the one of this database. Raises `KeyFileUnusable`."""
        self._key_of_subject(INSTALLATION)

    def check(self) -> int:
        """Unwrap every key; returns how many data subjects have one. Raises `KeyFileUnusable` when the key file is another one."""
        with self._pool.connection() as connection:
            rows = connection.execute("SELECT key_id, wrapped, subject FROM keys.subject_key").fetchall()
        return sum(1 for key_id, wrapped, subject in rows if self._unwrap(key_id, wrapped) and subject != INSTALLATION)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _seal(self, subject: str, kind: str, plain: bytes) -> tuple[str, str]:
        key_id, key = self._key_of_subject(subject)
        return key_id, boxed(key, key_id, subject, kind, plain)

    def _open(self, sealed: SealedPerson | SealedText, kind: str) -> bytes | None:
        key = self._key(sealed.key_id)
        if key is None:
            return None
        nonce, ciphertext = decode_box(sealed.box)
        return AESGCM(key).decrypt(nonce, ciphertext, _bound_to(kind, sealed.subject, sealed.key_id))

    def _key_of_subject(self, subject: str) -> tuple[str, bytes]:
        fresh = os.urandom(KEY_BYTES)
        fresh_id = str(uuid7(self._clock))
        with self._pool.connection() as connection:
            made = connection.execute(
                "INSERT INTO keys.subject_key (key_id, subject, wrapped, created_at) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (subject) DO NOTHING RETURNING 1",
                (fresh_id, subject, self._wrap(fresh_id, fresh), self._clock()),
            ).fetchone()
            if made is not None:
                return fresh_id, fresh
            row = connection.execute("SELECT key_id, wrapped FROM keys.subject_key WHERE subject = %s", (subject,)).fetchone()
        if row is None:
            raise KeyFileUnusable("该当事人的信息刚被删除，未登记。")
        return str(row[0]), self._unwrap(row[0], row[1])

    def _key(self, key_id: str) -> bytes | None:
        # Not cached: a key destroyed through another process must stop opening here at once.
        with self._pool.connection() as connection:
            row = connection.execute("SELECT wrapped FROM keys.subject_key WHERE key_id = %s", (key_id,)).fetchone()
        if row is None:
            return None
        return self._unwrap(UUID(key_id), row[0])

    def _wrap(self, key_id: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, key_id.encode())

    def _unwrap(self, key_id: UUID, wrapped: bytes) -> bytes:
        return _unwrapped(self._wrapping, key_id, wrapped)


def boxed(key: bytes, key_id: str, subject: str, kind: str, plain: bytes) -> str:
    """A box of `plain`, bound to what it is and whose it is."""
    nonce = os.urandom(NONCE_BYTES)
    return encode_box(nonce, AESGCM(key).encrypt(nonce, plain, _bound_to(kind, subject, key_id)))


def prove_key(url: str, master_key: bytes) -> None:
    """Make sure, as any role that may read the keys, that `master_key` is the one of the database at `url`; fine where there is no key
    yet. For use before anything is changed on the strength of the key file. Raises `KeyFileUnusable`, `psycopg.OperationalError`."""
    with connect(url) as connection:
        if connection.execute("SELECT to_regclass('keys.subject_key')").fetchall() == [(None,)]:
            return
        row = connection.execute("SELECT key_id, wrapped FROM keys.subject_key LIMIT 1").fetchone()
    if row is not None:
        prove_wrapped(master_key, row[0], row[1])


def prove_wrapped(master_key: bytes, key_id: UUID, wrapped: bytes) -> None:
    """Make sure that `master_key` is the one that a subject's key was wrapped with. Raises `KeyFileUnusable`."""
    _unwrapped(AESGCM(_derived(master_key, "wrap subject keys")), key_id, wrapped)


def _derived(master_key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"yingsu {purpose}".encode()).derive(master_key)


def _unwrapped(wrapping: AESGCM, key_id: UUID, wrapped: bytes) -> bytes:
    try:
        return wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], str(key_id).encode())
    except InvalidTag as error:
        raise KeyFileUnusable("密钥文件不是这个数据库的密钥文件。请恢复与本库一同建立的密钥文件；数据没有改动。") from error


def _content_of(subject: str) -> str:
    return f"content of {subject}"


def _bound_to(kind: str, subject: str, key_id: str) -> bytes:
    """What a box is authenticated with, so that it cannot be moved to another subject or read as another kind."""
    return "\0".join((kind, subject, key_id)).encode()
