"""Sample data: plainly invented, and valid."""

from collections.abc import Iterable
from itertools import chain

from stdnum.cn import uscc

from services.registry import samples
from services.registry.sandbox_districts import DISTRICTS
from yingsu.law.profile import builtin_profiles, load_builtin

AGENCIES = [agency for district in DISTRICTS for agency in district.agencies]


def test_every_name_says_that_it_is_a_sample() -> None:
    courts = (name for district in DISTRICTS for _, name in district.courts)
    clients = (client.name for district in DISTRICTS for client in district.clients)
    assert [name for name in chain((agency.name for agency in AGENCIES), clients, courts) if "样例" not in name] == []
    assert [person.name for district in DISTRICTS for person in district.officials if "示例" not in person.name] == []


def test_the_sandbox_has_the_samples_of_hongze_and_a_district_for_every_profile_of_one() -> None:
    assert set(samples.AGENCIES) <= set(AGENCIES)
    governed = {load_builtin(profile_id, first).jurisdiction for profile_id, first in builtin_profiles()}
    assert {district.jurisdiction for district in DISTRICTS} == governed - {None}
    assert all({duty for person in district.officials for duty in person.duties} == duties() for district in DISTRICTS)


def duties() -> set[str]:
    """Every duty there is."""
    return {"head", "leader", "handler", "supervisor", "administrator"}


def test_codes_and_ids_have_valid_check_digits_and_differ() -> None:
    codes = [agency.code for agency in AGENCIES]
    assert all(uscc.is_valid(code) for code in codes)
    assert different(codes)
    assert different(agency.agency_id for agency in AGENCIES)
    assert different(client.client_id for district in DISTRICTS for client in district.clients)
    assert different(person.official_id for district in DISTRICTS for person in district.officials)


def different(found: Iterable[str]) -> bool:
    """Whether none comes twice."""
    listed = list(found)
    return len(set(listed)) == len(listed)


def test_organisation_codes_inside_have_valid_check_digits_by_gb_11714() -> None:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    for agency in AGENCIES:
        body, check = agency.code[8:16], agency.code[16]
        remainder = 11 - sum(int(digit, 36) * weight for digit, weight in zip(body, weights, strict=True)) % 11
        assert check == {10: "X", 11: "0"}.get(remainder, str(remainder))


def test_officials_and_clients_belong_to_sample_agencies_and_courts_of_their_district() -> None:
    for district in DISTRICTS:
        known = {agency.agency_id for agency in district.agencies}
        assert {person.agency for person in district.officials} <= known
        assert {client.agency for client in district.clients if client.agency} <= known
        assert {client.court for client in district.clients if client.court} == {court for court, _ in district.courts}
