"""What changes in the course of a suit: its procedure, its days, its parties; and what was known of it on a day."""

from typing import Any

import pytest

from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, XUECHENG, YANTAI, Suit, read

CASE_NO = "（2026）苏0813行初260号"
NAME = "示例甲局（样例）"


def served(made: Made, **further: str) -> tuple[Suit, str]:
    """A case whose complaint was received on 2 June 2026: the answer is due on the 17th."""
    place = made(**further)
    agency = place.agency(NAME, ALPHA, "department")
    number = {XUECHENG: "（2026）鲁0403行初260号", YANTAI: "（2026）鲁0602行初260号"}.get(place.jurisdiction, CASE_NO)
    case = Suit.filed(place, number, "2026-06-01", ALPHA)
    case.serve("2026-06-02", ALPHA)
    return case, agency


@pytest.mark.edge(35)
def test_a_simplified_procedure_that_turns_ordinary_changes_the_terms_of_court_and_evidence(made: Made) -> None:
    """行政诉讼法 arts. 81, 83; 法释〔2018〕1号 art. 104: the court may set another day for the answer, at most 15 days."""
    case, _ = served(made)
    assert case.duty("trial_term", "2026-06-03")["due"] == "2026-12-01"
    case.tell("procedure_change", "2026-06-04", procedure="simplified", reason="事实清楚", answer_by="2026-06-10")
    assert case.duty("statutory_answer", "2026-06-04")["due"] == "2026-06-10"
    assert case.duty("trial_term", "2026-06-04")["due"] == "2026-07-16", "45 days from the filing"

    case.tell("procedure_change", "2026-06-09", procedure="ordinary", reason="案情复杂", answer_by="2026-06-24")

    moved = case.duty("statutory_answer", "2026-06-09")
    assert (moved["due"], [move["new_due"] for move in moved["moves"]]) == ("2026-06-24", ["2026-06-10", "2026-06-24"])
    assert case.duty("trial_term", "2026-06-09")["due"] == "2026-12-01"


@pytest.mark.edge(36)
def test_days_of_suspension_do_not_count_in_the_term_of_the_trial(made: Made) -> None:
    """法释〔2018〕1号 arts. 50, 87: suspension, and appraisal, which the court tells as a suspension, are left out of the term."""
    case, _ = served(made)
    assert case.duty("trial_term", "2026-06-03")["due"] == "2026-12-01"
    case.tell("suspension", "2026-07-01", reason="委托鉴定")
    assert case.duty("trial_term", "2026-07-02")["standing"] == "suspended"

    case.tell("resumption", "2026-07-31", reason="鉴定结束")

    duty = case.duty("trial_term", "2026-08-01")
    assert (duty["standing"], duty["due"]) == ("not_due", "2026-12-31"), "thirty days later"
    assert [(pause["on"], pause["resumed_on"]) for pause in duty["suspensions"]] == [("2026-07-01", "2026-07-31")]


@pytest.mark.edge(37)
def test_when_the_plaintiff_dies_the_heir_goes_on_and_the_terms_of_the_defendant_stay(made: Made) -> None:
    """行政诉讼法 art. 25."""
    case, _ = served(made)
    case.tell(
        "plaintiff_substitution",
        "2026-06-08",
        party="p1",
        substitute={"person": {"name": "示例王某"}},
        reason="原告死亡，近亲属承继诉讼",
    )

    parties = {one["name"]: one["replaced"] for one in case.read()["plaintiffs"]}
    assert parties == {"示例张某": True, "示例王某": False}
    assert case.duty("statutory_answer", "2026-06-09")["due"] == "2026-06-17"


@pytest.mark.edge(37)
def test_what_a_third_party_performs_is_performed(made: Made) -> None:
    """行政诉讼法 art. 94: the defendant registers that the judgment is performed, and by whom."""
    case, agency = served(made)
    case.judge("2026-06-20", (ALPHA, "payment_ordered"))
    number = case.read()["judgments"][0]["judgment_no"]
    case.tell("judgment_effective", "2026-07-10", obliged=[{"agency_code": ALPHA, "perform_by": "2026-08-10"}])
    how = "由第三人示例公司代为给付（样例）"
    case.done(agency, "performances", "2026-08-01", judgment_no=number, performed_on="2026-08-01", how=how)

    duty = case.duty("performance", "2026-08-02")
    assert (duty["outcome"], duty["satisfied_on"]) == ("on_time", "2026-08-01")


@pytest.mark.edge(38)
def test_in_a_public_interest_suit_of_the_procuratorate_the_head_must_appear_in_xuecheng(made: Made) -> None:
    """XC-4.6: 检察机关提出行政公益诉讼的，正职应当出庭出声."""
    place = made(place=XUECHENG)
    place.agency(NAME, ALPHA, "department")
    plaintiff = {"plaintiffs": [{"organisation": "薛城区人民检察院（样例）"}]}
    case = Suit.filed(place, "（2026）鲁0403行初261号", "2026-06-01", ALPHA, **plaintiff)
    path = f"/v1/intake/cases/{case.case_id}/supervision/flags"
    case.at("2026-06-03")
    flag = {"set_on": "2026-06-03", "flag": "procuratorate_public_interest", "grounds": "检察机关提起行政公益诉讼（样例）"}
    assert case.bureau.post(path, flag, version=0).status_code == 201
    case.tell("hearing_notice", "2026-06-10", hearing_on="2026-06-25")

    (appeared,) = case.read()["hearings"][0]["appeared"]
    assert (appeared["required"]["degree"], appeared["required"]["head_required"]) == ("must", True)
    assert [reason["clauses"] for reason in appeared["required"]["reasons"]] == [["XC-4.6"]]
    assert case.read()["plaintiffs"][0]["organisation"] is True


@pytest.mark.edge(39)
def test_what_was_known_on_one_day_of_facts_up_to_another(made: Made) -> None:
    """Known on 30 June of facts up to 15 June: the service of the 12th was told on 25 June, that of the 20th is later."""
    place = made()
    place.agency(NAME, ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.at("2026-06-25")
    case.tell("service", "2026-06-12", agency_code=ALPHA, document="complaint_copy")
    case.tell("hearing_notice", "2026-06-20", hearing_on="2026-07-20")
    case.at("2026-07-05")
    case.tell("service", "2026-06-14", agency_code=ALPHA, document="summons")

    def titles(**query: str) -> list[str]:
        return [line["title"] for line in case.read("/timeline", **query)]

    asked = {"as_of": "2026-06-15", "as_known_at": "2026-06-30T23:59:59+08:00"}
    assert titles(**asked) == ["一审立案", "送达起诉状副本"]
    assert titles(as_of="2026-06-15") == ["一审立案", "送达起诉状副本", "送达传票"]
    assert titles(as_known_at="2026-06-20T00:00:00+08:00") == ["一审立案"]
    due = read(case.bureau, "/v1/notify/obligations", case_id=case.case_id, code="statutory_answer", **asked)
    assert [duty["due"] for duty in due["obligations"]] == ["2026-06-29"], "27 June is a Saturday"
    early = read(case.bureau, "/v1/notify/obligations", case_id=case.case_id, as_known_at="2026-06-20T00:00:00+08:00")
    assert "statutory_answer" not in {duty["code"] for duty in early["obligations"]}


@pytest.mark.edge(32)
@pytest.mark.parametrize(("reply_by", "due"), [("2026-07-10", "2026-07-10"), ("2026-09-30", "2026-09-30"), (None, "2026-08-10")])
def test_a_judicial_advice_is_answered_by_the_courts_own_day_and_with_its_copy(
    made: Made, reply_by: str | None, due: str
) -> None:
    """烟台 YT-3.1.3: by the day that the court sets, else within 60 days of the receipt (9 August is a Sunday), with a copy."""
    case, agency = served(made, place=YANTAI)
    advice: dict[str, Any] = {"agency_code": ALPHA, "advice_no": "（2026）鲁06司建3号（样例）"}
    case.tell("judicial_advice", "2026-06-10", **advice, **({"reply_by": reply_by} if reply_by else {}))
    assert case.duty("judicial_advice_reply", "2026-06-11")["due"] == due

    reply = {"advice_no": advice["advice_no"], "replied_on": "2026-07-01", "measures": "已修订裁量基准（样例）"}
    case.done(agency, "judicial-advice-replies", "2026-07-01", to="court", **reply)
    assert case.duty("judicial_advice_reply", "2026-07-02")["standing"] == "not_due", "the copy is missing"
    case.done(agency, "judicial-advice-replies", "2026-07-03", to="legal_office", **reply | {"replied_on": "2026-07-03"})
    done = case.duty("judicial_advice_reply", "2026-07-04")
    assert (done["outcome"], done["satisfied_on"]) == ("on_time", "2026-07-03")


@pytest.mark.edge(1)
def test_thirty_plaintiffs_against_one_act_are_thirty_cases_of_one_series(made: Made) -> None:
    """Counted as the court numbers them; the series is shown beside."""
    place = made()
    agency = place.agency(NAME, ALPHA, "department")
    series = {"series": "示例片区征收补偿系列案（样例）", "series_kind": "series"}
    cases = [Suit.filed(place, f"（2026）苏0813行初{300 + each}号", "2026-06-01", ALPHA) for each in range(30)]
    for case in cases:
        case.tell("series_link", "2026-06-02", **series)
        case.judge("2026-06-20", (ALPHA, "revoked"))

    figures = read(cases[0].bureau, "/v1/review/figures", agency_id=agency, **{"from": "2026-06-01", "to": "2026-06-30"})
    lost = next(one for one in figures["measures"] if one["measure"] == "lost")
    assert lost["numerator"] == 30
    assert {each["series"] for case in cases[:3] for each in case.read()["series"]} == {series["series"]}
