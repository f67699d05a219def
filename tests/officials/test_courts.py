"""Registering a court by its designation."""

import pytest

from yingsu.events.registry.agency import CourtRegistered
from yingsu.officials.agencies import NameInvalid
from yingsu.officials.courts import (
    Court,
    CourtAlreadyRegistered,
    CourtDesignationInvalid,
    CourtUnknown,
    evolve,
    known_court,
    register_court,
)


@pytest.mark.parametrize("court", ["苏0813", "苏08", "苏", "京04", "兵", "军", "最高法", "最高法知"])
def test_designations_of_every_level_are_accepted(court: str) -> None:
    assert register_court(None, court=court, name="某法院") == CourtRegistered(court=court, name="某法院", sample=False)


@pytest.mark.parametrize("court", ["", "0813", "苏813", "苏081", "苏081300", "江苏0813", "苏０８１３", "苏0813 "])
def test_what_is_no_designation_is_refused(court: str) -> None:
    with pytest.raises(CourtDesignationInvalid) as refusal:
        register_court(None, court=court, name="某法院")
    assert refusal.value.pointer == "/court"


def test_a_court_is_registered_once() -> None:
    known = Court(court="苏0813", name="淮安市洪泽区人民法院", sample=False)
    with pytest.raises(CourtAlreadyRegistered, match="淮安市洪泽区人民法院"):
        register_court(known, court="苏0813", name="某法院")


def test_a_court_needs_a_name() -> None:
    with pytest.raises(NameInvalid):
        register_court(None, court="苏0813", name="")


def test_the_state_is_what_was_registered() -> None:
    event = CourtRegistered(court="苏0813", name="某法院", sample=True)
    assert evolve(None, event) == Court(court="苏0813", name="某法院", sample=True)


def test_a_court_that_is_not_registered_is_named() -> None:
    with pytest.raises(CourtUnknown, match="苏0899"):
        known_court(None, "苏0899")
