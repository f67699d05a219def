"""Statements that a client signs with its registered key: that it is the client (`private_key_jwt`, RFC 7523 §2.2), and for which
official it acts (RFC 7523 §3 in form).

Both: ES256, `iss` = the client, `aud` = the issuer, `exp` at most five minutes ahead, a `jti` that counts once. The client's own has `sub` =
the client; that of the acting official `sub` = the official's id, and the official must belong to the caller's agency. A system of
administrators has no agency: its officials belong to agencies of the jurisdictions that it administers.
A machine's token proves no person: this does, as far as the OA system that signs can be trusted with its own log-in.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from joserfc.jwk import ECKey

from yingsu.errors import Forbidden
from yingsu.officials.callers import Caller, Unauthenticated
from yingsu.officials.clients import Client
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import within
from yingsu.officials.officials import Official
from yingsu.officials.replays import Replays
from yingsu.officials.signatures import SignatureRefused, read_public_key, read_signed

MAX_LIFE: Final = timedelta(minutes=5)
LEEWAY: Final = timedelta(seconds=10)
MAX_JTI: Final = 128


class AssertionExpired(Unauthenticated):
    """The statement's time is over."""

    code = "assertion-expired"
    title = "声明已过期"


class AssertionInvalid(Unauthenticated):
    """Not a statement that this client signed for this issuer."""

    code = "assertion-invalid"
    title = "声明无效"


class AssertionReplayed(Unauthenticated):
    """The statement was used before."""

    code = "assertion-replayed"
    title = "声明重复使用"


class OfficialUnknown(Forbidden):
    """No such official in the caller's agency."""

    code = "official-unknown"
    title = "办理人员未登记"


class StatementClaims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a statement says; times are seconds since 1970."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    jti: str
    iat: float | None = None
    nbf: float | None = None


def read_statement(statement: str, client: Client, *, issuer: str, replays: Replays, now: datetime) -> StatementClaims:
    """A statement that `client` signed for `issuer`, used once. AssertionExpired, AssertionInvalid, AssertionReplayed."""
    try:
        claims = read_signed(statement, StatementClaims, _keys_of(client))
    except SignatureRefused as error:
        raise AssertionInvalid(f"声明未通过验证：{error}。请用本系统登记的密钥重新签署。") from error
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    if moment >= claims.exp + leeway:
        raise AssertionExpired("声明已过期。请重新签署，有效期不超过五分钟。")
    if claims.exp > moment + MAX_LIFE.total_seconds() + leeway:
        raise AssertionInvalid("声明的有效期（exp）超过五分钟。请缩短有效期后重新签署。")
    if any(start is not None and start > moment + leeway for start in (claims.iat, claims.nbf)):
        raise AssertionInvalid("声明尚未生效。请校准系统时钟后重新签署。")
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if claims.iss != client.client_id or issuer not in audience:
        raise AssertionInvalid(f"声明的 iss 应为 {client.client_id}，aud 应为 {issuer}。请更正后重新签署。")
    if not 1 <= len(claims.jti) <= MAX_JTI:
        raise AssertionInvalid(f"声明的 jti 应为 1 至 {MAX_JTI} 个字符，每次不同。请更正后重新签署。")
    if not replays.first_time(client.client_id, claims.jti, datetime.fromtimestamp(claims.exp, UTC) + LEEWAY):
        raise AssertionReplayed("这份声明已经用过一次（jti 重复）。每次请求请签署新的声明。")
    return claims


def act_for(assertion: str, caller: Caller, *, issuer: str, directory: Directory, replays: Replays, now: datetime) -> Caller:
    """`caller` acting for the official whom `assertion` names. Besides the errors of `read_statement`: OfficialUnknown."""
    client = directory.recent_client(caller.client)
    if client is None or (caller.agency is None and caller.role != "administrator"):
        raise OfficialUnknown("只有登记在机关名下的接入系统可以代办理人员提交。请核对所用的接入系统。")
    claims = read_statement(assertion, client, issuer=issuer, replays=replays, now=now)
    official = directory.official(claims.sub)
    if official is None or not _may_act_for(caller, official, directory):
        where = "管理的区域内" if caller.agency is None else "本机关名下"
        raise OfficialUnknown(f"办理人员 {claims.sub[:60]} 未登记在{where}。请核对编号，或先由系统管理员登记。")
    return msgspec.structs.replace(caller, official=official.official_id, duties=official.duties)


def _may_act_for(caller: Caller, official: Official, directory: Directory) -> bool:
    if caller.role != "administrator":
        return caller.answers_for(official.agency)
    agency = directory.agency(official.agency)
    return agency is not None and within((agency.jurisdiction,), caller.jurisdictions)


def _keys_of(client: Client) -> Callable[[str | None], ECKey | None]:
    """The client's registered key, for its own `kid` or none."""
    key = None if client.public_key is None else read_public_key(client.public_key)
    return lambda kid: key if key is not None and kid in (None, key.thumbprint()) else None
