"""Clients over HTTP: registered, changed and stopped."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registry import samples
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import MAX_AGE
from yingsu.officials.signatures import new_key, private_jwk, public_jwk

Calling = Callable[[str], Wire]
NEW: dict[str, Any] = {
    "client_id": "hongze-zhen-oa",
    "name": "示例镇办公系统",
    "role": "agency",
    "agency": samples.TOWNSHIP,
    "jurisdictions": ["320813"],
}


def token_status(wire: Wire, client_id: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return wire.send("POST", "/token", data=form).status_code


def test_a_client_s_secret_is_told_once_and_works(administrator: Wire, stranger: Wire, ledger: Ledger) -> None:
    first = administrator.post("/clients", NEW, key="once")
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"')
    secret = first.json()["client_secret"]
    assert first.json() == NEW | {
        "court": None,
        "scopes": ["case:read", "case:write", "due:read", "registry:read"],
        "has_secret": True,
        "has_key": False,
        "revoked": False,
        "reason": None,
        "version": 1,
        "client_secret": secret,
    }
    assert token_status(stranger, NEW["client_id"], secret) == 200
    again = administrator.post("/clients", NEW, key="once")
    assert (again.status_code, again.json()) == (201, first.json() | {"client_secret": None})
    assert secret.encode() not in b"".join(entry.payload for entry in ledger.read_all(0, 1000))


def test_a_client_with_a_key_pair_needs_no_secret(administrator: Wire) -> None:
    answer = administrator.post("/clients", NEW | {"with_secret": False, "public_key": public_jwk(new_key())})
    assert (answer.json()["client_secret"], answer.json()["has_secret"], answer.json()["has_key"]) == (None, False, True)


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"client_id": "OA"}, 422, "client-id-invalid", "/client_id"),
        ({"client_id": "hongze-ziran-oa"}, 409, "client-already-registered", "/client_id"),
        ({"agency": "agency-9"}, 422, "agency-unknown", "/agency"),
        ({"court": "苏0899"}, 422, "court-unknown", "/court"),
        ({"court": "苏0813"}, 422, "client-binding-invalid", "/court"),
        ({"scopes": ["notice:write"]}, 409, "scope-beyond-role", "/scopes"),
        ({"scopes": ["everything"]}, 422, "request-invalid", "/scopes/0"),
        ({"with_secret": False}, 422, "credential-missing", "/public_key"),
        ({"public_key": private_jwk(new_key())}, 422, "public-key-invalid", "/public_key"),
        ({"jurisdictions": []}, 422, "jurisdictions-missing", "/jurisdictions"),
    ],
)
def test_a_wrong_client_is_refused_at_its_place(
    standing: Wire, change: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    answer = standing.post("/clients", NEW | change)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (status, code, pointer)


def test_rotating_ends_the_old_secret(administrator: Wire, stranger: Wire) -> None:
    old = administrator.post("/clients", NEW).json()["client_secret"]
    answer = administrator.post("/clients/hongze-zhen-oa/rotate-secret", version=1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert token_status(stranger, "hongze-zhen-oa", old) == 401
    assert token_status(stranger, "hongze-zhen-oa", answer.json()["client_secret"]) == 200


def test_revoking_ends_tokens_at_once_and_running_ones_within_seconds(
    administrator: Wire, calling: Calling, stranger: Wire, transport: SettableClock
) -> None:
    secret = administrator.post("/clients", NEW).json()["client_secret"]
    running = calling("hongze-zhen-oa")
    assert running.get("/courts").status_code == 200
    answer = administrator.post("/clients/hongze-zhen-oa/revoke", {"reason": "系统下线"}, version=1)
    assert (answer.json()["revoked"], answer.json()["reason"], answer.headers["ETag"]) == (True, "系统下线", '"2"')
    assert token_status(stranger, "hongze-zhen-oa", secret) == 401
    transport.set(transport() + MAX_AGE)
    refused = running.get("/courts")
    assert (refused.status_code, refused.json()["code"]) == (401, "client-stopped")


def test_a_change_needs_the_version_it_was_decided_on(administrator: Wire) -> None:
    path = "/clients/hongze-ziran-oa/rotate-secret"
    assert administrator.post(path).status_code == 428
    stale = administrator.post(path, version=2)
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    assert administrator.post(path, version=1, key="once").status_code == 200
    again = administrator.post(path, version=1, key="once")
    assert (again.status_code, again.json()["client_secret"]) == (200, None)
    assert administrator.post(path, version=1).status_code == 412


def test_two_administrators_racing_make_one_change(administrator: Wire) -> None:
    headers = [{"Idempotency-Key": f"k{n}", "If-Match": '"1"'} for n in range(2)]
    answers = administrator.together([("POST", "/clients/hongze-ziran-oa/rotate-secret", {"headers": h}) for h in headers])
    assert sorted(answer.status_code for answer in answers) == [200, 412]


def test_a_revoked_client_stays_revoked(administrator: Wire) -> None:
    administrator.post("/clients/hongze-ziran-oa/revoke", {"reason": "系统下线"}, version=1)
    answer = administrator.post("/clients/hongze-ziran-oa/rotate-secret", version=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "client-is-revoked")


def test_the_list_is_for_administrators_and_auditors(standing: Wire, standing_call: Calling) -> None:
    ids = [item["client_id"] for item in standing.get("/clients").json()["items"]]
    assert ids == sorted(["administrator", *(client.client_id for client in samples.CLIENTS)])
    assert "administrator" not in standing_call("hongze-shenji").get("/clients").text
    assert standing_call("hongze-shichang-oa").get("/clients").json()["code"] == "role-not-allowed"
    assert standing.get("/clients/nobody").json()["code"] == "client-not-found"
    assert standing.get("/clients/hongze-sifa").json()["version"] == 1


def test_the_last_administrator_cannot_lock_the_registry(standing: Wire) -> None:
    answer = standing.post("/clients/administrator/revoke", {"reason": "离任"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "self-revocation")
