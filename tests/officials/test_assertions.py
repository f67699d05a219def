"""The statement of the acting official."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.officials.enrolment import ISSUER, OFFICIAL, Cast
from yingsu.clock import SettableClock
from yingsu.errors import YingsuError
from yingsu.events.registry.client import ClientRole
from yingsu.officials.assertions import AssertionExpired, AssertionInvalid, AssertionReplayed, OfficialUnknown
from yingsu.officials.callers import Caller
from yingsu.officials.signatures import new_key
from yingsu.officials.tokens import Verifier


def caller(client: str = "hongze-oa", role: ClientRole = "agency", agency: str | None = "agency-1") -> Caller:
    return Caller(client=client, role=role, scopes=frozenset({"case:write"}), jurisdictions=("320813",), agency=agency)


def test_the_official_and_its_duties_are_added_to_the_caller(verifier: Verifier, cast: Cast) -> None:
    acting = verifier.verify_assertion(cast.statement(), caller())
    assert (acting.official, acting.duties, acting.client) == (OFFICIAL, ("head",), "hongze-oa")
    assert acting.actor().official == OFFICIAL


def test_an_audience_may_be_one_of_a_list(verifier: Verifier, cast: Cast) -> None:
    assert verifier.verify_assertion(cast.statement(aud=["urn:other", ISSUER]), caller()).official == OFFICIAL


def test_a_statement_counts_once(verifier: Verifier, cast: Cast) -> None:
    statement = cast.statement()
    verifier.verify_assertion(statement, caller())
    with pytest.raises(AssertionReplayed):
        verifier.verify_assertion(statement, caller())


def test_a_statement_refused_for_its_time_stays_refused_within_the_leeway(
    verifier: Verifier, cast: Cast, transport: SettableClock
) -> None:
    statement = cast.statement()
    transport.set(transport() + timedelta(minutes=2, seconds=9))
    assert verifier.verify_assertion(statement, caller()).official == OFFICIAL
    with pytest.raises(AssertionReplayed):
        verifier.verify_assertion(statement, caller())
    transport.set(transport() + timedelta(seconds=1))
    with pytest.raises(AssertionExpired):
        verifier.verify_assertion(statement, caller())


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"iss": "court-su0813"}, AssertionInvalid),
        ({"aud": "urn:yingsu:api"}, AssertionInvalid),
        ({"aud": []}, AssertionInvalid),
        ({"jti": ""}, AssertionInvalid),
        ({"jti": "x" * 129}, AssertionInvalid),
        ({"life": timedelta(minutes=6)}, AssertionInvalid),
        ({"life": timedelta(seconds=-11)}, AssertionExpired),
        ({"nbf": 4_000_000_000.0}, AssertionInvalid),
        ({"iat": 4_000_000_000.0}, AssertionInvalid),
        ({"key": new_key()}, AssertionInvalid),
        ({"sub": "official-00000000-0000-4000-8000-000000000002"}, OfficialUnknown),
        ({"sub": "official-unknown"}, OfficialUnknown),
        ({"sub": "hongze-oa"}, OfficialUnknown),
    ],
)
def test_statements_that_do_not_hold_are_refused(
    verifier: Verifier, cast: Cast, change: dict[str, Any], error: type[YingsuError]
) -> None:
    with pytest.raises(error):
        verifier.verify_assertion(cast.statement(**change), caller())


def test_a_client_without_a_key_cannot_speak_for_anyone(verifier: Verifier, cast: Cast) -> None:
    with pytest.raises(AssertionInvalid):
        verifier.verify_assertion(cast.statement(iss="court-su0813"), caller("court-su0813", "court"))


def test_a_client_of_no_agency_has_no_officials(verifier: Verifier, cast: Cast) -> None:
    with pytest.raises(OfficialUnknown):
        verifier.verify_assertion(cast.statement(), caller(agency=None))


def test_a_system_of_administrators_acts_for_officials_of_the_jurisdictions_that_it_administers(
    verifier: Verifier, cast: Cast
) -> None:
    office = caller(role="administrator", agency=None)
    acting = verifier.verify_assertion(cast.statement(sub=cast.neighbour), office)
    assert (acting.official, acting.duties) == (cast.neighbour, ("head",))
    elsewhere = msgspec.structs.replace(office, jurisdictions=("320812",))
    with pytest.raises(OfficialUnknown, match="未登记在管理的区域内"):
        verifier.verify_assertion(cast.statement(), elsewhere)
    with pytest.raises(OfficialUnknown):
        verifier.verify_assertion(cast.statement(sub="official-of-nobody"), office)
