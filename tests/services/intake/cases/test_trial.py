"""Hearings and judgments of a case: given its facts, when the court reports, then events. No database."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases import record as records
from services.intake.cases import response as responses
from services.intake.cases import trial as trials
from services.intake.cases.case import NotADefendant
from services.intake.cases.trial import JudgedOtherwise
from services.intake.court import adding
from services.intake.court.notice import HearingNotice, JudgmentNotice, Receipt
from services.intake.dates import DateOrder
from tests.services.intake.cases.test_case import FILED, SERVED, WITHDRAWN
from tests.services.intake.cast import (
    CASE,
    CASE_NO,
    COURT,
    LAND,
    LAND_CODE,
    MARKET,
    MARKET_CODE,
    NEIGHBOUR,
    TODAY,
    case_filed,
    entries,
    hearing_notice,
    judgment_notice,
)
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.intake.hearing import HearingScheduled
from yingsu.events.intake.judgment import JudgmentDelivered, JudgmentLost, Outcome, Result
from yingsu.events.intake.response import LeaderAttendanceRecorded
from yingsu.ledger.entry import Event

Dated = tuple[Event, date]

SCHEDULED = HearingScheduled(hearing_no=1, hearing_on=date(2026, 9, 14), begins_at=None, place="第三法庭（样例）")
FIXED = (SCHEDULED, date(2026, 9, 11))
RESULTS = (
    Result(agency=MARKET, object="original_act", outcome="revoked"),
    Result(agency=LAND, object="original_act", outcome="claims_dismissed"),
)
DELIVERED = JudgmentDelivered(
    court=COURT, case_no=CASE_NO, judgment_no=CASE_NO, document="judgment", judged_on=date(2026, 9, 15), results=RESULTS
)
JUDGED = (DELIVERED, date(2026, 9, 15))
LOST = JudgmentLost(agency=MARKET, judgment_no=CASE_NO, judged_on=date(2026, 9, 15), outcomes=("revoked",))
APPEARED = (
    LeaderAttendanceRecorded(
        agency=MARKET,
        hearing_no=1,
        hearing_on=date(2026, 9, 14),
        leader=None,
        leader_post=None,
        rank=None,
        staff=1,
        lawyers=0,
        spoke=None,
        offered_resolution=None,
        identity_ok=None,
        left_without_leave=None,
    ),
    date(2026, 9, 14),
)


def fixed(*facts: Dated, **change: Any) -> HearingScheduled | None:
    """What a hearing notice becomes."""
    notice: HearingNotice = hearing_notice(**change)
    return trials.schedule_hearing(cases.fold(CASE, entries(*facts)).trial, case_filed(), notice)


def judged(
    *facts: Dated, results: tuple[Result, ...] = RESULTS, judgment_no: str = CASE_NO, **change: Any
) -> tuple[JudgmentDelivered | JudgmentLost, ...]:
    """What a judgment becomes, its agencies known."""
    trial = cases.fold(CASE, entries(*facts)).trial
    return trials.deliver_judgment(trial, case_filed(), judgment_notice(**change), judgment_no, results)


def moved(day: int, on: int, hearing_no: int = 1) -> Dated:
    """A hearing of September, fixed on another day of it."""
    event = msgspec.structs.replace(SCHEDULED, hearing_no=hearing_no, hearing_on=date(2026, 9, day))
    return event, date(2026, 9, on)


def test_a_hearing_is_recorded_as_the_court_fixed_it() -> None:
    assert fixed(FILED) == SCHEDULED
    assert fixed(FILED, WITHDRAWN) == SCHEDULED


def test_a_hearing_that_the_record_has_is_not_recorded_again() -> None:
    moment = datetime(2026, 9, 14, 1, 0, tzinfo=UTC)

    assert fixed(FILED, FIXED) is None
    assert fixed(FILED, FIXED, begins_at=moment) == msgspec.structs.replace(SCHEDULED, begins_at=moment)
    assert fixed(FILED, FIXED, hearing_on=date(2026, 9, 16)) is not None
    assert fixed(FILED, FIXED, hearing_no=2) is not None


def test_a_hearing_moved_back_to_its_first_day_is_a_fact_of_its_own() -> None:
    again = fixed(FILED, FIXED, moved(16, on=12), occurred_on=date(2026, 9, 13))

    assert again == SCHEDULED
    trial = cases.fold(CASE, entries(FIXED, moved(16, on=12), (again, date(2026, 9, 13)))).trial
    assert [(hearing.hearing_on.day, trial.is_moved(hearing)) for hearing in trial.hearing_days] == [(14, False), (16, True)]


def test_a_hearing_moved_back_on_the_same_day_is_a_fact_unless_the_court_numbers_it_as_the_first() -> None:
    first, second = entries(FIXED, moved(16, on=11))
    numbered = [msgspec.structs.replace(first, source_seq=1), msgspec.structs.replace(second, source_seq=2)]
    told = {
        seq: trials.schedule_hearing(cases.fold(CASE, numbered).trial, case_filed(), hearing_notice(source_seq=seq))
        for seq in (1, 3)
    }

    assert told == {1: None, 3: SCHEDULED}
    assert fixed(FIXED, moved(16, on=11)) == SCHEDULED
    assert fixed(FIXED, moved(16, on=11), FIXED) is None


@pytest.mark.parametrize("order", list(permutations([moved(14, on=11), moved(16, on=13), moved(20, on=16)])))
def test_the_hearing_stands_on_the_day_fixed_last_before_it_came_in_whatever_order_it_was_told(order: tuple[Dated, ...]) -> None:
    trial = cases.fold(CASE, entries(*order)).trial

    # On the 16th it was fixed for the 20th: it had begun, and goes on there.
    assert [day for day in (14, 16, 20) if trial.held(1, date(2026, 9, day))] == [16, 20]
    assert trial.held(2, date(2026, 9, 16)) is None


def test_another_number_is_another_hearing_and_moves_none() -> None:
    trial = cases.fold(CASE, entries(moved(14, on=11), moved(16, on=12, hearing_no=2))).trial

    assert [(h.hearing_no, trial.is_moved(h)) for h in trial.hearing_days] == [(1, False), (2, False)]


def test_a_judgment_is_recorded_with_one_loss_for_each_defendant_that_lost() -> None:
    assert judged(FILED) == (DELIVERED, LOST)


@pytest.mark.parametrize(
    ("outcomes", "lost"),
    [
        (("claims_dismissed", "suit_dismissed"), []),
        (("revoked", "illegality_confirmed"), [MARKET, LAND]),
        (("claims_dismissed", "compensation_ordered"), [LAND]),
    ],
)
def test_who_lost_follows_from_the_outcomes(outcomes: tuple[Outcome, Outcome], lost: list[str]) -> None:
    results = tuple(msgspec.structs.replace(r, outcome=o) for r, o in zip(RESULTS, outcomes, strict=True))

    assert [event.agency for event in judged(FILED, results=results) if isinstance(event, JudgmentLost)] == lost


def test_several_losing_results_of_one_defendant_are_one_loss() -> None:
    more = Result(agency=MARKET, object="reconsideration_decision", outcome="compensation_ordered")

    delivered, loss = judged(FILED, results=(RESULTS[0], more, RESULTS[0]))
    assert delivered == msgspec.structs.replace(DELIVERED, results=(RESULTS[0], more))
    assert loss == msgspec.structs.replace(LOST, outcomes=("compensation_ordered", "revoked"))


def test_a_judgment_needs_no_hearing_and_no_answer_and_is_heard_after_a_withdrawal() -> None:
    assert judged(FILED, WITHDRAWN)[0] == DELIVERED


def test_a_judgment_that_the_record_has_is_not_recorded_again() -> None:
    assert judged(FILED, JUDGED) == ()
    assert judged(FILED, JUDGED, results=RESULTS[::-1]) == ()
    assert judged(FILED, JUDGED, judgment_no=f"{CASE_NO}之一")[0] == msgspec.structs.replace(
        DELIVERED, judgment_no=f"{CASE_NO}之一"
    )


@pytest.mark.parametrize(
    "change",
    [{"results": RESULTS[:1]}, {"document": "ruling"}, {"occurred_on": date(2026, 9, 14)}],
    ids=["results", "document", "day"],
)
def test_another_content_under_the_number_of_a_judgment_is_for_a_person(change: dict[str, Any]) -> None:
    with pytest.raises(JudgedOtherwise, match=f"文书号 {CASE_NO} 的裁判已按 2026-09-15 作出登记"):
        judged(FILED, JUDGED, **change)


def test_nothing_is_fixed_or_judged_before_the_filing() -> None:
    for refused in (fixed, judged):
        with pytest.raises(DateOrder, match="立案日期 2026-09-07") as refusal:
            refused(FILED, occurred_on=date(2026, 9, 6))
        assert refusal.value.pointer == "/occurred_on"


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({}, CASE_NO),
        ({"case_no": "(2026)苏0813行初字第12号之二"}, f"{CASE_NO}之二"),
        ({"case_no": "（2026）苏0813行诉前调8号"}, CASE_NO),
        ({"judgment_no": "(2026)苏0813行初12号之一"}, f"{CASE_NO}之一"),
        ({"judgment_no": "洪法判〔2026〕3号"}, "洪法判〔2026〕3号"),
    ],
)
def test_a_judgment_goes_by_its_number_else_by_the_cases(change: dict[str, str], number: str) -> None:
    notice: JudgmentNotice = judgment_notice(**change)

    assert trials.judgment_no_of(notice, notice.judgment_no, case_filed(), TODAY) == number


def test_receipts_are_recorded_as_services_where_no_message_told_them() -> None:
    told = [
        (MARKET, Receipt(agency_code=MARKET_CODE, received_on=date(2026, 9, 15))),
        (LAND, Receipt(agency_code=LAND_CODE, received_on=date(2026, 9, 16), method="邮寄")),
    ]
    events = adding.record_receipts(cases.fold(CASE, entries(FILED)), "judgment", [*told, *told])

    assert [(event.agency, event.document, event.received_on.day, event.method) for event in events] == [
        (MARKET, "judgment", 15, None),
        (LAND, "judgment", 16, "邮寄"),
    ]
    known = cases.fold(CASE, entries(FILED, (events[0], date(2026, 9, 15))))
    assert adding.record_receipts(known, "judgment", told) == events[1:]
    with pytest.raises(NotADefendant):
        adding.record_receipts(known, "judgment", [(NEIGHBOUR, told[0][1])])


def test_a_judgment_is_received_with_the_first_such_document_since_it_was_made() -> None:
    def served(day: int, document: Any = "judgment", agency: str = MARKET) -> Dated:
        on = date(2026, 9, day)
        return ServiceRecorded(agency=agency, document=document, received_on=on, method=None), on

    case = cases.fold(CASE, entries(FILED, JUDGED, served(14), served(18), served(16), served(15, "ruling")))

    assert case.received_on(MARKET, case.trial.judgments[0]) == date(2026, 9, 16)
    assert case.received_on(LAND, case.trial.judgments[0]) is None


@pytest.mark.parametrize("order", list(permutations(range(1, 5))))
def test_the_status_is_as_far_as_any_fact_brought_the_case_in_whatever_order(order: tuple[int, ...]) -> None:
    filed, served, hearing, judgment = entries(FILED, SERVED, FIXED, JUDGED)
    (attended,) = entries(APPEARED, stream=responses.stream_of(CASE, MARKET), first=9)
    facts = [filed, served, hearing, attended, judgment]
    reached = ["filed", "answering", "hearing_set", "heard", "judged"]

    for upto in range(5):
        known = [filed, *(facts[index] for index in order[:upto])]
        assert records.fold(CASE, known).status == reached[max(order[:upto], default=0)]


def test_a_withdrawn_case_stays_withdrawn_and_a_later_hearing_brings_none_back() -> None:
    (attended,) = entries(APPEARED, stream=responses.stream_of(CASE, MARKET), first=9)

    assert records.fold(CASE, entries(FILED, WITHDRAWN, FIXED, JUDGED)).status == "withdrawn"
    assert records.fold(CASE, [*entries(FILED, FIXED, moved(20, on=15)), attended]).status == "heard"
    assert records.fold(CASE, entries(FILED, JUDGED, moved(20, on=15))).status == "judged"
