"""Registering, changing and stopping a machine client."""

from datetime import date
from typing import Any

import msgspec
import pytest

from yingsu.errors import YingsuError
from yingsu.events.registry.client import ClientRegistered, ClientRevoked, ClientSecretRotated
from yingsu.officials.agencies import Agency
from yingsu.officials.clients import (
    Client,
    ClientAlreadyRegistered,
    ClientBindingInvalid,
    ClientIdInvalid,
    ClientIsRevoked,
    CredentialMissing,
    ReasonMissing,
    ScopeBeyondRole,
    SelfRevocation,
    evolve,
    register_client,
    revoke_client,
    rotate_secret,
)
from yingsu.officials.courts import Court
from yingsu.officials.divisions import DivisionCodeInvalid, JurisdictionsMissing
from yingsu.officials.signatures import PublicKeyInvalid, new_key, private_jwk, public_jwk

AGENCY = Agency(
    agency_id="agency-1",
    name="洪泽区示例局",
    code="11320813000008125D",
    type="department",
    jurisdiction="320813",
    valid_from=date(2019, 1, 1),
    sample=True,
)
CENTRE = msgspec.structs.replace(AGENCY, agency_id="agency-2", type="mediation_centre")
COURT = Court(court="苏0813", name="某法院", sample=True)
KEY = new_key()
PUBLIC = msgspec.json.encode(public_jwk(KEY)).decode()
OA: dict[str, Any] = {
    "client_id": "hongze-oa",
    "name": "示例局办公系统",
    "role": "agency",
    "agency": AGENCY,
    "jurisdictions": ["320813"],
    "scopes": [],
    "secret_hash": "aa",
    "public_key": PUBLIC,
}
REGISTERED = ClientRegistered(
    client_id="hongze-oa",
    name="示例局办公系统",
    role="agency",
    court=None,
    agency="agency-1",
    jurisdictions=("320813",),
    scopes=("case:read", "case:write", "due:read", "registry:read"),
    secret_hash="aa",
    public_key=PUBLIC,
)


def client(*events: ClientSecretRotated | ClientRevoked) -> Client:
    state = evolve(None, REGISTERED)
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state


def test_without_scopes_a_client_gets_all_of_its_role() -> None:
    assert register_client(None, **OA) == REGISTERED


def test_with_scopes_it_gets_those_only() -> None:
    assert register_client(None, **OA | {"scopes": ["case:read"]}).scopes == ("case:read",)


def test_a_court_s_system_is_bound_to_its_court() -> None:
    event = register_client(None, **OA | {"role": "court", "agency": None, "court": COURT, "jurisdictions": ["320813", "320812"]})
    assert (event.court, event.agency, event.jurisdictions) == ("苏0813", None, ("320813", "320812"))


def test_an_administrator_may_reach_the_whole_installation() -> None:
    event = register_client(None, **OA | {"role": "administrator", "agency": None, "jurisdictions": ["000000"]})
    assert event.jurisdictions == ("000000",)


def test_a_supervisor_may_be_bound_to_its_own_agency_and_see_a_wider_reach() -> None:
    event = register_client(None, **OA | {"role": "supervisor", "jurisdictions": ["320813", "320800"]})
    assert (event.agency, event.jurisdictions) == ("agency-1", ("320813", "320800"))


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"client_id": "OA"}, ClientIdInvalid, "/client_id"),
        ({"client_id": "示例"}, ClientIdInvalid, "/client_id"),
        ({"secret_hash": None, "public_key": None}, CredentialMissing, "/public_key"),
        ({"public_key": "{}"}, PublicKeyInvalid, "/public_key"),
        ({"public_key": msgspec.json.encode(private_jwk(KEY)).decode()}, PublicKeyInvalid, "/public_key"),
        ({"jurisdictions": []}, JurisdictionsMissing, "/jurisdictions"),
        ({"jurisdictions": ["320813", "320813"]}, JurisdictionsMissing, "/jurisdictions"),
        ({"jurisdictions": ["洪泽区"]}, DivisionCodeInvalid, "/jurisdictions/0"),
        ({"jurisdictions": ["000000"]}, DivisionCodeInvalid, "/jurisdictions/0"),
        ({"jurisdictions": ["320812"]}, ClientBindingInvalid, "/jurisdictions"),
        ({"jurisdictions": ["320813", "320812"]}, ClientBindingInvalid, "/jurisdictions"),
        ({"agency": None}, ClientBindingInvalid, "/agency"),
        ({"agency": CENTRE}, ClientBindingInvalid, "/role"),
        ({"role": "mediation_centre"}, ClientBindingInvalid, "/role"),
        ({"role": "auditor"}, ClientBindingInvalid, "/agency"),
        ({"role": "court"}, ClientBindingInvalid, "/court"),
        ({"court": COURT}, ClientBindingInvalid, "/court"),
        (
            {"role": "administrator", "agency": None, "jurisdictions": ["000000", "320813"]},
            ClientBindingInvalid,
            "/jurisdictions",
        ),
        ({"scopes": ["registry:write"]}, ScopeBeyondRole, "/scopes"),
        ({"scopes": ["notice:write"]}, ScopeBeyondRole, "/scopes"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_place(
    change: dict[str, Any], error: type[YingsuError], pointer: str
) -> None:
    with pytest.raises(error) as refusal:
        register_client(None, **OA | change)
    assert refusal.value.pointer == pointer


def test_a_client_id_is_given_once() -> None:
    with pytest.raises(ClientAlreadyRegistered):
        register_client(client(), **OA)


def test_a_refusal_of_a_scope_says_what_the_role_may_not_do() -> None:
    with pytest.raises(ScopeBeyondRole, match="不得查看其他机关的案件，更改法院事实"):
        register_client(None, **OA | {"scopes": ["notice:write"]})


def test_a_new_secret_replaces_the_old_one() -> None:
    event = rotate_secret(client(), secret_hash="bb")
    assert client(event).secret_hash == "bb"


def test_a_client_without_a_secret_has_none_to_change() -> None:
    state = msgspec.structs.replace(client(), secret_hash=None)
    with pytest.raises(CredentialMissing):
        rotate_secret(state, secret_hash="bb")


def test_a_revoked_client_keeps_the_reason() -> None:
    state = client(revoke_client(client(), reason=" 系统下线 ", by="administrator"))
    assert (state.revoked, state.reason) == (True, "系统下线")


def test_a_revoked_client_cannot_be_changed_again() -> None:
    state = client(ClientRevoked(reason="系统下线"))
    with pytest.raises(ClientIsRevoked):
        revoke_client(state, reason="再次", by="administrator")
    with pytest.raises(ClientIsRevoked):
        rotate_secret(state, secret_hash="bb")


def test_a_revocation_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        revoke_client(client(), reason="  ", by="administrator")


def test_changes_of_a_client_that_was_never_registered_make_none() -> None:
    assert evolve(None, ClientRevoked(reason="停用")) is None


def test_an_administrator_is_stopped_by_another() -> None:
    with pytest.raises(SelfRevocation):
        revoke_client(client(), reason="下线", by="hongze-oa")
