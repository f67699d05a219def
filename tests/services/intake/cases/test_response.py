"""An agency's answer: given a case and what was submitted, when it submits, then the event or the rule that says no."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.intake.cases import case as cases
from services.intake.cases import record as records
from services.intake.cases import response as responses
from services.intake.cases.case import NotADefendant
from services.intake.cases.response import (
    AnswerAlreadySubmitted,
    AnswerIncomplete,
    CaseHasEnded,
    DefendantHasLeft,
    Response,
    Submission,
)
from services.intake.dates import DateOrder
from tests.services.intake.cases.test_case import FILED, REMOVED, SERVED, WITHDRAWN
from tests.services.intake.cast import CASE, LAND, MARKET, NEIGHBOUR, TODAY, case_filed, entries
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.ledger.entry import Event
from yingsu.ledger.store import FutureFact

SUBMISSION = Submission(submitted_on=date(2026, 9, 14), delivery="court_platform", evidence_count=3)
SUBMITTED = AnswerSubmitted(
    agency=MARKET,
    submitted_on=date(2026, 9, 14),
    delivery="court_platform",
    posted_on=None,
    has_answer=True,
    evidence_count=3,
    note=None,
)
ONLY_EVIDENCE = msgspec.structs.replace(SUBMITTED, has_answer=False)


def when(
    *facts: tuple[Event, date], before: tuple[AnswerSubmitted, ...] = (), agency: str = MARKET, **change: Any
) -> AnswerSubmitted:
    """The decision on one submission."""
    case = cases.fold(CASE, entries(*facts))
    stream = responses.stream_of(CASE, agency)
    response = responses.fold(agency, entries(*((event, event.submitted_on) for event in before), stream=stream))
    return responses.submit_answer(case, response, msgspec.structs.replace(SUBMISSION, **change), TODAY)


def test_an_answer_with_evidence_is_recorded() -> None:
    assert when(FILED, SERVED) == SUBMITTED


def test_a_late_answer_is_recorded_too() -> None:
    old = (case_filed(filed_on=date(2026, 3, 2)), date(2026, 3, 2))

    assert when(old, SERVED).submitted_on == date(2026, 9, 14)


def test_an_answer_may_come_before_the_record_of_its_service() -> None:
    assert when(FILED) == SUBMITTED


def test_evidence_may_come_before_the_answer() -> None:
    assert when(FILED, before=(ONLY_EVIDENCE,)) == SUBMITTED


def test_evidence_may_come_after_the_answer() -> None:
    evidence = when(FILED, before=(SUBMITTED,), has_answer=False, evidence_count=2)

    assert (evidence.has_answer, evidence.evidence_count) == (False, 2)


def test_a_second_answer_is_refused() -> None:
    with pytest.raises(AnswerAlreadySubmitted) as refusal:
        when(FILED, before=(SUBMITTED,))

    assert "2026-09-14" in refusal.value.message
    assert "第六十七条" in refusal.value.message


def test_a_paper_sent_by_post_counts_on_the_day_of_posting() -> None:
    submission = Submission(submitted_on=date(2026, 9, 16), delivery="post", posted_on=date(2026, 9, 14))

    assert submission.counts_on == date(2026, 9, 14)
    assert when(FILED, REMOVED, agency=LAND, submitted_on=TODAY, delivery="post", posted_on=date(2026, 9, 14)).agency == LAND


def test_an_agency_that_has_left_does_not_answer_later() -> None:
    assert when(FILED, REMOVED, agency=LAND, submitted_on=date(2026, 9, 14)).agency == LAND
    with pytest.raises(DefendantHasLeft, match="第二十六条"):
        when(FILED, REMOVED, agency=LAND, submitted_on=date(2026, 9, 15))


def test_a_withdrawn_case_is_not_answered_later() -> None:
    assert when(FILED, WITHDRAWN, submitted_on=date(2026, 9, 15)).agency == MARKET
    with pytest.raises(CaseHasEnded, match="第六十二条"):
        when(FILED, WITHDRAWN, submitted_on=date(2026, 9, 16))


def test_an_agency_that_was_not_sued_does_not_answer() -> None:
    with pytest.raises(NotADefendant):
        when(FILED, agency=NEIGHBOUR)


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"has_answer": False, "evidence_count": 0}, AnswerIncomplete, "/has_answer"),
        ({"delivery": "post"}, AnswerIncomplete, "/posted_on"),
        ({"posted_on": date(2026, 9, 13)}, AnswerIncomplete, "/posted_on"),
        ({"delivery": "post", "posted_on": date(2026, 9, 15)}, DateOrder, "/posted_on"),
        ({"delivery": "post", "posted_on": date(2026, 9, 6)}, DateOrder, "/posted_on"),
        ({"submitted_on": date(2026, 9, 17)}, FutureFact, "/submitted_on"),
        ({"submitted_on": date(2026, 9, 6)}, DateOrder, "/submitted_on"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(change: dict[str, Any], error: type[Exception], pointer: str) -> None:
    with pytest.raises(error) as refusal:
        when(FILED, **change)

    assert getattr(refusal.value, "pointer", None) == pointer


def test_the_status_follows_from_the_facts() -> None:
    filed, served, gone, ended = entries(FILED, SERVED, REMOVED, WITHDRAWN)
    answered = entries((SUBMITTED, date(2026, 9, 14)), stream=responses.stream_of(CASE, MARKET), first=9)

    def status(*known: Any) -> str:
        return records.fold(CASE, known).status

    assert status(filed) == "filed"
    assert status(filed, served) == "answering"
    assert status(filed, served, *answered) == "answering"
    assert status(filed, served, *answered, gone) == "answered"
    assert status(filed, *answered, gone, ended) == "withdrawn"


def test_responses_are_kept_by_agency_and_streams_named_by_both() -> None:
    answered = entries((SUBMITTED, date(2026, 9, 14)), stream=responses.stream_of(CASE, MARKET))
    record = records.fold(CASE, answered)

    assert record.response_of(MARKET).version == 1
    assert record.response_of(LAND) == Response(agency=LAND)
    assert responses.stream_of(CASE, MARKET) == (
        "response-01994b2e-0000-7000-8000-000000000001-00000000-0000-4000-8000-320813000002"
    )
