"""Who lost, who is to review it, and in which period it counts."""

import pytest

from tests.clauses.district import District
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, BETA, DEHUA, Suit, measured

CASE_NO, SECOND_NO = "（2026）苏0813行初201号", "（2026）苏08行终31号"


def two(place: District) -> tuple[str, str]:
    """Two agencies of a district."""
    return place.agency("示例甲局（样例）", ALPHA, "department"), place.agency("示例乙局（样例）", BETA, "department")


@pytest.mark.edge(2)
def test_of_two_defendants_one_loses_and_in_hongze_both_review(made: Made) -> None:
    """HZ-9.2: 共同被告中有败诉的, every defendant reviews."""
    place = made()
    first, second = two(place)
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA, BETA)
    case.judge("2026-06-05", (ALPHA, "revoked"), (BETA, "claims_dismissed"))
    case.serve("2026-06-09", ALPHA, BETA, document="judgment")

    results = {one["agency"]["agency_id"]: one["lost"] for judged in case.read()["judgments"] for one in judged["results"]}
    assert results == {first: True, second: False}
    reviewed = {one["agency"]["agency_id"]: one["grounds"] for one in case.reviews()}
    assert reviewed == {first: "lost", second: "joint_defendant"}
    assert measured(case, first, "loss_rate", "2026-04-01", "2026-06-30") == (1, 1)
    assert measured(case, second, "loss_rate", "2026-04-01", "2026-06-30") == (0, 1)


@pytest.mark.edge(2)
def test_of_two_defendants_one_loses_and_in_dehua_it_alone_reports(made: Made) -> None:
    """德化 asks for a report of whoever lost (DH-4.1), and for none of the other."""
    place = made(place=DEHUA)
    first, _ = two(place)
    case = Suit.filed(place, "（2026）闽0526行初201号", "2026-06-01", ALPHA, BETA)
    case.judge("2026-06-05", (ALPHA, "revoked"), (BETA, "claims_dismissed"))
    case.serve("2026-06-09", ALPHA, BETA, document="judgment")

    assert [one["agency"]["agency_id"] for one in case.reviews()] == [first]


@pytest.mark.edge(5)
def test_a_government_loses_and_the_unit_that_did_the_act_reviews(made: Made) -> None:
    place = made()
    government = place.agency("示例区人民政府（样例）", ALPHA, "government")
    unit = place.agency("示例征收办（样例）", BETA, "department")
    act = {"kind": "征收补偿决定", "implementing_unit": "示例征收办（样例）"}
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA, act=act)
    case.judge("2026-06-05", (ALPHA, "revoked"))
    case.serve("2026-06-09", ALPHA, document="judgment")

    (review,) = case.reviews()
    assert (review["agency"]["agency_id"], review["defendant"]["agency_id"]) == (unit, government)
    assert measured(case, government, "loss_rate", "2026-04-01", "2026-06-30") == (1, 1), "the loss is the government's"


@pytest.mark.edge(6)
def test_lost_first_and_won_on_appeal_is_no_loss_and_its_review_is_void(made: Made) -> None:
    place = made()
    first, _ = two(place)
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-05", (ALPHA, "revoked"))
    case.serve("2026-06-09", ALPHA, document="judgment")
    assert measured(case, first, "loss_rate", "2026-04-01", "2026-06-30") == (1, 1)

    _appeal(case, "reversed", (ALPHA, "claims_dismissed"))

    assert measured(case, first, "loss_rate", "2026-04-01", "2026-06-30") == (0, 1)
    assert [one["status"] for one in case.reviews()] == ["voided"]
    (result,) = [one for judged in case.read()["judgments"] for one in judged["results"]]
    assert (result["lost"], result["reversed_by"]) == (True, SECOND_NO), "what the first court said stays as it was said"


@pytest.mark.edge(7)
def test_won_first_and_lost_on_appeal_counts_when_the_second_court_decided(made: Made) -> None:
    place = made()
    first, _ = two(place)
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-05", (ALPHA, "claims_dismissed"))
    assert case.reviews() == []

    later = _appeal(case, "reversed", (ALPHA, "revoked"))
    later.serve("2026-07-20", ALPHA, document="judgment")

    assert measured(case, first, "loss_rate", "2026-04-01", "2026-06-30") == (0, 1)
    assert measured(case, first, "loss_rate", "2026-07-01", "2026-09-30") == (1, 1)
    (review,) = later.reviews()
    assert (review["judgment_no"], review["received_on"]) == (SECOND_NO, "2026-07-20")


@pytest.mark.edge(14)
def test_a_judgment_received_a_fortnight_later_counts_for_the_quarter_of_the_judgment(made: Made) -> None:
    """Judged on 28 June, received on 12 July: the second quarter's loss, the review counted from the receipt."""
    place = made()
    first, _ = two(place)
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-28", (ALPHA, "revoked"))
    assert case.reviews() == [], "nobody reviews what nobody has"
    case.serve("2026-07-12", ALPHA, document="judgment")

    assert measured(case, first, "loss_rate", "2026-04-01", "2026-06-30") == (1, 1)
    assert measured(case, first, "loss_rate", "2026-07-01", "2026-09-30") == (0, 0)
    assert case.reviews()[0]["received_on"] == "2026-07-12"
    assert case.duty("review_start", "2026-07-13")["due"] == "2026-07-17", "HZ-9.1: five working days, 12 July is a Sunday"


@pytest.mark.edge(44)
def test_compensation_alone_is_a_loss_and_costs_alone_are_none(made: Made) -> None:
    """行政诉讼法 arts. 76–78: an order to compensate is a decision against the defendant; costs are no result of a judgment."""
    place = made()
    first, second = two(place)
    paid = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    paid.judge("2026-06-05", (ALPHA, "compensation_ordered"))
    costs = Suit.filed(place, "（2026）苏0813行初202号", "2026-06-01", BETA)
    costs.judge("2026-06-05", (BETA, "claims_dismissed"))

    assert measured(paid, first, "loss_rate", "2026-04-01", "2026-06-30") == (1, 1)
    assert measured(costs, second, "loss_rate", "2026-04-01", "2026-06-30") == (0, 1)
    refused = costs.send("judgment", "2026-06-06", document="judgment", results=[{"agency_code": BETA, "outcome": "costs"}])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/results/0/outcome")


def _appeal(case: Suit, result: str, *results: tuple[str, str]) -> Suit:
    """The court of appeal files the case on 1 July and decides on the 10th."""
    case.place.made("courts", {"court": "苏08", "name": "示例市中级人民法院（样例）"})
    higher = District(case.place.whole, case.place.jurisdiction, "苏08")
    appeal = Suit.filed(higher, SECOND_NO, "2026-07-01", ALPHA, earlier_case_nos=[case.case_no])
    appeal.judge("2026-07-10", *results, upon_earlier={"case_no": case.case_no, "result": result})
    return appeal
