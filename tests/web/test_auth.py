"""Who gets in, and what those who do not are told to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey

from tests.web.conftest import OFFICIAL, Wire
from yingsu.clock import SettableClock
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import new_key, sign
from yingsu.officials.tokens import Issuer
from yingsu.settings import Settings
from yingsu.web.auth import allow
from yingsu.web.deps import Deps

HOW = "请以接入系统的身份向 /v1/registry/token 取得令牌，并在请求头写明 Authorization: Bearer <令牌>。"


def test_without_a_token_the_caller_is_told_how_to_get_one(stranger: Wire) -> None:
    answer = stranger.send("GET", "/entries")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="yingsu"'
    assert (answer.json()["code"], answer.json()["detail"]) == ("token-missing", f"请求没有附带令牌，未办理。{HOW}")


@pytest.mark.parametrize("value", ["Basic YTpi", "Bearer", "Bearer a b", "token", "Bearer 令牌".encode().decode("latin-1")])
def test_another_kind_of_credentials_is_malformed(stranger: Wire, value: str) -> None:
    answer = stranger.send("GET", "/entries", headers={"Authorization": value.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (401, "token-malformed")
    assert answer.json()["detail"] == f"请求头 Authorization 的写法有误，未办理。{HOW}"


def test_an_expired_token_is_refused(wire: Wire, transport: SettableClock) -> None:
    transport.set(transport() + timedelta(minutes=11))
    answer = wire.send("GET", "/entries")
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (401, "token-expired", "令牌已过期")
    assert answer.headers["www-authenticate"] == 'Bearer realm="yingsu", error="invalid_token", error_description="token-expired"'


def test_a_forged_token_is_refused(
    service: FastAPI, deps: Deps, settings: Settings, transport: SettableClock, wire: Wire
) -> None:
    forger = Issuer(
        new_key(), issuer=settings.issuer, audience=settings.audience, lifetime=timedelta(minutes=10), clock=transport
    )
    known = deps.directory.client("hongze-oa")
    assert known is not None
    answer = Wire(service, forger.issue(known).access_token).send("GET", "/entries")
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (401, "token-invalid", "令牌无效")


def test_a_token_changed_in_one_character_is_refused(service: FastAPI, wire: Wire) -> None:
    assert wire.token is not None
    head, claims, signature = wire.token.split(".")
    changed = "B" if claims[20] == "A" else "A"
    answer = Wire(service, f"{head}.{claims[:20]}{changed}{claims[21:]}.{signature}").send("GET", "/entries")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


def test_a_missing_scope_is_named(service: FastAPI, token_for: Callable[[str], str]) -> None:
    answer = Wire(service, token_for("court")).write("/entries", {"title": "甲", "day": "2026-09-01"})
    assert answer.status_code == 403
    assert answer.headers["www-authenticate"] == 'Bearer realm="yingsu", error="insufficient_scope", scope="case:write"'
    assert answer.json()["detail"] == (
        "令牌没有“case:write”（办理案件）的权限，未办理。请在取令牌时申请该权限；尚未获授权的，请联系系统管理员。"
    )


def test_a_role_that_may_not_is_told_who_may(service: FastAPI, token_for: Callable[[str], str], registered: object) -> None:
    answer = Wire(service, token_for("bureau")).write("/entries", {"title": "甲", "day": "2026-09-01"})
    assert (answer.status_code, answer.json()["code"]) == (403, "role-not-allowed")
    assert answer.json()["detail"] == ("本事项只对行政机关办公系统开放，当前接入系统的身份是司法行政（法治督察）机关，未办理。")


def test_a_route_for_people_needs_the_official(wire: Wire) -> None:
    answer = wire.write("/signed", None)
    assert (answer.status_code, answer.json()["code"]) == (403, "official-missing")
    assert answer.json()["detail"] == "本事项须由人员办理，未办理。请在请求头 Acting-Official 中附上办理人员声明。"


def test_the_asserted_official_acts(wire: Wire, oa_key: ECKey, settings: Settings, transport: SettableClock) -> None:
    answer = wire.write("/signed", None, Acting_Official=_statement(oa_key, settings, transport))
    assert answer.json() == {"official": OFFICIAL, "client": "hongze-oa"}


def test_an_assertion_counts_once(wire: Wire, oa_key: ECKey, settings: Settings, transport: SettableClock) -> None:
    statement = _statement(oa_key, settings, transport)
    answers = [wire.write("/signed", None, Acting_Official=statement) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 401]
    assert answers[1].json()["code"] == "assertion-replayed"


def test_an_assertion_by_another_key_is_refused(wire: Wire, settings: Settings, transport: SettableClock) -> None:
    answer = wire.write("/signed", None, Acting_Official=_statement(new_key(), settings, transport))
    assert (answer.status_code, answer.json()["code"]) == (401, "assertion-invalid")


def test_a_route_cannot_ask_for_a_scope_that_does_not_exist() -> None:
    unknown: Any = "case:delete"
    with pytest.raises(ValueError, match="no such scope: case:delete"):
        allow(unknown)


def _statement(key: ECKey, settings: Settings, transport: SettableClock) -> str:
    now = transport().timestamp()
    claims = StatementClaims(iss="hongze-oa", sub=OFFICIAL, aud=settings.issuer, iat=now, exp=now + 120, jti=str(uuid4()))
    return sign(claims, key, typ="JWT")
