"""The public keys of an external issuer: a JWKS file, or an address fetched with a deadline.

Keys are kept until a token names one that is not among them; then they are fetched anew, at most once in `PAUSE`. When a fetch
fails, the keys known before stay in force. Only P-256 signature keys count.
"""

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
import msgspec
from joserfc.jwk import ECKey

from yingsu.clock import Clock
from yingsu.errors import Unavailable
from yingsu.officials.signatures import PublicKeyInvalid, read_public_key

PAUSE: Final = timedelta(seconds=30)
DEADLINE: Final = timedelta(seconds=5)
MAX_BYTES: Final = 65_536

_log = logging.getLogger(__name__)


class ExternalKeysUnavailable(Unavailable):
    """The issuer's keys could not be read, and none were known before."""

    code = "external-keys-unavailable"


class _Set(msgspec.Struct, frozen=True):
    keys: list[msgspec.Raw]


class _Named(msgspec.Struct, frozen=True):
    kid: str | None = None


class ExternalKeys:
    """A JWKS by address (`https://…`) or by file path. `clock` is the transport clock. Safe to share between threads."""

    def __init__(self, source: str, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._keys: dict[str, ECKey] = {}
        self._read_at: datetime | None = None
        self._lock = threading.Lock()

    def key_for(self, kid: str | None) -> ECKey | None:
        """The key named `kid`. None where the issuer has no such key. ExternalKeysUnavailable."""
        if kid is None:
            return None
        if kid not in self._keys:
            with self._lock:
                if self._read_at is None or self._clock() - self._read_at >= PAUSE:
                    self._refresh()
        if not self._keys:
            raise ExternalKeysUnavailable(
                "外部签发机构的公钥暂时无法读取，不能核对令牌。请稍后重试；如持续出现，请检查 YINGSU_EXTERNAL_JWKS。"
            )
        return self._keys.get(kid)

    def _refresh(self) -> None:
        try:
            content = self._fetch() if "://" in self._source else Path(self._source).read_bytes()
            self._keys = _usable(msgspec.json.decode(content, type=_Set))
        except (OSError, httpx.HTTPError, msgspec.DecodeError) as error:
            _log.warning("external issuer's keys not read", extra={"source": self._source, "reason": type(error).__name__})
        self._read_at = self._clock()

    def _fetch(self) -> bytes:
        """The document at the address: no redirects, no proxies of the environment, within DEADLINE and MAX_BYTES."""
        until = self._clock() + DEADLINE
        content = b""
        with (
            httpx.Client(timeout=DEADLINE.total_seconds(), trust_env=False) as client,
            client.stream("GET", self._source) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise httpx.HTTPError(f"status {answer.status_code}")
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MAX_BYTES or self._clock() > until:
                    raise httpx.HTTPError("too large or too slow")
        return content


def _usable(document: _Set) -> dict[str, ECKey]:
    """The P-256 signature keys that have a name. Others in the set are for other uses and are passed over."""
    keys = {}
    for raw in document.keys:
        try:
            named = msgspec.json.decode(raw, type=_Named)
            if named.kid:
                keys[named.kid] = read_public_key(bytes(raw))
        except (PublicKeyInvalid, msgspec.DecodeError):
            continue
    return keys
