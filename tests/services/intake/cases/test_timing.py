"""Whether an answer was in time: 行政诉讼法第六十七条, fifteen calendar days from the receipt of the complaint."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.intake.cases.response import stream_of
from services.intake.cases.timing import Timing, answer_timing, findings
from services.registry.setup import initialise
from tests.services.intake.cases.test_case import EXTENDED, FILED, SERVED
from tests.services.intake.cases.test_response import ONLY_EVIDENCE, SUBMITTED
from tests.services.intake.cast import (
    CASE,
    CASE_NO,
    COURT,
    LAND,
    MARKET,
    answer,
    case_filed,
    entries,
    filing,
    service,
)
from tests.wire import Wire
from yingsu.disputes import Dispute
from yingsu.events.intake.case import ServiceRecorded
from yingsu.events.review.review import Basis, ReviewOpened, ReviewStarted
from yingsu.law.obligation import Outcome
from yingsu.law.rules import builtin_rules
from yingsu.ledger.entry import Event
from yingsu.web.deps import Deps

RULES = builtin_rules()


def given(*facts: tuple[Event, date], answered: tuple[Event, date] | None = None) -> Dispute:
    """A case of one record."""
    found = entries(*facts) + (entries(answered, stream=stream_of(CASE, MARKET), first=9) if answered else [])
    return Dispute(case_id=CASE, records=frozenset({CASE}), entries=found)


def submitted(day: date) -> tuple[Event, date]:
    """The answer handed in on a day."""
    return msgspec.structs.replace(SUBMITTED, submitted_on=day), day


@pytest.mark.parametrize(
    ("day", "outcome", "late_days"),
    [(date(2026, 9, 25), "on_time", 0), (date(2026, 9, 28), "on_time", 0), (date(2026, 9, 29), "late", 1)],
)
def test_fifteen_days_end_after_the_mid_autumn_rest_days(day: date, outcome: Outcome, late_days: int) -> None:
    timing = answer_timing(given(FILED, SERVED, answered=submitted(day)), MARKET, RULES)

    assert timing == Timing(due=date(2026, 9, 28), provisional=False, outcome=outcome, late_days=late_days)


def test_a_period_that_ends_in_the_national_holiday_ends_after_it() -> None:
    served = ServiceRecorded(agency=MARKET, document="complaint_copy", received_on=date(2026, 9, 16), method=None)
    timing = answer_timing(given(FILED, (served, date(2026, 9, 16))), MARKET, RULES)

    assert timing == Timing(due=date(2026, 10, 8), provisional=False, outcome=None, late_days=0)


def test_the_court_may_move_the_last_day() -> None:
    timing = answer_timing(given(FILED, SERVED, EXTENDED, answered=submitted(date(2026, 10, 9))), MARKET, RULES)

    assert timing is not None
    assert (timing.due, timing.outcome) == (date(2026, 10, 15), "on_time")


def test_evidence_alone_is_no_answer_yet() -> None:
    timing = answer_timing(given(FILED, SERVED, answered=(ONLY_EVIDENCE, date(2026, 9, 14))), MARKET, RULES)

    assert timing is not None
    assert timing.outcome is None


def test_no_period_runs_for_an_agency_that_was_not_served() -> None:
    assert answer_timing(given(FILED, SERVED), LAND, RULES) is None
    assert answer_timing(given((case_filed(), date(2026, 9, 7))), MARKET, RULES) is None


def test_the_entry_that_completes_a_duty_says_whether_it_was_in_time_and_why() -> None:
    dispute = given(FILED, SERVED, answered=submitted(date(2026, 9, 29)))
    found = findings(dispute, RULES)

    (late,) = found[dispute.entries[-1].event_id]
    assert (late.obligation.title, late.obligation.outcome, late.obligation.late_days) == ("提交答辩状和证据、依据", "late", 1)
    assert late.steps[0].text == "提交答辩状和证据、依据：自收到起诉状副本（2026年9月10日）起15日内。"
    (served,) = found[dispute.entries[1].event_id]
    assert (served.obligation.code, served.obligation.outcome) == ("court_service", "on_time")
    assert len(found) == 2


def test_a_step_of_a_review_says_whether_it_was_in_time_too() -> None:
    """Five working days from the receipt of the judgment on Tuesday 8 September: Tuesday the 15th."""
    dispute = given(FILED)
    opened = ReviewOpened(
        agency=MARKET,
        defendant=MARKET,
        grounds="lost",
        court=COURT,
        case_no=CASE_NO,
        judgment=UUID(int=1),
        judgment_no=CASE_NO,
        judged_on=date(2026, 9, 7),
        received_on=date(2026, 9, 8),
        outcomes=("revoked",),
        decided_under=Basis(profile="hongze.2025-04-18", clauses=("HZ-9.4",)),
    )
    started = ReviewStarted(agency=MARKET, judgment_no=CASE_NO, started_on=date(2026, 9, 16), led_by=None)
    review = entries((opened, date(2026, 9, 8)), (started, date(2026, 9, 16)), stream=f"review-{'d' * 32}", first=9)
    found = findings(Dispute(case_id=CASE, records=dispute.records, entries=[*dispute.entries, *review]), RULES)

    (late,) = found[review[-1].event_id]
    assert (late.obligation.title, late.obligation.due) == ("开展败诉案件复盘分析", date(2026, 9, 15))
    assert (late.obligation.outcome, late.obligation.late_days) == ("late", 1)
    assert late.steps[0].text.startswith("开展败诉案件复盘分析：自收到败诉裁判文书（2026年9月8日）起5个工作日内")


def test_a_late_answer_is_recorded_and_flagged(court: Wire, market: Wire, deps: Deps, registered: Callable[..., Any]) -> None:
    initialise(deps.ledger, deps.keys, replace(deps.settings, samples=False), deps.clock)
    case_id = court.report(filing(occurred_on="2026-03-02")).json()["case_id"]
    court.report(service(occurred_on="2026-03-05"))

    written = market.post(f"/cases/{case_id}/responses/{MARKET}/answer", answer(submitted_on="2026-03-25"), version=0)

    assert written.status_code == 201
    assert written.json()["timing"] == {"due": "2026-03-20", "provisional": False, "outcome": "late", "late_days": 5}
