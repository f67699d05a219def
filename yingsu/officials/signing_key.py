"""The installation's token-signing key: made on first start, kept wrapped beside the key file.

The file holds the private key under AES-256-GCM with a subkey of the key file: it is worthless without that file. All processes of an
installation share it. To replace the key, stop the service, delete the file and start again: tokens issued before stop working.
"""

import base64
import os
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from yingsu.errors import Unavailable
from yingsu.ledger.keys import KeyStore
from yingsu.officials.signatures import new_key, private_jwk, read_private_key

FILE_NAME: Final = "token-signing.key"
PURPOSE: Final = "wrap token signing key"
NONCE_BYTES: Final = 12


class SigningKeyUnusable(Unavailable):
    """The signing key's file cannot be read, or belongs to another key file."""

    code = "signing-key-unusable"


def open_signing_key(keys: KeyStore, key_file: Path) -> ECKey:
    """The private key kept beside `key_file`, created when there is none. SigningKeyUnusable."""
    path = key_file.with_name(FILE_NAME)
    wrapping = AESGCM(keys.derive(PURPOSE))
    try:
        return _read(path, wrapping)
    except FileNotFoundError:
        _create(path, wrapping)
        return _read(path, wrapping)


def write_private(path: Path, content: bytes) -> bool:
    """Write a file that only its owner may read, whole or not at all. False, and nothing written, when it exists already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, unlike a rename, fails when another process was first.
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _create(path: Path, wrapping: AESGCM) -> None:
    nonce = os.urandom(NONCE_BYTES)
    plain = msgspec.json.encode(private_jwk(new_key()))
    write_private(path, base64.b64encode(nonce + wrapping.encrypt(nonce, plain, PURPOSE.encode())) + b"\n")


def _read(path: Path, wrapping: AESGCM) -> ECKey:
    try:
        raw = base64.b64decode(path.read_bytes().strip(), validate=True)
        plain = wrapping.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE.encode())
        return read_private_key(msgspec.json.decode(plain, type=dict[str, str]))
    except InvalidTag as error:
        raise SigningKeyUnusable(
            f"令牌签名密钥 {path} 与密钥文件不匹配。请恢复同时备份的两个文件；或删除该文件后重启，此前发出的令牌随之失效。"
        ) from error
    except FileNotFoundError:
        raise
    except (OSError, ValueError, JoseError) as error:
        raise SigningKeyUnusable(f"无法读取令牌签名密钥 {path}。请检查文件权限，或从备份恢复。") from error
