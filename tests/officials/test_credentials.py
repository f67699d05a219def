"""How a client proves itself at the token endpoint."""

from datetime import timedelta

import pytest

from tests.officials.enrolment import ISSUER, Append, Cast
from yingsu.clock import SettableClock
from yingsu.events.registry.client import ClientRevoked, ClientSecretRotated
from yingsu.ledger.keys import KeyStore
from yingsu.officials.assertions import AssertionExpired, AssertionInvalid, AssertionReplayed
from yingsu.officials.credentials import ClientNotAuthenticated, FrontDoor, new_secret, secret_hash
from yingsu.officials.directory import Directory


@pytest.fixture
def door(directory: Directory, keys: KeyStore, transport: SettableClock) -> FrontDoor:
    """The token endpoint's door."""
    return FrontDoor(directory, keys, issuer=ISSUER, clock=transport)


def test_the_right_secret_opens(door: FrontDoor, cast: Cast) -> None:
    assert door.by_secret("hongze-oa", cast.secret).client_id == "hongze-oa"


@pytest.mark.parametrize(
    ("client_id", "secret"), [("hongze-oa", "wrong"), ("hongze-oa", ""), ("nobody", "x"), ("", ""), ("a\0b", "x")]
)
@pytest.mark.usefixtures("cast")
def test_everything_else_is_refused_in_the_same_words(door: FrontDoor, client_id: str, secret: str) -> None:
    with pytest.raises(ClientNotAuthenticated, match="接入系统编号或密钥不正确"):
        door.by_secret(client_id, secret)


def test_a_secret_opens_for_its_own_client_only(keys: KeyStore) -> None:
    assert secret_hash(keys, "a", "secret") != secret_hash(keys, "b", "secret")


def test_after_a_rotation_only_the_new_secret_opens(door: FrontDoor, cast: Cast, append: Append, keys: KeyStore) -> None:
    door.by_secret("hongze-oa", cast.secret)
    append("client-hongze-oa", 1, ClientSecretRotated(secret_hash=secret_hash(keys, "hongze-oa", "new")))
    assert door.by_secret("hongze-oa", "new").version == 2
    with pytest.raises(ClientNotAuthenticated):
        door.by_secret("hongze-oa", cast.secret)


def test_a_revoked_client_is_refused_at_once(door: FrontDoor, cast: Cast, append: Append) -> None:
    door.by_secret("hongze-oa", cast.secret)
    append("client-hongze-oa", 1, ClientRevoked(reason="系统下线"))
    with pytest.raises(ClientNotAuthenticated):
        door.by_secret("hongze-oa", cast.secret)
    with pytest.raises(ClientNotAuthenticated):
        door.by_statement(cast.statement(sub="hongze-oa"))


def test_a_signed_statement_opens_once(door: FrontDoor, cast: Cast) -> None:
    statement = cast.statement(sub="hongze-oa")
    assert door.by_statement(statement, "hongze-oa").client_id == "hongze-oa"
    with pytest.raises(AssertionReplayed):
        door.by_statement(statement)


def test_a_statement_of_the_acting_official_does_not_open(door: FrontDoor, cast: Cast) -> None:
    with pytest.raises(AssertionInvalid, match="sub"):
        door.by_statement(cast.statement())


def test_a_statement_for_another_client_id_does_not_open(door: FrontDoor, cast: Cast) -> None:
    with pytest.raises(ClientNotAuthenticated):
        door.by_statement(cast.statement(sub="hongze-oa"), "court-su0813")


@pytest.mark.parametrize("iss", ["court-su0813", "nobody", "a\0b"])
def test_a_client_without_a_registered_key_cannot_sign(door: FrontDoor, cast: Cast, iss: str) -> None:
    with pytest.raises(ClientNotAuthenticated):
        door.by_statement(cast.statement(iss=iss, sub=iss))


def test_an_old_statement_is_refused(door: FrontDoor, cast: Cast, transport: SettableClock) -> None:
    statement = cast.statement(sub="hongze-oa")
    transport.set(transport() + timedelta(minutes=3))
    with pytest.raises(AssertionExpired):
        door.by_statement(statement)


@pytest.mark.parametrize("statement", ["", "a.b.c", "应诉", "e30.e30.e30"])
@pytest.mark.usefixtures("cast")
def test_what_is_no_statement_is_refused(door: FrontDoor, statement: str) -> None:
    with pytest.raises(AssertionInvalid):
        door.by_statement(statement)


def test_secrets_are_long_and_differ() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == 43
