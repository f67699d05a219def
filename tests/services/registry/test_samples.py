"""Sample data: plainly invented, and valid."""

from stdnum.cn import uscc

from services.registry import samples


def test_every_name_says_that_it_is_a_sample() -> None:
    names = [agency.name for agency in samples.AGENCIES] + [client.name for client in samples.CLIENTS] + [samples.COURT_NAME]
    assert [name for name in names if "样例" not in name] == []
    assert [person.name for person in samples.OFFICIALS if "示例" not in person.name] == []


def test_codes_have_valid_check_digits_and_differ() -> None:
    codes = [agency.code for agency in samples.AGENCIES]
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_organisation_codes_inside_have_valid_check_digits_by_gb_11714() -> None:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    for agency in samples.AGENCIES:
        body, check = agency.code[8:16], agency.code[16]
        remainder = 11 - sum(int(digit, 36) * weight for digit, weight in zip(body, weights, strict=True)) % 11
        assert check == {10: "X", 11: "0"}.get(remainder, str(remainder))


def test_officials_and_clients_belong_to_sample_agencies() -> None:
    known = {agency.agency_id for agency in samples.AGENCIES}
    assert {person.agency for person in samples.OFFICIALS} <= known
    assert {client.agency for client in samples.CLIENTS if client.agency} <= known
