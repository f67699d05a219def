"""What becomes of terms, losses and responses when a case goes from court to court."""

import pytest

from tests.clauses.district import District
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, BETA, COURTS, HONGZE, YANTAI, Suit, measured

CASE_NO, NEW_NO = "（2026）苏0813行初240号", "（2026）苏0812行初45号"
ANSWER = {"delivery": "court_platform", "has_answer": True, "evidence_count": 3}


def another_court(place: District, court: str) -> District:
    """The same district, as another court reports on it."""
    place.made("courts", {"court": court, "name": "示例人民法院（样例）"})
    return District(place.whole, place.jurisdiction, court)


@pytest.mark.edge(4)
@pytest.mark.parametrize(
    ("outcomes", "losers"),
    [(("revoked", "revoked"), {ALPHA, BETA}), (("claims_dismissed", "revoked"), {BETA})],
    ids=["both acts revoked", "only its own decision revoked"],
)
def test_the_reconsideration_body_as_co_defendant_loses_for_its_own_decision(
    made: Made, outcomes: tuple[str, str], losers: set[str]
) -> None:
    """行政诉讼法 arts. 26, 79: the decision of reconsideration is judged together with the original act, each for its own body."""
    place = made(place=YANTAI)
    ids = {
        ALPHA: place.agency("示例甲局（样例）", ALPHA, "department"),
        BETA: place.agency("示例市人民政府（样例）", BETA, "government"),
    }
    sued = [{"agency_code": ALPHA}, {"agency_code": BETA, "object": "reconsideration_decision"}]
    case = Suit.filed(place, "（2026）鲁0602行初240号", "2026-06-01", defendants=sued)
    objects = ("original_act", "reconsideration_decision")
    results = [
        {"agency_code": code, "object": sued_for, "outcome": outcome}
        for code, sued_for, outcome in zip((ALPHA, BETA), objects, outcomes, strict=True)
    ]
    case.tell("judgment", "2026-06-20", document="judgment", results=results)

    lost = {code for code in ids if measured(case, ids[code], "lost", "2026-04-01", "2026-06-30")[0] == 1}
    assert lost == losers
    handled = {one["agency"]["agency_id"]: one["handling"][0]["object"] for one in case.read()["defendants"]}
    assert handled == {ids[ALPHA]: "original_act", ids[BETA]: "reconsideration_decision"}


@pytest.mark.edge(8)
def test_a_remand_takes_the_loss_away_and_the_case_is_tried_anew(made: Made) -> None:
    place = made()
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-20", (ALPHA, "revoked"))
    assert measured(case, agency, "lost", "2026-04-01", "2026-06-30")[0] == 1

    case.tell("remand", "2026-08-10", ruling_no="（2026）苏08行终24号", new_case_no="（2026）苏0813行初301号")
    again = Suit.filed(place, "（2026）苏0813行初301号", "2026-08-20", ALPHA, earlier_case_nos=[CASE_NO])
    again.judge("2026-09-20", (ALPHA, "claims_dismissed"))

    assert measured(case, agency, "lost", "2026-04-01", "2026-06-30")[0] == 0
    assert measured(case, agency, "lost", "2026-07-01", "2026-09-30")[0] == 0
    assert [one["case_no"] for one in again.read()["instances"]] == [CASE_NO]


@pytest.mark.edge(8)
def test_a_retrial_upon_the_procuratorates_protest_stays_the_performance(made: Made) -> None:
    """法释〔2018〕1号 art. 118: the stay makes the day of performance rest; it ends when execution is taken up again."""
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.judge("2026-06-20", (ALPHA, "revoked_and_remade"))
    case.tell("judgment_effective", "2026-07-10", obliged=[{"agency_code": ALPHA, "perform_by": "2026-09-10"}])
    assert case.duty("performance", "2026-07-11")["due"] == "2026-09-10"

    case.tell("retrial", "2026-08-01", ruling_no="（2026）苏行抗1号", initiated_by="procuratorate", stays_performance=True)

    assert case.duty("performance", "2026-10-01")["standing"] == "suspended"
    case.tell("performance_resumption", "2026-10-09", reason="再审维持原判")
    assert case.duty("performance", "2026-10-10")["standing"] == "not_due"


@pytest.mark.edge(13)
def test_a_case_transferred_before_the_answer_goes_on_under_another_number_and_its_history_with_it(made: Made) -> None:
    """行政诉讼法 art. 22. The answer is owed to whichever court hears the case, by the day of the receipt."""
    place = made()
    place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.serve("2026-06-03", ALPHA)
    case.tell("transfer", "2026-06-08", to_court="苏0812", new_case_no=NEW_NO, reason="不属于本院管辖")

    later = Suit.filed(another_court(place, "苏0812"), NEW_NO, "2026-06-12", ALPHA, earlier_case_nos=[CASE_NO])
    later.serve("2026-06-16", ALPHA)

    assert case.read()["status"] == "transferred"
    assert [one["case_no"] for one in later.read()["instances"]] == [CASE_NO]
    assert later.duty("statutory_answer", "2026-06-17")["due"] == "2026-07-01"


@pytest.mark.edge(13)
def test_a_case_transferred_after_the_answer_keeps_the_answer_on_record(made: Made) -> None:
    place = made()
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.serve("2026-06-03", ALPHA)
    case.done(agency, "answer", "2026-06-10", submitted_on="2026-06-10", **ANSWER)
    case.tell("transfer", "2026-06-20", to_court="苏0812", new_case_no=NEW_NO, reason="不属于本院管辖")

    later = Suit.filed(another_court(place, "苏0812"), NEW_NO, "2026-06-25", ALPHA, earlier_case_nos=[CASE_NO])

    assert case.duty("statutory_answer", "2026-06-26")["outcome"] == "on_time"
    assert "登记答辩" not in {line["title"] for line in later.read("/timeline")}
    assert later.duties("statutory_answer", "2026-06-26") == {}, "nothing is served there yet"
    assert COURTS[HONGZE] in {one["court"] for one in later.read()["instances"]}
