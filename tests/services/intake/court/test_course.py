"""What a court tells of a filed case at its door: every kind, in any order, any number of times."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from services.intake.court.course_examples import COURSE_EXAMPLES
from tests.services.intake.cast import (
    CASE_NO,
    LAND,
    LAND_CODE,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR,
    NEIGHBOUR_CODE,
    PRE_FILING_NO,
    filing,
    hearing,
    judgment,
    pre_filing,
    referral,
    service,
)
from tests.whole import Calling
from tests.wire import Wire
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

Topics = Callable[[], list[str]]


def told(kind: str, on: str, **fields: Any) -> dict[str, Any]:
    """A message of the court about the case."""
    return {"message_id": f"{kind}-{on}", "kind": kind, "case_no": CASE_NO, "occurred_on": on} | fields


ADVICE = told(
    "judicial_advice",
    "2026-09-14",
    agency_code=MARKET_CODE,
    advice_no="司建1",
    reply_by="2026-10-14",
    subject="规范告知程序（样例）",
)
ONE_FACT: dict[str, dict[str, Any]] = {
    "procedure_change": told("procedure_change", "2026-09-09", procedure="simplified", reason="事实清楚", answer_by="2026-09-20"),
    "suspension": told("suspension", "2026-09-09", reason="须以另案为依据"),
    "resumption": told("resumption", "2026-09-10", reason="原因消除"),
    "trial_term_extension": told("trial_term_extension", "2026-09-10", until="2027-06-07", reason="案情复杂"),
    "hearing_reschedule": told("hearing_reschedule", "2026-09-12", hearing_on="2026-09-20", reason="突发"),
    "hearing_cancellation": told("hearing_cancellation", "2026-09-12", hearing_on="2026-09-14", reason="协商"),
    "hearing_held": told("hearing_held", "2026-09-14"),
    "attendance_notice": told("attendance_notice", "2026-09-12", agency_code=MARKET_CODE, grounds="environment"),
    "attendance_suggestion": told("attendance_suggestion", "2026-09-12", agency_code=MARKET_CODE, hearing_no=1),
    "defendant_addition": told("defendant_addition", "2026-09-12", agency_code=NEIGHBOUR_CODE, reason="共同行为"),
    "plaintiff_substitution": told(
        "plaintiff_substitution", "2026-09-12", party="p1", substitute={"person": {"name": "示例李某"}}, reason="死亡"
    ),
    "appeal": told("appeal", "2026-09-16", agency_code=MARKET_CODE),
    "remand": told("remand", "2026-09-16", ruling_no="（2026）苏08行终31号"),
    "retrial": told(
        "retrial", "2026-09-16", ruling_no="（2026）苏08行申5号", initiated_by="procuratorate", stays_performance=True
    ),
    "performance_resumption": told("performance_resumption", "2026-09-16", reason="再审维持"),
    "performance_term_extension": told(
        "performance_term_extension", "2026-09-16", agency_code=MARKET_CODE, until="2026-10-30", reason="委托鉴定"
    ),
    "loss_warning": told("loss_warning", "2026-09-14", agency_code=MARKET_CODE, letter_no="警1"),
    "court_letter": told("court_letter", "2026-09-14", agency_code=MARKET_CODE, letter_no="函1", letter_kind="loss_risk"),
    "judicial_advice": ADVICE,
    "judicial_advice_withdrawal": told(
        "judicial_advice_withdrawal", "2026-09-16", agency_code=MARKET_CODE, advice_no="司建1", reason="已纠正"
    ),
    "court_query": told("court_query", "2026-09-14", agency_code=MARKET_CODE, query_no="问1", subject="送达方式（样例）"),
    "court_opinion": told("court_opinion", "2026-09-14", agency_code=MARKET_CODE, opinion_no="意见1"),
    "closure": told("closure", "2026-09-14", reason="deemed_withdrawn"),
    "transfer": told("transfer", "2026-09-14", to_court="苏0812", reason="管辖"),
    "merger": told("merger", "2026-09-14", leading_case_no=CASE_NO, case_nos=["(2026)苏0813行初13号"], reason="同类"),
    "split": told("split", "2026-09-14", new_case_nos=["（2026）苏0813行初15号"], reason="不同"),
    "series_link": told("series_link", "2026-09-08", series="示例系列", series_kind="series"),
    "series_unlink": told("series_unlink", "2026-09-09", series="示例系列", reason="不同"),
}
OTHERS = {"absence_ruling", "defendant_replacement", "judgment_effective"}


def test_every_kind_about_a_filed_case_is_tried_here() -> None:
    assert ONE_FACT.keys() | OTHERS | {"judgment", "case_filing"} == {one["value"]["kind"] for one in COURSE_EXAMPLES.values()}


@pytest.mark.parametrize("kind", ONE_FACT)
def test_each_becomes_one_fact_with_a_title_of_its_own_once_whatever_came_first(court: Wire, topics: Topics, kind: str) -> None:
    message = ONE_FACT[kind]
    waiting = court.report(message)
    assert (waiting.status_code, waiting.json()["parked_reason"]) == (202, "no_subject")

    case_id = court.report(filing()).json()["case_id"]
    placed = court.get(f"/court/messages/{message['message_id']}").json()
    assert (placed["status"], placed["case_id"], len(placed["facts"])) == ("applied", case_id, 1)
    (fact,) = placed["facts"]
    assert fact["title"] != fact["topic"]
    again = court.report(message | {"message_id": "m-again"})
    assert (again.status_code, again.json()["facts"]) == (201, [])
    assert topics().count(fact["topic"]) == 1


def test_another_advice_under_the_same_number_waits_for_a_person_and_the_first_one_stands(court: Wire, topics: Topics) -> None:
    court.report(filing())
    court.report(ADVICE)

    other = court.report(ADVICE | {"message_id": "m-30", "reply_by": "2026-11-01"})

    assert (other.status_code, other.json()["parked_reason"]) == (202, "case_number_taken")
    assert "发出司法建议" in other.json()["parked_detail"]
    assert topics().count("intake.judicial_advice_received.v1") == 1


def test_what_an_advice_is_about_is_sealed_and_goes_with_the_message(court: Wire, ledger: Ledger, keys: KeyStore) -> None:
    court.report(filing())
    court.report(ADVICE)

    (entry,) = [e for e in ledger.read_all(0, 1000) if e.topic == "intake.judicial_advice_received.v1"]
    subject = getattr(entry.event, "subject")  # noqa: B009 (a field of one event among many)
    assert b"\xe5\x91\x8a\xe7\x9f\xa5" not in entry.payload
    assert keys.open_text(subject) == "规范告知程序（样例）"
    keys.destroy(entry.source)
    assert keys.open_text(subject) is None


def test_a_letter_with_a_file_that_is_not_there_is_refused_and_nothing_stored(court: Wire, topics: Topics) -> None:
    court.report(filing())
    before = topics()

    refused = court.report(ONE_FACT["loss_warning"] | {"file": "file-00000000-0000-4000-8000-000000000009"})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/file")
    assert topics() == before


ABSENCE = told(
    "absence_ruling", "2026-09-15", agency_code=MARKET_CODE, hearing_no=1, hearing_on="2026-09-14", ruling="left_without_leave"
)


@pytest.mark.parametrize(
    ("ruling", "accepted", "facts"),
    [
        ("leader_excused", True, 1),
        ("leader_unexcused", False, 1),
        ("absent_unjustified", False, 2),
        ("left_without_leave", False, 2),
    ],
)
def test_a_ruling_on_absence_says_whether_the_reason_holds_and_what_the_court_put_on_record(
    court: Wire, ledger: Ledger, ruling: str, accepted: bool, facts: int
) -> None:
    court.report(filing())
    found = court.report(ABSENCE | {"ruling": ruling}).json()["facts"]

    assert len(found) == facts
    ruled = next(e.event for e in ledger.read_all(0, 1000) if e.topic == "intake.court_ruled_on_absence.v1")
    assert (getattr(ruled, "ruling"), getattr(ruled, "accepted")) == (ruling, accepted)  # noqa: B009 (as above)


def test_a_hearing_put_off_and_cancelled_is_shown_as_it_stands(court: Wire) -> None:
    case_id = court.report(filing()).json()["case_id"]
    court.report(hearing())
    court.report(ONE_FACT["hearing_reschedule"])
    court.report(told("hearing_cancellation", "2026-09-15", hearing_on="2026-09-20", reason="当事人正在协商"))

    shown = court.get(f"/cases/{case_id}").json()
    assert [(h["hearing_on"], h["moved"], h["cancelled_on"], h["reason"]) for h in shown["hearings"]] == [
        ("2026-09-14", True, None, None),
        ("2026-09-20", False, "2026-09-15", "当事人正在协商"),
    ]
    assert shown["status"] == "filed"


ADDITION = ONE_FACT["defendant_addition"]
COURSE: dict[str, dict[str, Any]] = {
    "filing": filing(),
    "addition": ADDITION,
    "its service": service(message_id="m-40", agency_code=NEIGHBOUR_CODE, occurred_on="2026-09-14"),
    "judgment": judgment(
        message_id="m-41", results=[{"agency_code": code, "outcome": "revoked"} for code in (MARKET_CODE, NEIGHBOUR_CODE)]
    ),
}


@pytest.mark.parametrize("order", list(permutations(COURSE)), ids=" - ".join)
def test_what_concerns_one_that_is_added_waits_for_the_addition_in_every_order(
    court: Wire, line: Calling, project: Callable[[], None], order: tuple[str, ...]
) -> None:
    for name in order:
        court.report(COURSE[name])

    receipts = [court.get(f"/court/messages/{body['message_id']}").json() for body in COURSE.values()]
    assert [receipt["status"] for receipt in receipts] == ["applied"] * 4
    project()
    case = line("neighbour").get(f"/cases/{receipts[0]['case_id']}").json()
    assert [(d["agency"]["agency_id"], d["added_on"], d["complaint_received_on"]) for d in case["defendants"]] == [
        (MARKET, None, None),
        (LAND, None, None),
        (NEIGHBOUR, "2026-09-12", "2026-09-14"),
    ]
    assert [line["case_id"] for line in line("neighbour").get("/cases").json()] == [receipts[0]["case_id"]]
    assert sorted(e["topic"] for receipt in receipts for e in receipt["facts"]) == [
        "intake.case_filed.v1",
        "intake.defendant_added.v1",
        "intake.judgment_delivered.v1",
        "intake.judgment_lost.v1",
        "intake.judgment_lost.v1",
        "intake.service_recorded.v1",
    ]


def test_one_that_is_not_added_keeps_its_message_waiting_for_a_person(court: Wire) -> None:
    court.report(filing())
    waiting = court.report(COURSE["its service"])

    assert (waiting.status_code, waiting.json()["parked_reason"]) == (202, "not_a_defendant")
    court.report(ONE_FACT["plaintiff_substitution"])
    assert court.get("/court/messages/m-40").json()["parked_reason"] == "not_a_defendant"


def test_a_court_that_may_not_write_for_the_added_agency_is_refused(line: Calling, topics: Topics) -> None:
    court = line("court-of-one")
    court.report(filing())
    before = topics()

    refused = court.report(ADDITION)

    assert (refused.status_code, refused.json()["code"]) == (403, "jurisdiction-denied")
    assert topics() == before


def test_a_defendant_that_is_replaced_leaves_and_the_other_comes_at_once(court: Wire) -> None:
    case_id = court.report(filing()).json()["case_id"]
    message = told("defendant_replacement", "2026-09-12", agency_code=LAND_CODE, by_code=NEIGHBOUR_CODE, reason="被告不适格")

    assert [fact["topic"] for fact in court.report(message).json()["facts"]] == [
        "intake.defendant_removed.v1",
        "intake.defendant_added.v1",
    ]
    shown = court.get(f"/cases/{case_id}").json()["defendants"]
    assert [(d["agency"]["agency_id"], d["removed_on"], d["added_on"]) for d in shown] == [
        (MARKET, None, None),
        (LAND, "2026-09-12", None),
        (NEIGHBOUR, None, "2026-09-12"),
    ]


def test_one_that_replaces_no_defendant_waits_for_a_person(court: Wire) -> None:
    court.report(filing(defendants=[{"agency_code": MARKET_CODE}]))
    message = told("defendant_replacement", "2026-09-12", agency_code=LAND_CODE, by_code=NEIGHBOUR_CODE, reason="被告不适格")

    assert court.report(message).json()["parked_reason"] == "not_a_defendant"


def test_who_takes_the_place_of_a_plaintiff_is_shown_beside_it_and_can_be_erased(court: Wire, keys: KeyStore) -> None:
    case_id = court.report(filing()).json()["case_id"]
    court.report(ONE_FACT["plaintiff_substitution"])
    appeal = court.report(told("appeal", "2026-09-16", party="p1.20260912"))
    assert [fact["title"] for fact in appeal.json()["facts"]] == [f"原告对 {CASE_NO} 提起上诉"]

    def parties() -> list[tuple[str, str, bool]]:
        return [(p["party"], p["name"], p["replaced"]) for p in court.get(f"/cases/{case_id}").json()["plaintiffs"]]

    assert parties() == [("p1", "示例张某", True), ("p1.20260912", "示例李某", False)]
    keys.destroy(f"{case_id}/p1.20260912")
    assert parties()[1] == ("p1.20260912", "（已删除）", False)


EFFECTIVE = told(
    "judgment_effective",
    "2026-09-16",
    obliged=[
        {"agency_code": MARKET_CODE, "perform_by": "2026-11-16", "guided": True, "terms": "重新作出（样例）"},
        {"agency_code": LAND_CODE},
    ],
)


def test_a_judgment_takes_effect_for_each_defendant_that_the_court_names(court: Wire) -> None:
    case_id = court.report(filing()).json()["case_id"]
    court.report(judgment())
    assert len(court.report(EFFECTIVE).json()["facts"]) == 2
    assert court.report(EFFECTIVE | {"message_id": "m-50"}).json()["facts"] == []

    shown = court.get(f"/cases/{case_id}").json()
    assert shown["status"] == "effective"
    assert [(r["effective_on"], r["perform_by"]) for r in shown["judgments"][0]["results"]] == [
        ("2026-09-16", "2026-11-16"),
        ("2026-09-16", None),
    ]
    other = court.report(
        EFFECTIVE | {"message_id": "m-51", "obliged": [{"agency_code": MARKET_CODE, "perform_by": "2026-12-01"}]}
    )
    assert other.json()["parked_reason"] == "case_number_taken"


REFUSED = told("closure", "2026-09-14", case_no=PRE_FILING_NO, reason="not_accepted")


@pytest.mark.parametrize("order", list(permutations(["referral", "notice", "refusal"])), ids=" - ".join)
def test_a_suit_that_is_not_accepted_ends_what_was_announced_in_every_order(
    court: Wire, supervisor: Wire, order: tuple[str, ...]
) -> None:
    bodies = {"referral": referral(), "notice": pre_filing(), "refusal": REFUSED}
    for name in order:
        court.report(bodies[name])

    receipts = {name: court.get(f"/court/messages/{body['message_id']}").json() for name, body in bodies.items()}
    assert {receipt["status"] for receipt in receipts.values()} == {"applied"}
    case = supervisor.get(f"/cases/{receipts['notice']['case_id']}").json()
    assert (case["status"], case["status_title"], case["filed_on"]) == ("not_accepted", "不予立案", None)


def test_the_statuses_of_the_course_can_be_asked_for_in_the_list(court: Wire, project: Callable[[], None]) -> None:
    court.report(filing())
    court.report(ONE_FACT["suspension"])
    project()

    assert [line["status_title"] for line in court.get("/cases?status=suspended").json()] == ["中止诉讼"]
