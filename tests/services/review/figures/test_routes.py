"""The figures over HTTP: on two clocks, each number with what it opens, and who may see them."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.calendars import publish_a_longer_holiday
from tests.services.audit.story import enrol
from tests.services.intake.cast import CASE_NO, LAND_CODE, MARKET_CODE, filing, service
from tests.services.mediation.story import CASE, at
from tests.services.review.figures.story import (
    LAND,
    MARKET,
    ask,
    case_id,
    case_no,
    counts,
    file,
    history,
    items,
    join,
    judge,
    refer,
    serve,
    shown,
)
from tests.whole import AUDITOR, CENTRE, COURT, LAND_OA, MARKET_OA, SUPERVISOR, Whole

ANSWER = "on_time.statutory_answer"


def test_an_agency_reads_its_figures_each_with_basis_and_authority(whole: Whole) -> None:
    history(whole)
    answer = ask(whole, client=MARKET_OA)
    body = answer.json()
    assert {key: body[key] for key in body if key != "measures"} == {
        "agency_id": MARKET,
        "agency": "洪泽区示例市场监督管理局（样例）",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "today": "2026-08-01",
        "as_of": None,
        "as_known_at": None,
        "dormant": [],
        "undetermined": [],
        "successor": None,
        "taken_over": [],
    }
    found = shown(answer)
    assert counts(answer) == (4, 3, 1)
    rate = found["loss_rate"]
    assert rate.pop("basis").startswith("分子为败诉数：期间内判决本机关败诉的案件，以裁判之日")
    assert rate.pop("source") == (
        "《关于进一步压降行政诉讼败诉率的十项机制》引言（HZ-0.3）；行政诉讼法第六十九条至第七十九条；哪些判决属于败诉为通行做法（法律未规定）；"
        "行政诉讼法第六十九条至第七十九条（判决、裁定），第六十二条（撤诉）；统计口径为通行做法（法律未规定）"
    )
    address = f"/v1/review/figures/items?agency_id={MARKET}&measure=loss_rate&side="
    assert rate == {
        "measure": "loss_rate",
        "title": "败诉率",
        "clauses": ["HZ-0.3", "XSF-62"],
        "numerator": 1,
        "denominator": 3,
        "rate": "0.3333",
        "percent": "33.33%",
        "note": None,
        "target": None,
        "met": None,
        "trend": {
            "from": "2025-01-01",
            "to": "2025-12-31",
            "numerator": 0,
            "denominator": 0,
            "percent": None,
            "change": None,
            "direction": None,
            "wanted": "fall",
            "words": "本期间或者前一期间分母为零，不比较",
        },
        "pending": None,
        "items": {
            "numerator": f"{address}numerator&from=2026-01-01&to=2026-12-31",
            "denominator": f"{address}denominator&from=2026-01-01&to=2026-12-31",
            "pending": None,
        },
    }
    assert (found[ANSWER]["numerator"], found[ANSWER]["denominator"], found[ANSWER]["percent"]) == (0, 1, "0.00%")
    assert (found["on_time.mediation_plan"]["note"], found["on_time.mediation_plan"]["pending"]) == ("分母为零，不计算比率。", 0)


def test_a_quarter_is_compared_with_the_quarter_before(whole: Whole) -> None:
    history(whole)
    file(whole, 5, date(2026, 1, 5))
    judge(whole, 5, date(2026, 2, 3), (MARKET, "revoked"))
    whole.settle()
    trend = shown(ask(whole, **{"from": "2026-04-01", "to": "2026-06-30"}))["loss_rate"]["trend"]
    assert (trend["from"], trend["to"], trend["percent"]) == ("2026-01-01", "2026-03-31", "100.00%")
    assert (trend["change"], trend["direction"], trend["words"]) == ("-66.67", "fall", "较前一期间下降66.67个百分点")


def test_the_other_defendant_has_won_the_same_case(whole: Whole) -> None:
    history(whole)
    answer = ask(whole, LAND, LAND_OA)
    assert counts(answer) == (1, 1, 0)
    assert shown(answer)["loss_rate"]["percent"] == "0.00%"


def test_every_list_is_as_long_as_its_number_and_opens_entries_of_its_cases(whole: Whole) -> None:
    history(whole)
    entries = {str(entry.event_id): entry for entry in whole.ledger.read_all(0, 10_000)}
    wire, opened = whole.wire(SUPERVISOR), 0
    for measure in shown(ask(whole)).values():
        for side, address in measure["items"].items():
            if address is None:
                assert measure[side] is None
                continue
            listed = wire.send("GET", address).json()
            assert len(listed) == measure[side]
            for item in listed:
                assert item["event_ids"]
                assert {entries[event_id].case_id for event_id in item["event_ids"]} == {item["case_id"]}
                assert "2026-01-01" <= item["day"] <= "2026-12-31"
            opened += len(listed)
    assert opened == 4 + 3 + 1 + (1 + 3) + 1


def test_a_number_opens_its_case_its_entries_and_its_obligation(whole: Whole) -> None:
    history(whole)
    (lost,) = items(whole, "lost").json()
    timeline = whole.wire(SUPERVISOR).get(f"/v1/intake/cases/{case_id(1)}/timeline").json()
    titles = {line["event_id"]: line["topic"] for line in timeline}
    assert [titles[event_id] for event_id in lost.pop("event_ids")] == ["intake.judgment_lost.v1", "intake.judgment_delivered.v1"]
    assert lost == {
        "case_id": case_id(1),
        "case_no": case_no(1),
        "day": "2026-06-28",
        "title": f"败诉：撤销（{case_no(1)}）",
        "obligation_id": None,
        "of_agency": None,
    }
    (overdue,) = items(whole, ANSWER, side="denominator").json()
    obligation = whole.wire(SUPERVISOR).get(f"/v1/notify/obligations/{overdue['obligation_id']}").json()
    assert (obligation["latest"], obligation["standing"]) == (overdue["day"], "overdue") == ("2026-06-18", "overdue")


def test_lists_come_in_pages_by_day(whole: Whole) -> None:
    history(whole)
    wire, address, found = whole.wire(SUPERVISOR), shown(ask(whole))["loss_rate"]["items"]["denominator"] + "&limit=2", []
    while address:
        answer = wire.send("GET", address)
        found += [(item["day"], item["case_id"]) for item in answer.json()]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == [("2026-05-20", case_id(2)), ("2026-06-10", case_id(3)), ("2026-06-28", case_id(1))]


def test_a_judgment_counts_by_its_day_not_by_its_receipt(whole: Whole) -> None:
    history(whole)
    assert counts(ask(whole, **{"from": "2026-06-28", "to": "2026-06-28"})) == (0, 1, 1)
    assert counts(ask(whole, **{"from": "2026-06-29", "to": "2026-12-31"})) == (0, 0, 0)


def test_as_of_a_day_only_what_had_happened_counts(whole: Whole) -> None:
    history(whole)
    assert counts(ask(whole, as_of="2026-06-27")) == (4, 2, 0)
    assert counts(ask(whole, as_of="2026-06-28")) == (4, 3, 1)
    found = shown(ask(whole, as_of="2026-06-18"))[ANSWER]
    assert (found["denominator"], found["pending"]) == (0, 1)
    assert shown(ask(whole, as_of="2026-06-19"))[ANSWER]["denominator"] == 1


def test_as_known_at_a_moment_only_what_was_recorded_counts(whole: Whole) -> None:
    history(whole)
    known = ask(whole, as_known_at="2026-07-01T00:00:00+08:00")
    assert counts(known) == (4, 2, 0)
    assert (known.json()["today"], known.json()["as_known_at"]) == ("2026-07-01", "2026-07-01T00:00:00+08:00")
    assert counts(ask(whole, as_known_at="2026-07-12T09:00:00+08:00")) == (4, 3, 1)
    assert counts(ask(whole, as_of="2026-06-28", as_known_at="2026-07-01T00:00:00+08:00")) == (4, 2, 0)


def test_lists_stand_on_the_same_two_clocks_as_the_number(whole: Whole) -> None:
    history(whole)
    for clocks in ({"as_of": "2026-06-27"}, {"as_known_at": "2026-07-01T00:00:00+08:00"}):
        address = shown(ask(whole, **clocks))["loss_rate"]["items"]["denominator"]
        assert [item["case_id"] for item in whole.wire(SUPERVISOR).send("GET", address).json()] == [case_id(2), case_id(3)]


def test_before_any_rules_were_published_there_are_only_figures_of_cases(whole: Whole) -> None:
    before = {"as_known_at": "2026-05-31T00:00:00+08:00"}
    assert list(shown(ask(whole, **before))) == ["filed", "closed", "lost", "loss_rate"]
    refused = items(whole, ANSWER, **before)
    assert (refused.status_code, refused.json()["code"]) == (404, "measure-not-found")


def test_periods_are_judged_by_the_rules_known_then(whole: Whole) -> None:
    whole.clock.set(at("2026-09-16T09:00"))
    file(whole, 1, date(2026, 9, 7))
    serve(whole, 1, date(2026, 9, 16))
    whole.clock.set(at("2026-09-20T09:00"))
    publish_a_longer_holiday(whole.ledger)
    whole.settle()
    ninth = {"from": "2026-10-09", "to": "2026-10-09"}
    assert shown(ask(whole, **ninth))[ANSWER]["pending"] == 1
    assert shown(ask(whole, **ninth, as_known_at="2026-09-19T00:00:00+08:00"))[ANSWER]["pending"] == 0
    eighth = {"from": "2026-10-08", "to": "2026-10-08", "as_known_at": "2026-09-19T00:00:00+08:00"}
    assert shown(ask(whole, **eighth))[ANSWER]["pending"] == 1


def test_joined_records_are_one_case_under_the_number_of_the_suit(whole: Whole) -> None:
    refer(whole)
    whole.settle()
    assert counts(ask(whole)) == (0, 0, 0)
    whole.clock.set(at("2026-09-08T09:00"))
    filed = file(whole, 1, date(2026, 9, 8), MARKET, LAND)
    join(whole, 1, date(2026, 9, 8))
    judge(whole, 1, date(2026, 9, 8), (MARKET, "revoked"))
    whole.settle()
    answer = ask(whole)
    assert counts(answer) == (1, 1, 1)
    (item,) = items(whole, "filed").json()
    assert (item["case_id"], item["case_no"], item["event_ids"]) == (case_id(1), case_no(1), [str(filed)])
    assert items(whole, "lost").json()[0]["case_id"] == case_id(1)


def test_a_period_of_the_mediation_is_listed_under_the_dispute_it_became_part_of(whole: Whole) -> None:
    refer(whole)
    whole.settle()
    (mediation,) = whole.wire(CENTRE).get("/v1/mediation/mediations").json()
    address = f"/v1/mediation/mediations/{mediation['mediation_id']}"
    whole.wire(CENTRE).post(f"{address}/acceptance", {"accepted_on": "2026-09-04"}, version=1)
    notice = {"agency": MARKET, "document_no": "洪示调交〔2026〕1号", "sent_on": "2026-09-04", "received_on": "2026-09-04"}
    assert whole.wire(CENTRE).post(f"{address}/assignment-notices", notice, version=2).status_code == 201
    whole.clock.set(at("2026-09-08T09:00"))
    file(whole, 1, date(2026, 9, 8))
    join(whole, 1, date(2026, 9, 8))
    whole.clock.set(at("2026-09-21T09:00"))
    whole.settle()
    (item,) = items(whole, "on_time.mediation_plan", side="denominator").json()
    assert (item["case_id"], item["case_no"]) == (case_id(1), case_no(1))
    assert item["obligation_id"].startswith(f"{CASE}.mediation_plan.{MARKET}.")


@pytest.mark.parametrize("client", [MARKET_OA, SUPERVISOR, AUDITOR])
def test_an_agency_its_supervisor_and_an_auditor_see_the_same(whole: Whole, client: str) -> None:
    history(whole)
    assert counts(ask(whole, client=client)) == (4, 3, 1)
    assert len(items(whole, "closed", client).json()) == 3


def test_an_agency_sees_no_figures_of_another(whole: Whole) -> None:
    history(whole)
    for answer in (ask(whole, client=LAND_OA), items(whole, "lost", LAND_OA)):
        assert (answer.status_code, answer.json()["code"]) == (403, "figures-of-another")
        assert "机关只能查看本机关的指标" in answer.json()["detail"]


@pytest.mark.parametrize("client", [COURT, CENTRE])
def test_courts_and_mediation_centres_have_no_part_in_figures(whole: Whole, client: str) -> None:
    for answer in (ask(whole, client=client), items(whole, "lost", client)):
        assert (answer.status_code, answer.json()["code"]) == (403, "role-not-allowed")
        assert "只对行政机关办公系统、司法行政（法治督察）机关、审计人员系统开放" in answer.json()["detail"]


def test_without_leave_to_see_cases_there_are_no_figures(whole: Whole) -> None:
    assert ask(whole, client="administrator").json()["code"] == "scope-missing"


def test_an_agency_that_nobody_registered_is_not_found(whole: Whole) -> None:
    answer = ask(whole, "agency-00000000-0000-4000-8000-999999000001")
    assert (answer.status_code, answer.json()["code"]) == (404, "agency-not-found")
    assert "请核对机关编号" in answer.json()["detail"]


def test_an_agency_outside_the_callers_jurisdictions_is_not_found(whole: Whole) -> None:
    history(whole)
    whole.clock.set(at("2026-09-01T09:00"))
    neighbour = enrol(whole, "next-supervisor", "supervisor", ("320812",), ("case:read",))
    everywhere = enrol(whole, "national-auditor", "auditor", ("000000",), ("case:read",))
    assert (ask(whole, client=neighbour).status_code, ask(whole, client=neighbour).json()["code"]) == (404, "agency-not-found")
    assert items(whole, "lost", neighbour).status_code == 404
    assert counts(ask(whole, client=everywhere)) == (4, 3, 1)


def problem(answer: httpx.Response) -> tuple[int, str, list[str]]:
    body: dict[str, Any] = answer.json()
    return (answer.status_code, body["code"], [flaw["pointer"] for flaw in body.get("errors", [])])


def test_a_period_that_cannot_be_is_refused(whole: Whole) -> None:
    turned = ask(whole, **{"from": "2026-06-30", "to": "2026-04-01"})
    assert problem(turned) == (422, "period-invalid", ["to"])
    assert "期间止日 2026-04-01 早于起日 2026-06-30" in turned.json()["detail"]
    long = ask(whole, **{"from": "2021-01-01", "to": "2026-01-01"})
    assert problem(long) == (422, "period-invalid", ["to"])
    assert "超过5年" in long.json()["detail"]
    assert ask(whole, **{"from": "2021-01-01", "to": "2025-12-31"}).status_code == 200


def test_both_days_of_the_period_are_asked_for(whole: Whole) -> None:
    answer = whole.wire(SUPERVISOR).get("/v1/review/figures", agency_id=MARKET)
    assert problem(answer) == (422, "request-invalid", ["from", "to"])
    assert problem(ask(whole, **{"from": "2026-1-1"})) == (422, "request-invalid", ["from"])
    assert problem(ask(whole, "MARKET")) == (422, "request-invalid", ["agency_id"])


def test_a_misspelt_clock_is_refused_instead_of_answering_for_now(whole: Whole) -> None:
    assert ask(whole, as_off="2026-06-27").json()["code"] == "parameter-unknown"


def test_a_measure_that_there_is_not_is_not_found(whole: Whole) -> None:
    answer = items(whole, "on_time.prefiling_forward")
    assert problem(answer) == (404, "measure-not-found", ["measure"])
    assert "/figures" in answer.json()["detail"]


@pytest.mark.parametrize(("measure", "side"), [("filed", "denominator"), ("loss_rate", "pending")])
def test_a_side_that_the_measure_does_not_have_is_refused(whole: Whole, measure: str, side: str) -> None:
    answer = items(whole, measure, side=side)
    assert problem(answer) == (422, "side-missing", ["side"])
    assert "没有这一项" in answer.json()["detail"]


def test_what_the_court_reports_at_its_door_shows_in_the_figures(whole: Whole) -> None:
    court = whole.wire(COURT)
    judgment = {
        "message_id": "m-7",
        "kind": "judgment",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-28",
        "document": "judgment",
        "results": [
            {"agency_code": MARKET_CODE, "outcome": "revoked"},
            {"agency_code": LAND_CODE, "outcome": "claims_dismissed"},
        ],
        "receipts": [{"agency_code": MARKET_CODE, "received_on": "2026-10-12"}],
    }
    for moment, message in (
        ("2026-09-09T09:00", filing()),
        ("2026-09-10T15:00", service()),
        ("2026-10-12T09:00", judgment),
    ):
        whole.clock.set(at(moment))
        assert court.post("/v1/intake/court/messages", message).status_code == 201
        whole.settle()
    third = {"from": "2026-07-01", "to": "2026-09-30"}
    assert counts(ask(whole, **third)) == (1, 1, 1)
    assert counts(ask(whole, LAND, **third)) == (1, 1, 0)
    fourth = shown(ask(whole, **{"from": "2026-10-01", "to": "2026-12-31"}))
    assert (fourth["lost"]["numerator"], fourth["on_time.review_start"]["pending"]) == (0, 1)
    (pending,) = items(whole, "on_time.review_start", side="pending").json()
    assert (pending["day"], pending["title"]) == ("2026-10-19", "开展败诉案件复盘分析（尚未届满）")
