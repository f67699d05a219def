"""Registering an official of an agency."""

from collections.abc import Sequence
from datetime import date

import pytest

from yingsu.events.registry.agency import OfficialRegistered
from yingsu.ledger.sealed import SealedPerson
from yingsu.officials.agencies import Agency, NameInvalid
from yingsu.officials.officials import AgencyUnknown, DutiesInvalid, Duty, Official, evolve, known_agency, register_official

AGENCY = Agency(
    agency_id="agency-1",
    name="洪泽区示例局",
    code="11320813000008125D",
    type="department",
    jurisdiction="320813",
    valid_from=date(2019, 1, 1),
    sample=True,
)
SEALED = SealedPerson(subject="official-1", key_id="k", box="b")
REGISTERED = OfficialRegistered(official_id="official-1", person=SEALED, agency="agency-1", post="局长", duties=("head",))


def test_an_official_is_registered_with_a_sealed_name() -> None:
    assert register_official(AGENCY, official_id="official-1", person=SEALED, post=" 局长", duties=["head"]) == REGISTERED


@pytest.mark.parametrize("duties", [[], ["head", "head"]])
def test_duties_are_at_least_one_and_none_twice(duties: Sequence[Duty]) -> None:
    with pytest.raises(DutiesInvalid):
        register_official(AGENCY, official_id="official-1", person=SEALED, post="局长", duties=duties)


def test_an_official_needs_a_post() -> None:
    with pytest.raises(NameInvalid) as refusal:
        register_official(AGENCY, official_id="official-1", person=SEALED, post=" ", duties=["head"])
    assert refusal.value.pointer == "/post"


def test_an_agency_that_is_not_registered_is_named() -> None:
    with pytest.raises(AgencyUnknown, match="agency-9"):
        known_agency(None, "agency-9")


def test_the_state_is_what_was_registered() -> None:
    assert evolve(None, REGISTERED) == Official(
        official_id="official-1", person=SEALED, agency="agency-1", post="局长", duties=("head",)
    )
