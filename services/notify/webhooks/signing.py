"""Signatures of Standard Webhooks 1.0: `v1`, HMAC-SHA256 under a shared secret, and `v1a`, Ed25519, over `id.timestamp.body`.

The secret is for receivers that have a library; the public key for those that must not be able to forge.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_BYTES: Final = 32


class Pair(msgspec.Struct, frozen=True):
    """What one generation of keys is, in the clear: `secret` is `whsec_…`, `signing_key` `whsk_…`. Never stored so."""

    secret: str
    signing_key: str

    @property
    def public_key(self) -> str:
        """The public half of the signing key: `whpk_…`."""
        return f"whpk_{_text(_private(self.signing_key).public_key().public_bytes_raw())}"

    def __repr__(self) -> str:
        return "Pair(…)"


def new_pair() -> Pair:
    """New keys: 256 random bits, and an Ed25519 key."""
    secret = f"whsec_{_text(secrets.token_bytes(SECRET_BYTES))}"
    return Pair(secret, f"whsk_{_text(Ed25519PrivateKey.generate().private_bytes_raw())}")


def signed_headers(webhook_id: str, moment: datetime, body: bytes, pairs: Sequence[Pair]) -> dict[str, str]:
    """The headers of a message that is sent at `moment`: every pair signs it twice."""
    timestamp = str(int(moment.timestamp()))
    content = b".".join((webhook_id.encode(), timestamp.encode(), body))
    signatures = [signature for pair in pairs for signature in (_v1(pair, content), _v1a(pair, content))]
    return {"webhook-id": webhook_id, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signatures)}


def _v1(pair: Pair, content: bytes) -> str:
    secret = base64.b64decode(pair.secret.removeprefix("whsec_"))
    return f"v1,{_text(hmac.new(secret, content, hashlib.sha256).digest())}"


def _v1a(pair: Pair, content: bytes) -> str:
    return f"v1a,{_text(_private(pair.signing_key).sign(content))}"


def _private(signing_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(signing_key.removeprefix("whsk_")))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
