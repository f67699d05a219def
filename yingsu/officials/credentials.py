"""How a client proves itself at the token endpoint: `client_secret_basic`, `client_secret_post` or `private_key_jwt`.

A secret is 256 random bits, kept as a keyed hash. Every failure looks the same from outside, and takes the same comparison.
"""

import hmac
import secrets
from typing import Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError

from yingsu.clock import Clock
from yingsu.ledger.keys import KeyStore
from yingsu.officials.assertions import AssertionInvalid, read_statement
from yingsu.officials.callers import Unauthenticated
from yingsu.officials.clients import Client
from yingsu.officials.directory import Directory
from yingsu.officials.replays import Replays

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ClientNotAuthenticated(Unauthenticated):
    """Unknown or revoked client, or wrong secret: which of them is not told."""

    code = "client-not-authenticated"
    title = "接入系统未通过验证"


class _Named(msgspec.Struct, frozen=True):
    iss: str


def new_secret() -> str:
    """A new client secret: 256 random bits, 43 characters that need no escaping in a form or header."""
    return secrets.token_urlsafe(32)


def secret_hash(keys: KeyStore, client_id: str, secret: str) -> str:
    """What is stored of a secret: a keyed hash bound to the client, hex."""
    return keys.keyed_hash(f"client secret\0{client_id}\0{secret}".encode()).hex()


class FrontDoor:
    """Authenticates clients. `issuer` is the audience that statements must name; `clock` is the transport clock."""

    def __init__(self, directory: Directory, keys: KeyStore, *, issuer: str, clock: Clock) -> None:
        self._directory = directory
        self._keys = keys
        self._issuer = issuer
        self._clock = clock
        self._replays = Replays(clock)

    def by_secret(self, client_id: str, secret: str) -> Client:
        """The client with this id and secret. ClientNotAuthenticated."""
        client = self._directory.client(client_id)
        offered = secret_hash(self._keys, client_id, secret)
        stored = client.secret_hash if client is not None and client.secret_hash is not None else "0" * len(offered)
        if not hmac.compare_digest(offered, stored) or client is None or client.revoked:
            raise ClientNotAuthenticated("接入系统编号或密钥不正确，或该系统已停用。请核对凭据，或联系系统管理员更换。")
        return client

    def by_statement(self, statement: str, client_id: str | None = None) -> Client:
        """The client that signed `statement` (`private_key_jwt`); `client_id`, where sent as well, must be the same.
        ClientNotAuthenticated or the errors of `read_statement`."""
        client = self._directory.client(_issuer_named_by(statement))
        if client is None or client.revoked or client.public_key is None or client_id not in (None, client.client_id):
            raise ClientNotAuthenticated("签署声明的接入系统未登记、未登记公钥或已停用。请核对声明的 iss，或联系系统管理员。")
        claims = read_statement(statement, client, issuer=self._issuer, replays=self._replays, now=self._clock())
        if claims.sub != client.client_id:
            raise AssertionInvalid("用于身份验证的声明，其 sub 应与 iss 相同。请更正后重新签署。")
        return client


def _issuer_named_by(statement: str) -> str:
    """Whom the statement claims to be from, before anything is proved."""
    try:
        unverified = jws.extract_compact(statement.encode("ascii"))
        return msgspec.json.decode(unverified.payload or b"", type=_Named).iss
    except (JoseError, ValueError) as error:
        raise AssertionInvalid("声明不是规范的 JWS 紧凑格式，或缺少 iss。请更正后重新签署。") from error
