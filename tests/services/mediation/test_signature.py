"""The signatures under a settlement: given a settlement, when a party signs, then the events or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.mediation.bounds import DateOrder, MediationConcluded, NotAParty
from services.mediation.settlement import SettlementNotReached
from services.mediation.signature import AlreadySigned, AuthorityMissing, SignatoryUnclear, SignSettlement, sign_settlement
from tests.services.mediation.cast import (
    EFFECTIVE,
    LAND,
    LEADER,
    MARKET,
    REACHED,
    SIGNED,
    TERMINATED,
    TODAY,
    TOMORROW,
    UNDER_WAY,
    Fact,
    Seals,
    given,
    october,
    person,
    refused,
    signed,
)
from yingsu.events.mediation.mediation import SettlementBecameEffective, SettlementSigned
from yingsu.ledger.store import FutureFact

AGREED = (*UNDER_WAY, REACHED)

SIGN = SignSettlement(party=LAND, signed_on=october(16), signatory="party")
AUTHORISED = SignSettlement(party=LAND, signed_on=october(16), signatory="authorised", person=LEADER, authority="file-3")


def sign(
    *facts: Fact, seals: Seals | None = None, command: SignSettlement = SIGN, **change: Any
) -> tuple[SettlementSigned | SettlementBecameEffective, ...]:
    """The decision on a signature."""
    return sign_settlement(given(*facts), msgspec.structs.replace(command, **change), TODAY, (seals or Seals()).person, ("p1",))


def test_a_party_signs() -> None:
    assert sign(*AGREED) == (SettlementSigned(party=LAND, signed_on=october(16), signatory="party", person=None, authority=None),)


def test_a_person_signs_for_a_party_with_proof_of_authority() -> None:
    seals = Seals()

    assert sign(*AGREED, seals=seals, command=AUTHORISED) == (
        SettlementSigned(party=LAND, signed_on=october(16), signatory="authorised", person=person(LEADER), authority="file-3"),
    )
    assert seals.sealed == ["示例李某"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"person": None}, "/person"), ({"authority": None}, "/authority"), ({"authority": ""}, "/authority")],
)
def test_a_person_without_proof_of_authority_does_not_sign(change: dict[str, Any], pointer: str) -> None:
    message = refused(
        AuthorityMissing,
        "authority-missing",
        "HZ-4.6",
        lambda seals: sign(*AGREED, seals=seals, command=AUTHORISED, **change),
        pointer=pointer,
    )
    assert "授权" in message


def test_two_of_three_signatures_bring_nothing_into_force() -> None:
    assert len(sign(*AGREED, SIGNED[0], party=MARKET, signed_on=october(14))) == 1
    assert given(*AGREED, *SIGNED).status == "settled_unsigned"


def test_the_third_signature_brings_the_settlement_into_force_that_day() -> None:
    assert sign(*AGREED, *SIGNED) == (EFFECTIVE[2][0], SettlementBecameEffective(effective_on=october(16)))


def test_the_settlement_is_in_force_from_the_latest_signature_also_when_an_earlier_one_is_recorded_last() -> None:
    facts = (*AGREED, signed("p1", october(13)), signed(MARKET, october(19)))

    assert sign(*facts, signed_on=october(14))[1] == SettlementBecameEffective(effective_on=october(19))


def test_a_party_that_did_not_take_part_does_not_sign() -> None:
    refused(NotAParty, "not-a-party", "HZ-4.6", lambda seals: sign(*AGREED, seals=seals, party="p2"), pointer="/party")


def test_a_party_signs_once() -> None:
    refused(AlreadySigned, "settlement-already-signed", "HZ-4.6", lambda seals: sign(*AGREED, *EFFECTIVE, seals=seals))


def test_the_head_of_an_agency_may_be_named_where_it_signs_itself() -> None:
    (event,) = sign(*AGREED, person=LEADER)

    assert event == SettlementSigned(party=LAND, signed_on=october(16), signatory="party", person=person(LEADER), authority=None)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"authority": "file-3"}, "/authority"), ({"party": "p1", "person": LEADER}, "/person")],
    ids=["authority", "somebody else for a natural person"],
)
def test_a_party_that_signs_itself_needs_nobody_and_no_authority(change: dict[str, Any], pointer: str) -> None:
    message = refused(
        SignatoryUnclear, "signatory-unclear", "HZ-4.6", lambda seals: sign(*AGREED, seals=seals, **change), pointer=pointer
    )
    assert "authorised" in message


def test_signing_waits_for_a_settlement_and_ends_with_the_termination() -> None:
    facts = (*AGREED, *SIGNED, TERMINATED)

    refused(SettlementNotReached, "settlement-not-reached", "HZ-4.6", lambda seals: sign(*UNDER_WAY, seals=seals))
    refused(MediationConcluded, "mediation-concluded", "HZ-4.6", lambda seals: sign(*facts, seals=seals))


@pytest.mark.parametrize(
    ("day", "error", "code"), [(october(12), DateOrder, "date-order"), (TOMORROW, FutureFact, "future-fact")]
)
def test_nobody_signs_before_the_settlement_or_in_the_future(day: date, error: Any, code: str) -> None:
    assert sign(*AGREED, signed_on=october(13))
    refused(
        error, code, "HZ-4.6", lambda seals: sign(*AGREED, seals=seals, command=AUTHORISED, signed_on=day), pointer="/signed_on"
    )
