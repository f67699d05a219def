"""Division codes, and which of them lie within a reach."""

import pytest

from yingsu.officials.divisions import NATIONAL, DivisionCodeInvalid, division, within


def test_the_whole_country_is_meaningful_only_where_it_is_asked_for() -> None:
    assert division(NATIONAL, pointer="/x", national=True) == NATIONAL
    with pytest.raises(DivisionCodeInvalid):
        division(NATIONAL, pointer="/x")


@pytest.mark.parametrize(
    ("codes", "reach", "inside"),
    [
        (["320813"], ["320813", "320812"], True),
        (["320813"], ["320812"], False),
        (["320813"], [NATIONAL], True),
        ([NATIONAL], ["320813"], False),
        (["320813", "320812"], ["320813"], False),
    ],
)
def test_within(codes: list[str], reach: list[str], inside: bool) -> None:
    assert within(codes, reach) is inside
