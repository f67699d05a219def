"""Access tokens: issued, verified, and everything that is refused."""

import base64
import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from joserfc.jwk import ECKey

from tests.officials.enrolment import AUDIENCE, ISSUER, Append, Cast
from yingsu.clock import SettableClock
from yingsu.errors import YingsuError
from yingsu.events.registry.client import ClientRevoked
from yingsu.officials.callers import Caller
from yingsu.officials.clients import Client
from yingsu.officials.directory import MAX_AGE, Directory
from yingsu.officials.divisions import DivisionCodeInvalid
from yingsu.officials.external_keys import ExternalKeys
from yingsu.officials.signatures import new_key, public_jwk, sign
from yingsu.officials.tokens import (
    AccessClaims,
    ClientStopped,
    Issuer,
    JurisdictionNotGranted,
    ScopeNotGranted,
    TokenExpired,
    TokenInvalid,
    Verifier,
)

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def oa(directory: Directory, cast: Cast) -> Client:
    """The OA system's client."""
    client = directory.client("hongze-oa")
    assert client is not None
    assert cast.secret
    return client


@pytest.fixture
def court(directory: Directory, cast: Cast) -> Client:
    """The court system's client."""
    client = directory.client("court-su0813")
    assert client is not None
    assert cast.secret
    return client


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=dict[str, Any])


def test_a_token_gives_back_its_client_as_the_caller(issuer: Issuer, verifier: Verifier, oa: Client) -> None:
    assert verifier.verify(issuer.issue(oa).access_token) == Caller(
        client="hongze-oa",
        role="agency",
        scopes=frozenset({"case:read", "case:write"}),
        jurisdictions=("320813",),
        agency="agency-1",
    )


def test_a_token_has_the_claims_of_rfc_9068(issuer: Issuer, court: Client, transport: SettableClock) -> None:
    token = issuer.issue(court)
    claims = claims_of(token.access_token)
    now = int(transport().timestamp())
    assert {name: claims[name] for name in claims if name != "jti"} == {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "court-su0813",
        "client_id": "court-su0813",
        "iat": now,
        "exp": now + 600,
        "scope": "case:read notice:write registry:read",
        "role": "court",
        "jurisdictions": ["320813", "320812"],
        "court": "苏0813",
    }
    assert (token.expires_in, token.scope) == (600, "case:read notice:write registry:read")
    assert claims["jti"] != claims_of(issuer.issue(court).access_token)["jti"]


def test_a_client_may_ask_for_less_than_it_has(issuer: Issuer, verifier: Verifier, court: Client) -> None:
    token = issuer.issue(court, ["notice:write"], ["320812"])
    caller = verifier.verify(token.access_token)
    assert (caller.scopes, caller.jurisdictions, caller.court) == (frozenset({"notice:write"}), ("320812",), "苏0813")


@pytest.mark.parametrize(
    ("scopes", "jurisdictions", "error"),
    [
        (["registry:write"], [], ScopeNotGranted),
        (["nonsense"], [], ScopeNotGranted),
        ([], ["320800"], JurisdictionNotGranted),
        ([], ["000000"], JurisdictionNotGranted),
        ([], ["*"], DivisionCodeInvalid),
    ],
)
def test_a_client_gets_nothing_that_it_was_not_granted(
    issuer: Issuer, court: Client, scopes: list[str], jurisdictions: list[str], error: type[YingsuError]
) -> None:
    with pytest.raises(error):
        issuer.issue(court, scopes, jurisdictions)


def test_a_token_ends_after_its_life_and_a_little_leeway(
    issuer: Issuer, verifier: Verifier, oa: Client, transport: SettableClock
) -> None:
    token = issuer.issue(oa).access_token
    transport.set(transport() + timedelta(minutes=10, seconds=9))
    assert verifier.verify(token).client == "hongze-oa"
    transport.set(transport() + timedelta(seconds=1))
    with pytest.raises(TokenExpired) as refusal:
        verifier.verify(token)
    assert refusal.value.code == "token-expired"


def signed(key: ECKey, now: float, *, typ: str = "at+jwt", **change: Any) -> str:
    claims = AccessClaims(
        iss=ISSUER,
        aud=AUDIENCE,
        sub="hongze-oa",
        client_id="hongze-oa",
        iat=now,
        exp=now + 600,
        jti="1",
        scope="case:read",
        role="agency",
        jurisdictions=("320813",),
        agency="agency-1",
    )
    return sign(msgspec.structs.replace(claims, **change), key, typ=typ)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "urn:other"},
        {"aud": "urn:other"},
        {"aud": ["urn:other"]},
        {"typ": "JWT"},
        {"nbf": 4_000_000_000.0},
        {"iat": 4_000_000_000.0, "exp": 4_000_000_600.0},
        {"jurisdictions": ("320812",)},
    ],
)
def test_a_token_for_another_purpose_is_refused(
    verifier: Verifier, signing_key: ECKey, transport: SettableClock, change: dict[str, Any]
) -> None:
    with pytest.raises(TokenInvalid):
        verifier.verify(signed(signing_key, transport().timestamp(), **change))


def test_scopes_beyond_the_registered_ones_do_not_count(verifier: Verifier, signing_key: ECKey, transport: SettableClock) -> None:
    token = signed(signing_key, transport().timestamp(), scope="case:read registry:write")
    assert verifier.verify(token).scopes == frozenset({"case:read"})


def test_a_token_of_another_key_is_refused(verifier: Verifier, transport: SettableClock) -> None:
    with pytest.raises(TokenInvalid, match="不在受信任的密钥之列"):
        verifier.verify(signed(new_key(), transport().timestamp()))


def test_a_tampered_token_is_refused(issuer: Issuer, verifier: Verifier, oa: Client) -> None:
    head, payload, signature = issuer.issue(oa).access_token.split(".")
    changed = claims_of(f"{head}.{payload}.{signature}") | {"scope": "registry:write"}
    forged = base64.urlsafe_b64encode(msgspec.json.encode(changed)).rstrip(b"=").decode()
    with pytest.raises(TokenInvalid, match="签名验证未通过"):
        verifier.verify(f"{head}.{forged}.{signature}")


def test_tokens_without_a_signature_or_signed_with_the_public_key_are_refused(
    issuer: Issuer, verifier: Verifier, oa: Client, signing_key: ECKey
) -> None:
    payload = issuer.issue(oa).access_token.split(".")[1]
    for algorithm in ("none", "HS256"):
        header = msgspec.json.encode({"alg": algorithm, "typ": "at+jwt", "kid": signing_key.thumbprint()})
        head = base64.urlsafe_b64encode(header).rstrip(b"=").decode()
        mac = hmac.new(signing_key.as_pem(private=False), f"{head}.{payload}".encode(), hashlib.sha256).digest()
        tail = "" if algorithm == "none" else base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
        with pytest.raises(TokenInvalid, match="算法不是 ES256"):
            verifier.verify(f"{head}.{payload}.{tail}")


def test_a_revoked_client_gets_no_token_at_once(issuer: Issuer, directory: Directory, append: Append, oa: Client) -> None:
    issuer.issue(oa)
    append("client-hongze-oa", oa.version, ClientRevoked(reason="系统下线"))
    stopped = directory.client("hongze-oa")
    assert stopped is not None
    with pytest.raises(ClientStopped):
        issuer.issue(stopped)


def test_tokens_of_a_revoked_client_stop_within_seconds(
    issuer: Issuer, verifier: Verifier, append: Append, oa: Client, transport: SettableClock
) -> None:
    token = issuer.issue(oa).access_token
    assert verifier.verify(token).client == "hongze-oa"
    append("client-hongze-oa", oa.version, ClientRevoked(reason="系统下线"))
    transport.set(transport() + MAX_AGE)
    with pytest.raises(ClientStopped):
        verifier.verify(token)


def test_the_published_keys_verify_the_tokens(issuer: Issuer, signing_key: ECKey) -> None:
    assert issuer.jwks() == {"keys": [public_jwk(signing_key)]}


@pytest.fixture
def outside() -> ECKey:
    """The key of an issuer outside the installation."""
    return new_key()


@pytest.fixture
def external(issuer: Issuer, directory: Directory, transport: SettableClock, outside: ECKey, tmp_path: Path) -> Verifier:
    """A verifier that trusts that issuer, and not our own key."""
    jwks = tmp_path / "jwks.json"
    jwks.write_bytes(msgspec.json.encode({"keys": [public_jwk(outside)]}))
    return Verifier(issuer, directory, audience=AUDIENCE, clock=transport, external=ExternalKeys(str(jwks), transport))


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of a token as an ordinary external issuer writes them."""

    iss: str
    aud: list[str]
    azp: str
    iat: float
    exp: float
    scope: str
    role: str
    jurisdictions: list[str]


def test_an_external_token_counts_for_its_client_and_scope_only(
    external: Verifier, outside: ECKey, transport: SettableClock
) -> None:
    now = transport().timestamp()
    claims = Outside(
        iss=ISSUER,
        aud=["urn:other", AUDIENCE],
        azp="hongze-oa",
        iat=now,
        exp=now + 300,
        scope="case:read audit:read",
        role="auditor",
        jurisdictions=["320800"],
    )
    token = sign(claims, outside, typ="at+jwt")
    caller = external.verify(token)
    assert (caller.client, caller.role, caller.scopes, caller.jurisdictions) == (
        "hongze-oa",
        "agency",
        frozenset({"case:read"}),
        ("320813",),
    )


def test_with_an_external_issuer_our_own_key_is_not_trusted(issuer: Issuer, external: Verifier, oa: Client) -> None:
    with pytest.raises(TokenInvalid, match="不在受信任的密钥之列"):
        external.verify(issuer.issue(oa).access_token)
