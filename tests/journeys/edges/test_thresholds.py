"""Numbers exactly on a threshold, and on both sides of the end of a period."""

from typing import Any

import pytest

from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, XUECHENG, YICHENG, Suit, measured, read

PLACE_NO = "（2026）鲁0403行初{}号"


def shown(case: Suit, agency: str, first: str, last: str) -> dict[str, Any]:
    """The rate of losses of a period."""
    figures = read(case.bureau, "/v1/review/figures", agency_id=agency, **{"from": first, "to": last})
    return dict(next(one for one in figures["measures"] if one["measure"] == "loss_rate"))


def sued(made: Made, count: int, place: str = XUECHENG) -> tuple[list[Suit], str]:
    """So many cases against one agency."""
    found = made(place=place)
    agency = found.agency("示例甲局（样例）", ALPHA, "department")
    number = PLACE_NO.replace("0403", "0403" if place == XUECHENG else "0404")
    return [Suit.filed(found, number.format(400 + each), "2026-06-01", ALPHA) for each in range(count)], agency


@pytest.mark.edge(28)
def test_one_of_ten_lost_is_within_the_target_of_xuecheng_and_two_of_ten_are_not(made: Made) -> None:
    """XC-0.4: 控制在10%以内, the number included."""
    cases, agency = sued(made, 10)
    for case in cases[1:]:
        case.judge("2026-06-10", (ALPHA, "claims_dismissed"))
    cases[0].judge("2026-06-10", (ALPHA, "revoked"))
    exactly = shown(cases[0], agency, "2026-06-01", "2026-06-30")
    assert (exactly["numerator"], exactly["denominator"], exactly["percent"], exactly["met"]) == (1, 10, "10.00%", True)

    place = cases[0].place
    more = [Suit.filed(place, PLACE_NO.format(450 + each), "2026-07-01", ALPHA) for each in range(2)]
    for case in more:
        case.judge("2026-07-10", (ALPHA, "revoked"))
    above = shown(cases[0], agency, "2026-06-01", "2026-07-31")
    assert (above["numerator"], above["denominator"], above["met"]) == (3, 12, False)


@pytest.mark.edge(28)
def test_without_a_closed_case_there_is_no_rate_and_nothing_to_judge(made: Made) -> None:
    cases, agency = sued(made, 1)
    nothing = shown(cases[0], agency, "2026-01-01", "2026-03-31")
    assert (nothing["numerator"], nothing["denominator"], nothing["rate"], nothing["met"]) == (0, 0, None, None)
    assert nothing["note"]


@pytest.mark.edge(29)
def test_losses_on_both_sides_of_a_quarters_and_a_years_end_count_for_their_own(made: Made) -> None:
    cases, agency = sued(made, 3, YICHENG)
    for case, day in zip(cases, ("2026-06-30", "2026-07-01", "2026-12-31"), strict=True):
        case.judge(day, (ALPHA, "revoked"))

    def lost(first: str, last: str) -> int:
        return measured(cases[0], agency, "lost", first, last)[0]

    assert [lost("2026-04-01", "2026-06-30"), lost("2026-07-01", "2026-09-30"), lost("2026-10-01", "2026-12-31")] == [1, 1, 1]
    assert (lost("2026-01-01", "2026-12-31"), lost("2027-01-01", "2027-03-31")) == (3, 0)
