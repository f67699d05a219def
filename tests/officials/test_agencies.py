"""Registering an agency: its code, its name, its jurisdiction."""

from datetime import date
from typing import Any

import pytest

from yingsu.errors import YingsuError
from yingsu.events.registry.agency import AgencyCodeReserved, AgencyRegistered
from yingsu.events.registry.client import ClientRevoked
from yingsu.officials.agencies import Agency, AgencyCodeInvalid, AgencyCodeTaken, NameInvalid, evolve, register_agency
from yingsu.officials.divisions import DivisionCodeInvalid

ASKED: dict[str, Any] = {
    "agency_id": "agency-1",
    "name": "洪泽区示例局",
    "code": "11320813000008125D",
    "type": "department",
    "jurisdiction": "320813",
    "valid_from": date(2019, 1, 1),
}
REGISTERED = AgencyRegistered(**ASKED, sample=False)


def test_an_agency_is_registered_and_its_code_reserved_for_it() -> None:
    assert register_agency(None, **ASKED) == (REGISTERED, AgencyCodeReserved(code="11320813000008125D", agency_id="agency-1"))


def test_a_code_written_in_small_letters_and_with_spaces_is_brought_to_its_standard_form() -> None:
    registered, reserved = register_agency(None, **ASKED | {"code": "1132 0813 0000 0812 5d", "name": "  洪泽区示例局 "})
    assert (registered.code, reserved.code, registered.name) == ("11320813000008125D", "11320813000008125D", "洪泽区示例局")


def test_a_code_that_another_agency_has_is_refused_naming_the_holder() -> None:
    holder = evolve(None, REGISTERED)
    with pytest.raises(AgencyCodeTaken) as refusal:
        register_agency(holder, **ASKED | {"agency_id": "agency-2", "name": "另一机关"})
    assert refusal.value.code == "agency-code-taken"
    assert refusal.value.pointer == "/code"
    assert "洪泽区示例局" in refusal.value.message


def test_a_wrong_check_digit_is_refused_and_the_right_one_told() -> None:
    with pytest.raises(AgencyCodeInvalid, match="按前 17 位计算应为“D”"):
        register_agency(None, **ASKED | {"code": "11320813000008125E"})


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"code": "12345"}, AgencyCodeInvalid, "/code"),
        ({"code": "11320813000008I25D"}, AgencyCodeInvalid, "/code"),
        ({"jurisdiction": "3208"}, DivisionCodeInvalid, "/jurisdiction"),
        ({"jurisdiction": "000000"}, DivisionCodeInvalid, "/jurisdiction"),
        ({"jurisdiction": "３２０８１３"}, DivisionCodeInvalid, "/jurisdiction"),
        ({"name": "   "}, NameInvalid, "/name"),
        ({"name": "局" * 121}, NameInvalid, "/name"),
    ],
)
def test_what_cannot_be_an_agency_is_refused_at_its_place(change: dict[str, str], error: type[YingsuError], pointer: str) -> None:
    with pytest.raises(error) as refusal:
        register_agency(None, **ASKED | change)
    assert refusal.value.pointer == pointer


def test_the_state_is_what_was_registered() -> None:
    assert evolve(None, REGISTERED) == Agency(**ASKED, sample=False)


def test_other_events_change_nothing() -> None:
    state = evolve(None, REGISTERED)
    assert evolve(state, ClientRevoked(reason="停用")) == state
