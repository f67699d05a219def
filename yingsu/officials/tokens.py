"""Access tokens: ES256 `at+jwt` (RFC 9068) from the embedded issuer, or from an external one whose keys are a setting.

    Unauthenticated
    ├── TokenExpired     its time is over
    ├── TokenInvalid     not a token for this service
    └── ClientStopped    its client was revoked

The embedded issuer's claims say everything. Of an external issuer's token only the client (`client_id`, else `azp`), `scope` and times
count: role, court, agency, jurisdictions and the most it may do come from the registered client, so that an issuer outside can never give
more than was registered here. It must name the installation's issuer and audience settings and be typed `at+jwt` like ours.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

import msgspec
from joserfc.jwk import ECKey

from yingsu.clock import Clock
from yingsu.errors import Forbidden
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.ids import uuid7
from yingsu.officials.assertions import act_for
from yingsu.officials.callers import Caller, Unauthenticated
from yingsu.officials.clients import Client
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import divisions, within
from yingsu.officials.external_keys import ExternalKeys
from yingsu.officials.replays import Replays
from yingsu.officials.signatures import SignatureRefused, public_jwk, read_signed, sign

TYPES: Final = ("at+jwt", "application/at+jwt")
LEEWAY: Final = timedelta(seconds=10)
"""How far the clocks of two machines may differ."""


class TokenExpired(Unauthenticated):
    """The token's time is over."""

    code = "token-expired"
    title = "令牌已过期"


class TokenInvalid(Unauthenticated):
    """Not a token that this service accepts."""

    code = "token-invalid"
    title = "令牌无效"


class ClientStopped(Unauthenticated):
    """The client was revoked, or is not registered."""

    code = "client-stopped"
    title = "接入系统已停用"


class ScopeNotGranted(Forbidden):
    """The client asks for a scope that it was not granted."""

    code = "scope-not-granted"
    title = "权限未授予"


class JurisdictionNotGranted(Forbidden):
    """The client asks for a jurisdiction that it was not granted."""

    code = "jurisdiction-not-granted"
    title = "管辖区域未授予"


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What the token endpoint hands out. `expires_in` is in seconds, `scope` separated by spaces."""

    access_token: str
    expires_in: int
    scope: str


class AccessClaims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims of our own tokens; times are seconds since 1970."""

    iss: str
    aud: str | list[str]
    sub: str
    client_id: str
    iat: float
    exp: float
    nbf: float | None = None
    jti: str
    scope: str
    role: ClientRole
    jurisdictions: tuple[str, ...]
    court: str | None = None
    agency: str | None = None


class ExternalClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of an external issuer's token."""

    iss: str
    aud: str | list[str]
    iat: float
    exp: float
    nbf: float | None = None
    scope: str = ""
    client_id: str | None = None
    azp: str | None = None


ClaimsRead = TypeVar("ClaimsRead", AccessClaims, ExternalClaims)


class Issuer:
    """The embedded issuer. `clock` is the transport clock."""

    def __init__(self, key: ECKey, *, issuer: str, audience: str, lifetime: timedelta, clock: Clock) -> None:
        self._key = key
        self.issuer = issuer
        self._audience = audience
        self._lifetime = lifetime
        self._clock = clock

    def issue(self, client: Client, scopes: Sequence[str] = (), jurisdictions: Sequence[str] = ()) -> Token:
        """A token for an authenticated client, with what it asks for, or with all it has. ClientStopped, ScopeNotGranted,
        JurisdictionNotGranted."""
        if client.revoked:
            raise ClientStopped(f"接入系统 {client.client_id} 已停用，不再发放令牌。请联系系统管理员。")
        missing = sorted(set(scopes) - set(client.scopes))
        if missing:
            raise ScopeNotGranted(
                f"接入系统 {client.client_id} 未获授权 {'、'.join(missing)}。请减少所申请的权限，或联系系统管理员。"
            )
        if jurisdictions and not within(divisions(jurisdictions, pointer="", national=True), client.jurisdictions):
            raise JurisdictionNotGranted("所申请的管辖区域超出登记范围。请减少后重试，或联系系统管理员。")
        now = self._clock()
        scope = " ".join(sorted(set(scopes) or client.scopes))
        claims = AccessClaims(
            iss=self.issuer,
            aud=self._audience,
            sub=client.client_id,
            client_id=client.client_id,
            iat=int(now.timestamp()),
            exp=int((now + self._lifetime).timestamp()),
            jti=str(uuid7(self._clock)),
            scope=scope,
            role=client.role,
            jurisdictions=tuple(jurisdictions) or client.jurisdictions,
            court=client.court,
            agency=client.agency,
        )
        return Token(
            access_token=sign(claims, self._key, typ="at+jwt"), expires_in=int(self._lifetime.total_seconds()), scope=scope
        )

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys (RFC 7517)."""
        return {"keys": [public_jwk(self._key)]}

    def key_for(self, kid: str | None) -> ECKey | None:
        """The signing key, when it is the one that `kid` names."""
        return self._key if kid == self._key.thumbprint() else None


class Verifier:
    """Who holds this token. `clock` is the transport clock; `external` where another issuer's keys are trusted instead of ours."""

    def __init__(
        self, issuer: Issuer, directory: Directory, *, audience: str, clock: Clock, external: ExternalKeys | None = None
    ) -> None:
        self._issuer = issuer
        self._directory = directory
        self._audience = audience
        self._clock = clock
        self._external = external
        self._replays = Replays(clock)

    def verify(self, token: str) -> Caller:
        """The caller within the bounds of its token. TokenExpired, TokenInvalid, ClientStopped."""
        if self._external is not None:
            outside = self._read(token, ExternalClaims, self._external.key_for)
            client = self._client(outside.client_id or outside.azp or "")
            return self._caller(client, outside.scope, client.jurisdictions)
        claims = self._read(token, AccessClaims, self._issuer.key_for)
        client = self._client(claims.client_id)
        if not within(claims.jurisdictions, client.jurisdictions):
            raise TokenInvalid("令牌的管辖区域超出登记范围。请重新获取令牌。")
        return self._caller(client, claims.scope, claims.jurisdictions)

    def verify_assertion(self, assertion: str, caller: Caller) -> Caller:
        """`caller` acting for the official whom its assertion names. Raises the errors of `yingsu.officials.assertions`."""
        return act_for(
            assertion, caller, issuer=self._issuer.issuer, directory=self._directory, replays=self._replays, now=self._clock()
        )

    def _caller(self, client: Client, scope: str, jurisdictions: tuple[str, ...]) -> Caller:
        return Caller(
            client=client.client_id,
            role=client.role,
            scopes=frozenset(scope.split()) & frozenset(client.scopes),
            jurisdictions=jurisdictions,
            court=client.court,
            agency=client.agency,
            inherited=() if client.agency is None else self._directory.inherited(client.agency),
        )

    def _client(self, client_id: str) -> Client:
        client = self._directory.recent_client(client_id)
        if client is None or client.revoked:
            raise ClientStopped("令牌所属的接入系统未登记或已停用。请联系系统管理员。")
        return client

    def _read(self, token: str, claims: type[ClaimsRead], key_for: Callable[[str | None], ECKey | None]) -> ClaimsRead:
        try:
            read = read_signed(token, claims, key_for, typ=TYPES)
        except SignatureRefused as error:
            raise TokenInvalid(f"{error}。请向 /v1/registry/token 重新获取令牌。") from error
        check_times(read, self._clock())
        audience = [read.aud] if isinstance(read.aud, str) else read.aud
        if read.iss != self._issuer.issuer or self._audience not in audience:
            raise TokenInvalid("令牌不是由受信任的签发者为本服务签发的。请核对签发者和受众设置，重新获取令牌。")
        return read


def check_times(claims: AccessClaims | ExternalClaims, now: datetime) -> None:
    """Refuse a token before its time or after it, give or take LEEWAY. TokenExpired, TokenInvalid."""
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    if moment >= claims.exp + leeway:
        raise TokenExpired("令牌已过期。请向 /v1/registry/token 重新获取令牌后重试，同一 Idempotency-Key 可继续使用。")
    if claims.iat > moment + leeway or (claims.nbf is not None and claims.nbf > moment + leeway) or claims.exp <= claims.iat:
        raise TokenInvalid("令牌尚未生效，或其时间互相矛盾。请校准系统时钟后重新获取令牌。")
