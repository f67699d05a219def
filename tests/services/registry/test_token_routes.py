"""The token endpoint, the published keys and the metadata."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.registry.app import create_app
from services.registry.setup import Credentials
from tests.whole import Whole
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.credentials import ASSERTION_TYPE
from yingsu.officials.signatures import read_private_key, sign
from yingsu.web.deps import Deps

Files = Callable[[str], Credentials]
OA = "hongze-shichang-oa"


def ask(wire: Wire, form: Mapping[str, str], basic: tuple[str, str] | None = None) -> httpx.Response:
    """A request for a token; without `grant_type` the usual one."""
    headers = {}
    if basic is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
    fields = {"grant_type": "client_credentials", **form}
    return wire.send("POST", "/token", data={name: value for name, value in fields.items() if value}, headers=headers)


def statement(credentials: Credentials, transport: SettableClock, **change: Any) -> str:
    """A `private_key_jwt` of the client."""
    assert credentials.private_key is not None
    now = transport().timestamp()
    who: dict[str, Any] = {"iss": credentials.client_id, "sub": credentials.client_id, "aud": credentials.issuer}
    return sign(
        StatementClaims(**who | {"exp": now + 120, "jti": str(uuid4())} | change),
        read_private_key(credentials.private_key),
        typ="JWT",
    )


def test_a_secret_in_the_form_buys_a_token_that_works(stranger: Wire, credentials: Files) -> None:
    answer = ask(stranger, {"client_id": OA, "client_secret": credentials(OA).client_secret})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["scope"]) == (
        "Bearer",
        600,
        "case:read case:write due:read registry:read",
    )
    assert Wire(stranger.app, body["access_token"]).get("/courts").status_code == 200


def test_a_secret_in_the_header_buys_one_too(stranger: Wire, credentials: Files) -> None:
    answer = ask(stranger, {"scope": "case:read registry:read"}, (OA, credentials(OA).client_secret))
    assert answer.json()["scope"] == "case:read registry:read"


def test_a_signed_statement_buys_one_once(stranger: Wire, credentials: Files, transport: SettableClock) -> None:
    form = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": statement(credentials(OA), transport)}
    assert ask(stranger, form).status_code == 200
    again = ask(stranger, form)
    assert (again.status_code, again.json()["error"], again.json()["code"]) == (401, "invalid_client", "assertion-replayed")


def test_a_token_may_be_narrowed_to_fewer_jurisdictions(stranger: Wire, credentials: Files) -> None:
    secret = credentials("administrator").client_secret
    form = {"client_id": "administrator", "client_secret": secret, "jurisdictions": "320812"}
    token = ask(stranger, form).json()["access_token"]
    assert Wire(stranger.app, token).get("/agencies", code="11320813000008125D").json() == {"items": []}


@pytest.mark.parametrize(
    ("form", "status", "error", "code"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", "client-not-authenticated"),
        ({"client_id": "nobody"}, 401, "invalid_client", "client-not-authenticated"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", "grant-type-invalid"),
        ({"grant_type": ""}, 400, "invalid_request", "grant-type-invalid"),
        ({"scope": "registry:write"}, 400, "invalid_scope", "scope-not-granted"),
        ({"jurisdictions": "320812"}, 400, "invalid_scope", "jurisdiction-not-granted"),
        ({"jurisdictions": "洪泽"}, 400, "invalid_scope", "division-code-invalid"),
        ({"client_secret": ""}, 400, "invalid_request", "client-authentication-ambiguous"),
        ({"client_assertion": "a.b.c"}, 400, "invalid_request", "client-authentication-ambiguous"),
        ({"client_secret": "", "client_assertion": "a.b.c"}, 400, "invalid_request", "client-assertion-type-invalid"),
        (
            {"client_secret": "", "client_assertion": "a.b.c", "client_assertion_type": ASSERTION_TYPE},
            401,
            "invalid_client",
            "assertion-invalid",
        ),
    ],
)
def test_refusals_have_the_form_of_rfc_6749(
    standing: Wire, standing_secret: Callable[[str], str], form: dict[str, str], status: int, error: str, code: str
) -> None:
    right = {"client_id": OA, "client_secret": standing_secret(OA)}
    answer = ask(Wire(standing.app), right | form)
    assert (answer.status_code, answer.json()["error"], answer.json()["code"]) == (status, error, code)
    assert answer.json()["error_description"].isascii()
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["Bearer abc", "Basic !!!", "Basic " + base64.b64encode(b"no colon").decode(), "Basic /w=="])
def test_a_header_that_is_not_basic_is_refused(standing: Wire, header: str) -> None:
    form = {"grant_type": "client_credentials"}
    answer = Wire(standing.app).send("POST", "/token", data=form, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (400, "authorization-malformed")


def test_a_wrong_secret_in_the_header_is_challenged(standing: Wire) -> None:
    answer = ask(Wire(standing.app), {}, (OA, "wrong"))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_json_body_is_refused_before_anything_is_read(standing: Wire) -> None:
    assert Wire(standing.app).send("POST", "/token", json={"grant_type": "client_credentials"}).status_code == 415


def test_the_published_keys_are_public(stranger: Wire, deps: Deps) -> None:
    answer = stranger.get("/.well-known/jwks.json")
    assert answer.json() == deps.issuer.jwks()
    assert "d" not in answer.json()["keys"][0]
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_metadata_say_where_tokens_are(standing: Wire) -> None:
    body = standing.get("/.well-known/oauth-authorization-server").json()
    assert (body["issuer"], body["token_endpoint"]) == ("urn:yingsu:issuer", "http://yingsu.test/token")
    assert body["token_endpoint_auth_methods_supported"] == ["client_secret_basic", "client_secret_post", "private_key_jwt"]


def test_the_metadata_of_a_mounted_registry_names_the_addresses_that_answer(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    wire = Wire(Whole(ledger, keys, clock, tmp_path).app)
    body = wire.get("/v1/registry/.well-known/oauth-authorization-server").json()
    assert body["token_endpoint"] == "http://yingsu.test/v1/registry/token"
    assert wire.get(body["jwks_uri"]).status_code == 200


def test_with_an_external_issuer_no_tokens_are_given_here(deps: Deps, credentials: Files) -> None:
    settings = replace(deps.settings, external_jwks="/etc/yingsu/jwks.json")
    wire = Wire(create_app(replace(deps, settings=settings)))
    answer = ask(wire, {"client_id": OA, "client_secret": credentials(OA).client_secret})
    assert (answer.status_code, answer.json()["code"]) == (404, "external-issuer-in-use")
    assert wire.get("/.well-known/jwks.json").status_code == 404
